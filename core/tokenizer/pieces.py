"""How pieces look to people: what each one shows, which are only a part of a character, and which belong together."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

import numpy as np
import regex

from core.tokenizer.alignment import utf8
from core.tokenizer.tokens import Token, Tokens

Look = Literal["text", "part", "added", "special", "template", "unknown"]

WINDOW = 4_000
"""Characters of a text that are drawn at once."""

_CLUSTER = regex.compile(r"\X")
_JOINING = regex.compile(r"[^\p{GCB=Other}\p{GCB=Control}\p{GCB=LF}]", regex.VERSION1)
"""Signs that can be a part of a visible character of several; in a text without them every character is one."""

_UNKNOWN = {b"[UNK]", b"<unk>"}
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"}


@dataclass(frozen=True)
class View:
    """One token as it is shown.

    Parameters
    ----------
    id
        Its number.
    look
        ``"text"``: whole characters; ``"part"``: bytes of a character that other tokens share;
        ``"added"``: the vocabulary put it there, the text has no such byte; ``"special"``
        and ``"template"``: what wraps a chat; ``"unknown"``.
    text
        What stands in the text; of a part, the characters that it touches.
    piece
        The token as the vocabulary writes it, invisible signs made visible.
    bytes
        Its bytes in hexadecimal; nothing of the unknown, which has none of its own.
    start, end
        Bytes of the text that it accounts for.
    group
        Tokens with the same number share a visible character.
    plain
        Whether the token is the text that it stands for, with nothing invisible but spaces and line breaks:
        then its number and its text say everything.
    """

    id: int
    look: Look
    text: str
    piece: str
    bytes: str
    start: int
    end: int
    group: int
    plain: bool = False


def views(text: str, tokens: Sequence[Token], first: int = 0, last: int | None = None) -> list[View]:
    r"""Prepare tokens to be shown.

    Parameters
    ----------
    text
        The text that was cut.
    tokens
        All its tokens.
    first, last
        Which of them to show, ``last`` excluded.

    Returns
    -------
    list of View
        Never a replacement sign: a token that is only a part of a character says so.

    Examples
    --------
    >>> from core.tokenizer import encode
    >>> [(one.look, one.text, one.bytes) for one in views("🚀", encode("🚀", "cl100k_base"))]
    [('part', '🚀', 'f0 9f'), ('part', '🚀', '9a'), ('part', '🚀', '80')]
    """
    shown = tokens[first:last]
    if not len(shown):
        return []
    raw = utf8(text)
    groups = _groups(raw, shown)
    return [_view(raw, token, group) for token, group in zip(shown, groups, strict=True)]


def partial(text: str, tokens: Tokens) -> int:
    """Count the tokens that are only a part of a character.

    Examples
    --------
    >>> from core.tokenizer import encode
    >>> partial("a🚀", encode("a🚀", "cl100k_base"))
    3
    """
    raw = np.frombuffer(utf8(text) + b" ", dtype=np.uint8)
    continues = (raw & 0xC0) == 0x80
    cut_inside = continues[tokens.starts] | continues[tokens.ends]
    return int(cut_inside.sum())


def together(text: str, shown: Sequence[View]) -> dict[int, str]:
    """Give what each group of tokens shows: the visible characters that they make together.

    Examples
    --------
    >>> from core.tokenizer import encode
    >>> together("a🚀", views("a🚀", encode("a🚀", "cl100k_base")))
    {0: 'a', 1: '🚀'}
    """
    raw = utf8(text)
    ends: dict[int, tuple[int, int]] = {}
    for one in shown:
        start, _ = ends.get(one.group, (one.start, one.end))
        ends[one.group] = (start, one.end)
    stretches = {group: _whole(raw, start, end) for group, (start, end) in ends.items()}
    return {group: raw[start:end].decode("utf-8") for group, (start, end) in stretches.items()}


def window(text: str, tokens: Tokens, number: int) -> tuple[int, int]:
    """Find the tokens that start in one window of the text.

    Parameters
    ----------
    text
        The text that was cut.
    tokens
        All its tokens.
    number
        Which window of `WINDOW` characters, from 0; one beyond the text gives the last.

    Returns
    -------
    tuple of int
        ``(first, last)``, ``last`` excluded; the windows share no token and leave none out.

    Examples
    --------
    >>> from core.tokenizer import encode
    >>> window("hola", encode("hola", "cl100k_base"), 0)
    (0, 2)
    """
    number = min(number, windows(text) - 1)
    cuts = [len(utf8(text[: (number + side) * WINDOW])) for side in (0, 1)]
    first, last = np.searchsorted(tokens.starts, cuts).tolist()
    return first, len(tokens) if number == windows(text) - 1 else last


def windows(text: str) -> int:
    """Count the windows that a text takes."""
    return max(1, -(-len(text) // WINDOW))


def visible(text: str) -> str:
    r"""Write the signs that nobody sees, so that they can be seen.

    Examples
    --------
    >>> visible(" a\n\u200b")
    '·a↵⟨200B⟩'
    """
    if text.isprintable():  # the space counts as printable, other invisible signs do not
        return text.replace(" ", "·")
    return "".join(_sign(sign) for sign in text)


def _sign(sign: str) -> str:
    known = {" ": "·", "\n": "↵", "\t": "⇥", "\r": "␍", "\u200d": "⟨ZWJ⟩"}
    if sign in known or unicodedata.category(sign) not in _INVISIBLE:
        return known.get(sign, sign)
    return f"⟨{ord(sign):04X}⟩"


def _view(raw: bytes, token: Token, group: int) -> View:
    if token.piece == raw[token.start : token.end] and _is_text(token.piece) and token.piece not in _UNKNOWN:
        text = token.piece.decode("utf-8")
        plain = text.isprintable() or text.strip("\n\t ").isprintable()
        return View(
            token.id, "text", text, visible(text), token.piece.hex(" "), token.start, token.end, group, plain
        )
    looks = _look(raw, token)
    start, end = _whole(raw, token.start, token.end) if looks == "part" else (token.start, token.end)
    piece = visible(token.piece.decode("utf-8", errors="ignore")) if looks != "part" else token.piece.hex(" ")
    text = raw[start:end].decode("utf-8")
    own = "" if looks == "unknown" else token.piece.hex(" ")
    return View(token.id, looks, text, piece, own, token.start, token.end, group)


def _look(raw: bytes, token: Token) -> Look:
    if token.piece in _UNKNOWN:
        return "unknown"
    if token.start == token.end:
        return "added" if _is_text(token.piece) else "part"
    return "text" if _is_text(raw[token.start : token.end]) else "part"


def _is_text(some: bytes) -> bool:
    try:
        some.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _whole(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch of bytes to the characters that it touches."""
    while start > 0 and raw[start : start + 1] and _continues(raw[start]):
        start -= 1
    while end < len(raw) and _continues(raw[end]):
        end += 1
    return start, end


def _continues(byte: int) -> bool:
    """Say whether a byte of UTF-8 goes on with the character before it."""
    return byte & 0xC0 == 0x80


def _groups(raw: bytes, shown: Sequence[Token]) -> list[int]:
    """Number the tokens so that those that share a visible character have the same number."""
    start, end = _whole(raw, shown[0].start, shown[-1].end)
    text = raw[start:end].decode("utf-8")
    clusters = _CLUSTER.findall(text) if _JOINING.search(text) else text
    borders = {start, *(start + end for end in accumulate(len(cluster.encode()) for cluster in clusters))}
    numbers, group = [], 0
    for token in shown:
        numbers.append(group)
        added = token.start == token.end and _is_text(token.piece)
        group += added or (token.end in borders and token.start != token.end)
    return numbers
