"""The zygote: a process with torch loaded that forks a confined child for each run. It never runs a learner's code.

It is a program of its own (executed, not forked from the server), with an empty environment and one thread; it knows
nothing of the server but one socket. Over that come requests, each with three descriptors: where the child writes
its frames, where what it prints past Python goes, and where the zygote tells the facts.

| covered | not covered |
|---|---|
| a run that outlives its time, every signal ignored: it is killed from here | a run that uses its ten seconds: it may |
| a server that went away: the zygote ends, and its runs with it | |
| what a run says about its own end: status and use come from the kernel | |

No pickle, no `multiprocessing`: a child that is taken over finds no door to an unconfined process here.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import struct
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.sandbox import confinement, namespaces, warm
from core.sandbox.limits import Limits

_LENGTH = struct.Struct(">I")
_GRACE = 0.05


@dataclass
class Run:
    """A child while it runs."""

    process: int
    facts: socket.socket
    started: float
    deadline: float
    why: str = ""


def send(channel: socket.socket, message: dict[str, Any]) -> None:
    """Send one message; whoever does not listen any more misses it."""
    text = json.dumps(message).encode("ascii")
    try:
        channel.sendall(_LENGTH.pack(len(text)) + text)
    except OSError:
        return


def serve(control: socket.socket, kind: warm.Kind, wanted: confinement.Layers) -> None:
    """Be the zygote: warm up, lock the door, say hello, and fork until the server goes away.

    Parameters
    ----------
    control
        The only way in.
    kind
        What to load.
    wanted
        Which layers to put around each run.
    """
    began = time.perf_counter()
    refused = namespaces.allowed() if wanted.namespaces else "not asked for"
    layers = confinement.Layers(refused is None, wanted.landlock, wanted.seccomp)
    if layers.namespaces:
        namespaces.enter()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm.load(kind)
    shown, mapped, resident = warm.shown(kind), *_memory()
    if layers.namespaces:
        namespaces.jail(shown)
    readable = [place for _, place in shown] if layers.namespaces else warm.readable(kind)
    os.chdir(warm.working_folder(jailed=layers.namespaces))
    walls = confinement.prepare(layers, readable, mapped)
    hello = {"layers": layers.names, "seconds": time.perf_counter() - began, "resident": resident}
    send(control, hello | {"namespaces": refused or "", "threads": _threads()})
    Nursery(control, walls).work()


class Nursery:
    """Forks children, watches their time, and tells the facts of their end.

    Parameters
    ----------
    control
        Where requests come from.
    walls
        What is put around each child.
    """

    def __init__(self, control: socket.socket, walls: confinement.Walls) -> None:
        self._control = control
        self._walls = walls
        self._runs: dict[int, Run] = {}
        self._woken, wakes = os.pipe()
        os.set_blocking(wakes, False)
        os.set_blocking(self._woken, False)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def work(self) -> None:
        """Serve until the control socket closes; then end every child."""
        while True:
            watched: dict[Any, Run] = {run.facts.fileno(): run for run in self._runs.values()}
            patience = min((run.deadline - time.monotonic() for run in self._runs.values()), default=3600.0)
            ready, _, _ = select.select([self._control, self._woken, *watched], [], [], max(0.0, patience))
            if self._woken in ready:
                os.read(self._woken, 4096)
            for descriptor in set(ready) & watched.keys():
                self._end(watched[descriptor], "stopped")  # the server let go, or said so: both mean stop
            for run in self._runs.values():
                if time.monotonic() > run.deadline:
                    self._end(run, "wall")
            self._bury()
            if self._control in ready and not self._accept():
                break
        for run in self._runs.values():
            os.kill(run.process, signal.SIGKILL)

    def _accept(self) -> bool:
        """Take one request; False when the server is gone."""
        try:
            head, descriptors, _, _ = socket.recv_fds(self._control, _LENGTH.size, 3)
        except OSError:
            return False
        if len(head) < _LENGTH.size or len(descriptors) != 3:
            return False
        request = json.loads(_exactly(self._control, _LENGTH.unpack(head)[0]))
        frames, printed, facts = descriptors
        limits = Limits(**request["limits"])
        process = os.fork()
        if not process:
            self._become_child(request, limits, frames, printed)
        os.close(frames)
        os.close(printed)
        now = time.monotonic()
        run = Run(process, socket.socket(fileno=facts), now, now + limits.wall_seconds)
        self._runs[process] = run
        send(run.facts, {"started": process})
        return True

    def _become_child(self, request: dict[str, Any], limits: Limits, frames: int, printed: int) -> None:
        """Go on as the child; never return."""
        code = 70
        try:
            frames = self._only_these(frames, printed)
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGPIPE):
                signal.signal(number, signal.SIG_DFL)
            os.setsid()
            confinement.confine(self._walls, limits)
            from core.sandbox import child

            code = child.run(request, frames)
        except BaseException:  # noqa: BLE001 (a wall that does not stand: say so where the run prints, run nothing)
            os.write(2, traceback.format_exc().encode("utf-8", "replace"))
        finally:
            os._exit(code)

    def _only_these(self, frames: int, printed: int) -> int:
        """Keep the frames, what is printed, and the Landlock rules until they are used; close the rest."""
        nothing = os.open("/dev/null", os.O_RDONLY)
        for descriptor, place in ((nothing, 0), (printed, 1), (printed, 2), (frames, 3)):
            os.dup2(descriptor, place)
        rules = self._walls.rules if self._walls.rules >= 0 else 4096
        os.closerange(4, rules)
        os.closerange(rules + 1, 4096)
        return 3

    def _end(self, run: Run, why: str) -> None:
        run.why = run.why or why
        run.deadline = time.monotonic() + 3600
        os.kill(run.process, signal.SIGKILL)

    def _bury(self) -> None:
        """Tell the facts of every child that has ended."""
        while self._runs:
            process, status, used = os.wait4(-1, os.WNOHANG)
            if not process:
                return
            run = self._runs.pop(process, None)
            if run is None:
                continue
            facts = {
                "status": os.waitstatus_to_exitcode(status),
                "why": run.why,
                "cpu": used.ru_utime + used.ru_stime,
                "wall": time.monotonic() - run.started,
                "resident": used.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            }
            send(run.facts, facts)
            run.facts.close()


def _exactly(channel: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = channel.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def _memory() -> tuple[int, int]:
    """Give the bytes of address space and of memory that this process has; zeros where the system does not tell."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0, 0
    mapped, resident = statm.read_text(encoding="ascii").split()[:2]
    return int(mapped) * os.sysconf("SC_PAGE_SIZE"), int(resident) * os.sysconf("SC_PAGE_SIZE")


def _threads() -> int:
    import threading

    return threading.active_count()


def main() -> None:
    """Start from the command line: the number of the control descriptor, the kind, and the layers."""
    descriptor, kind, *layers = sys.argv[1:]
    wanted = confinement.Layers(**{name: name in layers for name in ("namespaces", "landlock", "seccomp")})
    serve(socket.socket(fileno=int(descriptor)), "models" if kind == "models" else "torch", wanted)


if __name__ == "__main__":
    main()
