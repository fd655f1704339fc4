"""Slices of work: here or in children, the same results; turns, deaths, and an end without orphans."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import psutil
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import compute
from core.compute import Inline, Pool
from core.compute.child import packed
from core.course import ROOT
from core.errors import CourseError, InputError
from tests.core.compute import slices


@pytest.fixture(scope="module")
def shared() -> Iterator[Pool]:
    pool = Pool(workers=1)
    yield pool
    pool.shutdown()


def until(true: Callable[[], object]) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, "waited for half a minute"
        time.sleep(0.01)


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


@pytest.mark.parametrize("where", ["inline", "pool"])
def test_a_chain_of_slices_gives_what_a_loop_gives(where, shared):
    backend = Inline() if where == "inline" else shared
    state = 0
    for more in range(10):
        state = backend.submit(slices.add, state, more, learner="ana").result()
    assert state == sum(range(10))


def test_training_in_a_child_gives_the_same_numbers_as_here(shared):
    from core.gatito.training import Settings, advance, start

    begun = start(
        Settings(
            layers=1,
            heads=2,
            width=8,
            context=16,
            vocabulary=3072,
            batch_tokens=64,
            lengths=((16, 1),),
            bf16=False,
        )
    )
    there = shared.submit(slices.train, shared.submit(slices.train, begun).result()).result()
    here = advance(begun, steps=2)
    assert there.step == here.step == 2
    for name, weight in here.weights.items():
        assert torch.allclose(there.weights[name], weight, atol=1e-6), name


def test_nothing_is_started_before_there_is_work():
    before = children()
    idle = Pool(workers=4)
    assert children() == before
    idle.submit(slices.add, 1).result()
    assert len(children() - before) == 1  # and not more than the work asks for
    idle.shutdown()
    assert children() == before


def test_two_slices_run_at_the_same_time(tmp_path):
    two = Pool(workers=2)
    running = [tmp_path / "one", tmp_path / "two"]
    futures = [two.submit(slices.wait_for, str(path)) for path in running]
    until(lambda: all(path.exists() and path.read_text() for path in running))
    for path in running:
        path.unlink()
    assert len({future.result() for future in futures}) == 2
    two.shutdown()


def test_learners_take_turns(pool, tmp_path):
    """Ana asks for four slices before Bea and Carlos ask for two each; nobody waits for all of Ana's."""
    gate, order = tmp_path / "gate", tmp_path / "order"
    blocked = pool.submit(slices.wait_for, str(gate), learner="zoe")
    until(gate.exists)
    asked = ["ana1", "ana2", "ana3", "ana4", "bea1", "bea2", "carlos1", "carlos2"]
    futures = [pool.submit(slices.append, str(order), name, learner=name[:-1]) for name in asked]
    gate.unlink()
    blocked.result()
    for future in futures:
        future.result()
    assert order.read_text().split() == ["ana1", "bea1", "carlos1", "ana2", "bea2", "carlos2", "ana3", "ana4"]


def test_what_waits_can_be_cancelled_and_the_rest_goes_on(pool, tmp_path):
    gate, order = tmp_path / "gate", tmp_path / "order"
    running = pool.submit(slices.wait_for, str(gate))
    until(gate.exists)
    first, second = (pool.submit(slices.append, str(order), name) for name in ("first", "second"))
    assert first.cancel()
    assert not running.cancel()
    gate.unlink()
    second.result()
    assert order.read_text().split() == ["second"]
    with pytest.raises(CancelledError):
        first.result()


def test_the_state_is_copied_when_it_is_sent(pool, tmp_path):
    gate = tmp_path / "gate"
    running = pool.submit(slices.wait_for, str(gate))
    until(gate.exists)
    state = [1, 2]
    future = pool.submit(slices.identity, state)
    state.append(3)
    gate.unlink()
    running.result()
    assert future.result() == [1, 2]


@pytest.mark.parametrize("end", [slices.die, slices.leave])
def test_a_child_that_dies_is_said_and_replaced(pool, end):
    first = pool.submit(slices.process, None).result()
    with pytest.raises(CourseError) as error:
        pool.submit(end, None).result()
    assert error.value.key == "worker_lost"
    second = pool.submit(slices.process, None).result()
    assert first != second
    assert not psutil.pid_exists(first)


def test_a_child_that_dies_between_slices_is_replaced(pool):
    first = psutil.Process(pool.submit(slices.process, None).result())
    first.kill()
    until(lambda: not any(child.alive for child in pool._children.values()))
    assert pool.submit(slices.add, 1).result() == 2


def test_a_machine_that_starts_no_more_processes_is_told_and_tried_again(pool, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(CourseError, match="nowhere") as error:
            pool.submit(slices.add, 1).result()
    assert error.value.key == "worker_lost"
    assert pool.submit(slices.add, 1).result() == 2


def test_a_slice_that_hangs_is_given_up(tmp_path):
    impatient = Pool(workers=1, patience=0.5)
    impatient.submit(slices.add, 1).exception()  # the start of the child counts too: it may be over
    (tmp_path / "gate").touch()
    with pytest.raises(CourseError) as error:
        impatient.submit(slices.wait_for, str(tmp_path / "gate")).result()
    assert error.value.key == "worker_lost"
    impatient.shutdown()


@pytest.mark.parametrize("rest, given_up", [(0.05, False), (0.0, True)])
def test_a_slice_that_is_slow_because_others_work_is_not_given_up_and_an_endless_one_is(rest, given_up):
    patient = Pool(workers=1, patience=0.6)
    patient.submit(slices.add, 1).exception()
    answer = patient.submit(slices.plod, 30, 0.04 if given_up else 0.01, rest)
    if given_up:
        with pytest.raises(CourseError) as error:
            answer.result()
        assert error.value.key == "worker_lost"
    else:
        assert answer.result() == 30  # 0.3 s of work in 1.8 s
    patient.shutdown()


@pytest.mark.parametrize("where", ["inline", "pool"])
def test_an_error_arrives_as_it_was_raised(where, shared):
    backend = Inline() if where == "inline" else shared
    with pytest.raises(InputError, match="lower the learning rate") as error:
        backend.submit(slices.refuse, 7).result()
    assert (error.value.key, error.value.values) == ("diverged", {"step": 7})
    if where == "pool":
        assert "in refuse" in "".join(error.value.__notes__)


def test_an_error_that_cannot_travel_is_told_in_words(shared):
    with pytest.raises(RuntimeError, match="AwkwardError: a mess"):
        shared.submit(slices.awkward, None).result()


def test_a_result_that_cannot_travel_is_an_error_and_the_child_lives_on(shared):
    before = shared.submit(slices.process, None).result()
    with pytest.raises((pickle.PicklingError, AttributeError, RuntimeError)):
        shared.submit(slices.unpicklable, None).result()
    assert shared.submit(slices.process, None).result() == before


def test_what_cannot_be_sent_is_refused_at_once(shared):
    with pytest.raises((pickle.PicklingError, AttributeError)):
        shared.submit(lambda state: state, 1)


def test_what_a_slice_prints_does_not_get_into_the_answers(shared, capfd):
    assert shared.submit(slices.shout, "hello ").result() == "hello "


def test_a_child_has_one_thread_and_none_of_the_servers_modules(shared):
    assert shared.submit(slices.threads, None).result() == 1
    assert not {"streamlit", "altair", "pytest"} & set(shared.submit(slices.loaded, None).result())


def test_no_file_stays_open_for_the_tensors_of_a_state(shared):
    state = {str(i): torch.zeros(10) for i in range(100)}
    shared.submit(slices.identity, state).result()
    there, here = shared.submit(slices.open_files, None).result(), len(list(Path("/proc/self/fd").iterdir()))
    kept = [shared.submit(slices.identity, state).result() for _ in range(5)]
    assert len(kept) == 5
    assert shared.submit(slices.open_files, None).result() == there
    assert len(list(Path("/proc/self/fd").iterdir())) == here


@given(
    hnp.arrays(st.sampled_from([np.float32, np.float64, np.int64, np.bool_]), hnp.array_shapes(min_side=0)),
    st.booleans(),
)
def test_tensors_come_back_bit_by_bit(array, turned):
    sent = torch.from_numpy(array).T if turned and array.ndim == 2 else torch.from_numpy(array)
    back = pickle.loads(packed({"here": [sent]}))["here"][0]
    assert (back.dtype, back.shape) == (sent.dtype, sent.shape)
    assert back.numpy().tobytes() == sent.numpy().tobytes()


@pytest.mark.parametrize(
    "tensor",
    [
        torch.tensor([1.5, -2.0], dtype=torch.bfloat16),
        torch.arange(10)[3:5],
        torch.nn.Parameter(torch.ones(3)),
        torch.ones(2, requires_grad=True),
        torch.empty(0),
        torch.eye(3).to_sparse(),
    ],
    ids=["bfloat16", "view", "parameter", "gradient", "empty", "sparse"],
)
def test_unusual_tensors_come_back_too(tensor):
    back = pickle.loads(packed(tensor))
    assert type(back) is type(tensor)
    assert (back.dtype, back.requires_grad, back.layout) == (
        tensor.dtype,
        tensor.requires_grad,
        tensor.layout,
    )
    assert torch.equal(back.to_dense().detach().float(), tensor.to_dense().detach().float())


def test_after_shutdown_nothing_runs_and_nothing_is_taken(tmp_path):
    before, gate = children(), tmp_path / "gate"
    closing = Pool(workers=1)
    running = closing.submit(slices.wait_for, str(gate))
    until(gate.exists)
    waiting = closing.submit(slices.add, 1)
    closing.shutdown()
    assert waiting.cancelled()
    assert isinstance(running.exception(), CourseError)
    assert children() == before
    with pytest.raises(CourseError):
        closing.submit(slices.add, 1)


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_children_die_with_a_server_that_is_killed(tmp_path, busy):
    gate = tmp_path / "gate"
    program = (
        "import time; from core.compute import Pool; from tests.core.compute import slices; pool = Pool(workers=1)\n"
        "print(pool.submit(slices.process, None).result(), flush=True)\n"
        f"if {busy}: pool.submit(slices.wait_for, {str(gate)!r})\n"
        "time.sleep(60)"
    )
    server = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with server:
        assert server.stdout is not None
        child = psutil.Process(int(server.stdout.readline()))
        if busy:
            until(gate.exists)
        server.kill()
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


@pytest.mark.parametrize("name, kind", [(None, Pool), ("pool", Pool), ("inline", Inline)])
def test_the_environment_names_the_backend(name, kind, monkeypatch):
    monkeypatch.setattr(compute, "_backend", None)
    monkeypatch.delenv(compute.VARIABLE, raising=False)
    if name:
        monkeypatch.setenv(compute.VARIABLE, name)
    assert isinstance(compute.backend(), kind)
    assert compute.backend() is compute.backend()


def test_a_backend_that_nobody_knows_is_refused(monkeypatch):
    monkeypatch.setattr(compute, "_backend", None)
    monkeypatch.setenv(compute.VARIABLE, "cluster")
    with pytest.raises(InputError, match="cluster"):
        compute.backend()


def test_the_pool_is_no_larger_than_the_machine():
    assert 1 <= Pool().workers <= len(os.sched_getaffinity(0))


def test_a_pool_keeps_nothing_of_a_slice_that_is_done(pool):
    done = pool.submit(slices.add, 1)
    assert done.result() == 2
    kept, limit = weakref.ref(done), time.monotonic() + 20
    del done
    while kept() is not None:
        assert time.monotonic() < limit, "the result of the last slice is still held"
        time.sleep(0.05)
