"""A driver: play, pause, step, back; nobody watching means nobody training; a run that breaks goes back."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

import pytest
import torch

from core.compute import Inline
from core.errors import CourseError
from core.train_llm import Driver


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def waited(condition):
    limit = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < limit, "it never happened"
        time.sleep(0.005)


def now(driver):
    assert driver.point is not None
    return driver.point


def same(one, other):
    return all(torch.equal(one.weights[name], other.weights[name]) for name in one.weights)


def test_playing_goes_on_to_the_end_of_the_schedule(tiny, asked):
    driver = Driver(replace(tiny, steps=20), asked, Inline())
    driver.play()
    waited(lambda: driver.done and not driver.playing)
    assert now(driver).state.step == 20
    assert [one.step for one in now(driver).moments] == [0, 2, 5, 10, 15, 20]
    driver.play()
    assert not driver.playing


def test_a_step_is_one_update_and_a_pause_stays(tiny, asked):
    driver = Driver(tiny, asked, Inline())
    driver.step()
    assert now(driver).state.step == 1
    driver.step(4)
    assert (now(driver).state.step, driver.playing) == (5, False)


def test_back_restores_exactly_and_what_comes_after_comes_again(tiny, asked):
    driver = Driver(tiny, asked, Inline())
    for _ in range(5):
        driver.step(6)
    at = driver.checkpoints[2]
    end, moments = now(driver).state, now(driver).moments
    driver.back(at.state.step)
    assert driver.point is at
    driver.step(end.step - at.state.step)
    assert same(now(driver).state, end)
    assert [one.held_out_loss for one in now(driver).moments] == [one.held_out_loss for one in moments]


def test_a_step_nobody_kept_is_refused(tiny, asked):
    with pytest.raises(KeyError):
        Driver(tiny, asked, Inline()).back(17)


def test_it_pauses_when_nobody_looks(tiny, asked):
    clock = Clock()
    driver = Driver(replace(tiny, steps=10**6), asked, Inline(), clock=clock)
    driver.play()
    waited(lambda: now(driver).state.step > 0)
    assert driver.playing
    clock.now += 60
    waited(lambda: not driver.playing)


def test_what_was_under_way_when_it_was_paused_is_dropped(tiny, asked):
    driver = Driver(replace(tiny, steps=10**6), asked, Inline())
    driver.play()
    waited(lambda: now(driver).state.step > 0)
    driver.pause()
    step = now(driver).state.step
    time.sleep(0.7)
    assert now(driver).state.step == step


def test_a_run_that_blows_up_goes_back_to_its_last_good_point(tiny, asked):
    driver = Driver(replace(tiny, learning_rate=30.0, clip=1e9, weight_decay=0.0), asked, Inline())
    driver.play()
    waited(lambda: driver.error is not None)
    assert driver.error
    assert driver.error.key == "diverged"
    assert driver.point is driver.checkpoints[-1]
    assert not driver.playing


def test_checkpoints_stay_few(tiny, asked):
    driver = Driver(tiny, asked, Inline())
    for _ in range(30):
        driver.step(2)
    steps = [one.state.step for one in driver.checkpoints]
    assert len(steps) <= 12
    assert steps[0] == 0
    assert steps == sorted(set(steps))


class Broken(Inline):
    """A backend whose slices fail once the run has begun."""

    def __init__(self, error):
        self.error = error
        self.begun = False

    def submit(self, function, state, *args, learner=""):
        if self.begun:
            raise self.error
        self.begun = True
        return super().submit(function, state, *args, learner=learner)


def test_a_lost_worker_stops_the_run_and_keeps_what_it_had(tiny, asked):
    driver = Driver(tiny, asked, Broken(CourseError("gone", "worker_lost")))
    driver.play()
    waited(lambda: driver.error is not None)
    assert (driver.playing, now(driver).state.step) == (False, 0)


def test_a_bug_is_told_and_not_hidden(tiny, asked):
    driver = Driver(tiny, asked, Broken(ZeroDivisionError("bug")))
    with pytest.raises(ZeroDivisionError):
        driver.step()
    assert driver.error
    assert driver.error.key == "unexpected"


class Slow(Future):
    """An answer that comes later than anybody waits who does not wait to the end."""

    def result(self, timeout=None):
        if timeout is not None and not self.done():
            raise TimeoutError
        return super().result(timeout)


class Busy(Inline):
    """Computes the first slice when it is told to."""

    def __init__(self):
        self.first: Slow = Slow()
        self.work: Callable[[], None] | None = None

    def submit(self, function, state, *args, learner=""):
        if self.work is None:
            self.work = lambda: self.first.set_result(function(state, *args))
            return self.first
        return super().submit(function, state, *args, learner=learner)


def test_a_run_that_is_long_in_beginning_plays_once_it_has_begun(tiny, asked):
    busy = Busy()
    driver = Driver(replace(tiny, steps=20), asked, busy)
    driver.play()
    time.sleep(0.1)
    assert driver.playing
    assert busy.work is not None
    busy.work()
    waited(lambda: driver.done)


def test_a_run_that_cannot_begin_says_why(tiny, asked):
    backend = Broken(CourseError("gone", "worker_lost"))
    backend.begun = True
    with pytest.raises(CourseError):
        Driver(tiny, asked, backend)
