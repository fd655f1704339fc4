"""The learner's run, kept while the session lasts, and the ticking that shows it."""

from __future__ import annotations

import time
from collections.abc import Callable

import streamlit as st

from core.compute import backend
from core.mlp import Experiment, TrainState, advance
from core.mlp.runs import Run
from core.ui import notices, session

TICK_SECONDS = 0.12
SLICE_SECONDS, LONGEST_SLICE = 0.1, 0.2
SPARE_SECONDS = 0.02
"""What a slice takes besides its work: there and back between two processes."""

_KEY, _KEPT, _PICKED, _TICKED = "_mlp.run", "_mlp.kept", "_mlp.picked", "_mlp.ticked"


def current() -> Run | None:
    """The run at hand, if there was one in this session."""
    found = st.session_state.get(_KEY)
    return found if isinstance(found, Run) else None


def run(experiment: Experiment) -> Run:
    """The run of an experiment: another one begins when a setting changes."""
    found = current()
    if found is None or found.experiment != experiment:
        if found is not None:
            found.pause()
        found = Run(experiment)
        st.session_state[_KEY] = found
        backend().submit(
            advance, found.state, 0, learner=session.learner()
        )  # the first child starts meanwhile
    return found


def ticking(one: Run, live: Callable[[], None], every: float = TICK_SECONDS) -> Callable[[], None]:
    """Make the part of a page that is drawn again and again while a run plays.

    Where nothing plays it is another part: Streamlit lets a part go on asking to be drawn until it is gone. When what
    is drawn around it is no longer so (the run was begun anew, played or paused since) the page is drawn again: a click
    that arrives while a picture is drawn runs its callback but redraws the picture alone.
    """
    playing = one.playing

    def moving() -> None:
        live()
        if st.session_state.get(_KEY) is not one or one.playing != playing:
            st.rerun()

    def still() -> None:
        moving()

    return st.fragment(moving, run_every=every) if playing else st.fragment(still)


def anew(experiment: Experiment) -> None:
    """Begin the same experiment again; from a callback."""
    run(experiment).pause()
    st.session_state[_KEY] = Run(experiment)


def tick(one: Run) -> bool:
    """Take in what is done, and ask for more: as much as fits until the next tick, so that the child seldom waits.

    A run that stopped because its child ended says so in this place, until it goes on.
    """
    now = time.monotonic()
    pause = now - st.session_state.get(_TICKED, now)
    st.session_state[_TICKED] = now
    seconds = min(max(SLICE_SECONDS, pause - SPARE_SECONDS), LONGEST_SLICE)
    new = one.tick(backend(), session.learner(), seconds)
    if one.lost is not None:
        notices.say_error(one.lost)
    return new


def kept() -> TrainState | None:
    """The run that the learner keeps to compare with."""
    found = st.session_state.get(_KEPT)
    return found if isinstance(found, TrainState) else None


def keep(state: TrainState) -> None:
    """Keep a run to compare with."""
    st.session_state[_KEPT] = state


def picked(one: Run) -> tuple[int, int, int]:
    """The weight under the microscope: layer, unit, source (−1 for the bias); the first one until another is picked."""
    layer, unit, source = st.session_state.get(_PICKED, (0, 0, 0))
    sizes = one.state.network.sizes
    if layer < len(sizes) - 1 and unit < sizes[layer + 1] and source < sizes[layer]:
        return layer, unit, source
    return 0, 0, 0


def clicked(key: str) -> None:
    """Put the weight that was clicked in a drawn network under the microscope; from its callback."""
    found = st.session_state[key]["picked"]
    if found is not None:
        pick(*found)


def pick(layer: int, unit: int, source: int) -> None:
    """Put a weight under the microscope."""
    st.session_state[_PICKED] = (int(layer), int(unit), int(source))
