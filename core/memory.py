"""Memory that is free inside a process goes back to the system."""

from __future__ import annotations

import ctypes
import gc
import os


def give_back() -> bool:
    """Collect what nothing refers to, and hand free memory to the system; False where the C library cannot.

    Examples
    --------
    >>> give_back() in {True, False}
    True
    """
    gc.collect()
    library = ctypes.CDLL(None) if os.name == "posix" else None  # Windows has none without a name
    trim = getattr(library, "malloc_trim", None)
    if trim is None:
        return False
    trim(0)
    return True
