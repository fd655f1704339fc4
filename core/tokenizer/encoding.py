"""Text to tokens and back, and an honest word about what a vocabulary loses on the way."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.tokenizer.alignment import UNDERSCORE, utf8
from core.tokenizer.backends import backend
from core.tokenizer.library import LibraryBackend
from core.tokenizer.tokens import Token, Tokens

if TYPE_CHECKING:
    import pandas as pd

_UNKNOWN = frozenset({b"[UNK]", b"<unk>"})
_SIGN = "\ue000"
"""A sign that no alphabet uses, in place of what is unknown."""


def encode(text: str, vocabulary: str = "cl100k_base") -> Tokens:
    r"""Cut a text into the tokens of a vocabulary.

    Special tokens that the text spells, such as ``<|endoftext|>``, stay plain text: what a person writes is
    never an order to the model.

    Parameters
    ----------
    text
        Any text.
    vocabulary
        Key of `VOCABULARIES`, or ``hub:owner/name``.

    Returns
    -------
    Tokens
        Reads like a ``list[Token]``. The offsets are bytes of the text in UTF-8 and leave no gap: each token
        starts where the one before ends, the first at 0, the last ends with the text.

    Raises
    ------
    InputError
        When the text holds half of a surrogate pair.
    ModelError
        When there is no such vocabulary or it cannot be had.

    Examples
    --------
    >>> [token.piece for token in encode("Hola mundo", "cl100k_base")]
    [b'Hola', b' mundo']
    >>> encode("🚀", "cl100k_base")[0]
    Token(id=9468, piece=b'\xf0\x9f', start=0, end=2)
    """
    return backend(vocabulary).encode(text)


def count(text: str, vocabulary: str) -> int:
    """Count the tokens of a text.

    Raises
    ------
    InputError, ModelError
        As `encode` does.

    Examples
    --------
    >>> count("Hola mundo", "cl100k_base")
    2
    """
    return len(encode(text, vocabulary))


def decode(ids: Iterable[int], vocabulary: str) -> str:
    """Turn ids back into text.

    Ids that end in the middle of a character give U+FFFD there: half a character is no text.

    Examples
    --------
    >>> decode([69112, 29452], "cl100k_base")
    'Hola mundo'
    """
    loaded = backend(vocabulary)
    numbers = [int(one) for one in ids]
    if isinstance(loaded, LibraryBackend) and loaded.vocabulary.kind != "byte_bpe":
        return loaded.decode(numbers)
    text = b"".join(map(loaded.piece, numbers)).decode("utf-8", errors="replace")
    return text.removeprefix(" ") if loaded.vocabulary.invents_space else text


@dataclass(frozen=True)
class Loss:
    """What a vocabulary did not keep of a text.

    Parameters
    ----------
    returned
        The text that its tokens give back.
    reasons
        Why it differs: ``"unknown"``, ``"composed"``, ``"underscore"``, ``"case"``, ``"accents"``,
        ``"spaces"``, ``"other"``.
    """

    returned: str
    reasons: tuple[str, ...]


def loss(text: str, vocabulary: str) -> Loss | None:
    """Say what is lost when a text is cut and put together again; None when nothing is.

    Raises
    ------
    InputError, ModelError
        As `encode` does.

    Examples
    --------
    >>> loss("¡Canción!", "minilm")
    Loss(returned='¡ cancion!', reasons=('case', 'accents', 'spaces'))
    >>> loss("¡Canción!", "cl100k_base") is None
    True
    """
    tokens = encode(text, vocabulary)
    returned = decode(tokens.ids.tolist(), vocabulary)
    if returned == text:
        return None
    return Loss(returned, _reasons(text, returned, tokens))


def table(text: str, tokens: Sequence[Token]) -> pd.DataFrame:
    """List tokens with everything about them, a row each.

    Parameters
    ----------
    text
        The text that was cut.
    tokens
        Its tokens, or some of them.

    Returns
    -------
    DataFrame
        Columns ``id, piece, bytes, start, end, text``; ``bytes`` in hexadecimal, ``text`` empty where the
        token is only a part of a character.
    """
    import pandas as pd

    raw = utf8(text)
    rows = [
        {
            "id": token.id,
            "piece": repr(token.piece.decode("utf-8", errors="backslashreplace"))[1:-1],
            "bytes": token.piece.hex(" "),
            "start": token.start,
            "end": token.end,
            "text": _whole(raw[token.start : token.end]),
        }
        for token in tokens
    ]
    return pd.DataFrame(rows, columns=["id", "piece", "bytes", "start", "end", "text"])


def _whole(part: bytes) -> str:
    try:
        return part.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _told_unknown(text: str, returned: str, tokens: Tokens) -> tuple[str, str]:
    """Put one sign in place of whatever is unknown, in a text and in what came back, so that the rest compares."""
    raw, last, kept = utf8(text), 0, ""
    for one in tokens:
        if one.piece in _UNKNOWN:
            lost = raw[one.start : one.end].decode(errors="replace")
            before = lost[: len(lost) - len(lost.lstrip())]  # the spaces before a word go with its token
            kept += raw[last : one.start].decode(errors="replace") + before + _SIGN
            last = one.end
    for mark in _UNKNOWN:
        returned = returned.replace(mark.decode(), _SIGN)
    return kept + raw[last:].decode(errors="replace"), returned


def _reasons(text: str, returned: str, tokens: Tokens) -> tuple[str, ...]:
    """Name the differences, applying each one until both texts agree; what none explains is ``other``."""
    changes: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("composed", lambda one: unicodedata.normalize("NFC", one)),
        ("underscore", lambda one: one.replace(UNDERSCORE, " ")),
        ("case", str.lower),
        ("accents", _without_accents),
    )
    found = ["unknown"] if not _UNKNOWN.isdisjoint(tokens.pieces) else []
    text, returned = _told_unknown(text, returned, tokens)
    for reason, change in changes:
        if change(text) != text and change(returned) == returned and text != returned:
            text, found = change(text), [*found, reason]
    bare = "".join(one for one in text if one in returned or one.isspace())
    dropped = _without_spaces(text) != _without_spaces(returned)
    if dropped and _without_spaces(bare) == _without_spaces(returned):
        text = bare
    if text != returned and _without_spaces(text) == _without_spaces(returned):
        text, found = returned, [*found, "spaces"]
    return (*found, "other") if dropped or text != returned else tuple(found)


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _without_accents(text: str) -> str:
    loose = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in loose if unicodedata.category(sign) != "Mn")
