"""How much a run may use, and the three levels of protection.

| limit | default | who holds it |
|---|---|---|
| processor time | 10 s | the kernel (``RLIMIT_CPU``): a signal that cannot be caught |
| time on the clock | 30 s | the zygote, outside of the learner's process |
| memory | 1 GB more than the libraries | the kernel (``RLIMIT_AS``) |
| threads | 64 | the kernel (``RLIMIT_NPROC``), where a run has a user id or a user namespace of its own |
| output | 2 MB, 2,000 lines, 256 KB a frame | the server, which stops reading |
| length of the code | 100,000 characters | the server, before anything runs |
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from core.errors import InputError

Level = Literal["full", "limits", "off"]
"""``full``: walls that the kernel holds, tested at start. ``limits``: time and memory only, for a private machine.
``off``: nothing runs."""

LONGEST_CODE = 100_000
"""Characters of a program: more than a hundred pages."""


@dataclass(frozen=True)
class Limits:
    """What one run may use.

    Parameters
    ----------
    cpu_seconds
        Processor time of all its threads together.
    wall_seconds
        Time on the clock.
    memory_bytes
        Address space beyond what the warmed libraries already hold.
    output_bytes, output_lines
        Everything that it sends back, and the lines that it prints.
    frame_bytes
        The largest single message.
    threads
        Threads at once.

    Raises
    ------
    InputError
        When a limit is not positive.

    Examples
    --------
    >>> Limits(cpu_seconds=2).wall_seconds
    30.0
    """

    cpu_seconds: float = 10.0
    wall_seconds: float = 30.0
    memory_bytes: int = 1 << 30
    output_bytes: int = 2_000_000
    output_lines: int = 2_000
    frame_bytes: int = 256 * 1024
    threads: int = 64

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not value > 0:
                raise InputError(
                    f"the limit {name} is {value}; give a positive number", "sandbox_limit", given=value
                )

    def as_dict(self) -> dict[str, Any]:
        """Give the limits by name, for the zygote."""
        return asdict(self)


def checked_code(code: str) -> str:
    r"""Refuse code that cannot be run as text: nothing at all, far too long, or with NUL bytes.

    Returns
    -------
    str
        The code with line ends as ``\n``; what cannot be written as UTF-8 is replaced.

    Raises
    ------
    InputError
        With the reason.

    Examples
    --------
    >>> checked_code("x = 1\r\nx")
    'x = 1\nx'
    """
    if not code.strip():
        raise InputError("there is no code; write a line", "sandbox_empty")
    if len(code) > LONGEST_CODE:
        raise InputError(
            f"{len(code)} characters of code, and {LONGEST_CODE} fit; shorten it",
            "sandbox_long", given=len(code), limit=LONGEST_CODE,
        )  # fmt: skip
    if "\0" in code:
        raise InputError("the code holds a NUL byte; delete it", "sandbox_nul")
    lines = code.replace("\r\n", "\n").replace("\r", "\n")
    return lines.encode("utf-8", "replace").decode("utf-8")
