"""A learner's text, looked at before a tokenizer reads it, and what a token of it writes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from core.errors import InputError

_FALLBACK = re.compile("<0x[0-9A-F]{2}>")
"""How a vocabulary of SentencePiece writes a byte."""


def checked(text: str, longest: int) -> str:
    """Give the text, if a tokenizer can read it.

    Parameters
    ----------
    longest
        Characters that are read at the most.

    Raises
    ------
    InputError
        When it is empty, too long, or holds half of a character.

    Examples
    --------
    >>> checked("El gato", 100)
    'El gato'
    """
    if not text.strip():
        raise InputError("the text is empty; type one word at least", "empty_text")
    if len(text) > longest:
        message = f"{len(text)} characters; use at most {longest}"
        raise InputError(message, "too_long", given=len(text), limit=longest)
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise InputError("the text holds half of a character (a lone surrogate); type it again", "surrogate")
    return text


def token_text(tokenizer: Any, token_id: int) -> str:
    """What a token writes; bytes that are only part of a character are shown as «⟨C3⟩».

    Examples
    --------
    >>> from core.models import load
    >>> token_text(load("gatito").tokenizer, 0)
    '<|endoftext|>'
    """
    text: str = tokenizer.decode([token_id], clean_up_tokenization_spaces=False)
    if "\ufffd" not in text:
        return text
    piece = str(tokenizer.convert_ids_to_tokens(token_id))
    if _FALLBACK.fullmatch(piece):
        return f"⟨{piece[3:5]}⟩"
    byte_of = _byte_alphabet()
    return "".join(f"⟨{byte_of[char]:02X}⟩" if char in byte_of else char for char in piece)


@lru_cache(maxsize=1)
def _byte_alphabet() -> dict[str, int]:
    """The printable stand-in that byte-level BPE uses for each byte, reversed (GPT-2's table)."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + i): byte for i, byte in enumerate(others)}
