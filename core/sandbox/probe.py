"""Trying to escape, at every start of a zygote: the level is what was seen to hold, not what was meant to.

| level | asks for |
|---|---|
| ``full`` | Landlock and seccomp stand, and every probe was held |
| ``limits`` | an honest program runs, an endless one is ended, a greedy one gets no memory |
| ``off`` | anything else |

A probe that is answered by anything but a clear «held» counts as an escape. Whether a path exists (``stat``) is looked at
too and told, but does not lower the level: only namespaces hide it.
"""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from core.sandbox.events import Event
from core.sandbox.limits import Level, Limits

Runs = Callable[[str, Limits], list[Event]]
"""Runs a program and gives its events."""

_SHORT = Limits(cpu_seconds=5, wall_seconds=15)
_NO_TIME = Limits(cpu_seconds=5, wall_seconds=0.4)
_TRY = """
try:
    {act}
    print('ESCAPED')
except (OSError, RuntimeError, MemoryError) as error:
    print('held', type(error).__name__)
"""

PROBES = {
    "read": "open({secret!r}).read()",
    "list": "import os; os.listdir({folder!r})",
    "write": "open({new!r}, 'w')",
    "write_tmp": "open('/tmp/' + {mark!r}, 'w')",
    "tcp": "import socket; socket.create_connection(('127.0.0.1', {tcp}), 1)",
    "udp": "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "unix": "import socket; socket.socket(socket.AF_UNIX).connect({door!r})",
    "signal": "import os; os.kill({server}, 0)",
    "fork": "import os; os.fork() or os._exit(0)",
    "program": "import os; os.posix_spawn('/bin/true', ['true'], {{}})",
    "memory_file": "import os; os.memfd_create('x')",
    "memory": "held = bytearray({too_much})",
}
"""What is tried: one act each."""

HONEST = "honest"
"""The one program that must not be stopped."""

FOR_LIMITS = frozenset({"memory", "time", HONEST})
"""The probes that even the lower level must hold."""


@dataclass(frozen=True)
class Finding:
    """What one probe found."""

    name: str
    held: bool
    told: str


@dataclass(frozen=True)
class Report:
    """The level of a zygote, and what it stands on.

    Parameters
    ----------
    level
        See the table of this module.
    layers
        Which walls stand.
    findings
        Probe by probe.
    paths_hidden
        Whether even the existence of a path is hidden.
    seconds
        How long the probes took.
    """

    level: Level
    layers: tuple[str, ...]
    findings: tuple[Finding, ...]
    paths_hidden: bool
    seconds: float

    @property
    def escaped(self) -> tuple[str, ...]:
        """The probes that were not clearly held."""
        return tuple(one.name for one in self.findings if not one.held)

    @property
    def hostile(self) -> tuple[Finding, ...]:
        """The probes that are to be stopped: all but the honest program, which is to work."""
        return tuple(one for one in self.findings if one.name != HONEST)


def examine(runs: Runs, layers: tuple[str, ...]) -> Report:
    """Try every probe against a sandbox.

    Parameters
    ----------
    runs
        Runs one program in it.
    layers
        The walls that its zygote says it puts up; not believed, but needed for level ``full``.
    """
    began = time.perf_counter()
    with ExitStack() as stack:
        words = _targets(stack)
        findings = [_probe(runs, name, _TRY.format(act=act.format(**words))) for name, act in PROBES.items()]
        seen = runs(f"import os; print('SEEN' if os.path.exists({words['secret']!r}) else 'hidden')", _SHORT)
    findings += [_honest(runs), _endless(runs)]
    lacking = {one.name for one in findings if not one.held}
    walls = {"landlock", "seccomp"} <= set(layers)
    level: Level = "full" if walls and not lacking else "off" if lacking & FOR_LIMITS else "limits"
    return Report(level, layers, tuple(findings), _printed(seen) == "hidden", time.perf_counter() - began)


def _targets(stack: ExitStack) -> dict[str, object]:
    """Put up what the probes aim at."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sandbox-probe-")))
    folder.chmod(0o755)
    secret = folder / "secret"
    secret.write_text(secrets.token_hex(16))
    tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    door = folder / "door"
    unix = stack.enter_context(socket.socket(socket.AF_UNIX))
    unix.bind(str(door))
    unix.listen()
    door.chmod(0o777)
    return {
        "secret": str(secret), "folder": str(folder), "new": str(folder / "new"), "tcp": tcp.getsockname()[1],
        "door": str(door), "server": os.getpid(), "mark": f"sandbox-probe-{secrets.token_hex(8)}",
        "too_much": _SHORT.memory_bytes * 2,
    }  # fmt: skip


def _probe(runs: Runs, name: str, code: str) -> Finding:
    told = _printed(runs(code, _SHORT))
    return Finding(name, told.startswith("held "), told)


def _honest(runs: Runs) -> Finding:
    events = runs("import torch\nprint(int(torch.arange(4).sum()))", _SHORT)
    told = _printed(events)
    worked = told == "6" and events[-1].kind == "end" and events[-1].reason == "finished"
    return Finding(HONEST, worked, told)


def _endless(runs: Runs) -> Finding:
    last = runs("while True: pass", _NO_TIME)[-1]
    reason = last.reason if last.kind == "end" else "no end"
    return Finding("time", reason == "wall", reason)


def _printed(events: list[Event]) -> str:
    return "".join(one.text for one in events if one.kind == "output").strip()
