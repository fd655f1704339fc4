"""Watch meaning appear: Gatito's word vectors at several moments of its training."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core import embeddings
from core.ui import figure, frame, model_box
from core.ui.charts import embeddings as charts
from core.ui.components import cloud
from core.ui.embeddings import shared


def draw(lesson: frame.Lesson) -> None:
    """The activity: a list of words, and a film of how they find their places."""
    ask, _controls, _figure = lesson.stage("birth")
    with ask:
        theme = shared.theme(lesson, "birth_theme", first=shared.ALL)
    with lesson.guard():
        told = embeddings.history()
        words = shared.themed(lesson, theme, "es")
        loaded = model_box.ready(lesson, model_box.OFFLINE)
        tables, seconds = frame.timed(_tables, told, words.words)
        nearest = embeddings.companions(words.groups)
        together = [embeddings.in_the_same_group(table, words.groups, nearest) for table in tables]
        steps = [str(one.step) for one in told.snapshots]
        if _predicted(lesson, theme, steps, together):
            badge = model_box.badge(loaded, seconds, lesson.t("figure.birth_note"))
            _figure_of(lesson, told, words, tables, together, badge, theme)
            shared.warn(lesson, loaded, words.words)
            lesson.seeing(_seen(lesson, told, words, together))


def _tables(told: embeddings.History, words: tuple[str, ...]) -> list[np.ndarray]:
    """Give the directions of the words at each moment, and last those of the Gatito that the course uses."""
    place = {word: row for row, word in enumerate(told.words)}
    rows = [place[word] for word in words]
    tables = [*(one.table[rows] for one in told.snapshots), embeddings.vectors(words, model_box.OFFLINE)]
    return [embeddings.unit(table) for table in tables]


def _predicted(lesson: frame.Lesson, theme: str, steps: list[str], together: list[float]) -> bool:
    half = (together[0] + together[-1]) / 2
    first = next((step for step, share in zip(steps, together, strict=False) if share >= half), steps[-1])
    options = {step: lesson.t("predict.steps", n=int(step)) for step in steps[1:]}
    return bool(
        lesson.predict(
            f"birth:{theme}", lesson.t("predict.birth"), options, answer=lambda: first, height=cloud.HEIGHT,
            say=lambda mine, truth: lesson.md(
                "predict.birth_right" if mine == truth else "predict.birth_wrong", n=int(truth), p=together[steps.index(truth)]
            ),
        )
    )  # fmt: skip


def _figure_of(
    lesson: frame.Lesson, told: embeddings.History, words: shared.Words, tables: list[np.ndarray],
    together: list[float], badge: frame.Badge, theme: str,
) -> None:  # fmt: skip
    last, nearest = embeddings.project(tables[-1]), embeddings.companions(words.groups)
    points = [last.place(table) for table in tables]
    extent = np.stack([points[-1].min(axis=0), points[-1].max(axis=0)], axis=1)
    labels = [lesson.t("figure.step", n=one.step) for one in told.snapshots] + [lesson.t("figure.shipped")]
    said = [lesson.t("figure.birth_said", p=share, k=nearest) for share in together]
    frames = [
        cloud.Frame(place, label, what) for place, label, what in zip(points, labels, said, strict=True)
    ]
    made = cloud.Cloud(
        name=f"birth-{words.words[0]}", words=words.words, frames=frames, extent=extent, height=280,
        colours=charts.group_colours(lesson.palette, len(words.names)), groups=words.groups, names=words.names,
    )  # fmt: skip
    alt = lesson.t("figure.birth_alt", n=len(words.words), first=together[0], last=together[-1])
    title = lesson.t("figure.together", k=nearest)
    data = pd.DataFrame({"at": labels, "name": title, "value": together})
    spec = charts.curves(lesson.palette, title, (title,), ".0%")

    def both() -> None:
        cloud.draw(
            made,
            lesson.palette,
            shared.cloud_words(lesson, "birth"),
            alt,
            "embeddings-birth",
            large=lesson.present,
        )
        figure.draw(spec, data, key="embeddings-together", alt=alt, on_select=None, height=None)

    losses = [one.loss for one in told.snapshots] + [None]
    table = pd.DataFrame({"step": labels, "loss": losses, "together": together}).round(4)
    lesson.figure(
        both, name="birth", badge=badge, alt=alt, table=table, source=[embeddings.history, embeddings.in_the_same_group],
        call=_call(theme),
    )  # fmt: skip


def _call(theme: str) -> str:
    """Write the call that measures the families at each moment in a notebook; a word of two is of the first."""
    families = f"[group.es for group in themes()[{theme!r}]]"
    if theme == shared.ALL:
        families = (
            "[[word for group in groups for word in group.es] for name, groups in themes().items() "
            "if name != 'syllabus']"
        )
    return (
        "from core.embeddings import companions, history, in_the_same_group, themes, unit, vectors\n"
        f"families = {families}\n"
        "family = {}\n"
        "for number, words in enumerate(families):\n"
        "    for word in words:\n"
        "        family.setdefault(word, number)\n"
        "rows = [history().words.index(word) for word in family]\n"
        "tables = [*(one.table[rows] for one in history().snapshots), vectors([*family], 'gatito')]\n"
        "groups = [*family.values()]\n"
        "[in_the_same_group(unit(table), groups, companions(groups)) for table in tables]"
    )


def _seen(lesson: frame.Lesson, told: embeddings.History, words: shared.Words, together: list[float]) -> str:
    chance = float(
        np.mean([(words.groups.count(group) - 1) / (len(words.groups) - 1) for group in words.groups])
    )
    last = told.snapshots[-1]
    return lesson.md(
        "seeing.birth",
        first=together[0],
        chance=chance,
        step=last.step,
        reached=together[-2],
        end=together[-1],
        k=embeddings.companions(words.groups),
    )
