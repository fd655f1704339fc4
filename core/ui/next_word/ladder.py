"""The ladder: the same text under models that look at 0, 1, 2 tokens, and at all of them."""

from __future__ import annotations

import pandas as pd

from core import next_word
from core.ui import frame, model_box
from core.ui.charts import next_word as charts
from core.ui.next_word import settings


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the text to losses and first choices."""
    ask, _controls, _figure = lesson.stage("ladder")
    with ask:
        examples = lesson.value("examples")
        text = lesson.text_input(
            "text", lesson.t("controls.text"), lesson.t("default_text"), examples=examples
        )
    with lesson.guard():
        loaded = model_box.ready(lesson, model_box.OFFLINE)
        with lesson.loading("n-gramas" if lesson.language == "es" else "n-grams"):
            rungs, seconds = frame.timed(next_word.ladder, text)
        if text in examples and lesson.predicting and not _predicted(lesson, text, rungs):
            return
        losses = next_word.losses()
        data = _data(lesson, rungs, losses["floor"])
        lesson.figure(
            charts.ladder_bars(lesson.palette, lesson.t("figure.loss"), lesson.t("figure.floor")), data=data, name="ladder",
            badge=model_box.badge(loaded, seconds),
            alt=lesson.t("figure.ladder_alt", a=losses["1-gram"], b=losses["3-gram"], c=losses["gatito"], d=losses["floor"]),
            table=_choices(rungs), source=[next_word.ladder, next_word.losses],
            call=f"from core.next_word import ladder\nladder({text!r})",
        )  # fmt: skip
        settings.warn(lesson, loaded, text)
        lesson.seeing(
            lesson.md(
                "seeing.ladder", a=losses["1-gram"], b=losses["3-gram"], c=losses["gatito"], d=losses["floor"]
            )
        )


def _predicted(lesson: frame.Lesson, text: str, rungs: list[next_word.Rung]) -> bool:
    """Ask, once per example, how much a model has to look at to say what the one that sees everything says."""
    names = lesson.value("predict.ladder_options")

    def answer() -> str:
        wanted = rungs[-1].table["token"].iloc[0]
        first = next(place for place, rung in enumerate(rungs) if rung.table["token"].iloc[0] == wanted)
        return list(names)[min(first, len(names) - 1)]

    return bool(
        lesson.predict(
            f"ladder:{text}",
            lesson.t("predict.ladder"),
            names,
            answer=answer,
            say=lambda mine, truth: lesson.md(
                "predict.ladder_right" if mine == truth else "predict.ladder_wrong", much=names[truth]
            ),
        )
    )


def _data(lesson: frame.Lesson, rungs: list[next_word.Rung], floor: float) -> pd.DataFrame:
    rows = []
    for rung in rungs:
        best = " · ".join(
            f"{settings.label(lesson, token)} {lesson.number.percent(float(p), digits=0)}"
            for token, p in zip(rung.table["token"][:3], rung.table["p"][:3], strict=True)
        )
        name = (
            "Gatito"
            if rung.name == "gatito"
            else rung.name.replace("gram", "grama" if lesson.language == "es" else "gram")
        )
        rows.append(
            (name, rung.loss, f"{lesson.number.decimal(rung.loss)}  →  {best}", rung.name == "gatito", floor)
        )
    return pd.DataFrame(rows, columns=["name", "loss", "value", "whole", "floor"])


def _choices(rungs: list[next_word.Rung]) -> pd.DataFrame:
    return pd.concat([rung.table.assign(model=rung.name, loss=rung.loss) for rung in rungs])
