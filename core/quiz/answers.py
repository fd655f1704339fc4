"""Reading what a learner typed, and writing numbers as the learner's language does."""

from __future__ import annotations

import math
import re

from core.errors import InputError
from core.numbers import Numbers
from core.search import fold

LONGEST_ANSWER = 200
"""Characters of a typed answer."""

_MARKS = {"es": (",", "."), "en": (".", ",")}
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?", re.IGNORECASE)


def read_number(text: str, language: str = "es") -> float:
    """Read a number as people type it: either decimal mark, fractions, percentages, grouped thousands.

    Parameters
    ----------
    text
        What was typed.
    language
        Decides what ``1.000`` means: a thousand in Spanish, one in English.

    Raises
    ------
    InputError
        When it is no finite number.

    Examples
    --------
    >>> read_number("0,25"), read_number("0.25"), read_number("1/4"), read_number("25 %")
    (0.25, 0.25, 0.25, 0.25)
    >>> read_number("1.000", "es"), read_number("1.000", "en")
    (1000.0, 1.0)
    """
    compact = re.sub(r"\s", "", text[:LONGEST_ANSWER]).replace("−", "-")
    bare = compact.removesuffix("%")
    above, slash, below = bare.partition("/")
    value = _decimal(above, language, text)
    if slash:
        divisor = _decimal(below, language, text)
        value = value / divisor if divisor else math.nan
    if compact.endswith("%"):
        value /= 100
    if not math.isfinite(value):
        raise _unreadable(text)
    return value


def write_number(value: float, language: str, digits: int = 4) -> str:
    """Write a number without the zeros that say nothing.

    Examples
    --------
    >>> write_number(12.0, "es"), write_number(0.25, "es"), write_number(1234567, "en")
    ('12', '0,25', '1,234,567')
    """
    numbers = Numbers(language)
    if float(value).is_integer() and abs(value) < 1e15:
        return numbers.integer(int(value))
    mark = _MARKS[language][0]
    written = numbers.decimal(value, digits)
    return written.rstrip("0").rstrip(mark)


def same_word(one: str, other: str) -> bool:
    """Say whether two words are the same but for capitals, accents, spaces around and empty brackets.

    Examples
    --------
    >>> same_word(" Backward() ", "backward"), same_word("atencion", "atención"), same_word("a", "b")
    (True, True, False)
    """
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return fold(" ".join(text.split())).removesuffix("()").strip(" .«»\"'`")


def _decimal(text: str, language: str, whole: str) -> float:
    mark, group = _MARKS[language]
    unsigned = text.lstrip("+-")
    if "," in unsigned and "." in unsigned:  # the last one is the decimal mark, whatever the language
        mark, group = (",", ".") if unsigned.rfind(",") > unsigned.rfind(".") else (".", ",")
    elif group in unsigned and not _GROUPED.fullmatch(unsigned):
        mark, group = group, mark
    plain = text.replace(group, "").replace(mark, ".")
    if not _PLAIN.fullmatch(plain):
        raise _unreadable(whole)
    return float(plain)


def _unreadable(text: str) -> InputError:
    return InputError(
        f"{text[:40]!r} is not a number; write it like 0.25 or 1/4", "quiz_number", given=text[:40]
    )
