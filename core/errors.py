"""The one small tree of errors that `core` raises on purpose.

Every error carries a `key` and the values that fill the sentence, so that a page can say it in the
learner's language (`assets/content/<lang>/errors.yaml`), while `str(error)` stays readable in English
for a notebook or a log.
"""

from __future__ import annotations


class CourseError(Exception):
    """Something a learner or a caller can mend; never a bug of ours.

    Parameters
    ----------
    message
        One English sentence: what was given, what was expected, what to do.
    key
        Key of the sentence in ``errors.yaml``.
    values
        What fills the placeholders of that sentence.

    Examples
    --------
    >>> try:
    ...     raise InputError("the text is empty; type one word at least", "empty_text")
    ... except CourseError as error:
    ...     error.key
    'empty_text'
    """

    def __init__(self, message: str, key: str = "unexpected", **values: object) -> None:
        super().__init__(message)
        self.key = key
        self.values = values


class InputError(CourseError):
    """A value that a learner gave cannot be used: empty, too long, out of range, malformed."""


class ContentError(CourseError):
    """A content file is missing or broken; the message names file, key and line."""


class ModelError(CourseError):
    """A model or tokenizer cannot be had: unknown, refused, offline, damaged or too big."""


class StoreError(CourseError):
    """Progress cannot be read or written: disk full, read-only or a damaged file."""
