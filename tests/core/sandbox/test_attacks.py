"""Every attack at every set of layers: what is claimed to hold it does, and where nothing does it gets through.

With all the walls of this machine each attack is a test of its own. With fewer walls a set of layers is one test that
runs all of them, the programs without end side by side: what a set holds and what escapes stands in the table at the end.
"""

from __future__ import annotations

import os
import platform
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.sandbox import confinement
from core.sandbox.limits import Limits
from tests.core.sandbox.attacks import Case, files, forgery, others, resources
from tests.core.sandbox.conftest import ROOT, SETS, missing, named

CASES = (*resources.CASES, *files.CASES, *others.CASES, *forgery.CASES)
LIMITS = Limits(cpu_seconds=1, wall_seconds=2.5)
SMALLER = Limits(cpu_seconds=1, wall_seconds=1.2, memory_bytes=1 << 28)
LARGEST = 1_700_000_000
"""Bytes that a run may have at most: the libraries and its gigabyte."""

FEWER = [layers for layers in SETS if layers != confinement.available()]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the sandbox needs a POSIX system")


def held_by(case: Case, layers) -> bool:
    """Say whether a set of layers claims to hold an attack."""
    standing = {"always", *layers.names} | ({"user"} if os.geteuid() == 0 else set())
    return bool(case.held_by & standing)


def endless(case: Case) -> bool:
    """Say whether an attack only uses up time: it aims at nobody, and many of them can run side by side."""
    return bool(case.ends & {"cpu", "wall"}) and "memory" not in case.ends and case not in resources.MEMORY


def judged(case: Case, events, hits: list[str], layers) -> tuple[str, str]:
    """Give the verdict of an attack, and what is wrong with it; nothing is wrong when that is empty."""
    end = events[-1]
    if not held_by(case, layers):
        proof = hits or not case.proves
        return "escaped as it should" if hits else "harmless here", "" if proof else "it attacks nothing"
    busy = (
        {"wall"} if case.ends & {"cpu", "output", "memory"} else set()
    )  # a busy machine is slow with a second
    if hits:
        return "escaped", f"it hit: {hits}"
    if end.reason not in case.ends | busy:
        return "escaped", f"it ended by {end.reason}: {events}"
    if end.usage.memory_bytes >= LARGEST or end.usage.output_bytes >= LIMITS.output_bytes + 1_000_000:
        return "escaped", f"it took too much: {end.usage}"
    return "held", ""


def attacked(sandbox, case: Case, targets, limits: Limits):
    """Run one attack; give its events and what it hit."""
    targets.mend()
    events = list(sandbox._launch("torch", targets.fill(case.code), limits))
    hits = targets.hits(printed(events))
    targets.mend()
    return events, hits


def printed(events) -> str:
    """Join what a program printed."""
    return "".join(event.text for event in events if event.kind == "output")


def too_foreign(case: Case) -> bool:
    """Say whether an attack makes calls by the numbers of another processor than this one."""
    return "ctypes" in case.code and platform.machine() != "x86_64"


def test_there_are_enough_attacks_with_names_of_their_own():
    assert len(CASES) >= 70
    assert len({case.name for case in CASES}) == len(CASES)
    for page, word in (("sandbox.md", "attacks"), ("sandbox.es.md", "ataques")):
        assert f"{len(CASES)} {word}" in (ROOT / "docs" / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_attack_on_a_server(case, full, targets, record_property):
    if too_foreign(case):
        pytest.skip("this attack makes calls by the numbers of x86-64")
    layers = confinement.available()
    full.warm()
    zygote = full.zygote("torch")
    started = zygote.started
    events, hits = attacked(full, case, targets, LIMITS)
    verdict, wrong = judged(case, events, hits, layers)
    assert not wrong
    record_property("attack", (named(layers), verdict))
    assert zygote.started == started
    assert zygote.ready


def test_the_server_goes_on_after_all_of_them(full):
    assert printed(full.start("print('alive')")) == "alive\n"
    assert full.report().level == ("full" if confinement.available().walls else "limits")


@pytest.mark.parametrize("layers", FEWER, ids=named)
def test_every_attack_at_fewer_walls(layers, layered, targets, record_property):
    lacking = missing(layers)
    if lacking:
        pytest.skip(f"this machine has no {' and no '.join(lacking)}")
    sandbox = layered(layers)
    sandbox.warm()
    tried = [one for one in CASES if not too_foreign(one)]
    dangerous = [one for one in tried if not held_by(one, layers) and not one.harmless]
    waiting = [one for one in tried if endless(one) and one not in dangerous]
    with ThreadPoolExecutor(len(waiting)) as pool:
        runs = pool.map(lambda one: list(sandbox._launch("torch", targets.fill(one.code), SMALLER)), waiting)
        found = [
            (one, *judged(one, events, targets.hits(printed(events)), layers))
            for one, events in zip(waiting, runs, strict=True)
        ]
    aimed = [one for one in tried if one not in dangerous and one not in waiting]
    for one in aimed:
        events, hits = attacked(sandbox, one, targets, SMALLER)
        found.append((one, *judged(one, events, hits, layers)))
    for _, verdict, _ in found:
        record_property("attack", (named(layers), verdict))
    for _ in dangerous:
        record_property("attack", (named(layers), "too dangerous to try"))
    assert not [(one.name, wrong) for one, _, wrong in found if wrong]
    assert sandbox.zygote("torch").started == 1
    assert printed(sandbox._launch("torch", "print('alive')", LIMITS)) == "alive\n"
