"""Search as people type: accents and capitals do not matter, and no character is special.

A query is words; all of them must appear somewhere in the text, each as it stands, so ``.*`` looks for a
full stop and a star.
"""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Give a text without accents or capitals, so that two ways of typing a word meet.

    Parameters
    ----------
    text
        Anything a person may type.

    Returns
    -------
    str
        The text decomposed, its combining marks dropped and its case folded.

    Examples
    --------
    >>> fold("Atención ÑANDÚ")
    'atencion nandu'
    """
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()


def matches(query: str, *texts: str) -> bool:
    """Say whether every word of a query appears in some of the texts; an empty query matches all.

    Parameters
    ----------
    query
        What was typed; spaces separate words, everything else is literal.
    texts
        Where to look, together.

    Examples
    --------
    >>> matches("turing 1950", "Alan Turing", "1950")
    True
    >>> matches(".*", "Alan Turing")
    False
    """
    haystack = fold("\n".join(texts))
    return all(word in haystack for word in fold(query).split())
