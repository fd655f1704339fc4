"""Slices of work for the tests; children find them here by name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from core.errors import InputError


def add(state: int, more: int = 1) -> int:
    return state + more


def identity(state: Any) -> Any:
    return state


def train(state: Any) -> Any:
    from core.gatito.training import advance

    return advance(state, steps=1)


def process(_state: Any) -> int:
    return os.getpid()


def threads(_state: Any) -> int:
    import torch

    return torch.get_num_threads()


def shout(state: str) -> str:
    print(state * 1000)
    return state


def open_files(_state: Any) -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def loaded(_state: Any) -> list[str]:
    import sys

    return sorted(sys.modules)


def append(state: str, line: str, seconds: float = 0.0) -> None:
    """Write a line to the file that is the state: the order of slices is the order of lines."""
    with Path(state).open("a") as file:
        file.write(line + "\n")
    time.sleep(seconds)


def wait_for(state: str) -> int:
    """Say in a file that the slice runs, and go on until the file is gone."""
    Path(state).write_text(str(os.getpid()))
    while Path(state).exists():
        time.sleep(0.01)
    return os.getpid()


def plod(state: int, work_seconds: float, rest_seconds: float) -> int:
    """Work a little and rest a little, so many times: as in a process that seldom gets the processor."""
    for _ in range(state):
        end = time.process_time() + work_seconds
        while time.process_time() < end:
            pass
        time.sleep(rest_seconds)
    return state


def die(_state: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(_state: Any) -> None:
    raise SystemExit(3)


def refuse(state: float) -> None:
    raise InputError("lower the learning rate", "diverged", step=state)


class AwkwardError(Exception):
    """An error whose class cannot be made again from what it holds."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def awkward(_state: Any) -> None:
    raise AwkwardError("a ", "mess")


def unpicklable(_state: Any) -> Any:
    return lambda: None


PINNED: list[bytes] = []
"""What stays at the top of a child's memory, so that what lies below is not given back by itself."""


def scatter(rest_seconds: float) -> int:
    """Take a hundred megabytes in small pieces, let go of all but the last, and rest but shortly from now on."""
    from core.compute import child

    pieces = [bytes(1_000) for _ in range(100_000)]
    PINNED.append(pieces[-1])
    child.IDLE_SECONDS = rest_seconds
    return os.getpid()
