"""One sandbox for each set of layers, what attacks aim at, and the table that says which layers this machine has."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from core.sandbox import confinement
from core.sandbox.client import Sandbox
from core.sandbox.confinement import Layers

SETS = (
    Layers(),
    Layers(landlock=True),
    Layers(seccomp=True),
    Layers(namespaces=True),
    Layers(landlock=True, seccomp=True),
    Layers(namespaces=True, landlock=True, seccomp=True),
)
"""Every combination worth a row: none of the walls, each alone, what level ``full`` needs, and all of them."""

TMP, SHARED = Path("/tmp"), Path("/dev/shm")  # noqa: S108 (where anybody may write: attacks try to)
ROOT = Path(__file__).resolve().parents[3]
os.environ["SECRET_OF_THE_SERVER"] = "never-to-be-seen"


def named(layers: Layers) -> str:
    """Write a set of layers for a table."""
    return "+".join(layers.names)


def missing(layers: Layers) -> list[str]:
    """List the layers of a set that this machine does not have."""
    here = confinement.available()
    return [name for name in layers.names if name != "rlimits" and not getattr(here, name)]


@pytest.fixture(scope="session")
def full() -> Iterator[Sandbox]:
    """Run with every wall that this machine has, as a server does."""
    sandbox = Sandbox(places=2)
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="module")
def layered() -> Iterator[Callable[[Layers], Sandbox]]:
    """Give the sandbox of a set of layers; one at a time, as each holds a torch."""
    current: dict[Layers, Sandbox] = {}

    def give(layers: Layers) -> Sandbox:
        if layers not in current:
            for other in current.values():
                other.close()
            current.clear()
            current[layers] = Sandbox(layers, places=32)
        return current[layers]

    yield give
    for sandbox in current.values():
        sandbox.close()


@dataclass
class Targets:
    """What attacks aim at outside of the walls, and whether they hit."""

    folder: Path
    victim: subprocess.Popen[bytes]
    tcp: socket.socket
    udp: socket.socket
    unix: socket.socket
    abstract: socket.socket
    mark: str
    secret: str = "the secret of the neighbour"
    words: dict[str, str] = field(default_factory=dict)

    def fill(self, code: str) -> str:
        """Write the addresses of the targets into a program."""
        for word, value in self.words.items():
            code = code.replace(f"<{word}>", value)
        return code

    def hits(self, printed: str) -> list[str]:
        """List what was hit: told by the program, or seen from outside."""
        found = ["it says so"] if "ESCAPED" in printed else []
        found += ["the secret was read"] if self.secret in printed else []
        found += ["the file was changed"] if (self.folder / "open.txt").read_text() != "as it was" else []
        found += ["the file is gone"] if not (self.folder / "victim.txt").exists() else []
        marked = [*self.folder.glob(f"{self.mark}*"), *TMP.glob(f"{self.mark}*")]
        marked += list(SHARED.glob(f"{self.mark}*")) if SHARED.exists() else []
        found += [f"{path} was made" for path in marked]
        found += ["somebody connected"] if self._somebody_came() else []
        found += ["the victim is gone"] if self.victim.poll() is not None else []
        found += ["the victim stands still"] if _state(self.victim.pid) == "T" else []
        return found

    def mend(self) -> None:
        """Put everything back for the next attack."""
        (self.folder / "open.txt").write_text("as it was")
        (self.folder / "open.txt").chmod(0o666)
        (self.folder / "victim.txt").write_text("alive")
        for place in (self.folder, TMP, SHARED):
            for path in place.glob(f"{self.mark}*"):
                with suppress(OSError):
                    path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        self._somebody_came()
        if self.victim.poll() is not None:
            self.victim = _victim()
        os.kill(self.victim.pid, signal.SIGCONT)
        self.words["VICTIM"] = str(self.victim.pid)

    def _somebody_came(self) -> bool:
        came = False
        for door in (self.tcp, self.unix, self.abstract):
            with suppress(BlockingIOError):
                door.accept()[0].close()
                came = True
        with suppress(BlockingIOError):
            self.udp.recv(100)
            came = True
        return came


def _victim() -> subprocess.Popen[bytes]:
    """Start a process to aim at: as nobody when that is allowed, since that is who a run becomes."""
    nobody = 65534 if os.geteuid() == 0 else None
    return subprocess.Popen(["/bin/sleep", "3600"], user=nobody)


def _state(process: int) -> str:
    stat = Path(f"/proc/{process}/stat")
    with suppress(OSError):
        return stat.read_text().rpartition(")")[2].split()[0]
    return ""


def _door(family: int, kind: int, address: Any) -> socket.socket:
    door = socket.socket(family, kind)
    door.bind(address)
    if kind == socket.SOCK_STREAM:
        door.listen(8)
    door.setblocking(False)
    return door


@pytest.fixture(scope="module")
def targets() -> Iterator[Targets]:
    """Put up everything that attacks aim at, readable and writable for anybody."""
    folder = Path(tempfile.mkdtemp(prefix="sandbox-targets-", dir=TMP))
    folder.chmod(0o777)
    mark = f"mark-{os.getpid()}-"
    local = ("127.0.0.1", 0)
    made = Targets(
        folder, _victim(), _door(socket.AF_INET, socket.SOCK_STREAM, local), _door(socket.AF_INET, socket.SOCK_DGRAM, local),
        _door(socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "door")), _door(socket.AF_UNIX, socket.SOCK_STREAM, f"\0{mark}"),
        mark,
    )  # fmt: skip
    (folder / "door").chmod(0o777)
    (folder / "secret.txt").write_text(made.secret)
    (folder / "secret.txt").chmod(0o644)
    (folder / "link").symlink_to("secret.txt")
    made.words = {
        "SECRET": str(folder / "secret.txt"), "LINK": str(folder / "link"), "OPEN": str(folder / "open.txt"),
        "VICTIM_FILE": str(folder / "victim.txt"), "FOLDER": str(folder), "MARK": mark, "COURSE": str(ROOT),
        "STORE": os.environ["LLM_POR_DENTRO_STORE"], "SERVER": str(os.getpid()),
        "TCP": str(made.tcp.getsockname()[1]), "UDP": str(made.udp.getsockname()[1]),
        "UNIX": str(folder / "door"), "ABSTRACT": mark,
    }  # fmt: skip
    made.mend()
    yield made
    made.victim.kill()
    made.victim.wait()
    made.mend()
    made.victim.kill()
    made.victim.wait()
    for door in (made.tcp, made.udp, made.unix, made.abstract):
        door.close()
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which layers this machine has and what each set of them held."""
    rows: dict[str, dict[str, int]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", []):
                if name == "attack" and report.when == "call":
                    layers, verdict = value
                    rows.setdefault(layers, {}).setdefault(verdict, 0)
                    rows[layers][verdict] += 1
    if not rows:
        return
    here = confinement.available()
    verdicts = ("held", "escaped as it should", "harmless here", "too dangerous to try")
    terminalreporter.section(f"sandbox: this machine ({sys.platform}) has {', '.join(here.names)}")
    terminalreporter.write_line("  ".join(["layers".ljust(38), *verdicts]))
    for layers in SETS:
        counts = rows.get(named(layers), {})
        line = "  ".join(str(counts.get(verdict, 0)).rjust(len(verdict)) for verdict in verdicts)
        if missing(layers):
            line = f"not on this machine: it lacks {' and '.join(missing(layers))}"
        terminalreporter.write_line(f"{named(layers).ljust(38)}  {line}")


def settled(condition: Callable[[], bool], patience: float = 5.0) -> bool:
    """Wait until something is so."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
