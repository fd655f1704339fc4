"""A run on a page: played, paused, stepped, taken back to any earlier moment.

The page keeps one of these in its session and calls `tick` while it plays; the work is done in slices by a backend of
`core.compute`, so nothing here ever waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from core.compute import Backend
from core.errors import CourseError
from core.mlp.datasets import Array
from core.mlp.experiment import Experiment
from core.mlp.training import TrainState, advance, start, step

MOST_MOMENTS = 200
"""Moments one can go back to; when there are more, every second one is let go."""

ENDLESS = 1_000_000_000


@dataclass
class Run:
    """An experiment and every moment of it that is kept.

    Parameters
    ----------
    experiment
        Its settings.
    moments
        States from the first to the last, without their history.
    history
        Rows of the losses; see `core.mlp.training.TrainState`.
    at
        Which moment is looked at.
    playing
        Whether it goes on by itself.
    lost
        Why it stopped by itself, when the process that was computing ended; what is kept is not lost.
    """

    experiment: Experiment
    moments: list[TrainState] = field(default_factory=list)
    history: Array = field(default_factory=lambda: np.zeros((0, 0)))
    at: int = 0
    playing: bool = False
    lost: CourseError | None = None
    _slice: Future[TrainState] | None = None

    def __post_init__(self) -> None:
        if not self.moments:
            self._keep(start(self.experiment))

    @property
    def state(self) -> TrainState:
        """The moment that is looked at, whole."""
        kept = self.moments[self.at]
        return replace(kept, history=self.history[self.history[:, 0] <= kept.epoch])

    def play(self) -> None:
        """Go on from the moment that is looked at; what came after it is let go."""
        self._cut()
        self.lost = None
        self.playing = self.state.trouble is None

    def pause(self) -> None:
        """Stop where it is; a slice that is being worked on is not waited for."""
        self.playing, self.lost = False, None
        if self._slice is not None:
            self._slice.cancel()
            self._slice = None

    def tick(self, backend: Backend, learner: str, seconds: float = 0.1) -> bool:
        """Take in the slice that is done, and ask for the next one; True when there is something new to see."""
        new = False
        if self._slice is not None and self._slice.done():
            done, self._slice = self._slice, None
            new = True
            try:
                self._keep(done.result())
                self.playing = self.playing and self.moments[-1].trouble is None
            except CourseError as error:
                self.lost, self.playing = error, False
        if self.playing and self._slice is None:
            self._slice = backend.submit(advance, self._light(), ENDLESS, seconds, learner=learner)
        return new

    def step(self) -> None:
        """One batch."""
        self.pause()
        self._cut()
        self._keep(step(self.state))

    def epoch(self) -> None:
        """One pass over the training points, or what is left of it."""
        self.pause()
        self._cut()
        self._keep(advance(self.state))

    def back(self) -> None:
        """Look at the moment before."""
        self.look(self.at - 1)

    def look(self, moment: int) -> None:
        """Look at any moment that is kept."""
        self.pause()
        self.at = min(max(moment, 0), len(self.moments) - 1)

    def put(self, state: TrainState) -> None:
        """Go on with a state that was changed by hand."""
        self.pause()
        self._cut()
        self._keep(state)

    def _light(self) -> TrainState:
        """The last moment with the last row of its history: what a slice needs."""
        return replace(self.moments[-1], history=self.history[-1:])

    def _cut(self) -> None:
        self.history = self.state.history
        del self.moments[self.at + 1 :]

    def _keep(self, state: TrainState) -> None:
        last = self.history[-1, 0] if len(self.history) else -1.0
        new = state.history[state.history[:, 0] > last]
        self.history = np.concatenate([self.history, new]) if len(self.history) else new
        if len(self.history) > 2 * MOST_ROWS:
            self.history = thinned(self.history)
        self.moments.append(replace(state, history=self.history[:0]))
        if len(self.moments) > MOST_MOMENTS:
            self.moments = [*self.moments[:-1:2], self.moments[-1]]
        self.at = len(self.moments) - 1


MOST_ROWS = 5_000
"""Rows of history that a page keeps, up to twice as many."""


def thinned(history: Array) -> Array:
    """Every second row, the last one always."""
    return np.concatenate([history[:-1:2], history[-1:]])


def curves(runs: Sequence[tuple[str, Array]], points: int = 300) -> list[dict[str, Any]]:
    """Rows for a chart of the losses of some runs: few enough to be drawn many times a second."""
    rows: list[dict[str, Any]] = []
    for name, history in runs:
        places = np.unique(np.linspace(0, len(history) - 1, min(points, len(history))).round().astype(int))
        for epoch, train, test in history[places, :3]:
            rows.append({"run": name, "epoch": int(epoch), "train": float(train), "test": float(test)})
    return rows
