"""Predict, then reveal: the learner commits before the result is computed or sent to the browser."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from core.numbers import Numbers
from core.ui import session, settings

MOST_KEPT = 200
"""Guesses kept in a session; a text box that asks again for each text would otherwise never stop growing."""

_SKIPPED = "\N{SYMBOL FOR NULL}"
_QUIET: dict[str, Any] = {"label_visibility": "collapsed", "wrap": True}


@dataclass(frozen=True)
class Guess:
    """What became of a question: true once the result may be shown.

    Parameters
    ----------
    revealed
        Whether the result may be computed and shown.
    choice
        What the learner bet; None when skipped, or when predictions are off.
    """

    revealed: bool
    choice: Any = None

    def __bool__(self) -> bool:
        return self.revealed


@dataclass(frozen=True)
class Question:
    """What is asked: one of several options, or a number in ``numeric = (low, high, step)``.

    A live question keeps the bet while the figure changes, and holds it against the figure of now.
    """

    key: str
    text: str
    options: dict[str, str] = field(default_factory=dict)
    numeric: tuple[float, float, float] | None = None
    digits: int = 0
    live: bool = False

    @property
    def id(self) -> str:
        """A short name for widgets; the key itself may hold a whole text of the learner."""
        return hashlib.blake2s(self.key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()

    def is_right(self, choice: Any, truth: Any) -> bool:
        """Say whether a guess was right: the same option, or a number within one step."""
        if self.numeric is None:
            return bool(choice == truth)
        return abs(float(choice) - float(truth)) <= self.numeric[2] * (1 + 1e-9)


def labels(options: Mapping[str, str] | Iterable[str]) -> dict[str, str]:
    """Give the label of each option; plain strings are their own."""
    return dict(options) if isinstance(options, Mapping) else {option: option for option in options}


def ask(question: Question, *, answer: Callable[[], Any], say: Callable[[Any, Any], str]) -> Guess:
    """Ask once per key; after the commit say one line, with the truth computed only then."""
    if not session.predictions_on():
        return Guess(revealed=True)
    asked: dict[str, dict[str, Any]] = st.session_state.setdefault("_guesses", {})
    entry = asked.get(question.id)
    if entry is None:
        _draw_question(asked, question)
        return Guess(revealed=False)
    if entry["choice"] == _SKIPPED:
        return Guess(revealed=True)
    counted = "truth" in entry
    if question.live or not counted:
        entry["truth"] = answer()
    if not counted:
        _count(right=question.is_right(entry["choice"], entry["truth"]))
    _draw_answer(question, entry, say(entry["choice"], entry["truth"]))
    return Guess(revealed=True, choice=entry["choice"])


def _draw_question(asked: dict[str, dict[str, Any]], question: Question) -> None:
    words, widget = session.words("frame"), f"guess--{question.id}"

    def commit(choice: Any = None) -> None:
        while len(asked) >= MOST_KEPT:
            asked.pop(next(iter(asked)))
        asked[question.id] = {"choice": st.session_state[widget] if choice is None else choice}

    with _box(question):
        if question.numeric is None:
            codes, name = list(question.options), question.options.__getitem__
            st.pills(question.text, codes, format_func=name, key=widget, on_change=commit, **_QUIET)
        else:
            _number(question, widget)
        with st.container(horizontal=True, key=f"prediction-foot--{question.id}"):
            if question.numeric is not None:
                st.button(words.text("predict.commit"), key=f"commit--{question.id}", on_click=commit)
            skip = words.text("predict.skip")
            st.button(skip, type="tertiary", key=f"skip--{question.id}", on_click=commit, args=(_SKIPPED,))


def _draw_answer(question: Question, entry: dict[str, Any], line: str) -> None:
    """Keep the question and the bet where they were, so that nothing jumps, and say the one line."""
    icon = (
        ":material/check_circle:"
        if question.is_right(entry["choice"], entry["truth"])
        else ":material/lightbulb:"
    )
    with _box(question):
        if question.options:
            shown, codes, name = (
                f"guessed--{question.id}",
                list(question.options),
                question.options.__getitem__,
            )
            st.session_state[shown] = entry["choice"] if entry["choice"] in question.options else None
            st.pills(question.text, codes, format_func=name, key=shown, disabled=True, **_QUIET)
        st.markdown(f"{icon} {line}")


def _box(question: Question) -> Any:
    box = st.container(border=True, key=f"prediction--{question.id}", gap="small")
    box.markdown(f"**{session.words('frame').text('predict.before')}** {question.text}")
    return box


def _number(question: Question, widget: str) -> None:
    low, high, step = question.numeric or (0.0, 1.0, 0.1)
    numbers = Numbers(session.language())
    stops = settings.stops(low, high, step)
    if widget not in st.session_state:
        st.session_state[widget] = stops[len(stops) // 2]
    st.select_slider(
        question.text,
        stops,
        format_func=lambda stop: numbers.decimal(stop, question.digits),
        key=widget,
        label_visibility="collapsed",
    )


def _count(*, right: bool) -> None:
    """Add the guess to the learner's tally."""
    session.keep("guesses", session.kept("guesses", 0) + 1)
    if right:
        session.keep("guesses_right", session.kept("guesses_right", 0) + 1)
