"""Landlock: which files a run may read, decided by the kernel on every path; nothing may be written anywhere.

| covered | not covered |
|---|---|
| reading a file or listing a folder outside of libraries and models | ``stat``: that a path exists (the jail hides it) |
| writing, deleting, renaming, linking, truncating, devices | descriptors that were open before (they are closed before) |
| TCP, from ABI 4; signals and abstract sockets towards the outside, from ABI 6 | UDP and other sockets (seccomp does) |
| ``ptrace`` of anybody outside of the same run | |

Source: ``Documentation/userspace-api/landlock.rst`` of the Linux kernel.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from core.sandbox.kernel import check, syscall

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_PATH_BENEATH, _VERSION = 1, 1

_KEPT_AT = 500
"""The rules' descriptor lies above those that a run gets."""

_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights over files each ABI knows: newer ones add moving, truncating and devices."""


def abi() -> int:
    """Give the version of Landlock that this kernel has; 0 without it."""
    if not hasattr(os, "O_PATH"):
        return 0
    return max(0, syscall(_CREATE, None, 0, _VERSION))


def attributes(version: int) -> bytes:
    """Give the rights that are taken away, in the kernel's layout: files, network, scopes.

    Examples
    --------
    >>> [len(attributes(version)) for version in (1, 4, 6)]
    [8, 16, 24]
    """
    files = (1 << max(rights for known, rights in _FILE_RIGHTS.items() if known <= version)) - 1
    words = [files]
    if version >= 4:
        words.append(0b11)  # bind and connect by TCP
    if version >= 6:
        words.append(0b11)  # abstract sockets and signals
    return struct.pack(f"={len(words)}Q", *words)


def ruleset(readable: Iterable[Path]) -> int:
    """Make the rules once: nothing but reading, and that below these paths only.

    Returns
    -------
    int
        A descriptor that `confine` takes.

    Raises
    ------
    OSError
        When the kernel refuses.
    """
    import fcntl

    described = attributes(abi())
    rules = check(syscall(_CREATE, ctypes.c_char_p(described), len(described), 0), "landlock")
    for path in readable:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rights = _READ_FILE | (_READ_DIR if path.is_dir() else 0)
            rule = struct.pack("=Qi", rights, opened)
            check(
                syscall(_ADD_RULE, rules, _PATH_BENEATH, ctypes.c_char_p(rule), 0),
                f"landlock rule for {path}",
            )
        finally:
            os.close(opened)
    kept = fcntl.fcntl(rules, fcntl.F_DUPFD_CLOEXEC, _KEPT_AT)
    os.close(rules)
    return kept


def confine(rules: int) -> None:
    """Put the rules on this thread, for good; no new privileges must be set already.

    Raises
    ------
    OSError
        When the kernel refuses.
    """
    check(syscall(_RESTRICT, rules, 0), "landlock")
