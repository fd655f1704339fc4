"""What keeps a run going between two looks of the page: slice after slice, as long as somebody watches.

A driver holds the newest state of one run. While it plays, a thread of its own asks the compute backend for one slice
after the other; nobody who closes the tab leaves it running, because a driver that is not touched for a while pauses.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace

from core.compute import Backend
from core.errors import CourseError
from core.gatito.training import Settings, State, parameters
from core.train_llm.moments import Moment
from core.train_llm.probing import Probes
from core.train_llm.slices import Facts, Slice, begin, forward

SLICE_SECONDS = 0.5
LEASE_SECONDS = 8.0
"""A driver pauses when nobody has looked at it for so long."""
CHECKPOINT_BYTES = 80_000_000
MOST_CHECKPOINTS = 10


@dataclass(frozen=True)
class Point:
    """A run at one moment, with everything seen on the way: what Back goes back to.

    Parameters
    ----------
    state
        The run.
    moments
        What was measured so far.
    wall
        Seconds from Play, pauses left out.
    """

    state: State
    moments: tuple[Moment, ...]
    wall: float


class Driver:
    """One run of one learner.

    Parameters
    ----------
    settings, probes
        What is trained and what is measured.
    backend
        Where slices run.
    learner
        Whose turn a slice takes.
    clock
        Gives seconds; another one for tests.
    """

    def __init__(
        self, settings: Settings, probes: Probes, backend: Backend, learner: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.settings = settings
        self.probes = probes
        self.facts: Facts | None = None
        self.error: CourseError | None = None
        self.checkpoints: list[Point] = []
        self._backend, self._learner, self._clock = backend, learner, clock
        self._lock = threading.RLock()
        self._point: Point | None = None
        self._playing = False
        self._epoch = 0
        self._touched = clock()
        self._first: Future[Slice] = backend.submit(begin, settings, probes, learner=learner)
        self._first.add_done_callback(self._begun)

    @property
    def point(self) -> Point | None:
        """The newest point of the run; None until its weights have been drawn."""
        return self._point

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._playing

    @property
    def done(self) -> bool:
        """Whether the run has reached the end of its schedule."""
        return self._point is not None and self._point.state.step >= self.settings.steps

    def touch(self) -> None:
        """Say that somebody is looking."""
        self._touched = self._clock()

    def wait(self, seconds: float | None = 60.0) -> None:
        """Wait until the weights are drawn; an error of that is raised here."""
        self._first.result(seconds)

    def play(self) -> None:
        """Go on until `pause`, the end of the schedule, an error, or nobody looks."""
        with self._lock:
            if self._playing or self.done:
                return
            self._playing, self.error = True, None
            self._epoch += 1
            self.touch()
            epoch = self._epoch
        threading.Thread(target=self._run, args=(epoch,), name="train", daemon=True).start()

    def pause(self) -> None:
        """Stop after the slice that is under way, whose result is dropped: what is on screen stays."""
        with self._lock:
            self._playing = False
            self._epoch += 1

    def step(self, steps: int = 1) -> None:
        """Do exactly so many updates, and wait for them."""
        self.pause()
        with self._lock:
            epoch, self.error = self._epoch, None
        self.wait()
        self._slice(epoch, None, steps)

    def back(self, step: int) -> None:
        """Go back to the checkpoint at `step`; what came after it is forgotten, and can be had again, number by number.

        Raises
        ------
        KeyError
            When there is no checkpoint at that step.
        """
        with self._lock:
            kept = next((one for one in self.checkpoints if one.state.step == step), None)
            if kept is None:
                raise KeyError(step)
            self.pause()
            self._point, self.error = kept, None
            self.checkpoints = [one for one in self.checkpoints if one.state.step <= step]

    def _begun(self, first: Future[Slice]) -> None:
        error = None if first.cancelled() else first.exception()
        with self._lock:
            if first.cancelled() or error is not None:
                self.error = (
                    error if isinstance(error, CourseError) else CourseError(str(error), "worker_lost")
                )
                return
            found = first.result()
            self.facts = found.facts
            self._point = Point(found.state, found.moments, 0.0)
            self.checkpoints = [self._point]

    def _run(self, epoch: int) -> None:
        """Ask for slices, one after the other; runs in a thread of its own."""
        try:
            self.wait(
                None
            )  # on a busy machine this takes its time; whoever computes it gives up what is lost
        except Exception:  # noqa: BLE001  (told by `_begun`)
            self.pause()
            return
        while self._playing and self._epoch == epoch:
            if self._clock() - self._touched > LEASE_SECONDS or self.done:
                self.pause()
            else:
                self._slice(epoch, SLICE_SECONDS, None)

    def _slice(self, epoch: int, seconds: float | None, steps: int | None) -> None:
        point = self._point
        if point is None:  # it could not begin; the reason is in `error`
            return
        began = self._clock()
        try:
            job = self._backend.submit(
                forward, point.state, self.probes, seconds, steps, learner=self._learner
            )
            found = job.result()
        except CourseError as error:
            self._failed(epoch, error)
            return
        except Exception as error:  # a bug of ours: told on the page, and in the server's log by what follows
            self._failed(epoch, CourseError(str(error), "unexpected"))
            raise
        with self._lock:
            if self._epoch == epoch:
                wall = point.wall + self._clock() - began
                seen = tuple(replace(moment, seconds=wall) for moment in found.moments)
                self._point = Point(found.state, point.moments + seen, wall)
                self._keep(self._point)

    def _failed(self, epoch: int, error: CourseError) -> None:
        """Stop; after a divergence go back to the last checkpoint, whose numbers are good."""
        with self._lock:
            if self._epoch != epoch:
                return
            self.pause()
            if error.key == "diverged":
                self._point = self.checkpoints[-1]
            self.error = error

    def _keep(self, point: Point) -> None:
        """Keep a checkpoint where one is due; when there are too many, every second one goes."""
        every = max(1, self.settings.steps // MOST_CHECKPOINTS)
        last = self.checkpoints[-1].state.step
        if point.state.step // every == last // every and not self.done:
            return
        self.checkpoints = [*self.checkpoints, point]
        most = max(2, CHECKPOINT_BYTES // (12 * parameters(self.settings)))
        while len(self.checkpoints) > min(most, MOST_CHECKPOINTS + 2):
            self.checkpoints = [self.checkpoints[0], *self.checkpoints[2:]]
