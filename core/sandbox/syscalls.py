"""The system calls that a run may make, with their numbers; everything else is refused.

A list of what is allowed and not of what is forbidden: a call that a newer kernel brings is refused until somebody
thinks about it.

| refused on purpose | because |
|---|---|
| ``socket``, ``socketpair``, ``connect``, ``bind`` | no network, no path, abstract, vsock or netlink socket |
| ``fork``, ``vfork``, ``execve``, ``clone`` without a thread, ``clone3`` | no process: no bomb, no orphan |
| ``kill``, ``tgkill``, ``pidfd_*``, ``rt_sigqueueinfo``, ``prlimit64`` on others | nobody else is touched |
| ``ptrace``, ``process_vm_*``, ``perf_event_open``, ``bpf``, ``userfaultfd``, ``io_uring_*`` | ways around the walls |
| ``unshare``, ``setns``, ``mount``, ``pivot_root``, ``chroot``, ``set*id``, ``keyctl`` | no other namespaces or rights |
| ``memfd_create``, ``shm*``, ``msg*``, ``sem*``, ``mq_*`` | memory that no limit counts |
| ``readlink``, ``getxattr``, ``inotify_*``, ``chdir`` | tell about files that may not be read |
| ``unlink``, ``rename``, ``mkdir``, ``chmod``, ``truncate``, ``link``, opening to write | nothing changes on disk |

Source: the tables of the Linux kernel, ``unistd_64.h`` (x86-64) and ``asm-generic/unistd.h`` (arm64).
"""

from __future__ import annotations

from typing import NamedTuple


class Machine(NamedTuple):
    """One processor architecture: its audit number, and the column of the tables."""

    audit: int
    column: int


MACHINES = {"x86_64": Machine(0xC000003E, 0), "aarch64": Machine(0xC00000B7, 1)}
"""The machines whose numbers are known; on another one there is no seccomp layer."""

ALLOWED: dict[str, tuple[int | None, int | None]] = {
    # files: reading only; which files, Landlock and the jail decide
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "close": (3, 57), "close_range": (436, 436), "lseek": (8, 62), "fadvise64": (221, 223),
    "fstat": (5, 80), "newfstatat": (262, 79), "stat": (4, None), "lstat": (6, None), "statx": (332, 291),
    "access": (21, None), "faccessat": (269, 48), "faccessat2": (439, 439),
    "getcwd": (79, 17), "getdents64": (217, 61),
    "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "pipe": (22, None), "pipe2": (293, 59),
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72), "eventfd2": (290, 19),
    # memory: counted by RLIMIT_AS
    "mmap": (9, 222), "munmap": (11, 215), "mprotect": (10, 226), "mremap": (25, 216), "madvise": (28, 233),
    "brk": (12, 214), "membarrier": (324, 283),
    # threads and signals of its own
    "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293), "set_tid_address": (218, 96),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "restart_syscall": (219, 128), "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "getcpu": (309, 168),
    "exit": (60, 93), "exit_group": (231, 94), "wait4": (61, 260),
    # who am I, what time is it, a random number
    "getpid": (39, 172), "gettid": (186, 178), "getppid": (110, 173), "getuid": (102, 174), "geteuid": (107, 175),
    "getgid": (104, 176), "getegid": (108, 177), "uname": (63, 160), "sysinfo": (99, 179), "times": (100, 153),
    "getrusage": (98, 165), "getrlimit": (97, 163), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115), "nanosleep": (35, 101), "gettimeofday": (96, 169), "time": (201, None),
    "getrandom": (318, 278),
}  # fmt: skip
"""Allowed whatever their arguments: name → (x86-64, arm64), None where an architecture lacks it."""

CHECKED: dict[str, tuple[int | None, int | None]] = {
    "open": (2, None), "openat": (257, 56),  # to read
    "clone": (56, 220),  # a thread
    "fcntl": (72, 25), "ioctl": (16, 29), "prctl": (157, 167), "prlimit64": (302, 261),
}  # fmt: skip
"""Allowed with some arguments only; `core.sandbox.seccomp` says which."""

ABSENT: dict[str, tuple[int | None, int | None]] = {"clone3": (435, 435)}
"""Answered as if the kernel did not have it: glibc then makes its threads with ``clone``, whose flags can be checked."""


def number(name: str, machine: Machine) -> int | None:
    """Give the number of a call on a machine, or None when it has no such call.

    Examples
    --------
    >>> number("openat", MACHINES["x86_64"]), number("open", MACHINES["aarch64"])
    (257, None)
    """
    table = ALLOWED | CHECKED | ABSENT
    return table[name][machine.column]
