"""Look: every head at a glance, one head large with its numbers, and the sink."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from core import attention, models
from core.attention.hooks import heads
from core.ui import frame, model_box
from core.ui.attention import export, settings
from core.ui.components import heads as component

ALMOST_ALL = 0.9
"""Weight from which a token is told to look almost only at another."""

SINK = (0.1, 1.5)
"""What the first token must get on average to be told as the sink: this weight, and so many times its even share."""


@dataclass(frozen=True)
class Choice:
    """How the attention is looked at."""

    code: str
    threshold: float
    direction: str
    show: str
    sink: bool


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the text to the picture."""
    ask, controls, figure = lesson.stage("look")
    with ask:
        text = settings.text(lesson)
    with lesson.more_settings():
        model_id = settings.model(lesson, encoders=True)
        show = _show(lesson)
    with lesson.guard():
        loaded = model_box.ready(lesson, model_id)
        with controls:
            choice = _choice(lesson, loaded, show)
        last = component.shown(*heads(loaded), 10**6)
        run, seconds = frame.timed(attention.attend, text, model_id, last=last)
        view = run.without_first() if choice.sink and run.first + len(run.tokens) > 1 else run
        choice = replace(choice, sink=view is not run)
        shown, payload = _figure_of(lesson, text, loaded, view, choice, seconds)
        with figure:
            export.draw(lesson, shown, payload, loaded.card.name)
        _notes(lesson, loaded, run, choice)
        lesson.seeing(_seen(lesson, run, view, choice))


def _show(lesson: frame.Lesson) -> str:
    key = lesson.key("show", "both", among=["both", "matrix", "lines"])
    names = lesson.value("controls.shows")
    label = lesson.t("controls.show")
    return (
        st.segmented_control(
            label, ["both", "matrix", "lines"], format_func=names.get, key=key, required=True
        )
        or "both"
    )


def _choice(lesson: frame.Lesson, loaded: models.LoadedModel, show: str) -> Choice:
    code = settings.head(lesson, "head", loaded)
    threshold = lesson.slider("threshold", lesson.t("controls.threshold"), 0.0, low=0.0, high=0.5, step=0.05)
    key = lesson.key("direction", "from", among=["from", "to"])
    names = lesson.value("controls.directions")
    label = lesson.t("controls.direction")
    direction = st.segmented_control(label, ["from", "to"], format_func=names.get, key=key, required=True)
    key = lesson.key("sink", default=False)
    sink = st.toggle(lesson.t("controls.sink"), key=key, help=lesson.t("controls.sink_help"))
    return Choice(code, threshold, direction or "from", show, bool(sink))


def _figure_of(
    lesson: frame.Lesson,
    text: str,
    loaded: models.LoadedModel,
    run: attention.AttentionRun,
    choice: Choice,
    seconds: float,
) -> tuple[component.View, bytes]:
    layer, head = settings.decoded(choice.code)
    names = settings.inputs(lesson, run.tokens, run.first)
    view = component.View(
        names, run.weights, layer, head, choice.threshold, choice.direction, choice.show, run.causal
    )
    row = run.row(layer, head)
    best = int(row.argmax())
    alt = lesson.t(
        "figure.look_alt",
        layer=layer + 1,
        head=head + 1,
        token=names[-1],
        best=names[best],
        p=float(row[best]),
    )
    payload = view.payload(lesson.palette, _words(lesson), alt)

    def pick(at: int, one: int) -> None:
        lesson.set(head=f"{at + 1}.{one + 1}")

    note = lesson.t("figure.no_sink") if choice.sink else None
    lesson.figure(
        lambda: component.draw(payload, "attention-heads", pick),
        name="heads", badge=model_box.badge(loaded, seconds, note), alt=alt, table=run.table,
        source=[attention.attend, attention.AttentionRun],
        call=_call(text, run, choice, layer, head),
    )  # fmt: skip
    return view, payload


def _call(text: str, run: attention.AttentionRun, choice: Choice, layer: int, head: int) -> str:
    """Write what gives the weights that are drawn."""
    last = f", last={len(run.tokens)}" if run.first > (1 if choice.sink else 0) else ""
    without = ".without_first()" if choice.sink else ""
    asked = f"attend({text!r}, {run.model_id!r}{last}){without}"
    return f"from core.attention import attend\n{asked}.weights[{layer}, {head}]"


def _words(lesson: frame.Lesson) -> dict[str, str]:
    """The component's sentences; their braces are filled in the browser."""
    words: dict[str, str] = lesson.value("component")
    return {**words, "decimal": lesson.number.decimal(0.5, digits=1)[1]}


def _notes(
    lesson: frame.Lesson, loaded: models.LoadedModel, run: attention.AttentionRun, choice: Choice
) -> None:
    if run.cut:
        lesson.note(lesson.md("notes.cut", n=run.cut), kind="warning")
    if run.first:
        key = "notes.first_hidden" if choice.sink else "notes.first"
        lesson.note(lesson.md(key, shown=len(run.tokens), total=run.first + len(run.tokens)))
    if loaded.card.kind == "encoder":
        lesson.note(lesson.md("notes.encoder", model=loaded.card.name))


def _seen(
    lesson: frame.Lesson, run: attention.AttentionRun, view: attention.AttentionRun, choice: Choice
) -> str:
    """Say what is drawn (`view`), and what the model did with the first token (`run`)."""
    if choice.sink and run.first + len(run.tokens) == 2:
        return _alone(lesson, run, choice)
    layer, head = settings.decoded(choice.code)
    place = len(view.tokens) - 1 if not view.special[-1] or view.causal else len(view.tokens) - 2
    row = view.row(layer, head, place)
    order = row.argsort()[::-1]
    names = settings.inputs(lesson, view.tokens, view.first)
    most, next_most = float(row[order[0]]), float(row[order[min(1, len(order) - 1)]])
    key = "look_one" if len(row) == 1 else "look_most" if most >= ALMOST_ALL else "look"
    total = float(row.sum())
    said = lesson.md(
        f"seeing.{key}", layer=layer + 1, head=head + 1, token=names[place], a=names[order[0]], p=most,
        b=names[order[min(1, len(order) - 1)]], q=next_most, total=total,
        row=lesson.t("seeing.row_part" if round(total, 2) < 1 else "seeing.row_whole", total=total),
    )  # fmt: skip
    return f"{said} {_sink(lesson, run, choice)}".rstrip()


def _alone(lesson: frame.Lesson, run: attention.AttentionRun, choice: Choice) -> str:
    """Say what is left of a text of two tokens when the first one is hidden."""
    layer, head = settings.decoded(choice.code)
    start, token = settings.inputs(lesson, run.tokens)
    p, q = run.row(layer, head).tolist()
    return lesson.md(
        "seeing.look_alone", layer=layer + 1, head=head + 1, start=start, token=token, p=float(p), q=float(q)
    )


def _sink(lesson: frame.Lesson, run: attention.AttentionRun, choice: Choice) -> str:
    """Say what the model gave to the first token of the text; nothing where that says nothing."""
    if run.first:
        given = 1 - float(run.rest.mean())
        return lesson.md("seeing.sink_hidden_before", p=given) if choice.sink else ""
    if len(run.tokens) <= 2:
        return ""
    sink, even = float(run.weights[:, :, 2:, 0].mean()), _even(run)
    key = "sink_hidden" if choice.sink else "sink" if sink > max(SINK[0], SINK[1] * even) else "sink_none"
    token = settings.inputs(lesson, run.tokens)[0]
    return lesson.md(f"seeing.{key}", p=sink, even=even, token=token)


def _even(run: attention.AttentionRun) -> float:
    """Give what the first token would get on average, from the third token on, if every row were even."""
    count = len(run.tokens)
    seen = range(3, count + 1) if run.causal else [count]
    return sum(1 / many for many in seen) / len(seen)
