"""Checking what a run claims, piece by piece: text, numbers, lists of them. A wrong one is an error, never a guess."""

from __future__ import annotations

from typing import Any

from core.sandbox.frames import clean

LONGEST_NAME = 80
MOST_POINTS = 5_000


def text(value: Any, longest: int = LONGEST_NAME) -> str:
    """Check that something is text, and make it safe to show.

    Raises
    ------
    TypeError
        When it is not.
    """
    if not isinstance(value, str):
        raise TypeError("not text")
    return clean(value)[:longest]


def whole(value: Any, most: int = 10**9) -> int:
    """Check that something is a whole number from 0 to `most`.

    Raises
    ------
    ValueError
        When it is not.
    """
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError("not a whole number")
    return value


def flag(value: Any) -> bool:
    """Check that something is true or false.

    Raises
    ------
    TypeError
        When it is neither.
    """
    if type(value) is not bool:
        raise TypeError("neither true nor false")
    return value


def number(value: Any) -> float:
    """Check that something is a number; infinite ones and NaN are.

    Raises
    ------
    TypeError
        When it is not.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("not a number")
    return float(value)


def numbers(values: Any) -> tuple[float, ...]:
    """Check a list of numbers.

    Raises
    ------
    TypeError
        When it is none, or far too long.
    """
    if not isinstance(values, list) or len(values) > MOST_POINTS:
        raise TypeError("not a list of numbers")
    return tuple(number(one) for one in values)


def shape(values: Any) -> tuple[int, ...]:
    """Check the shape of a tensor: at most 16 sizes.

    Raises
    ------
    TypeError, ValueError
        When it is none.
    """
    if not isinstance(values, list) or len(values) > 16:
        raise TypeError("not a shape")
    return tuple(whole(size, 2**62) for size in values)


def words(values: Any) -> dict[str, str]:
    """Check the values of a sentence.

    Raises
    ------
    TypeError
        When they are not a few texts by name.
    """
    if not isinstance(values, dict) or len(values) > 12:
        raise TypeError("not a few words")
    return {text(key, 40): text(one, 300) for key, one in values.items()}
