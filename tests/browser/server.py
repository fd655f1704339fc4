"""A Streamlit server of our own: a free port, the cable out, a store of its own, stopped by its id."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
CABLE_OUT = ROOT / "tests" / "browser" / "cable_out"
STARTS_WITHIN = 90.0
"""Seconds after which a server that does not answer is given up."""


def free_port() -> int:
    """Ask the system for a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Server:
    """``streamlit run`` of one script, as a context manager.

    Parameters
    ----------
    script
        What to run: ``Home.py``, or a script to compare it with.
    folder
        Where its log and its store go.
    environment
        What it shall find there besides.
    """

    def __init__(self, script: Path, folder: Path, **environment: str) -> None:
        self.environment = environment
        self.script = script
        self.log = folder / f"{script.stem}.log"
        self.store = folder / f"{script.stem}.sqlite3"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        command = [sys.executable, "-m", "streamlit", "run", str(self.script)]
        options = {
            "server.port": str(self.port),
            "server.address": "127.0.0.1",
            "server.headless": "true",
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": "false",
        }
        flags = [part for name, value in options.items() for part in (f"--{name}", value)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, *flags],
                cwd=self.script.parent,
                env=self._environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def said(self) -> str:
        """Give everything that the server wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def worked(self, seconds: float) -> float:
        """Give the processor seconds that the server and its child processes take in a while."""
        assert self.process is not None
        server = psutil.Process(self.process.pid)
        family = [server, *server.children()]
        before = sum(one.cpu_times().user for one in family)
        time.sleep(seconds)
        return sum(one.cpu_times().user for one in family) - before

    def _environment(self) -> dict[str, str]:
        """The environment of the tests, the network off in every Python process that the server starts."""
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(CABLE_OUT), str(ROOT)]),
            "HF_HUB_OFFLINE": "1",
            "LLM_POR_DENTRO_STORE": str(self.store),
            **self.environment,
        }

    def _wait(self) -> None:
        assert self.process is not None
        limit = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < limit and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:  # noqa: S310
                    if answer.read() == b"ok":
                        return
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        self.__exit__()
        raise RuntimeError(
            f"{self.script.name} did not start within {STARTS_WITHIN:.0f} s:\n{self.said()[-4000:]}"
        )
