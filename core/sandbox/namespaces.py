"""Namespaces: the zygote sees no other process, no network and a file system of libraries alone.

| covered | not covered |
|---|---|
| processes of the machine: they do not exist in here (PID namespace) | what the libraries' folders hold can be listed |
| network cards, abstract sockets, System V memory of the machine | the kernel's version and the number of processors |
| ``stat``: a path that is not bound into the jail does not exist | |
| every run counts its threads in a user namespace of its own | |
| a dying zygote takes its runs along: it is process 1 of its PID namespace | |

Source: ``namespaces(7)``, ``user_namespaces(7)``, ``pivot_root(2)``, ``mount_setattr(2)``.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from core.sandbox.kernel import DUMPABLE, PARENT_DEATH, call, check, prctl, syscall

_MOUNT, _UTS, _IPC, _USER, _PID, _NET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000

_OPEN_TREE, _MOVE_MOUNT, _MOUNT_SETATTR = 428, 429, 442
_HERE, _EMPTY_PATH, _RECURSIVE, _CLONE, _CLOEXEC = -100, 0x1000, 0x8000, 1, 0o2000000
_READ_ONLY, _NO_SET_UID, _NO_DEVICES = 0x1, 0x2, 0x4
_REC, _PRIVATE, _DETACH = 0x4000, 1 << 18, 2
_KILL = 9

NOBODY = 65534
"""The user id that owns nothing."""

ROOT_SIZE = "size=64k,nr_inodes=2k,mode=755"
"""The jail's own root holds folders and nothing else, and is read-only in the end."""


def allowed() -> str | None:
    """Try in a process that ends at once; None when namespaces may be made, else the reason why not."""
    if not Path("/proc/self/ns/user").exists():
        return "this system has no namespaces"
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            _unshare(os.geteuid(), os.getegid())
        except OSError as error:
            os.write(writing, str(error).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        reason = pipe.read().decode()
    os.waitpid(child, 0)
    return reason or None


def enter() -> None:
    """Leave the machine's namespaces: the caller goes on as process 1 of a new PID namespace.

    The first process stays outside, waits and ends as the inner one does.

    Raises
    ------
    OSError
        When this kernel or container does not allow it; ask `allowed` first.
    """
    _unshare(os.geteuid(), os.getegid())
    inner = os.fork()
    if inner:
        _wait_outside(inner)
    prctl(PARENT_DEATH, _KILL)


def _unshare(user: int, group: int) -> None:
    """Make the namespaces; the maps of root name two users, and only a process that stayed outside may write them."""
    prctl(DUMPABLE, 1)  # or /proc/self belongs to root, and nobody else may write the maps
    mine = os.getpid()
    (ready, told), (done, tells) = os.pipe(), os.pipe()
    helper = os.fork()
    if not helper:
        os.close(told)
        os.close(done)
        os.read(ready, 1)
        try:
            _write_maps(Path(f"/proc/{mine}"), user, group)
            os.write(tells, b"y")
        finally:
            os._exit(0)
    os.close(tells)
    try:
        call("unshare", _USER | _MOUNT | _PID | _NET | _IPC | _UTS)
    finally:
        os.write(told, b"u")
        written = os.read(done, 1)
        for descriptor in (ready, told, done):
            os.close(descriptor)
        os.waitpid(helper, 0)
    if not written:
        raise PermissionError("the maps of a user namespace cannot be written here")


def _write_maps(process: Path, user: int, group: int) -> None:
    also = f"\n{NOBODY} {NOBODY} 1" if user == 0 else ""
    if user != 0:
        (process / "setgroups").write_text("deny")
    (process / "uid_map").write_text(f"0 {user} 1{also}")
    (process / "gid_map").write_text(f"0 {group} 1{also}")


def _wait_outside(inner: int) -> None:
    """Hold nothing but the place of the parent; end as the inner process ends."""
    os.closerange(0, 1024)
    _, status = os.waitpid(inner, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def jail(shown: Iterable[tuple[Path, Path]]) -> None:
    """Change the root to an empty one with a few folders of the machine, all of it read-only.

    Parameters
    ----------
    shown
        ``(path of the machine, path in the jail)``.

    Raises
    ------
    OSError
        When the kernel refuses; the caller is then to end, as its file system may be half built.
    """
    call("mount", b"none", b"/", None, ctypes.c_ulong(_REC | _PRIVATE), None)
    trees = [(_clone(path), place) for path, place in shown]
    base = Path("/usr")  # only a place to stand on: the new root covers it in this namespace alone
    call(
        "mount", b"jail", bytes(base), b"tmpfs", ctypes.c_ulong(_NO_SET_UID | _NO_DEVICES), ROOT_SIZE.encode()
    )
    for tree, place in sorted(trees, key=lambda pair: len(pair[1].parts)):
        _place(tree, base / place.relative_to("/"))
    os.chdir(base)
    call("pivot_root", b".", b".")
    call("umount2", b".", _DETACH)
    os.chdir("/")
    _set_attributes(_HERE, b"/", _READ_ONLY | _NO_SET_UID | _NO_DEVICES)


def leave_user_namespace() -> None:
    """Give a run a user namespace of its own, in which it is nobody and its threads are counted apart.

    Raises
    ------
    OSError
        When nesting is not allowed.
    """
    call("unshare", _USER)


def _clone(path: Path) -> int:
    """Take hold of a folder or file of the machine before the new root covers it; read-only from now on."""
    flags = _CLONE | _CLOEXEC | _RECURSIVE
    tree = check(syscall(_OPEN_TREE, _HERE, ctypes.c_char_p(bytes(path)), flags), f"open_tree {path}")
    devices = 0 if path.is_char_device() else _NO_DEVICES
    _set_attributes(tree, b"", _READ_ONLY | _NO_SET_UID | devices)
    return tree


def _place(tree: int, target: Path) -> None:
    """Mount what was taken hold of; a folder that an earlier, larger one already shows is left out."""
    if not target.exists():
        is_folder = Path(f"/proc/self/fd/{tree}").is_dir()
        (target if is_folder else target.parent).mkdir(parents=True, exist_ok=True)
        if not is_folder:
            target.touch()
        empty = ctypes.c_char_p(b"")
        place = ctypes.c_char_p(bytes(target))
        check(syscall(_MOVE_MOUNT, tree, empty, _HERE, place, 4), f"move_mount {target}")
    os.close(tree)


def _set_attributes(at: int, path: bytes, attributes: int) -> None:
    described = struct.pack("=4Q", attributes, 0, 0, 0)
    flags = 0 if path else _RECURSIVE | _EMPTY_PATH  # the root alone: what it shows has attributes of its own
    result = syscall(
        _MOUNT_SETATTR, at, ctypes.c_char_p(path), flags, ctypes.c_char_p(described), len(described)
    )
    check(result, "mount_setattr")
