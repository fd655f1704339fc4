"""Where a vocabulary may not join: the patterns that cut a text into chunks before any merge.

A merge never crosses the border of a chunk. That is why ``" mundo"`` carries its space, why ``don't``
comes apart at the apostrophe, and why some models read numbers in groups of three digits and others
digit by digit.

Source
------
The patterns are the ones that each model publishes with its vocabulary.
"""

from __future__ import annotations

from functools import lru_cache

import regex

_CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
_BEFORE = r"[^\r\n\p{L}\p{N}]?"
_THREE_DIGITS = r"\p{N}{1,3}"
_REST = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_CASED_REST = r" ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_UPPER, _LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
_KIMI_UPPER, _KIMI_LOWER = rf"[{_UPPER}--\p{{Han}}]", rf"[{_LOWER}--\p{{Han}}]"
_DEEPSEEK_WORD = r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"""


def _cased(upper: str, lower: str, after: str = "") -> str:
    """Write a word that a capital may only begin: ``CamelCase`` comes apart."""
    ending = f"{after}?" if after else ""
    return f"{_BEFORE}{upper}*{lower}+{ending}|{_BEFORE}{upper}+{lower}*{ending}"


PATTERNS: dict[str, tuple[str, ...]] = {
    "gpt2": (r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",),
    "cl100k": (rf"{_CONTRACTIONS}|{_BEFORE}\p{{L}}+|{_THREE_DIGITS}|{_REST}",),
    "qwen2": (rf"{_CONTRACTIONS}|{_BEFORE}\p{{L}}+|\p{{N}}|{_REST}",),
    "o200k": (f"{_cased(_UPPER, _LOWER, _CONTRACTIONS)}|{_THREE_DIGITS}|{_CASED_REST}",),
    "tekken": (rf"{_cased(_UPPER, _LOWER)}|\p{{N}}|{_CASED_REST}",),
    "kimi": (rf"\p{{Han}}+|{_cased(_KIMI_UPPER, _KIMI_LOWER, _CONTRACTIONS)}|{_THREE_DIGITS}|{_REST}",),
    "deepseek": (
        _THREE_DIGITS,
        r"[一-龥぀-ゟ゠-ヿ]+",
        rf"{_DEEPSEEK_WORD}| ?[\p{{P}}\p{{S}}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    ),
}
"""By name, the expressions that are applied one after the other; most models have one."""


def cut(text: str, name: str) -> list[str]:
    """Cut a text into the chunks that no merge crosses.

    Parameters
    ----------
    text
        Any text.
    name
        Key of `PATTERNS`.

    Returns
    -------
    list of str
        The chunks; joined, they are the text.

    Examples
    --------
    >>> cut("Hola mundo, don't 12345", "cl100k")
    ['Hola', ' mundo', ',', ' don', "'t", ' ', '123', '45']
    >>> cut("12345", "qwen2")
    ['1', '2', '3', '4', '5']
    """
    chunks = [text] if text else []
    for expression in PATTERNS[name]:
        chunks = [part for chunk in chunks for part in _isolated(chunk, expression)]
    return chunks


def _isolated(text: str, expression: str) -> list[str]:
    """Make every match a chunk of its own; what lies between matches stays as it is."""
    parts, last = [], 0
    for match in _compiled(expression).finditer(text):
        parts += [text[last : match.start()], match.group()]
        last = match.end()
    return [part for part in [*parts, text[last:]] if part]


@lru_cache(maxsize=32)
def _compiled(expression: str) -> regex.Pattern[str]:
    return regex.compile(expression, regex.VERSION1)
