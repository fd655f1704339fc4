"""Data files read with care: whatever is wrong in one is told with its file, its key and its line.

A `Node` is a value of a YAML file that remembers where it stands. It gives what it holds only in the
shape that was asked for; otherwise it fails, and the line is looked for only then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml

from core import content
from core.errors import ContentError

Shape = TypeVar("Shape")


@dataclass(frozen=True)
class Node:
    """A value inside a YAML file.

    Parameters
    ----------
    file
        The file it was read from.
    value
        What YAML made of it.
    keys
        The way to it from the top: names of mappings and places of lists.

    Raises
    ------
    ContentError
        From every method, when the value is not there or has another shape.

    Examples
    --------
    >>> node = Node(Path("events.yaml"), {"year": 1950, "people": ["Turing"]})
    >>> node["year"].whole(), node["people"].texts()
    (1950, ('Turing',))
    """

    file: Path
    value: Any
    keys: tuple[str | int, ...] = ()

    @cached_property
    def name(self) -> str:
        """The way to the value as one writes it: ``events[3].date``."""
        written = ""
        for key in self.keys:
            written += f"[{key}]" if isinstance(key, int) else f".{key}" if written else key
        return written or "top"

    def failure(self, what: str) -> ContentError:
        """Make the error that names file, key and line; the caller raises it."""
        place = f"{self.file.parent.name}/{self.file.name}"
        line = line_of(self.file, self.keys)
        message = f"{place}, line {line}, {self.name}: {what}"
        return ContentError(message, "content_broken", file=place, line=line, what=self.name)

    def __getitem__(self, key: str) -> Node:
        found = self.get(key)
        if found is None:
            raise self.failure(f"the key {key!r} is missing")
        return found

    def get(self, key: str) -> Node | None:
        """Give the node under a name, or None when there is none or it holds nothing."""
        mapping = self._as(dict, "a mapping")
        if mapping.get(key) is None:
            return None
        return Node(self.file, mapping[key], (*self.keys, key))

    def items(self) -> Iterator[tuple[str, Node]]:
        """Walk a mapping."""
        for key, value in self._as(dict, "a mapping").items():
            yield str(key), Node(self.file, value, (*self.keys, key))

    def __iter__(self) -> Iterator[Node]:
        for place, value in enumerate(self._as(list, "a list")):
            yield Node(self.file, value, (*self.keys, place))

    def text(self) -> str:
        """Give a sentence; an empty one is as good as none."""
        written = self._as(str, "text")
        if not written.strip():
            raise self.failure("the text is empty")
        return written

    def texts(self) -> tuple[str, ...]:
        """Give a list of sentences."""
        return tuple(node.text() for node in self)

    def whole(self) -> int:
        """Give a whole number."""
        if isinstance(self.value, bool):
            raise self.failure(f"{self.value!r} is not a whole number")
        return self._as(int, "a whole number")

    def number(self) -> float:
        """Give a positive number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not self.value > 0:
            raise self.failure(f"{self.value!r} is not a positive number")
        return float(self.value)

    def one_of(self, allowed: Collection[str]) -> str:
        """Give a text that is one of a few."""
        written = self.text()
        if written not in allowed:
            raise self.failure(f"{written!r} is not one of {sorted(allowed)}")
        return written

    def only(self, *allowed: str) -> None:
        """Refuse a mapping with a key that nobody reads: most likely a misspelt one."""
        for key, node in self.items():
            if key not in allowed:
                raise node.failure(f"the key {key!r} is unknown; there are {sorted(allowed)}")

    def _as(self, shape: type[Shape], what: str) -> Shape:
        if not isinstance(self.value, shape):
            raise self.failure(f"{what} was expected, and it is {self.value!r:.60}")
        return self.value


def read(file: Path) -> Node:
    """Read a YAML file whose top is a mapping.

    Raises
    ------
    ContentError
        When it is missing, is not YAML or is not a mapping.
    """
    return Node(file, content.read(file))


def line_of(file: Path, keys: tuple[str | int, ...]) -> int:
    """Find the line, from 1, where a key stands; the nearest one above it if it is not in the file."""
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, yaml.YAMLError):
        return 1
    line = 1
    for key in keys:
        step = _step(node, key)
        if step is None:
            break
        line, node = step
    return line


def _step(node: Any, key: str | int) -> tuple[int, Any] | None:
    """Go down one level of a YAML tree, and give the line of the key and the node below it."""
    if isinstance(node, yaml.MappingNode):
        for name, below in node.value:
            if name.value == str(key):
                return name.start_mark.line + 1, below
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        below = node.value[key]
        return below.start_mark.line + 1, below
    return None
