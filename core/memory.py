"""Memory that is free inside a process goes back to the system, and is laid out so that it can."""

from __future__ import annotations

import ctypes
import gc
import os

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
"""Names of what can be set, in the header ``malloc.h`` of the GNU C library."""

ARENAS, LARGE = 2, 2**20
"""Regions that threads share, and bytes from which a piece has pages of its own, which go back when it is freed."""


def lay_out() -> bool:
    """Keep what threads ask for together; False where the C library cannot. Call it before there are many threads.

    By default each thread gets a region of its own, up to eight for every core, and the size from which a piece has
    its own pages grows with what is freed. A server that answers in a new thread each time ends with a little of
    every learner in each region, and none of them can go back.

    Examples
    --------
    >>> lay_out() in {True, False}
    True
    """
    mallopt = getattr(_library(), "mallopt", None)
    return mallopt is not None and bool(mallopt(_ARENA_MAX, ARENAS) and mallopt(_MMAP_THRESHOLD, LARGE))


def give_back() -> bool:
    """Collect what nothing refers to, and hand free memory to the system; False where the C library cannot.

    Examples
    --------
    >>> give_back() in {True, False}
    True
    """
    gc.collect()
    trim = getattr(_library(), "malloc_trim", None)
    if trim is None:
        return False
    trim(0)
    return True


def _library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if os.name == "posix" else None  # Windows has none without a name
