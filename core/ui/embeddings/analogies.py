"""Analogies: a walk on the map with its whole ranking, and how often such walks arrive."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from core import embeddings
from core.ui import figure, frame, model_box, text_box
from core.ui.charts import embeddings as charts
from core.ui.components import cloud
from core.ui.embeddings import shared

if TYPE_CHECKING:
    from core.models import LoadedModel

_SHOWN = 8
_SHORT = 0.5
"""A step shorter than this, of vectors of length 1, turns them by 30 degrees at most."""
_WALK, _COUNT = "walk", "count"


def draw(lesson: frame.Lesson) -> None:
    """The activity: one walk, or all of them counted."""
    ask, controls, _figure = lesson.stage("analogies")
    with ask:
        view = st.segmented_control(
            lesson.t("controls.view"), (_WALK, _COUNT), format_func=lambda code: lesson.t(f"views.{code}"), required=True,
            key=lesson.key("view", _WALK, among=(_WALK, _COUNT)), label_visibility="collapsed",
        )  # fmt: skip
        model_id = shared.model(lesson)
    if view == _COUNT:
        with lesson.guard():
            _count(lesson, model_id)
        return
    with ask:
        words = _inputs(lesson, shared.side(lesson, model_id))
    with controls:
        keep = st.toggle(lesson.t("controls.keep"), key=lesson.key("keep", default=False))
        own = shared.own_words(lesson, "pool")
    with lesson.guard():
        _walk(lesson, model_id, words, own.words, keep=keep)


def _inputs(lesson: frame.Lesson, language: str) -> tuple[str, str, str]:
    """Draw «b − a + c» as three boxes, and the analogies that one click writes; each language keeps its own."""
    offered = [
        [word.strip() for word in one.split(",")] for one in shared.default(lesson, language, "analogies")
    ]
    written = {"{} − {} + {}".format(*words): words for words in offered}
    names = [f"{name}_{language}" for name in "bac"]
    found = []
    for column, name, value in zip(st.columns(3), names, offered[0], strict=True):
        key = lesson.key(name, value, max_chars=40)
        found.append(str(column.text_input(lesson.t(f"controls.analogy_{name[0]}"), key=key)))

    def take(chosen: str) -> None:
        lesson.set(**dict(zip(names, written[chosen], strict=True)))

    text_box.examples(f"analogy-{language}", "{} − {} + {}".format(*found), list(written), take)
    return found[1], found[0], found[2]


def _walk(
    lesson: frame.Lesson, model_id: str, words: tuple[str, str, str], own: tuple[str, ...], *, keep: bool
) -> None:
    loaded = model_box.ready(lesson, model_id)
    a, b, c = (one.strip() for one in words)
    pool = (*embeddings.everything(shared.language_of(lesson, loaded.card)), *own)
    table, seconds = frame.timed(embeddings.analogy, a, b, c, pool, loaded.card.id, keep)
    asked = f"{b} − {a} + {c}"
    options = sorted({*table["word"].head(3), b})
    guess = lesson.predict(
        f"analogy:{loaded.card.id}:{asked}:{keep}", lesson.t("predict.analogy", asked=asked), options,
        answer=lambda: str(table["word"][0]), height=cloud.HEIGHT, live=True,
        say=lambda mine, truth: lesson.md("predict.analogy_right" if mine == truth else "predict.analogy_wrong", word=truth),
    )  # fmt: skip
    if not guess:
        return
    made, alt = _cloud_of(lesson, (a, b, c), table, loaded)
    spec = charts.ranked(lesson.palette)
    data = _ranking(lesson, table, {a, b, c})

    def both() -> None:
        cloud.draw(
            made,
            lesson.palette,
            shared.cloud_words(lesson, "walk"),
            alt,
            "embeddings-walk",
            large=lesson.present,
        )
        figure.draw(spec, data, key="embeddings-ranking", alt=alt, on_select=None, height=None)

    lesson.figure(
        both, name="analogy", badge=model_box.badge(loaded, seconds), alt=alt,
        table=table.assign(similarity=table["similarity"].round(4)), source=[embeddings.analogy, embeddings.arrival],
        call=_call((a, b, c), shared.language_of(lesson, loaded.card), own, loaded.card.id, keep=keep),
    )  # fmt: skip
    shared.warn(lesson, loaded, [a, b, c])
    lesson.seeing(_seen(lesson, (a, b, c), table, loaded, pool, keep=keep))


def _call(
    words: tuple[str, str, str], language: str, own: tuple[str, ...], model_id: str, *, keep: bool
) -> str:
    """Write the call that repeats the walk in a notebook."""
    a, b, c = words
    pool = f"[*everything({language!r}), *{list(own)}]" if own else f"everything({language!r})"
    return (
        "from core.embeddings import analogy, everything\n"
        f"analogy({a!r}, {b!r}, {c!r}, {pool}, {model_id!r}, keep_inputs={keep})"
    )


def _cloud_of(
    lesson: frame.Lesson, words: tuple[str, str, str], table: pd.DataFrame, loaded: LoadedModel
) -> tuple[cloud.Cloud, str]:
    """Draw the step from a to c, and the same step from b; the map's axes are those of the words on it."""
    a, b, c = words
    shown = embeddings.unique([a, b, c, *table["word"].head(_SHOWN)])
    rows = embeddings.unit(embeddings.vectors(shown, loaded.card.id).astype(np.float64))
    one, two, three = (shown.index(word) for word in words)
    end = embeddings.arrival(rows[one], rows[two], rows[three])
    best = str(table["word"][0])
    frame_of = embeddings.project(np.concatenate([rows[[one, two, three, shown.index(best)]], end[None]]))
    points, arrived = frame_of.place(rows), frame_of.place(end[None])[0]
    everything = np.concatenate([points, arrived[None]])
    extent = np.stack([everything.min(axis=0), everything.max(axis=0)], axis=1)
    arrows = [
        cloud.Arrow(points[one], points[three], "other", f"− {a} + {c}"),
        cloud.Arrow(points[two], arrived, "model"),
        cloud.Arrow(arrived, points[shown.index(best)], "learner", dashed=True),
    ]
    kind = [2 if word == best else int(word in words) for word in shown]
    alt = lesson.t("figure.walk_alt", a=a, b=b, c=c, best=best, s=float(table["similarity"][0]))
    made = cloud.Cloud(
        name="walk", words=shown, frames=[cloud.Frame(points)], extent=extent,
        colours=[lesson.palette.removed, lesson.palette.model],
        groups=[int(word == best) for word in shown], kind=kind, arrows=arrows, height=290,
    )  # fmt: skip
    return made, alt


def _ranking(lesson: frame.Lesson, table: pd.DataFrame, inputs: set[str]) -> pd.DataFrame:
    shown = table.head(_SHOWN).copy()
    shown["label"] = [f"{rank}. {word}" for rank, word in enumerate(shown["word"], start=1)]
    shown["value"] = [lesson.number.decimal(float(value)) for value in shown["similarity"]]
    shown["role"] = ["input" if word in inputs else "plain" for word in shown["word"]]
    if shown["role"].iloc[0] == "plain":
        shown.loc[shown.index[0], "role"] = "best"
    return shown


def _seen(
    lesson: frame.Lesson, words: tuple[str, str, str], table: pd.DataFrame, loaded: LoadedModel,
    pool: tuple[str, ...], *, keep: bool,
) -> str:  # fmt: skip
    a, b, c = words
    best, second = table["word"].iloc[0], table["word"].iloc[min(1, len(table) - 1)]
    said = [
        lesson.md(
            "seeing.walk",
            a=a,
            b=b,
            c=c,
            best=best,
            s=float(table["similarity"].iloc[0]),
            second=second,
            n=len(table),
        )
    ]
    if keep and best in words:
        said.append(_input_wins(lesson, words, table, loaded.card.id))
    elif not keep:
        whole = embeddings.analogy(a, b, c, pool, loaded.card.id, keep_inputs=True)["word"].iloc[0]
        said.append(lesson.md("seeing.input_hidden" if whole in words else "seeing.input_beaten", word=whole))
    return " ".join(said)


def _input_wins(lesson: frame.Lesson, words: tuple[str, str, str], table: pd.DataFrame, model_id: str) -> str:
    """Say why one of the three words is the nearest: only a step that is short is called so."""
    a, b, c = words
    best, cosine = str(table["word"].iloc[0]), float(table["similarity"].iloc[0])
    if best != b:
        return lesson.md("seeing.input_wins_other", best=best)
    start, end = embeddings.unit(embeddings.vectors([a, c], model_id).astype(np.float64))
    step = float(np.linalg.norm(end - start))
    key = "seeing.input_wins_short" if step < _SHORT else "seeing.input_wins"
    return lesson.md(key, best=best, step=step, s=cosine)


def _count(lesson: frame.Lesson, model_id: str) -> None:
    """Ask every analogy of every relation: in both models that work offline, and in the chosen one."""
    asked = [
        model_box.ready(lesson, one) for one in dict.fromkeys((model_box.OFFLINE, shared.ENGLISH, model_id))
    ]
    table, seconds = frame.timed(_counted, lesson, asked)
    shares = [lesson.number.percent(float(share)) for share in table["right"]]
    rows = ", ".join(
        f"{model} {name} {share}"
        for model, name, share in zip(table["model"], table["name"], shares, strict=True)
    )
    alt = lesson.t("figure.count_alt", rows=rows)
    names = (("right", lesson.t("figure.without")), ("right_kept", lesson.t("figure.with")))
    lesson.figure(
        charts.counts(lesson.palette, lesson.t("figure.right"), names), data=charts.counts_data(table, lesson.number),
        name="count", badge=frame.Badge("real", model=", ".join(one.card.name for one in asked), seconds=seconds),
        alt=alt, table=table.drop(columns="relation").round(4), source=[embeddings.success_table, embeddings.success],
        call=_count_call({one.card.id: shared.language_of(lesson, one.card) for one in asked}),
    )  # fmt: skip
    lesson.seeing(_counted_up(lesson, table))


def _count_call(languages: dict[str, str]) -> str:
    """Write the call that counts the analogies in a notebook, in the language of each model."""
    return (
        "from core.embeddings import everything, relations, success_table\n"
        "{model: success_table(relations()[language], everything(language), model)\n"
        f" for model, language in {languages!r}.items()}}"
    )


def _counted(lesson: frame.Lesson, asked: list[LoadedModel]) -> pd.DataFrame:
    pieces = []
    for loaded in asked:
        language = shared.language_of(lesson, loaded.card)
        found = _success(language, loaded.card.id)
        named = [lesson.t(f"relations.{one}") for one in found["relation"]]
        pieces.append(found.assign(model=loaded.card.name, name=named))
    return pd.concat(pieces, ignore_index=True)


def _counted_up(lesson: frame.Lesson, table: pd.DataFrame) -> str:
    right = table["right"].to_numpy()
    best, worst = int(right.argmax()), int(right.argmin())
    inputs = float(np.average(table["input"], weights=table["questions"]))
    return lesson.md(
        "seeing.count", n=int(table["questions"].sum()), inputs=inputs,
        best=_named(table, best), b=float(right[best]), worst=_named(table, worst), w=float(right[worst]),
    )  # fmt: skip


def _named(table: pd.DataFrame, row: int) -> str:
    return f"{table['name'].iloc[row]} ({table['model'].iloc[row]})"


@lru_cache(maxsize=16)
def _success(language: str, model_id: str) -> pd.DataFrame:
    return embeddings.success_table(
        embeddings.relations()[language], embeddings.everything(language), model_id
    )
