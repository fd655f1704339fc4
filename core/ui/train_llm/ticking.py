"""When a part of the page redraws by itself: while one of its runs goes on, or is being begun."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.train_llm import Driver

TICK_SECONDS = 1.0


def ticks(drivers: Sequence[Driver]) -> bool:
    """Whether something is going to change without a click."""
    return any(one.playing or (one.point is None and one.error is None) for one in drivers)


def every(drivers: Sequence[Driver]) -> float | None:
    """Seconds between two redraws; None for none."""
    return TICK_SECONDS if ticks(drivers) else None


def follow(name: str, drivers: Sequence[Driver]) -> None:
    """Begin or end the ticking when a run has begun or ended: that is decided where the fragment is called."""
    key, now = f"_train_llm.ticking.{name}", ticks(drivers)
    before = st.session_state.get(key)
    st.session_state[key] = now
    if before is not None and before != now:
        st.rerun()
