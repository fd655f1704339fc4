"""The walls around one run, put up in the run's own process just before the learner's code starts.

| layer | what it holds | what it leaves open |
|---|---|---|
| rlimits | processor time, memory, open files, file size 0, no core dump, threads | files, network, other processes |
| user | root becomes nobody, without capabilities | what everybody may read |
| namespaces | see `core.sandbox.namespaces` | |
| Landlock | see `core.sandbox.landlock` | |
| seccomp | see `core.sandbox.seccomp` | |

Together they hold all attacks of `tests/core/sandbox/attacks`. They do not hold: a bug of the kernel in a call that is
allowed; measuring time (what the processor's caches or the load tell); the learner's own output, which is theirs.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.sandbox import landlock, namespaces, seccomp
from core.sandbox.kernel import DUMPABLE, KEEP_CAPABILITIES, NO_NEW_PRIVS, PARENT_DEATH, prctl, syscall
from core.sandbox.limits import Limits

_KILL = 9
_OPEN_FILES = 64
_NICENESS = 5
_UNUSED_USERS = 0x70000000
"""Without namespaces a run of root gets this user id plus its process id: nobody shares its count of threads."""
_READ_SEARCH = 1 << 2
"""To walk through and read what is closed to others; which paths, Landlock still decides."""

_CAPSET = {"x86_64": 126, "aarch64": 91}


@dataclass(frozen=True)
class Layers:
    """Which walls beyond the limits stand.

    Examples
    --------
    >>> Layers(landlock=True, seccomp=True).names
    ('rlimits', 'landlock', 'seccomp')
    """

    namespaces: bool = False
    landlock: bool = False
    seccomp: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The layers by name, for a table."""
        others = ("namespaces", "landlock", "seccomp")
        return ("rlimits", *(name for name in others if getattr(self, name)))

    @property
    def walls(self) -> bool:
        """Whether the layers that make level ``full`` are all there."""
        return self.landlock and self.seccomp


def available() -> Layers:
    """Find out which layers this machine offers."""
    if platform.system() != "Linux":
        return Layers()
    return Layers(namespaces.allowed() is None, landlock.abi() > 0, seccomp.available())


@dataclass(frozen=True)
class Walls:
    """What is prepared once, in the zygote, for all runs.

    Parameters
    ----------
    layers
        Which walls to put up.
    rules
        Descriptor of the Landlock rules, or -1.
    filter_bytes
        The seccomp filter, or nothing.
    address_space
        Bytes of address space that the libraries take.
    user
        User id that a run of root gets (without namespaces: the first of a range), or None when it keeps its own.
    reads
        Whether that user needs a right to walk through closed folders: Python may lie in the home of root.
    threads
        Threads that this user has already outside of the run's reach: what the limit starts from.
    """

    layers: Layers
    rules: int = -1
    filter_bytes: bytes = b""
    address_space: int = 0
    user: int | None = None
    reads: bool = False
    threads: int = 0


def prepare(layers: Layers, readable: Iterable[Path], address_space: int) -> Walls:
    """Prepare the walls.

    Parameters
    ----------
    layers
        Which ones.
    readable
        Folders and files that runs may read.
    address_space
        Bytes that this process has mapped.

    Raises
    ------
    OSError
        When a wall that was asked for cannot be built: then nothing is to run.
    """
    readable = list(readable)
    root = os.geteuid() == 0
    return Walls(
        layers,
        landlock.ruleset(readable) if layers.landlock else -1,
        seccomp.program() if layers.seccomp else b"",
        address_space,
        (namespaces.NOBODY if layers.namespaces else _UNUSED_USERS) if root else None,
        root and not layers.namespaces and not all(map(_open_to_all, readable)),
        0 if layers.namespaces or root else _threads_of(os.geteuid()),
    )


def confine(walls: Walls, limits: Limits) -> None:
    """Put up every wall around this process; there is no way back.

    Raises
    ------
    OSError
        When one cannot be put up: the process is to end without running anything.
    """
    os.nice(_NICENESS)
    _limit_resources(walls, limits)
    if walls.user is not None:
        user = walls.user if walls.layers.namespaces else walls.user + os.getpid()
        if walls.reads:
            prctl(KEEP_CAPABILITIES, 1)
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    if walls.layers.namespaces:
        namespaces.leave_user_namespace()
    _limit_threads(walls, limits)
    if platform.system() != "Linux":
        return
    _keep_only(_READ_SEARCH if walls.reads else 0)
    prctl(PARENT_DEATH, _KILL)
    prctl(DUMPABLE, 0)
    prctl(NO_NEW_PRIVS, 1)
    if walls.rules >= 0:
        landlock.confine(walls.rules)
        os.close(walls.rules)
    if walls.filter_bytes:
        seccomp.confine(walls.filter_bytes)


def _limit_resources(walls: Walls, limits: Limits) -> None:
    import resource

    def limit(name: str, value: int) -> None:
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), (value, value))

    seconds = max(1, round(limits.cpu_seconds))
    limit("RLIMIT_CPU", seconds)
    limit("RLIMIT_CORE", 0)
    limit("RLIMIT_FSIZE", 0)
    limit("RLIMIT_NOFILE", _OPEN_FILES)
    limit("RLIMIT_MEMLOCK", 0)
    limit("RLIMIT_MSGQUEUE", 0)
    if walls.address_space and sys.platform == "linux":
        limit("RLIMIT_AS", walls.address_space + limits.memory_bytes)


def _limit_threads(walls: Walls, limits: Limits) -> None:
    import resource

    most = walls.threads + limits.threads
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_NPROC, (most, most))


def _keep_only(capabilities: int) -> None:
    """Give up every right of root but these, those that a new user namespace brings included."""
    number = _CAPSET.get(platform.machine())
    if number is None:
        return
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    kept = (ctypes.c_uint32 * 6)(capabilities, capabilities, 0, 0, 0, 0)
    if syscall(number, ctypes.byref(header), ctypes.byref(kept)) < 0:
        raise OSError(ctypes.get_errno(), "capset")


def _open_to_all(path: Path) -> bool:
    """Say whether nobody could walk to a path: a home folder is often closed."""
    real = path.resolve()
    return all(folder.stat().st_mode & 0o001 for folder in real.parents) and bool(real.stat().st_mode & 0o004)


def _threads_of(user: int) -> int:
    """Count the threads that a user runs on this machine."""
    count = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        count += _threads_in(status, user)
    return count


def _threads_in(status: Path, user: int) -> int:
    try:
        fields: dict[str, Any] = dict(
            line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
        )
    except OSError:  # it ended meanwhile
        return 0
    return int(fields["Threads"]) if fields["Uid"].split()[0] == str(user) else 0
