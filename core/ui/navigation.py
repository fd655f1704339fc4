"""The pages as Streamlit knows them, and the sidebar that every page shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from core.content import Content
from core.course import COURSE, MORE, Lesson, offered
from core.ui import session, warming

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.navigation.page import StreamlitPage

_WANTED = "_wanted"
"""Where the session keeps the page that waits for Home's frame, and its query."""

LANGUAGE_NAMES = {"es": "Español", "en": "English"}


def build(home: Callable[[], None]) -> StreamlitPage:
    """Register Home and every page whose file exists, in two sections, and give the one asked for."""
    words = session.words("home")
    front = st.Page(home, title=words.text("home"), icon=":material/auto_stories:", default=True)
    registered = {one.id: _page(one, words) for one in offered(COURSE + MORE)}
    st.session_state["_pages"] = {"home": front, **registered}
    sections = {
        "": [front],
        words.text("map"): [registered[one.id] for one in offered(COURSE)],
        words.text("more"): [registered[one.id] for one in offered(MORE)],
    }
    filled = {name: pages for name, pages in sections.items() if pages}
    hidden = session.presenting()
    first = PagesManager.uses_pages_directory is not False
    asked = st.navigation(filled, position="hidden" if hidden else "sidebar", expanded=True)
    # Before the first st.navigation of a server, Streamlit knows only the names of the files in pages/ and tells
    # whoever comes by a link that the page does not exist, then shows it: that notice is taken away again.
    st.session_state["_wrong_notice"] = first and asked is not front
    if waiting := st.session_state.pop(_WANTED, None):
        lesson_id, query = waiting
        st.switch_page(registered[lesson_id], query_params=query)
    return asked


def through_home(lesson_id: str) -> None:
    """Fetch the frame of a page that was reached without it.

    Until Home has run once on a server, Streamlit serves the files of ``pages/`` by the names it infers from them.
    """
    if warming.served() and "_pages" not in st.session_state:
        st.session_state[_WANTED] = lesson_id, st.query_params.to_dict()
        st.switch_page("Home.py")


def link(lesson_id: str, label: str, *, icon: str | None = None, icon_position: str = "left") -> None:
    """Link to a page of the course; a page that runs alone, outside Home, only names it."""
    page = st.session_state.get("_pages", {}).get(lesson_id)
    if page is None:
        st.markdown(label)
    elif icon_position == "right":
        st.page_link(page, label=label, icon=icon, icon_position="right")
    else:
        st.page_link(page, label=label, icon=icon)


def sidebar() -> None:
    """Draw what stands below the navigation: the language and the switch of the predictions."""
    words = session.words("frame")
    with st.sidebar, st.container(key="sidebar-foot"):
        _language_switch(words)
        _prediction_switch(words)


def _page(one: Lesson, words: Content) -> StreamlitPage:
    name = words.text(f"lessons.{one.id}.nav")
    title = f"{one.number} · {name}" if one.number else name
    return st.Page(str(one.path), title=title, icon=f":material/{one.icon}:", url_path=one.url_path)


def _language_switch(words: Content) -> None:
    key, current = "language-switch", session.language()
    if st.session_state.get(key) != current:
        st.session_state[key] = current

    def switch() -> None:
        session.choose_language(st.session_state[key] or current)

    st.segmented_control(
        words.text("sidebar.language"),
        list(LANGUAGE_NAMES),
        format_func=LANGUAGE_NAMES.__getitem__,
        key=key,
        required=True,
        on_change=switch,
        label_visibility="collapsed",
        width="stretch",
    )


def _prediction_switch(words: Content) -> None:
    key, current = "prediction-switch", session.predictions_on()
    if st.session_state.get(key) != current:
        st.session_state[key] = current

    def switch() -> None:
        session.choose_predictions(bool(st.session_state[key]))

    help_text = words.text("sidebar.predict_help")
    st.toggle(words.text("sidebar.predict"), key=key, on_change=switch, help=help_text)
