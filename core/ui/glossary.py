"""The glossary page: terms grouped by the lesson where they are seen, in two columns."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import streamlit as st

from core.content import plain
from core.course import COURSE, MORE
from core.glossary import Term
from core.ui import frame, navigation, session

ORDER = [one.id for one in COURSE + MORE]


def titles(ids: Iterable[str]) -> dict[str, str]:
    """Give the title of each lesson."""
    words = session.words("home")
    return {one: words.text(f"lessons.{one}.title") for one in ids}


def draw(lesson: frame.Lesson, found: Iterable[Term]) -> None:
    """Draw the terms, a group per lesson in course order, each with the way to that lesson."""
    ordered = sorted(found, key=lambda term: ORDER.index(term.lesson))
    for where, group in groupby(ordered, key=lambda term: term.lesson):
        terms = list(group)
        with st.container(key=f"glossary-group--{where}"):
            with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
                st.subheader(titles([where])[where], anchor=False, width="content")
                navigation.link(
                    where, lesson.t("page.seen"), icon=":material/arrow_forward:", icon_position="right"
                )
            half = (len(terms) + 1) // 2
            for column, part in zip(st.columns(2, gap="large"), (terms[:half], terms[half:]), strict=True):
                column.markdown("\n\n".join(_entry(lesson, term) for term in part))


def nothing(lesson: frame.Lesson) -> None:
    """Say that no term was found, and offer to start again."""

    def clear() -> None:
        lesson.set(search="", lesson="")

    lesson.note(lesson.t("page.none"))
    st.button(lesson.t("page.clear"), icon=":material/backspace:", key="clear-search", on_click=clear)


def _entry(lesson: frame.Lesson, term: Term) -> str:
    """Write a term in Markdown: its names, what it means and how usage is divided."""
    other = "" if term.other.casefold() == term.name.casefold() else f" · *{plain(term.other)}*"
    note = f"  \n:gray[{lesson.t('page.usage')} {plain(term.note)}]" if term.note else ""
    return f"**{plain(term.name)}**{other}  \n{plain(term.text)}{note}"
