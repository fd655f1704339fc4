"""A seccomp filter, assembled by hand: which system calls the kernel still answers.

| covered | not covered |
|---|---|
| every call that is not on the list of `core.sandbox.syscalls`, and some arguments | which file a path names (Landlock does) |
| other calling conventions: 32-bit and x32 calls end the process or are refused | bugs of the kernel inside an allowed call |
| threads made later: they inherit the filter, and nothing can take it off | processor caches and timing |

Source: ``Documentation/userspace-api/seccomp_filter.rst`` of the Linux kernel; McCanne and Jacobson, «The BSD Packet
Filter», 1993, for the machine that runs the filter.
"""

from __future__ import annotations

import errno
import platform
import struct
from collections.abc import Sequence

from core.sandbox.kernel import prctl
from core.sandbox.syscalls import ABSENT, ALLOWED, CHECKED, MACHINES, Machine

# The instructions of classic BPF that a filter needs.
_LOAD = 0x20  # a 32-bit word of the call into the accumulator
_EQUAL, _ANY_BIT, _ABOVE = 0x15, 0x45, 0x25
_AND = 0x54
_RETURN = 0x06

_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16

_SET_SECCOMP, _FILTER = 22, 2

# What the checked calls may be asked for.
_CLONE_VM, _CLONE_THREAD, _CLONE_NEW = 0x100, 0x10000, 0x7E020080
_O_WRITES = 0o3 | 0o100 | 0o1000 | 0o2000 | 0o20000000  # writing, creating, truncating, appending, nameless
_FCNTL = (0, 1, 2, 3, 4, 1030)  # duplicate, flags; not who gets signals, not pipe sizes
_IOCTL = (0x5401, 0x5413, 0x5421, 0x5450, 0x5451)  # is it a terminal, its size, blocking, close on exec
_PRCTL = (15, 16, 0x53564D41)  # name a thread, read it, name a piece of memory

Instruction = tuple[int, int, int, int]
"""``(code, jump if true, jump if false, constant)``."""


def available() -> bool:
    """Say whether this kernel and processor have what the filter needs."""
    if platform.system() != "Linux" or platform.machine() not in MACHINES:
        return False
    try:
        return prctl(21, 0) >= 0  # PR_GET_SECCOMP
    except OSError:
        return False


def program(machine_name: str | None = None) -> bytes:
    """Assemble the filter.

    Parameters
    ----------
    machine_name
        As `platform.machine` writes it; this machine by default.

    Returns
    -------
    bytes
        Instructions of 8 bytes each.

    Examples
    --------
    >>> len(program("x86_64")) % 8
    0
    """
    machine = MACHINES[machine_name or platform.machine()]
    lines: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    for name in CHECKED:
        lines += _checked(name, machine)
    lines += _answers([pair[machine.column] for pair in ABSENT.values()], _ERRNO | errno.ENOSYS)
    lines += _answers([pair[machine.column] for pair in ALLOWED.values()], _ALLOW)
    lines.append((_RETURN, 0, 0, _ERRNO | errno.EPERM))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def confine(filter_bytes: bytes) -> None:
    """Put the filter on this process, for good; no new privileges must be set already.

    Raises
    ------
    OSError
        When the kernel refuses it.
    """
    import ctypes

    buffer = ctypes.create_string_buffer(filter_bytes, len(filter_bytes))
    count = len(filter_bytes) // 8
    header = struct.pack("@HP", count, ctypes.addressof(buffer))
    head = ctypes.create_string_buffer(header, len(header))
    prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(head))


def _answers(numbers: Sequence[int | None], answer: int) -> list[Instruction]:
    """Give one answer to each of these calls."""
    lines: list[Instruction] = []
    for one in numbers:
        if one is not None:
            lines += [(_EQUAL, 0, 1, one), (_RETURN, 0, 0, answer)]
    return lines


def _checked(name: str, machine: Machine) -> list[Instruction]:
    """Look at the arguments of one call; it is answered inside, so that the number need not be loaded again."""
    number = CHECKED[name][machine.column]
    if number is None:
        return []
    body = {
        "open": lambda: _no_bit(1, _O_WRITES),
        "openat": lambda: _no_bit(2, _O_WRITES),
        "clone": _thread,
        "fcntl": lambda: _one_of(1, _FCNTL),
        "ioctl": lambda: _one_of(1, _IOCTL),
        "prctl": lambda: _one_of(0, _PRCTL),
        "prlimit64": _asks_itself,
    }[name]()
    return [(_EQUAL, 0, len(body), number), *body]


def _low(argument: int) -> Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * argument)


def _high(argument: int) -> Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * argument + 4)


_YES: Instruction = (_RETURN, 0, 0, _ALLOW)
_NO: Instruction = (_RETURN, 0, 0, _ERRNO | errno.EPERM)


def _no_bit(argument: int, bits: int) -> list[Instruction]:
    return [_low(argument), (_ANY_BIT, 0, 1, bits), _NO, _YES]


def _one_of(argument: int, values: Sequence[int]) -> list[Instruction]:
    tests = [(_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [_low(argument), *tests, _NO, _YES]


def _thread() -> list[Instruction]:
    """A thread shares memory and thread group and asks for no namespace."""
    needed = _CLONE_VM | _CLONE_THREAD
    return [
        _low(0), (_ANY_BIT, 0, 1, _CLONE_NEW), _NO,
        (_AND, 0, 0, needed), (_EQUAL, 1, 0, needed), _NO, _YES,
    ]  # fmt: skip


def _asks_itself() -> list[Instruction]:
    """Read a limit (no new value, both halves of the pointer zero) of process 0, which is the caller."""
    return [
        _low(0), (_EQUAL, 1, 0, 0), _NO,
        _low(2), (_EQUAL, 1, 0, 0), _NO,
        _high(2), (_EQUAL, 1, 0, 0), _NO, _YES,
    ]  # fmt: skip
