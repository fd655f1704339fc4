"""What a vocabulary changes in a text before it cuts, and how to find the way back to the text as it was typed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import regex

from core.errors import InputError
from core.tokenizer.vocabularies import Normal

UNDERSCORE = "\u2581"
"""SentencePiece writes a space as this sign, so a text that holds the sign itself cannot be told apart."""

_CLUSTER = regex.compile(r"\X")


@dataclass(frozen=True)
class Prepared:
    """A text as the algorithm reads it.

    Parameters
    ----------
    text
        The text after the vocabulary's own changes.
    size
        Bytes of the original text.
    origin
        For each byte offset of ``text``, the offset of the original, shape (bytes + 1,); None when nothing
        was changed.
    """

    text: str
    size: int
    origin: npt.NDArray[np.int64] | None = None

    def back(self, offsets: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.integer[Any]]:
        """Turn byte offsets of the changed text into byte offsets of the original."""
        return offsets if self.origin is None else self.origin[offsets]


def utf8(text: str) -> bytes:
    r"""Give the bytes of a text.

    Raises
    ------
    InputError
        When the text holds half of a surrogate pair, which is no character and has no bytes.

    Examples
    --------
    >>> utf8("ñ")
    b'\xc3\xb1'
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"character {error.start} is half of a surrogate pair (U+{ord(text[error.start]):04X}); take it out"
        raise InputError(message, "surrogate") from error


def prepare(text: str, normal: Normal | None) -> Prepared:
    r"""Change a text as a vocabulary does, remembering where everything came from.

    Parameters
    ----------
    text
        The text as typed.
    normal
        ``"nfc"``: a letter and its loose accent become one character; ``"underscore"``: U+2581 is read as a
        space; None and ``"bert"`` leave it to the algorithm.

    Raises
    ------
    InputError
        When the text cannot be written in UTF-8.

    Examples
    --------
    >>> prepared = prepare("cancio\u0301n", "nfc")
    >>> prepared.text, prepared.size
    ('canción', 9)
    >>> prepared.back(np.array([5, 7])).tolist()  # "ó" starts at byte 5 and ends at byte 8 of what was typed
    [5, 8]
    """
    size = len(utf8(text))
    if normal == "nfc" and not unicodedata.is_normalized("NFC", text):
        return _by_clusters(text, size)
    if normal == "underscore" and UNDERSCORE in text:
        return _aligned([(part, part.replace(UNDERSCORE, " ")) for part in text], size)
    return Prepared(text, size)


def _by_clusters(text: str, size: int) -> Prepared:
    """Compose accents one visible character at a time, since composition never reaches beyond one."""
    clusters = _CLUSTER.findall(text)
    composed = [unicodedata.normalize("NFC", cluster) for cluster in clusters]
    if "".join(composed) != unicodedata.normalize("NFC", text):
        return _aligned([(text, unicodedata.normalize("NFC", text))], size)
    return _aligned(list(zip(clusters, composed, strict=True)), size)


def _aligned(parts: list[tuple[str, str]], size: int) -> Prepared:
    """Line up pairs of (original, changed) text, byte by byte; inside a changed pair the borders are squeezed."""
    origin = [np.zeros(0, dtype=np.int64)]
    place = 0
    for before, after in parts:
        old, new = len(before.encode()), len(after.encode())
        inner = (
            np.minimum(np.arange(new), old) if before == after or new <= old else np.arange(new) * old // new
        )
        origin.append(place + inner)
        place += old
    offsets = np.concatenate([*origin, [place]])
    return Prepared("".join(after for _, after in parts), size, offsets)


def byte_ends(text: str, character_ends: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.int64]:
    """Turn ends counted in characters of a text into ends counted in its bytes.

    Parameters
    ----------
    text
        The text.
    character_ends
        Offsets in characters, shape (n,).

    Examples
    --------
    >>> byte_ends("añil", np.array([1, 2, 4])).tolist()
    [1, 3, 5]
    """
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    widths = 1 + (points > 0x7F).astype(np.int64) + (points > 0x7FF) + (points > 0xFFFF)
    ends: npt.NDArray[np.int64] = np.concatenate([[0], np.cumsum(widths)])[character_ends]
    return ends
