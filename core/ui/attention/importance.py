"""Does it matter? Attention beside effect: each token masked in turn, or the sentence changed for another."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import attention, models
from core.attention.ablation import answer, beside
from core.ui import frame, model_box
from core.ui.attention import settings
from core.ui.charts import attention as charts
from core.ui.charts.labels import distinct

MOST = 16
"""Tokens on screen; the table has them all."""

TALLEST = MOST * 44 + 30
"""Pixels of the chart with all of them: two bars and their numbers take 44 each, or one is printed over the other."""

SMALL = 0.1
"""Probability below which what a change of words moved is told as little."""

MASKED = 48
"""Tokens that are masked at most, the last ones: each masking is a whole text for the model to read."""


def draw(lesson: frame.Lesson) -> None:
    """The activity: mask or swap."""
    ask, controls, _figure = lesson.stage("importance")
    with ask:
        text = settings.text(lesson)
    with controls:
        key = lesson.key("test", "mask", among=["mask", "swap"])
        names = lesson.value("controls.tests")
        label = lesson.t("controls.test")
        test = st.segmented_control(label, ["mask", "swap"], format_func=names.get, key=key, required=True)
    with lesson.more_settings():
        model_id = settings.model(lesson, encoders=test != "swap")
    with lesson.guard():
        loaded = model_box.ready(lesson, model_id)
        if test == "swap":
            with controls:
                other = _other(lesson)
            _swap(lesson, loaded, text, other)
        else:
            with controls:
                code = settings.head(lesson, "whose", loaded, mean=True)
            _mask(lesson, loaded, text, code)


def _mask(lesson: frame.Lesson, loaded: models.LoadedModel, text: str, code: str) -> None:
    model_id = loaded.card.id
    layer, head = (None, None) if code == settings.MEAN else settings.decoded(code)
    table, seconds = frame.timed(attention.effect, text, model_id, layer=layer, head=head, last=MASKED)
    before = int(table["position"].iloc[0])
    table = table.assign(label=distinct(settings.inputs(lesson, table["token"].tolist(), before)))
    first = [str(name) for name in table["label"].tail(8)]
    best = str(table["label"].iloc[int(table["change"].argmax())])
    offered = first if best in first else [best, *first[1:]]
    guess = not settings.offered(lesson, text) or lesson.predict(
        f"mask:{model_id}:{text}",
        lesson.t("predict.mask"),
        {name: name for name in offered},
        answer=lambda: best,
        say=lambda mine, truth: lesson.md(
            "predict.mask_right" if mine == truth else "predict.mask_wrong",
            word=truth,
            change=float(table["change"].max()),
            of=_of(lesson, loaded),
        ),
    )
    if not guess:
        return
    shown = table if len(table) <= MOST else table.nlargest(MOST, "change").sort_index()
    words = (lesson.t("figure.attention"), lesson.t("figure.change"))
    data = long(lesson, shown, dict(zip(("attention", "change"), words, strict=True)))
    rank = attention.rank_correlation(table["attention"].to_numpy(), table["change"].to_numpy())
    most = table.iloc[int(table["attention"].argmax())]
    last = f", last={MASKED}" if before else ""
    spec = charts.pairs(
        lesson.palette,
        ((words[0], "model"), (words[1], "other")),
        settings.height_for(len(shown), 44, most=TALLEST),
    )
    lesson.figure(
        spec, data=data, name="effect", badge=model_box.badge(loaded, seconds),
        alt=lesson.t("figure.effect_alt", a=most["label"], p=float(most["attention"]), b=best, q=float(table["change"].max())),
        table=table.drop(columns="label"), source=[attention.effect, attention.rank_correlation],
        call=f"from core.attention import effect\neffect({text!r}, {model_id!r}, layer={layer}, head={head}{last})",
    )  # fmt: skip
    if before:
        lesson.note(lesson.md("notes.masked", n=len(table), total=int(table["position"].iloc[-1]) + 1))
    if len(table) > MOST:
        lesson.note(lesson.md("notes.most", shown=MOST, total=len(table)))
    lesson.seeing(_seen_mask(lesson, loaded, text, table, rank))


def _of(lesson: frame.Lesson, loaded: models.LoadedModel) -> str:
    """Say what a change is a part of: a model that writes moves probability; an encoder turns a vector."""
    return lesson.t("seeing.of_causal" if loaded.card.kind == "causal" else "seeing.of_encoder")


def _seen_mask(
    lesson: frame.Lesson, loaded: models.LoadedModel, text: str, table: pd.DataFrame, rank: float | None
) -> str:
    most, strong = table.iloc[int(table["attention"].argmax())], table.iloc[int(table["change"].argmax())]
    key = "seeing.mask" if most["change"] < strong["change"] / 2 else "seeing.mask_near"
    said = lesson.md(
        "seeing.mask_same" if most["label"] == strong["label"] else key, of=_of(lesson, loaded),
        a=most["label"], p=float(most["attention"]), pc=float(most["change"]),
        b=strong["label"], q=float(strong["change"]), qa=float(strong["attention"]),
    )  # fmt: skip
    if "favourite" in table and strong["favourite"] != answer(text, loaded.card.id).favourite:
        word = settings.label(lesson, str(strong["favourite"]))
        said += " " + lesson.md("seeing.mask_flip", b=strong["label"], word=word)
    if rank is not None:
        said += " " + lesson.md("seeing.rank", rank=rank)
    return said


def long(
    lesson: frame.Lesson, table: pd.DataFrame, columns: dict[str, str], least: float = 0.0
) -> pd.DataFrame:
    """A row per bar; `columns` says which columns and what they are called. Bars below `least` bear no number."""
    rows = []
    for row in table.itertuples():
        for column, name in columns.items():
            share = float(getattr(row, column))
            rows.append((row.label, name, share, lesson.number.percent(share) if share >= least else ""))
    return pd.DataFrame(rows, columns=["label", "what", "share", "value"])


def _other(lesson: frame.Lesson) -> str:
    return lesson.text_input(
        "other", lesson.t("controls.other"), lesson.t("default_other"), examples=lesson.value("others"), carry=False
    )  # fmt: skip


def _swap(lesson: frame.Lesson, loaded: models.LoadedModel, text: str, other: str) -> None:
    model_id = models.load_writer(loaded.card.id).card.id
    (one, two), seconds = frame.timed(lambda: (answer(text, model_id), answer(other, model_id)))
    first, second = (settings.label(lesson, found.favourite) for found in (one, two))
    guess = (
        text == other
        or not settings.offered(lesson, text, other)
        or lesson.predict(
            f"swap:{model_id}:{text}:{other}",
            lesson.t("predict.swap"),
            {"yes": lesson.t("predict.yes"), "no": lesson.t("predict.no")},
            answer=lambda: "yes" if first != second else "no",
            say=lambda mine, truth: lesson.md(
                f"predict.swap_{truth}_{'right' if mine == truth else 'wrong'}", a=first, b=second
            ),
        )
    )
    if not guess:
        return
    table = beside({"p_text": one, "p_other": two}, 5)
    data = table.assign(label=settings.labels(lesson, table["token"].tolist()))
    words = (lesson.t("figure.yours"), lesson.t("figure.changed"))
    spec = charts.pairs(
        lesson.palette, ((words[0], "model"), (words[1], "other")), settings.height_for(len(table), 44)
    )
    lesson.figure(
        spec, data=long(lesson, data, {"p_text": words[0], "p_other": words[1]}), name="swap",
        badge=model_box.badge(loaded, seconds),
        alt=lesson.t("figure.swap_alt", a=first, p=float(one.p.max()), b=second, q=float(two.p.max())),
        table=table, source=[attention.swap, answer],
        call=_call(model_id, text, other),
    )  # fmt: skip
    moved = float(abs(one.p - two.p).sum() / 2)
    if text == other:
        key = "swap_equal"
    elif first != second:
        key = "swap_flip"
    else:
        key = "swap_same" if moved < SMALL else "swap_near"
    said = lesson.md(
        f"seeing.{key}", a=first, p=float(one.p.max()), b=second, q=float(two.p.max()), moved=moved
    )
    if model_id == model_box.OFFLINE and [text, other] == [
        lesson.t("default_text"),
        lesson.t("default_other"),
    ]:
        said += " " + lesson.md("seeing.swap_gender")
    lesson.seeing(said)


def _call(model_id: str, *texts: str) -> str:
    """Write what gives the favourite word of each text."""
    asked = ", ".join(f"answer({text!r}, {model_id!r}).favourite" for text in texts)
    return f"from core.attention import answer\n{asked}"
