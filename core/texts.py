"""A learner's text, looked at before a tokenizer reads it."""

from __future__ import annotations

from core.errors import InputError


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
