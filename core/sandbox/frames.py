r"""How a run talks: frames of a length, a JSON header and raw bytes. What comes in is somebody's claim.

| covered | not covered |
|---|---|
| frames too large, truncated, not JSON, nested too deep, with endless integers | whether they tell the truth |
| text with lone surrogates, NUL, control and colour codes | text that is meant to mislead its own author |

>>> reader = Reader(limit=1000)
>>> reader.feed(pack({"t": "out", "text": "hola"}))
[({'t': 'out', 'text': 'hola'}, b'')]
"""

from __future__ import annotations

import json
import re
import struct
from typing import Any

_HEAD = struct.Struct(">II")
"""Bytes of the rest of the frame, and bytes of its JSON."""

_CODES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-Z\\-_]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

Frame = tuple[dict[str, Any], bytes]


class BadFrameError(Exception):
    """A frame breaks the rules; whoever sent it is not listened to any more."""


def pack(header: dict[str, Any], raw: bytes = b"") -> bytes:
    """Write one frame."""
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    return _HEAD.pack(len(text) + len(raw), len(text)) + text + raw


class Reader:
    """Puts frames together from whatever pieces arrive.

    Parameters
    ----------
    limit
        Bytes of the largest frame.

    Raises
    ------
    BadFrameError
        From `feed`, at the first frame that breaks a rule.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = bytearray()

    def feed(self, piece: bytes) -> list[Frame]:
        """Add bytes, and give the frames that are whole."""
        self._held += piece
        found = []
        while (frame := self._next()) is not None:
            found.append(frame)
        return found

    def _next(self) -> Frame | None:
        if len(self._held) < _HEAD.size:
            return None
        total, head = _HEAD.unpack_from(self._held)
        if total > self._limit or head > total:
            raise BadFrameError(f"a frame of {total} bytes with a header of {head}")
        if len(self._held) < _HEAD.size + total:
            return None
        body = bytes(self._held[_HEAD.size : _HEAD.size + total])
        del self._held[: _HEAD.size + total]
        return _header(body[:head]), body[head:]


def _header(text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise BadFrameError("a header that is not JSON") from error
    if not isinstance(header, dict):
        raise BadFrameError("a header that is not an object")
    return header


def clean(text: str) -> str:
    r"""Keep what can be shown as text: no lone surrogate, no control or colour code; line breaks and tabs stay.

    Examples
    --------
    >>> clean("\x1b[31mro\x00jo\x1b[0m\ud800\n")
    'rojo?\n'
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _CONTROLS.sub("", _CODES.sub("", whole.replace("\r\n", "\n").replace("\r", "\n")))
