"""The learner's own text as data: a tokenizer learnt from it, its tokens in order, and a tenth kept apart."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.errors import InputError
from core.gatito import tokenizer as byte_bpe
from core.gatito.corpus import Batch

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from core.gatito.training import Settings

LARGEST_BYTES = 5_000_000
FEWEST_KINDS = 8
"""Different tokens that a text must have for its order to hold anything to learn."""
APART = 10
"""One part in so many is never trained on: the end of the text."""
_PIECE = 2_000
"""Characters that go to the tokenizer at a time: a text of one line, or of one word, must not be one piece."""
_CUT = re.compile(rf".{{1,{_PIECE}}}(?=\s|\Z)|.{{1,{_PIECE}}}", re.DOTALL)


@dataclass(frozen=True)
class TextStream:
    """A text as numbers: windows drawn at random from its beginning for training, its end for measuring.

    Parameters
    ----------
    digest
        Of text and vocabulary: two streams with the same one are equal.
    tokenizer_json
        The tokenizer that was learnt.
    tokens
        Ids of the whole text as 16-bit numbers.
    first_apart
        Place of the first token that is kept for measuring.
    """

    digest: str
    tokenizer_json: str = field(compare=False, repr=False)
    tokens: bytes = field(compare=False, repr=False)
    first_apart: int = field(compare=False)

    @property
    def ids(self) -> np.ndarray:
        """Ids of the whole text, uint16 (tokens,)."""
        return np.frombuffer(self.tokens, dtype=np.uint16)

    @property
    def vocabulary(self) -> int:
        """Tokens in the vocabulary that was learnt."""
        return int(opened(self.tokenizer_json).get_vocab_size())

    def batch(self, step: int, settings: Settings) -> Batch:
        """Rows for one update; nobody knows the floor of a text that people wrote."""
        length = min(settings.lengths[0][0], settings.context)
        rows = max(1, settings.batch_tokens // length)
        draw = np.random.default_rng([settings.seed, step])
        starts = draw.integers(0, self.first_apart - length, size=rows)
        return Batch(self.ids[starts[:, None] + np.arange(length + 1)].astype(np.int64), math.nan)

    def held_out(self, documents: int, settings: Settings) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Windows of the end of the text, all of one length, and a mask that keeps everything."""
        rest = self.ids[self.first_apart :].astype(np.int64)
        length = min(settings.lengths[0][0] + 1, settings.context + 1, len(rest))
        rows = min(documents, len(rest) // length)
        ids = rest[: rows * length].reshape(rows, length)
        yield ids, np.ones_like(ids, dtype=bool)


def prepare(text: str, vocabulary: int = 1024, context: int = 128) -> TextStream:
    """Learn a tokenizer from a text and cut the text with it.

    Parameters
    ----------
    text
        At most `LARGEST_BYTES` in UTF-8.
    vocabulary
        Tokens wanted; a short text gives fewer.
    context
        Tokens that the model will look back on: the text must be longer.

    Raises
    ------
    InputError
        When the text is too large, shorter than the context, or says the same thing over and over.

    Examples
    --------
    >>> stream = prepare("Había una vez un gato. El gato quería un pez. " * 20, vocabulary=300, context=16)
    >>> stream.vocabulary, stream.ids.dtype.name
    (282, 'uint16')
    """
    size = len(text.encode("utf-8", "replace"))
    if size > LARGEST_BYTES:
        message = f"the text has {size} bytes, {LARGEST_BYTES} fit"
        raise InputError(message, "train_text_large", given=size, limit=LARGEST_BYTES)
    whole = text.encode("utf-8", "replace").decode()
    name = hashlib.blake2s(f"{vocabulary}\n{whole}".encode(), digest_size=12).hexdigest()
    return _checked(_cut(name, whole, vocabulary), context)


def _cut(name: str, text: str, vocabulary: int) -> TextStream:
    pieces = _CUT.findall(text)
    tokenizer = byte_bpe.train(pieces, vocabulary)
    ids = [id_ for one in tokenizer.encode_batch(pieces) for id_ in one.ids]
    kept = np.array(ids, dtype=np.uint16)
    return TextStream(name, tokenizer.to_str(), kept.tobytes(), len(ids) - len(ids) // APART)


def _checked(stream: TextStream, context: int) -> TextStream:
    ids, kinds = stream.ids, len(np.unique(stream.ids))
    if stream.first_apart <= context + 1:
        message = f"the text has {len(ids)} tokens, and the model looks back on {context}"
        wanted = (context + 2) * APART // (APART - 1) + 1
        raise InputError(message, "train_text_short", given=len(ids), limit=wanted)
    if kinds < FEWEST_KINDS:
        message = f"the text has only {kinds} different tokens"
        raise InputError(message, "train_text_same", given=kinds, limit=FEWEST_KINDS)
    return stream


@lru_cache(maxsize=8)
def opened(tokenizer_json: str) -> Tokenizer:
    """Give the tokenizer that this text of JSON describes."""
    from tokenizers import Tokenizer

    return Tokenizer.from_str(tokenizer_json)


def longest(stream: TextStream, count: int = 6) -> list[str]:
    """Give the longest words and pieces that the tokenizer made one token of, longest first."""
    one = opened(stream.tokenizer_json)
    pieces = {one.decode([token]).strip() for token in range(one.get_vocab_size())}
    return sorted((piece for piece in pieces if piece.isalpha()), key=lambda piece: (-len(piece), piece))[
        :count
    ]


def readable(raw: bytes) -> str:
    """Read a file of text, whatever it was written with.

    Raises
    ------
    InputError
        When it is too large, or no text.

    Examples
    --------
    >>> readable("añil".encode("latin-1"))
    'añil'
    """
    if len(raw) > LARGEST_BYTES:
        message = f"the file has {len(raw)} bytes, {LARGEST_BYTES} fit"
        raise InputError(message, "train_text_large", given=len(raw), limit=LARGEST_BYTES)
    if b"\x00" in raw:
        raise InputError("the file holds bytes that no text has", "train_text_binary")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
