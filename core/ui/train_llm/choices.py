"""What is chosen before a run: the data, the size, and the finer settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core import compute, device
from core.content import quoted
from core.gatito.training import Settings
from core.train_llm import SIZES, TOPICS, Probes, Size, estimate, own_text, prepare, presets, probes
from core.ui import frame, session, settings, text_box

STEPS = (100, 200, 400, 800, 1200, 2000, 4000, 8000)
RATES = (0.0001, 0.0003, 0.001, 0.002, 0.004, 0.008, 0.02, 0.1, 1.0)
VOCABULARIES = (300, 512, 1024, 2048, 4096)
LARGEST_SEED = 2**31 - 1
_TEXTS = "_train_llm.texts"
_TOPICS_SEEN = "_train_llm.topics_seen"


@dataclass(frozen=True)
class Choice:
    """What the learner chose.

    Parameters
    ----------
    settings, probes
        Of the run.
    kind
        ``"small"``, ``"whole"`` or ``"own"``.
    """

    settings: Settings
    probes: Probes
    kind: str


def draw(lesson: frame.Lesson, ask: Any, controls: Any) -> Choice:
    """Draw every control of a run and give what they say.

    Raises
    ------
    CourseError
        When a text is no use, nothing is left to learn, or the size does not fit.
    """
    with ask:
        kind = _data(lesson)
    with controls:
        size = _size(lesson)
        prompt = lesson.text_input(
            "prompt", lesson.t("controls.prompt"), lesson.t("controls.prompt_default"), max_chars=80, carry=False,
            live=False,
        )  # fmt: skip
    with lesson.more_settings():
        fine = _fine(lesson, kind)
    if kind == "own":
        with ask:
            data: Any = _text(lesson, int(fine["vocabulary"]), size.context)
        vocabulary = data.vocabulary
    else:
        topics = lesson.get("topics")
        data, vocabulary = presets.world(kind, topics), 3072
    chosen = presets.settings(
        size, data, steps=fine["steps"], learning_rate=fine["rate"], vocabulary=vocabulary, seed=fine["seed"],
        device=device.pick().name,
    )  # fmt: skip
    chosen = replace(chosen, attention=fine["attention"], positions=fine["positions"])
    estimate.check_memory(chosen, device.pick().free_bytes)
    return Choice(chosen, probes(data, prompt), kind)


def _data(lesson: frame.Lesson) -> str:
    names = lesson.value("controls.kinds")
    kind = st.segmented_control(
        lesson.t("controls.data"), list(names), format_func=names.__getitem__, required=True,
        key=lesson.key("data", "small", among=names),
    )  # fmt: skip
    topics = lesson.value("topics")
    key = _topics_key(lesson)
    if kind != "own":
        st.pills(
            lesson.t("controls.topics"), TOPICS, format_func=topics.__getitem__, selection_mode="multi", key=key, wrap=True
        )  # fmt: skip
    return str(kind or "small")


def _topics_key(lesson: frame.Lesson) -> str:
    """Declare the topics; an address that says nothing of them means the default ones, and not none."""
    key = f"{lesson.id}.topics"
    if key not in st.session_state and key not in st.query_params and not st.session_state.get(_TOPICS_SEEN):
        settings.change(key, list(presets.DEFAULT_TOPICS))
    st.session_state[_TOPICS_SEEN] = True
    return lesson.key("topics", list(presets.DEFAULT_TOPICS), among=TOPICS)


def _size(lesson: frame.Lesson) -> Size:
    names = lesson.value("sizes")
    codes = [*SIZES, "own"]
    code = st.selectbox(
        lesson.t("controls.size"), codes, format_func=lambda one: _shape(lesson, names[one], one),
        key=lesson.key("size", presets.DEFAULT_SIZE, among=codes),
    )  # fmt: skip
    return SIZES.get(str(code)) or _own_size(lesson)


def _shape(lesson: frame.Lesson, name: str, code: str) -> str:
    size = SIZES.get(code)
    return lesson.t("controls.shape", name=name, layers=size.layers, width=size.width) if size else name


def _own_size(lesson: frame.Lesson) -> Size:
    columns = st.columns(4)
    asked = (("layers", 2, 1, 12), ("heads", 2, 1, 16), ("width", 64, 16, 1024), ("context", 128, 16, 512))
    values = []
    for column, (name, default, low, high) in zip(columns, asked, strict=True):
        key = lesson.key(name, default, between=(low, high))
        values.append(int(column.number_input(lesson.t(f"controls.{name}"), low, high, step=1, key=key)))
    return Size(*values)


def _fine(lesson: frame.Lesson, kind: str) -> dict[str, Any]:
    number = lesson.number
    steps = st.select_slider(
        lesson.t("controls.steps"), STEPS, format_func=number.integer, key=_stop(lesson, "steps", 1200, STEPS)
    )
    rate = st.select_slider(
        lesson.t("controls.rate"), RATES, format_func=lambda one: number.decimal(one, 4).rstrip("0").rstrip(",."),
        key=_stop(lesson, "rate", 0.004, RATES),
    )  # fmt: skip
    seed = st.number_input(
        lesson.t("controls.seed"),
        0,
        LARGEST_SEED,
        step=1,
        key=lesson.key("seed", 0, between=(0, LARGEST_SEED)),
    )
    attention = st.toggle(lesson.t("controls.attention"), key=lesson.key("attention", default=True))
    positions = st.toggle(lesson.t("controls.positions"), key=lesson.key("positions", default=True))
    vocabulary = 1024
    if kind == "own":
        vocabulary = st.select_slider(
            lesson.t("controls.vocabulary"), VOCABULARIES, format_func=number.integer,
            key=_stop(lesson, "vocabulary", 1024, VOCABULARIES),
        )  # fmt: skip
    return {
        "steps": int(steps), "rate": float(rate), "seed": int(seed), "attention": attention, "positions": positions,
        "vocabulary": vocabulary,
    }  # fmt: skip


def _stop(lesson: frame.Lesson, name: str, default: float, places: tuple[float, ...]) -> str:
    """Declare a setting of a few allowed numbers; one between them, from an address, becomes the nearest."""
    key = lesson.key(name, default, between=(places[0], places[-1]))
    value = st.session_state[key]
    if value not in places:
        settings.change(key, min(places, key=lambda place: abs(place - value)))
    return key


def _text(lesson: frame.Lesson, vocabulary: int, context: int) -> Any:
    """Draw the box and the file of the learner's own text; learn a tokenizer from it, in a child process."""
    key = lesson.key("text", lesson.t("controls.text_default"), max_chars=own_text.LARGEST_BYTES)
    typed = st.text_area(
        lesson.t("controls.text"), key=key, height=110, placeholder=lesson.t("controls.text_hint")
    )
    file = text_box.upload(
        lesson.t("controls.file"), ["txt", "md"], own_text.LARGEST_BYTES, key="train-llm-file", visible=False
    )
    text = own_text.readable(file.getvalue()) if file is not None else typed or ""
    with lesson.loading(lesson.t("controls.tokenizer"), float(len(text))):
        stream = prepared(text, vocabulary, context)
    _vocabulary(lesson, stream, len(text))
    return stream


def _vocabulary(lesson: frame.Lesson, stream: Any, characters: int) -> None:
    """Say what vocabulary was learnt from the text, and show its longest pieces."""
    tokens = len(stream.ids)
    st.caption(
        lesson.t(
            "vocabulary.learnt", tokens=stream.vocabulary, chars=characters, length=tokens, ratio=characters / tokens
        )
        + " "
        + lesson.md("vocabulary.longest", pieces=quoted(own_text.longest(stream), lesson.language))
    )  # fmt: skip


def prepared(text: str, vocabulary: int, context: int) -> Any:
    """Give the stream of a text, made once per session."""
    made: dict[Any, Any] = st.session_state.setdefault(_TEXTS, {})
    name = (hash(text), len(text), vocabulary, context)
    if name not in made:
        job = compute.backend().submit(prepare, text, vocabulary, context, learner=session.learner())
        while len(made) >= 3:
            made.pop(next(iter(made)))
        made[name] = job.result()
    return made[name]
