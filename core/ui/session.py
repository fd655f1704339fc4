"""Who is learning, in which language, with which preferences: what every page asks about its visitor."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.content import LANGUAGES, Content
from core.errors import StoreError
from core.store import is_learner, new_learner, store
from core.ui.charts import theme

COOKIE = "llm_por_dentro_learner"
"""Cookie that holds the random learner id."""

COURSE_NOTES = "course"
"""Lesson name under which the store keeps what belongs to no lesson."""


def language() -> str:
    """Give the language of this run: the link's, the one chosen before, the browser's, or Spanish."""
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state["_language"] = asked
    elif "_language" not in st.session_state:
        st.session_state["_language"] = _first_language()
    chosen: str = st.session_state["_language"]
    if asked is not None and asked not in LANGUAGES:
        del st.query_params["lang"]
    if asked is None and st.session_state.get("_language_chosen"):
        st.query_params["lang"] = chosen
    return chosen


def choose_language(chosen: str) -> None:
    """Switch the language, in the address and for the next visit."""
    st.session_state["_language"] = chosen
    st.session_state["_language_chosen"] = True
    st.query_params["lang"] = chosen
    keep("language", chosen)


def words(name: str) -> Content:
    """Give a content file in the language of this run."""
    return Content(name, language())


def mode() -> theme.Mode:
    """Give the theme that the learner sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def presenting() -> bool:
    """Say whether the page is on a projector: ``?present=1``, kept while moving between pages."""
    asked = st.query_params.get("present")
    if asked is not None:
        st.session_state["_present"] = asked == "1"
    elif st.session_state.get("_present"):
        st.query_params["present"] = "1"
    return bool(st.session_state.get("_present"))


def present(on: bool) -> None:
    """Enter or leave the projector view."""
    st.session_state["_present"] = on
    if on:
        st.query_params["present"] = "1"
    elif "present" in st.query_params:
        del st.query_params["present"]


def learner() -> str:
    """Give the learner's id: from a link of theirs, the cookie, or a new one."""
    linked = st.query_params.get("learner")
    if linked is not None:
        del st.query_params["learner"]
        if is_learner(linked):
            st.session_state["_learner"] = linked
            st.session_state.pop("_notes", None)
    if "_learner" not in st.session_state:
        kept = st.context.cookies.get(COOKIE)
        st.session_state["_learner"] = kept if is_learner(kept) else new_learner()
        if not is_learner(kept):
            st.session_state["_notes"] = {}
    chosen: str = st.session_state["_learner"]
    return chosen


def numbered(name: str) -> str:
    """Give a key that no other container of this run has, and that is the same in the next run."""
    counts: dict[str, int] = st.session_state.setdefault("_numbered", {})
    counts[name] = counts.get(name, 0) + 1
    return f"{name}--{counts[name]}"


def count_anew() -> None:
    """Start the numbers of `numbered` again, at the beginning of a page."""
    st.session_state["_numbered"] = {}


def notes() -> dict[str, dict[str, Any]]:
    """Give every note of the learner: read once per session, not at all for somebody new."""
    owner = learner()
    if "_notes" not in st.session_state:
        try:
            st.session_state["_notes"] = store().all(owner)
        except StoreError as error:
            st.session_state["_notes"] = {}
            st.session_state["_store_error"] = error
    found: dict[str, dict[str, Any]] = st.session_state["_notes"]
    return found


def keep(name: str, value: Any, lesson: str = COURSE_NOTES) -> None:
    """Keep one note for the learner; a disk that refuses is told on Home, and the lesson goes on."""
    mine = notes().setdefault(lesson, {})
    if name in mine and mine[name] == value:
        return
    mine[name] = value
    try:
        store().save(learner(), lesson, name, value)
    except StoreError as error:
        st.session_state["_store_error"] = error


def kept(name: str, default: Any = None, lesson: str = COURSE_NOTES) -> Any:
    """Give one note of the learner."""
    return notes().get(lesson, {}).get(name, default)


def forget() -> None:
    """Erase everything the store knows about the learner, who goes on as somebody new."""
    try:
        store().forget(learner())
    except StoreError as error:
        st.session_state["_store_error"] = error
    st.session_state["_learner"] = new_learner()
    st.session_state["_notes"] = {}


def predictions_on() -> bool:
    """Say whether results wait for a prediction: ``?predict=0`` or the learner's switch turn it off."""
    asked = st.query_params.get("predict")
    if asked in {"0", "1"}:
        return asked == "1"
    return bool(kept("predict", True))


def choose_predictions(on: bool) -> None:
    """Turn the predictions on or off, for the next visit too."""
    if "predict" in st.query_params:
        del st.query_params["predict"]
    keep("predict", on)


def _first_language() -> str:
    """Pick the language of a first visit: kept from before, else the browser's when the course has it."""
    before = kept("language")
    if before in LANGUAGES:
        return str(before)
    locale = (st.context.locale or "").split("-")[0].lower()
    return locale if locale in LANGUAGES else LANGUAGES[0]
