"""Talking to the kernel with the standard library alone: `ctypes`, and every failure is an error."""

from __future__ import annotations

import ctypes
import os
from functools import lru_cache
from typing import Any

NO_NEW_PRIVS, DUMPABLE, KEEP_CAPABILITIES, PARENT_DEATH = 38, 4, 8, 1
"""Requests of ``prctl``."""


@lru_cache(maxsize=1)
def _library() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def syscall(number: int, *arguments: Any) -> int:
    """Make a system call by its number; -1 on failure, the reason in ``ctypes.get_errno()``."""
    wide = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return int(_library().syscall(ctypes.c_long(number), *wide))


def prctl(request: int, *arguments: int) -> int:
    """Call ``prctl``; missing arguments are zero, as some requests insist.

    Raises
    ------
    OSError
        When the kernel says no.
    """
    values = [ctypes.c_ulong(one) for one in (*arguments, 0, 0, 0, 0)[:4]]
    return check(int(_library().prctl(request, *values)), f"prctl {request}")


def call(name: str, *arguments: Any) -> int:
    """Call a function of the C library that answers -1 on failure.

    Raises
    ------
    OSError
        With what failed and why.
    """
    return check(int(getattr(_library(), name)(*arguments)), name)


def check(result: int, what: str) -> int:
    """Turn -1 into the error that the kernel gave.

    Raises
    ------
    OSError
        With what failed and why.
    """
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result
