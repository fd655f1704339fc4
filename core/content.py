"""Every sentence a learner reads, loaded from ``assets/content/<language>/<name>.yaml``.

A sentence is found by a dotted key and may hold placeholders: ``{word}``, ``{p:percent}``. What stands
between dollar signs is LaTeX, and its braces are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from core.errors import ContentError
from core.numbers import Numbers

LANGUAGES = ("es", "en")
FOLDER = Path(__file__).resolve().parent.parent / "assets" / "content"

STYLES = ("percent", "decimal", "integer", "seconds", "size", "short")
"""Formats of a placeholder: the ways in which `core.numbers.Numbers` writes."""

MOST_NAMED = 6
"""Words of a list that are named; of more, the first ones."""

_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)(?::([a-z]+)(\d*))?\}")
_MATHS = re.compile(r"(\$\$.*?\$\$|(?<!\\)\$[^$\n]*?(?<!\\)\$)", re.DOTALL)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:^=&])")


class Content:
    """The text of one lesson in one language.

    Parameters
    ----------
    name
        Name of the content file, without its ending: ``"tokenizer"``.
    language
        ``"es"`` or ``"en"``.
    folder
        Where the languages live; the repository's own by default.

    Raises
    ------
    ContentError
        When the language is unknown or the file is missing or is not a YAML mapping.

    Examples
    --------
    >>> Content("frame", "es").text("predict.skip")
    'Ver sin responder'
    """

    def __init__(self, name: str, language: str, folder: Path | None = None) -> None:
        if language not in LANGUAGES:
            raise _broken(f"language {language!r} is not one of {LANGUAGES}", language)
        self.name = name
        self.language = language
        self._path = (folder or FOLDER) / language / f"{name}.yaml"
        self._tree = read(self._path)

    def value(self, key: str) -> Any:
        """Give the node at a dotted key as YAML gives it: text, number, list or mapping.

        Raises
        ------
        ContentError
            When the key does not exist; the message names the file and the key.
        """
        node: Any = self._tree
        for part in key.split("."):
            if not isinstance(node, dict) or part not in node:
                raise _broken(f"{self._path.name} ({self.language}) has no key {key!r}", key)
            node = node[part]
        return node

    def has(self, key: str) -> bool:
        """Say whether a dotted key exists."""
        node: Any = self._tree
        for part in key.split("."):
            if not isinstance(node, dict) or part not in node:
                return False
            node = node[part]
        return True

    def text(self, key: str, **values: object) -> str:
        """Give a sentence with its placeholders filled, for labels, charts and plain text.

        Raises
        ------
        ContentError
            When the key does not exist, is no sentence, or a placeholder has no value.
        """
        return self._filled(key, values, escape=False)

    def markdown(self, key: str, **values: object) -> str:
        """Give a sentence for Markdown: text values are escaped, as a learner may type ``*`` or ``$``."""
        return self._filled(key, values, escape=True)

    def _filled(self, key: str, values: dict[str, object], *, escape: bool) -> str:
        sentence = self.value(key)
        if not isinstance(sentence, str):
            raise _broken(f"{self._path.name}: {key!r} is {type(sentence).__name__}, not text", key)
        try:
            return fill(sentence, values, self.language, escape=escape)
        except KeyError as missing:
            raise _broken(f"{self._path.name}: {key!r} needs a value for {missing}", key) from missing


@lru_cache(maxsize=64)
def _parsed(path: Path, _changed_ns: int) -> dict[str, Any]:
    """Parse a file once per version of it; the time of its last change makes an edited one another entry."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        tree = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    except yaml.YAMLError as error:
        raise _broken(f"{path.name} is not valid YAML: {error}", path.name) from error
    if not isinstance(tree, dict):
        raise _broken(f"{path.name} must be a mapping of keys to text", path.name)
    return tree


def read(path: Path) -> dict[str, Any]:
    """Read one content file, parsed once until it changes.

    Raises
    ------
    ContentError
        When the file is missing, is not valid YAML, or is not a mapping.
    """
    try:
        changed_ns = path.stat().st_mtime_ns
    except OSError as error:
        raise _broken(f"{path} cannot be read: {error.strerror}", path.name) from error
    return _parsed(path, changed_ns)


def placeholders(sentence: str) -> list[str]:
    """List the placeholders of a sentence, sorted, formats included; LaTeX between ``$`` has none.

    Examples
    --------
    >>> placeholders(r"«{word}»: {p:percent}, or $e^{z}$")
    ['p:percent', 'word']
    """
    prose = _MATHS.sub("", sentence)
    return sorted(match.group(0)[1:-1] for match in _PLACEHOLDER.finditer(prose))


def fill(sentence: str, values: dict[str, object], language: str, *, escape: bool = False) -> str:
    """Put values into the placeholders of a sentence.

    Parameters
    ----------
    sentence
        Text with ``{name}`` or ``{name:format}``; formats are percent, decimal, integer, seconds, size
        and short, with an optional count of digits: ``{p:percent0}``.
    values
        What fills them; more values than placeholders is fine.
    language
        How numbers are written.
    escape
        Whether text values are escaped for Markdown.

    Returns
    -------
    str
        The sentence; numbers without a format are written as integers or with two decimals.

    Raises
    ------
    KeyError
        When a placeholder has no value.

    Examples
    --------
    >>> fill("«{word}»: {p:percent0}", {"word": "mesa", "p": 0.39}, "en")
    '«mesa»: 39%'
    >>> fill(r"{n} $x_{i}$", {"n": 12}, "en")
    '12 $x_{i}$'
    """
    numbers = Numbers(language)

    def replaced(match: re.Match[str]) -> str:
        name, style, digits = match.groups()
        written = _written(values[name], style, digits, numbers)
        return plain(written) if escape and isinstance(values[name], str) else written

    pieces = _MATHS.split(sentence)  # the odd ones are LaTeX
    filled = (piece if odd % 2 else _PLACEHOLDER.sub(replaced, piece) for odd, piece in enumerate(pieces))
    return "".join(filled)


def plain(text: str) -> str:
    r"""Escape a learner's text so that Markdown shows it as it was typed.

    Examples
    --------
    >>> plain("*a* costs $5")
    '\\*a\\* costs \\$5'
    """
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " ↵ "))


def quoted(words: Sequence[str], language: str, most: int = MOST_NAMED) -> str:
    """Write several words in a row between the quotes of a language, the first ones of many.

    Examples
    --------
    >>> quoted(["rey", "reina"], "es"), quoted(["a", "b", "c"], "en", most=2)
    ('«rey», «reina»', '“a”, “b”…')
    """
    opens, closes = "“”" if language == "en" else "«»"
    named = ", ".join(f"{opens}{word}{closes}" for word in words[:most])
    return named + ("…" if len(words) > most else "")


def _broken(message: str, what: str) -> ContentError:
    """Make the error of a content file; `what` is the file, key or language that a learner is told."""
    return ContentError(message, "content_missing", what=what)


def _written(value: object, style: str | None, digits: str, numbers: Numbers) -> str:
    if style is None and isinstance(value, bool | str):
        return str(value)
    if style is None and isinstance(value, int):
        return numbers.integer(value)
    if style is None:
        return numbers.decimal(value) if isinstance(value, float) else str(value)
    if style not in STYLES:
        raise KeyError(f"format {style}, one of {STYLES}")
    write = getattr(numbers, style)
    return str(write(value, int(digits)) if digits else write(value))
