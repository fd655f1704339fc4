"""Green or red for everything that a workshop needs, with the network off: ``python -m core.preflight``.

What is looked at is used, not only listed: models are loaded and asked, vocabularies cut a text, the store writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from subprocess import SubprocessError
from typing import Any

from core.content import Content
from core.errors import CourseError
from core.preflight.looks import LOOKS, NAMES, PORT, Status, port_is_free

__all__ = ["NAMES", "PORT", "Check", "checks"]


@dataclass(frozen=True)
class Check:
    """One thing looked at.

    Parameters
    ----------
    name
        What it is: a key of ``names`` in the content file.
    status
        ``"ok"``, ``"bad"`` (the course would fail in class) or ``"note"`` (worth knowing, and no obstacle).
    key, values
        The sentence that says what was found or what to do: a dotted key of ``preflight.yaml``, or of ``errors.yaml``
        when it starts with ``errors.``, and what fills its placeholders.
    """

    name: str
    status: Status
    key: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether it stands in nobody's way."""
        return self.status != "bad"

    def sentence(self, language: str) -> str:
        """Say it in a language."""
        file, key = ("errors", self.key[7:]) if self.key.startswith("errors.") else ("preflight", self.key)
        return Content(file, language).text(key, **self.values)


def checks(port: int = PORT, skip: tuple[str, ...] = ()) -> Iterator[Check]:
    """Look at each thing in turn; one that fails stops nothing.

    Parameters
    ----------
    port
        The port that the server would listen on.
    skip
        Names of things not to look at.

    Examples
    --------
    >>> next(checks()).name
    'packages'
    """
    for name, look in (*LOOKS.items(), ("port", lambda: port_is_free(port))):
        if name in skip:
            continue
        try:
            status, outcome, values = look()
            yield Check(name, status, f"checks.{name}.{outcome}", values)
        except CourseError as error:
            yield Check(name, "bad", f"errors.{error.key}", {k: _plain(v) for k, v in error.values.items()})
        except (OSError, ImportError, ValueError, RuntimeError, SubprocessError) as error:
            yield Check(name, "bad", "checks.failed", {"what": f"{type(error).__name__}: {error}"})


def _plain(value: object) -> int | float | str:
    """Keep numbers, for sentences write them in their language; the rest becomes text, for JSON."""
    return value if isinstance(value, int | float) else str(value)
