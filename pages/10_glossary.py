"""The words of the trade, by the lesson where each is seen at work, found by any of their names."""

import streamlit as st

from core import glossary
from core.course import COURSE, MORE
from core.ui import frame, session
from core.ui import glossary as room

glossary.load(session.language())  # A broken file is told before anything is drawn: never half a page.
lesson = frame.begin("glossary")
box, choice = st.columns((8, 5), gap="large")
with box:
    query = st.text_input(
        lesson.t("page.search"), key=lesson.key("search", "", max_chars=200), live=True,
        placeholder=lesson.t("page.search_hint"), icon=":material/search:",
    )  # fmt: skip
with choice:
    seen = {term.lesson for term in glossary.load(lesson.language).values()}
    names = {"": lesson.t("page.lesson_all")} | room.titles(one.id for one in COURSE + MORE if one.id in seen)
    where = st.selectbox(
        lesson.t("page.lesson"), list(names), format_func=names.__getitem__,
        key=lesson.key("lesson", "", among=names),
    )  # fmt: skip

found = glossary.search(lesson.language, query or "", where or "")
total = len(glossary.load(lesson.language))
st.caption(f"{lesson.t('page.count', shown=len(found), total=total)} {lesson.t('page.hint')}")
if found:
    room.draw(lesson, found)
else:
    room.nothing(lesson)
lesson.end()
