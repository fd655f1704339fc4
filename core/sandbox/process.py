"""The server's end of a zygote: starting it, asking it for runs, noticing that it died or hangs, replacing it."""

from __future__ import annotations

import json
import os
import select
import socket
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import CourseError
from core.sandbox.confinement import Layers
from core.sandbox.warm import ENVIRONMENT, ROOT, Kind

START_PATIENCE = 180.0
"""Seconds that a zygote may take to load torch on a machine that does much else."""

_LENGTH = struct.Struct(">I")
_PROGRAM = "import sys; sys.path.insert(0, {root!r}); from core.sandbox.zygote import main; main()"


@dataclass(frozen=True)
class Hello:
    """What a zygote says once it is warm.

    Parameters
    ----------
    layers
        The walls that it puts around runs.
    seconds
        How long it took.
    resident
        Bytes of memory that it holds.
    refused
        Why there are no namespaces; empty when there are.
    """

    layers: tuple[str, ...]
    seconds: float
    resident: int
    refused: str


class Zygote:
    """A zygote that is started when first needed and replaced when it is lost.

    Parameters
    ----------
    kind
        What it loads.
    layers
        Which walls it is to put around runs.
    """

    def __init__(self, kind: Kind, layers: Layers) -> None:
        self.kind = kind
        self.layers = layers
        self.started = 0
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._hello: Hello | None = None

    @property
    def ready(self) -> bool:
        """Whether it is warm; asking costs nothing."""
        return self._hello is not None and self._process is not None and self._process.poll() is None

    @property
    def process_id(self) -> int | None:
        """Its process, for tests and for the table of the page on the machine."""
        return self._process.pid if self._process else None

    def hello(self) -> Hello:
        """Wait until it is warm.

        Raises
        ------
        CourseError
            When it does not start.
        """
        with self._lock:
            return self._alive()

    def ask(self, request: dict[str, Any], descriptors: tuple[int, int, int]) -> None:
        """Ask for a run.

        Raises
        ------
        CourseError
            When no zygote starts.
        """
        text = json.dumps(request).encode("ascii")
        with self._lock:
            for attempt in (1, 2):
                self._alive()
                assert self._control is not None  # noqa: S101 (`_alive` has just made it)
                try:
                    socket.send_fds(self._control, [_LENGTH.pack(len(text))], list(descriptors))
                    self._control.sendall(text)
                except OSError:  # it died since the last run: a second one gets a second chance
                    self._end()
                    if attempt == 2:
                        raise _no_start() from None
                else:
                    return

    def replace(self) -> None:
        """End it, hung or not; the next run starts another one."""
        with self._lock:
            self._end()

    close = replace

    def _alive(self) -> Hello:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._hello is None:
            self._start()
        assert self._hello is not None  # noqa: S101 (`_start` made it or raised)
        return self._hello

    def _start(self) -> None:
        mine, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _PROGRAM.format(root=str(ROOT))]
            names = [name for name in self.layers.names if name != "rlimits"]
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno()), self.kind, *names],
                pass_fds=[theirs.fileno()], env=_environment(), stdin=subprocess.DEVNULL, cwd="/",
            )  # fmt: skip
        self._control = mine
        self.started += 1
        told = _message(mine, START_PATIENCE)
        if told is None:
            self._end()
            raise _no_start()
        self._hello = Hello(tuple(told["layers"]), told["seconds"], told["resident"], told["namespaces"])

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._control is not None:
            self._control.close()
        self._process = self._control = self._hello = None


def _no_start() -> CourseError:
    return CourseError("the sandbox does not start; look at the server's log", "sandbox_start")


def _environment() -> dict[str, str]:
    """Give the whole environment of a zygote: nothing of the server's but where the hub keeps its models."""
    home = os.environ.get("HF_HOME", str(Path.home() / ".cache" / "huggingface"))
    return ENVIRONMENT | {"HF_HUB_CACHE": os.environ.get("HF_HUB_CACHE", str(Path(home) / "hub"))}


def _message(channel: socket.socket, patience: float) -> dict[str, Any] | None:
    """Wait for one message; None when the other end goes away or stays silent."""
    deadline = time.monotonic() + patience
    data = b""
    while len(data) < _LENGTH.size or len(data) < _LENGTH.size + _LENGTH.unpack_from(data)[0]:
        ready, _, _ = select.select([channel], [], [], max(0.0, deadline - time.monotonic()))
        piece = b""
        with suppress(OSError):
            piece = channel.recv(65536) if ready else b""
        if not piece:
            return None
        data += piece
    return dict(json.loads(data[_LENGTH.size :]))
