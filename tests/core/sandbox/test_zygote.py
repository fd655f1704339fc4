"""A zygote that dies, is killed or hangs is noticed and replaced; what ran in it ends with a reason."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from core.errors import CourseError
from core.sandbox import runs
from core.sandbox.client import Sandbox, permitted
from core.sandbox.confinement import Layers
from core.sandbox.limits import Limits
from core.sandbox.probe import examine
from core.sandbox.process import Zygote
from core.sandbox.warm import ROOT
from tests.core.sandbox.conftest import settled

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the sandbox needs a POSIX system")


@pytest.fixture(scope="module")
def sandbox():
    """One of its own, as it is going to suffer; with the limits alone it starts sooner."""
    made = Sandbox(Layers(), places=2)
    yield made
    made.close()


def launched(sandbox, code, limits=Limits()):
    return sandbox._launch("torch", code, limits)


def begun(run):
    while not run._begun:
        run.next(0.05)
    return run


def printed(events) -> str:
    return "".join(one.text for one in events if one.kind == "output")


def test_a_wall_that_does_not_stand_lowers_the_level(sandbox):
    """The probes say what is so, whatever the layers claim to be."""
    claimed = (*sandbox.warm().layers, "landlock", "seccomp")
    report = examine(lambda code, limits: list(launched(sandbox, code, limits)), claimed)
    assert report.level == "limits"
    assert {"list", "udp", "fork"} <= set(report.escaped)


def test_a_killed_zygote_ends_its_runs_and_another_one_takes_its_place(sandbox):
    sandbox.warm()
    zygote = sandbox.zygote("torch")
    before = zygote.started
    run = begun(launched(sandbox, "import time\ntime.sleep(20)"))
    os.kill(zygote.process_id, signal.SIGKILL)
    assert list(run)[-1].reason == "lost"
    assert settled(lambda: not zygote.ready)
    assert printed(launched(sandbox, "print('hola')")) == "hola\n"
    assert zygote.started == before + 1


def test_a_hung_zygote_is_replaced(sandbox, monkeypatch):
    sandbox.warm()
    zygote = sandbox.zygote("torch")
    before = zygote.started
    monkeypatch.setattr(runs, "_BEGINS_WITHIN", 0.3)
    os.kill(zygote.process_id, signal.SIGSTOP)
    assert list(launched(sandbox, "print('hola')"))[-1].reason == "lost"
    monkeypatch.undo()
    assert printed(launched(sandbox, "print('hola')")) == "hola\n"
    assert zygote.started == before + 1


def test_the_zygote_has_none_of_the_servers_environment_and_one_thread(sandbox):
    code = "import os, threading\nprint('SECRET_OF_THE_SERVER' in os.environ, 'PATH' in os.environ, threading.active_count())"
    assert printed(launched(sandbox, code)) == "False False 1\n"


def test_a_zygote_that_does_not_start_is_an_error_with_a_sentence(monkeypatch):
    monkeypatch.setattr("core.sandbox.process._PROGRAM", "raise SystemExit(3)")
    with pytest.raises(CourseError) as failed:
        Zygote("torch", Layers()).hello()
    assert failed.value.key == "sandbox_start"


def test_importing_and_asking_for_the_sandbox_costs_no_process_and_no_torch():
    code = "import sys; from core import sandbox; s = sandbox.shared(); print('torch' in sys.modules, s._zygotes, s.known())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "False {} None"


@pytest.mark.parametrize(
    "level, others, allowed",
    [
        ("full", True, True), ("full", False, True),
        ("limits", True, False), ("limits", False, True),
        ("off", True, False), ("off", False, False),
    ],
)  # fmt: skip
def test_anything_but_a_clear_yes_is_a_no(level, others, allowed):
    if allowed:
        permitted(level, open_to_others=others)
        return
    with pytest.raises(CourseError) as refused:
        permitted(level, open_to_others=others)
    assert refused.value.key in {"sandbox_off", "sandbox_shared"}
