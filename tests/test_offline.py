"""The cable is really out while tests run."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CALL_FAR = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)"  # an address nobody has


def test_no_connection_leaves_this_machine():
    with socket.socket() as far, pytest.raises(OSError, match="network is off") as refusal:
        far.connect(("192.0.2.1", 9))
    assert refusal.value.errno == errno.ENETUNREACH
    with socket.socket() as far:
        assert far.connect_ex(("192.0.2.1", 9)) == errno.ENETUNREACH


def test_no_name_is_looked_up():
    with pytest.raises(socket.gaierror, match="looked up"):
        socket.create_connection(("example.invalid", 80))


def test_this_machine_still_answers():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()) as near:
            near.sendall(b"hola")
        accepted, _ = server.accept()
        with accepted:
            assert accepted.recv(4) == b"hola"


def test_a_child_process_can_be_cut_off_too():
    path = os.pathsep.join([str(ROOT / "tests" / "browser" / "cable_out"), str(ROOT)])
    child = subprocess.run(
        [sys.executable, "-c", CALL_FAR],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 1
    assert "network is off" in child.stderr
