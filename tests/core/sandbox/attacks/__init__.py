"""Attacks written for this project: what each tries, which layers hold it, and how a held one ends.

A program prints ``ESCAPED`` where it got through; what it may have changed outside is looked at from outside too.
Every attack is bounded: where no layer claims to hold one that could hurt the machine, it is not run at all.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One attack.

    Parameters
    ----------
    name
        What it tries.
    code
        The program; names in capitals between ``<>`` are filled in by the test.
    held_by
        Layers each of which holds it alone; ``"always"`` for what every level holds.
    ends
        How a held one may end.
    harmless
        Whether it may run where no layer holds it, to see that it really is an attack.
    proves
        Whether it must get through there on this kind of machine: a test that could not fail would be worth nothing.
    """

    name: str
    code: str
    held_by: frozenset[str]
    ends: frozenset[str]
    harmless: bool = True
    proves: bool = False


ALL_ENDS = "finished error exit"


def case(
    name: str, held_by: str, code: str, *, ends: str = ALL_ENDS, harmless: bool = True, proves: bool = False
) -> Case:
    """Write a case shortly: layers and ends as words of one string."""
    return Case(
        name, code.strip("\n") + "\n", frozenset(held_by.split()), frozenset(ends.split()), harmless, proves
    )


SYSCALL = """
import ctypes, os
C = ctypes.CDLL(None, use_errno=True)
def call(number, *args):
    return C.syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in args])
def says(what, result):
    print("ESCAPED" if result >= 0 else "held", what, result, ctypes.get_errno())
"""
"""What programs start with that make system calls by number (x86-64)."""
