"""Load a model: Gatito, GPT-2 or any of the hub, with the same lines, and look at what it is made of."""

from __future__ import annotations

import streamlit as st

from core import models, next_steps
from core.content import plain
from core.ui import frame, model_box
from core.ui.charts import next_steps as charts

_PIECES = 24


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the name of a model to its parts and to a text of its own."""
    ask, controls, _figure = lesson.stage("load")
    with ask:
        model_id = _model(lesson)
        prompt = lesson.text_input(
            "prompt", lesson.t("controls.prompt"), lesson.value("examples.prompt")[0],
            examples=lesson.value("examples.prompt"), max_chars=300,
        )  # fmt: skip
    with lesson.more_settings():
        seed = model_box.seed(lesson)
    code = ""
    with lesson.guard():
        code = next_steps.recipe(model_id, prompt, seed)
        with controls:
            wanted = _wanted(lesson, model_id)
        if wanted:
            loaded = model_box.ready(lesson, model_id)
            _figure_of(lesson, loaded, model_id, prompt, seed)
    # The program stays on the page when its model cannot be fetched: it is the same for every model.
    if code and not lesson.present:
        st.caption(lesson.t("load.code"))
        st.code(code, language="python")


def _model(lesson: frame.Lesson) -> str:
    causal = [one for one, card in models.CATALOGUE.items() if card.kind == "causal"]
    other = lesson.t("controls.other_model")
    chosen = st.selectbox(
        lesson.t("controls.model"), [*causal, "hub"],
        format_func=lambda one: other if one == "hub" else models.CATALOGUE[one].name,
        key=lesson.key("model", model_box.OFFLINE, among=[*causal, "hub"]),
    )  # fmt: skip
    if chosen != "hub":
        return str(chosen)
    key = lesson.key("hub_id", "", max_chars=120)
    written = st.text_input(other, key=key, placeholder=lesson.t("controls.other_hint"))
    return (written or "").strip() or lesson.t("controls.other_hint")


def _wanted(lesson: frame.Lesson, model_id: str) -> bool:
    """Say whether to load now: a big model is fetched only when somebody asks for it."""
    card = models.card_for(model_id)
    if card.offline or card.id in models.resident():
        return True
    size, name = card.size_bytes, card.name
    key = "load.online" if size else "load.online_unknown"
    lesson.prose(lesson.md(key, model=name, **({"size": size} if size else {})))
    return st.button(
        lesson.t("controls.run"), icon=":material/download:", type="primary", key=f"run--{card.id}"
    )


def _figure_of(
    lesson: frame.Lesson, loaded: models.LoadedModel, model_id: str, prompt: str, seed: int
) -> None:
    table, seconds = frame.timed(next_steps.parts, model_id)
    sizes, names = next_steps.outline(model_id), lesson.value("load.parts")
    first = table.iloc[0]
    data = table.assign(
        label=[names[part] for part in table["part"]],
        value=table["parameters"],
        written=[
            f"{lesson.number.short(count)} · {lesson.number.percent(share)}"
            for count, share in zip(table["parameters"], table["share"], strict=True)
        ],
        mark=["first"] * len(table),
    )
    words = {
        "model": sizes.name,
        "parameters": sizes.parameters,
        "part": names[first["part"]],
        "share": first["share"],
    }
    lesson.figure(
        charts.bars(lesson.palette, lesson.t("load.axis"), len(table)), data=data, name="parts",
        badge=model_box.badge(loaded, seconds), alt=lesson.t("load.alt", **words),
        table=table.assign(part=data["label"]).rename(columns=lesson.value("load.columns")),
        source=[next_steps.parts, next_steps.recipe],
        call=f"from core.next_steps import parts\nparts({model_id!r})",
    )  # fmt: skip
    text = "".join(next_steps.write(prompt, model_id, most=_PIECES, seed=seed))
    said = lesson.md(
        "load.seeing", **words, blocks=sizes.blocks, heads=sizes.heads, width=sizes.width, size=sizes.size_bytes,
        context=sizes.context,
    )  # fmt: skip
    lesson.seeing(f"{said}\n\n{lesson.t('load.wrote')} *{plain(prompt)}*{plain(text)}")
