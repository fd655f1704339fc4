"""Progress is the learner's: take it away as a file, bring it back, or have it erased."""

from __future__ import annotations

import streamlit as st

from core.errors import CourseError
from core.quiz import transfer
from core.quiz.store import Progress
from core.ui import text_box
from core.ui.frame import Lesson
from core.ui.notices import say_error
from core.ui.quiz import keeper

FILE = "llm-por-dentro-cuestionario.json"


def draw(lesson: Lesson) -> None:
    """Offer the three things; each is made only when it is opened."""
    st.subheader(lesson.t("takeaway.title"), anchor=False)
    with st.container(key="quiz-prose"):
        st.markdown(lesson.t("takeaway.where"))
    with st.container(horizontal=True):
        _download(lesson)
        _upload(lesson)
        _erase(lesson)


def _download(lesson: Lesson) -> None:
    label = lesson.t("takeaway.download")
    place = st.popover(label, icon=":material/download:", key="quiz-download", on_change="rerun")
    if place.open:
        with place:
            content = keeper.attempt(_written)
            st.download_button(
                lesson.t("takeaway.save", size=len(content)),
                content,
                FILE,
                "application/json",
                key="quiz-save",
                on_click="ignore",
            )


def _written(progress: Progress, learner: str) -> bytes:
    open_run = progress.open_run(learner)
    runs = [*progress.finished_runs(learner, limit=transfer.MOST_ROWS), *([open_run] if open_run else [])]
    return transfer.write(runs, progress.all_answers(learner))


def _upload(lesson: Lesson) -> None:
    label = lesson.t("takeaway.upload")
    place = st.popover(label, icon=":material/upload:", key="quiz-bring", on_change="rerun")
    if not place.open:
        return
    with place, st.container(key="quiz-upload"):
        st.markdown(lesson.t("takeaway.upload_why"))
        file = text_box.upload(
            lesson.t("takeaway.file"), ["json"], transfer.LARGEST_BYTES, key="quiz-file", visible=False
        )
        if file is not None:
            _bring(lesson, file.getvalue())


def _bring(lesson: Lesson, content: bytes) -> None:
    try:
        brought = transfer.read(content)
    except CourseError as error:
        say_error(error)
        return
    new = keeper.attempt(lambda progress, learner: progress.merge(learner, brought.runs, brought.answers))
    lesson.note(lesson.md("takeaway.brought", n=new, known=len(brought.answers) - new))
    if brought.skipped:
        lesson.note(lesson.md("takeaway.skipped", n=brought.skipped), "warning")


def _erase(lesson: Lesson) -> None:
    with st.popover(lesson.t("takeaway.erase"), icon=":material/delete:", key="quiz-erase"):
        st.markdown(lesson.t("takeaway.erase_why"))
        st.button(lesson.t("takeaway.erase_yes"), key="quiz-erase-yes", on_click=keeper.forget_everything)
