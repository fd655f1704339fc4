"""Any tokenizer that a ``tokenizer.json`` describes, through the `tokenizers` library."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from core.errors import ModelError
from core.tokenizer.alignment import byte_ends, utf8
from core.tokenizer.tokens import Tokens
from core.tokenizer.vocabularies import Kind, Vocabulary

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class LibraryBackend:
    """A vocabulary in a ``tokenizer.json``.

    Parameters
    ----------
    vocabulary
        What is known of it.
    tokenizer
        The library's object; truncation and padding are switched off.
    """

    def __init__(self, vocabulary: Vocabulary, tokenizer: Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        tokenizer.encode_special_tokens = True
        self.vocabulary = vocabulary
        self.tokenizer = tokenizer
        self.size = tokenizer.get_vocab_size(with_added_tokens=True)
        self._file = json.loads(tokenizer.to_str())
        self._writing = _writing(self._file)
        self._pieces: dict[int, bytes] = {}

    @classmethod
    def from_file(cls, vocabulary: Vocabulary, path: Path) -> LibraryBackend:
        """Read a ``tokenizer.json``.

        Raises
        ------
        ModelError
            When the file is missing or the library cannot read it.
        """
        from tokenizers import Tokenizer

        if not path.is_file():
            raise ModelError(
                f"{path.name} of {vocabulary.id} is missing", "vocabulary_missing", what=vocabulary.name
            )
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:
            raise ModelError(f"{path.name} cannot be read: {error}", "tokenizer_broken") from error
        return cls(vocabulary, tokenizer)

    def encode(self, text: str) -> Tokens:
        """Cut a text; special tokens spelled in it stay text."""
        utf8(text)
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        ids = np.array(encoding.ids, dtype=np.int64)
        return Tokens(ids, self._ends(text, ids, encoding.offsets), self.piece)

    def count(self, text: str) -> int:
        """Count the tokens of a text."""
        utf8(text)
        return len(self.tokenizer.encode(text, add_special_tokens=False))

    def piece(self, token_id: int) -> bytes:
        """Give the bytes of a token, as the vocabulary writes it."""
        if token_id not in self._pieces:
            written = self.tokenizer.id_to_token(token_id)
            if written is None:
                raise ModelError(f"{self.vocabulary.id} has no token {token_id}", "no_token", what=token_id)
            self._pieces[token_id] = as_bytes(written, self._writing)
        return self._pieces[token_id]

    def pieces_of(self, ids: npt.NDArray[np.int64]) -> list[bytes]:
        """Give the bytes of several tokens."""
        return list(map(self.piece, ids.tolist()))

    def specials(self) -> dict[str, int]:
        """Give the special tokens of the file."""
        return {token["content"]: token["id"] for token in self._file["added_tokens"] if token["special"]}

    def merges(self) -> list[tuple[bytes, bytes]]:
        """Give the merges of a BPE in the order in which they were learnt; none for other algorithms."""
        pairs = self._file["model"].get("merges", [])
        split = (pair.split(" ") if isinstance(pair, str) else pair for pair in pairs)
        return [(as_bytes(left, self._writing), as_bytes(right, self._writing)) for left, right in split]

    @property
    def algorithm(self) -> str:
        """Name of the algorithm in the file: ``BPE``, ``WordPiece``, ``Unigram``."""
        return str(self._file["model"]["type"])

    def scores(self) -> dict[int, float]:
        """Give the log-probability of each piece of a Unigram; nothing for other algorithms."""
        if self.algorithm != "Unigram":
            return {}
        return {at: float(score) for at, (_, score) in enumerate(self._file["model"]["vocab"])}

    def chunks(self, text: str) -> list[str]:
        """Cut a text into the chunks that no merge crosses."""
        normalizer, pre_tokenizer = self.tokenizer.normalizer, self.tokenizer.pre_tokenizer
        read = normalizer.normalize_str(text) if normalizer else text
        written = [chunk for chunk, _ in pre_tokenizer.pre_tokenize_str(read)] if pre_tokenizer else [read]
        return [as_bytes(chunk, self._writing).decode() for chunk in written]

    def decode(self, ids: list[int]) -> str:
        """Turn ids back into text with the library's own decoder."""
        return str(self.tokenizer.decode(ids, skip_special_tokens=False))

    def _ends(
        self, text: str, ids: npt.NDArray[np.int64], offsets: list[tuple[int, int]]
    ) -> npt.NDArray[np.integer[Any]]:
        """Say where each token ends in the bytes of the text.

        Where the pieces are the text, their lengths say it, even inside a character. Where the vocabulary
        changes the text, the library knows the character, and what it dropped goes to the token after it.
        """
        if not len(ids):
            return np.zeros(0, dtype=np.int64)
        pieces, raw = self.pieces_of(ids), text.encode()
        written = b"".join(pieces)
        if written in (raw, b" " + raw):
            total = np.cumsum(list(map(len, pieces)))
            return total if written == raw else total - 1
        ends = np.maximum.accumulate(byte_ends(text, np.array([end for _, end in offsets])))
        if self._writing == "underscore":
            ends = np.array(_followed(raw, pieces, ends.tolist()))
        ends[-1] = len(raw)
        return ends


def _followed(raw: bytes, pieces: list[bytes], ends: list[int]) -> list[int]:
    """Walk the text along its pieces, whose spaces may be invented or stand for several; what is unknown jumps."""
    place, found = 0, []
    for piece, end in zip(pieces, ends, strict=True):
        bare = piece.removeprefix(b" ")
        spaced = place
        while bare != piece and raw[spaced : spaced + 1].isspace():
            spaced += 1
        if raw.startswith(piece, place):
            place += len(piece)
        elif bare != piece and raw.startswith(bare, spaced):
            place = spaced + len(bare)
        else:
            place = max(place, end)
        found.append(place)
    return found


def kind_of(file: dict[str, Any]) -> Kind:
    """Tell the family of a ``tokenizer.json``."""
    model = str(file["model"]["type"])
    if model == "BPE":
        return "byte_bpe" if _writing(file) == "bytes" else "sentencepiece_bpe"
    return "wordpiece" if model == "WordPiece" else "unigram"


def as_bytes(written: str, writing: str) -> bytes:
    r"""Read a token as its file writes it.

    Parameters
    ----------
    written
        The token in the file.
    writing
        ``"bytes"``: each byte has a printable stand-in; ``"underscore"``: U+2581 is a space and
        ``<0x0A>`` a byte; ``"as_is"``: what is written.

    Examples
    --------
    >>> as_bytes("Ġmundo", "bytes"), as_bytes("<0xF0>", "underscore"), as_bytes("##ing", "as_is")
    (b' mundo', b'\xf0', b'##ing')
    """
    if writing == "bytes" and all(sign in _stand_ins() for sign in written):
        return bytes(_stand_ins()[sign] for sign in written)
    if writing == "underscore":
        if len(written) == 6 and written.startswith("<0x") and written.endswith(">"):
            return bytes.fromhex(written[3:5])
        return written.replace("\u2581", " ").encode()
    return written.encode()


def stand_in(piece: bytes) -> str:
    """Write bytes with their printable stand-ins, as byte-level BPE files do.

    Examples
    --------
    >>> stand_in(b" mundo")
    'Ġmundo'
    """
    signs = {byte: sign for sign, byte in _stand_ins().items()}
    return "".join(signs[byte] for byte in piece)


@lru_cache(maxsize=1)
def _stand_ins() -> dict[str, int]:
    """Give the byte behind each printable stand-in of byte-level BPE.

    Source
    ------
    Radford et al., «Language Models are Unsupervised Multitask Learners» (2019), code of GPT-2.
    """
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {
        chr(256 + place): byte for place, byte in enumerate(hidden)
    }


def _writing(file: dict[str, Any]) -> str:
    """Tell how a ``tokenizer.json`` writes its tokens: from its own decoder and pre-tokenizer."""
    parts = [file.get(name) or {} for name in ("decoder", "pre_tokenizer", "normalizer")]
    inner = [
        step
        for part in parts
        for step in part.get("decoders", part.get("pretokenizers", part.get("normalizers", [part])))
    ]
    kinds = {step.get("type") for step in inner}
    if "ByteLevel" in kinds:
        return "bytes"
    uses_sign = any(
        "\u2581" in str(step.get(name, ""))
        for step in inner
        for name in ("replacement", "content", "pattern")
    )
    return "underscore" if uses_sign or "Metaspace" in kinds else "as_is"
