"""Take away: the folder of the trained model, its three lines, the way back, and the other lessons."""

from __future__ import annotations

import streamlit as st

from core import course
from core.gatito.training import parameters
from core.train_llm import Driver, Point, takeaway
from core.ui import frame, session, settings, text_box
from core.ui.train_llm import naming, runs

_ASKED = {
    "next_word": (("model", "hub_id"),),
    "embeddings": (("model", "model_hub"),),
    "attention": (("model", "model_hub"), ("writer", "writer_hub")),
}
"""Lessons that ask any model by its id: the box where «another model» is chosen, and the one where its id is written."""
_BROUGHT = "_train_llm.brought"


def draw(lesson: frame.Lesson) -> None:
    """The activity: which run, its folder, and what can be done with it."""
    ask, controls, figure = lesson.stage("take")
    trained = runs.trained()
    with ask:
        run = _chosen(lesson, trained)
    with controls, lesson.guard():
        _bring(lesson)
    with lesson.guard():
        if run is not None and run.point is not None:
            with figure:
                _folder(lesson, run, run.point, _names(lesson, trained)[trained.index(run)])
        lesson.figure(
            lambda: st.code(takeaway.THREE_LINES, language="python", wrap_lines=True), name="take",
            badge=frame.Badge("real", note=lesson.t("take.badge")), alt=lesson.t("take.alt"),
            source=[takeaway.write_folder, takeaway.bring],
        )  # fmt: skip
        lesson.seeing(lesson.md("take.seeing"))


def _chosen(lesson: frame.Lesson, trained: list[Driver]) -> Driver | None:
    if not trained:
        lesson.note(lesson.md("take.none"))
        return None
    labels = [
        lesson.t("take.run", name=name, step=one.point.state.step if one.point else 0)
        for one, name in zip(trained, _names(lesson, trained), strict=True)
    ]
    place = st.selectbox(
        lesson.t("take.which"), range(len(trained)), index=len(trained) - 1, format_func=labels.__getitem__, key="take-run"
    )  # fmt: skip
    return trained[int(place)]


def _names(lesson: frame.Lesson, trained: list[Driver]) -> list[str]:
    return naming.names(lesson, [one.settings for one in trained])


def _folder(lesson: frame.Lesson, run: Driver, point: Point, called: str) -> None:
    """The download, and the model as the other lessons know it."""
    st.caption(
        lesson.t("take.about", n=parameters(run.settings), step=point.state.step, tokens=point.state.tokens_seen)
    )  # fmt: skip
    name = lesson.t("take.name", name=called)
    with st.container(horizontal=True, key="take-buttons"):
        st.download_button(
            lesson.t("take.download"), lambda: takeaway.packed(point.state), f"{takeaway.FOLDER}.zip", "application/zip",
            icon=":material/download:", type="primary", key="take-download", on_click="ignore",
        )  # fmt: skip
        st.button(
            lesson.t("take.use"), icon=":material/school:", key="take-use",
            on_click=lambda: _keep(takeaway.keep_state(point.state, name, session.learner())),
        )  # fmt: skip


def _keep(brought: takeaway.Brought) -> None:
    st.session_state[_BROUGHT] = brought


def _bring(lesson: frame.Lesson) -> None:
    file = text_box.upload(lesson.t("take.bring"), ["zip"], takeaway.LARGEST_BYTES, key="train-llm-zip")
    if file is not None and st.session_state.get("_train_llm.zip") != file.file_id:
        name = lesson.t("take.name", name=file.name.removesuffix(".zip")[:40])
        _keep(takeaway.bring(file.getvalue(), name, session.learner()))
        st.session_state["_train_llm.zip"] = file.file_id
    brought: takeaway.Brought | None = st.session_state.get(_BROUGHT)
    if brought is not None:
        _lessons(lesson, brought)


def _lessons(lesson: frame.Lesson, brought: takeaway.Brought) -> None:
    """Ways to the lessons where the model can be asked."""
    st.markdown(lesson.md("take.kept", name=brought.card.name, n=brought.card.parameters or 0))
    titles = session.words("home")
    for target, boxes in _ASKED.items():
        there = course.lesson(target)
        title = titles.text(f"lessons.{target}.title")
        if there.exists and st.button(title, icon=f":material/{there.icon}:", key=f"take-go-{target}"):
            for box, written in boxes:
                settings.change(f"{target}.{box}", "hub")
                settings.change(f"{target}.{written}", brought.model_id)
            st.switch_page(str(there.path))
