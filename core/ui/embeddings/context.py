"""The same word in several sentences: one point per use, layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import streamlit as st

from core import embeddings
from core.content import LANGUAGES, Content
from core.ui import figure, frame, model_box
from core.ui.charts import embeddings as charts
from core.ui.components import cloud
from core.ui.embeddings import shared

if TYPE_CHECKING:
    from core.models import LoadedModel

_LONGEST_LABEL = 34
_FARTHER = 1.25
_SEEN = 0.005
"""A distance below this is written as 0."""


def draw(lesson: frame.Lesson) -> None:
    """The activity, from a word and its sentences to how they part."""
    cases: dict[str, dict[str, Any]] = lesson.value("cases")
    ask, controls, _figure = lesson.stage("context")
    with ask:
        key = lesson.key("case", next(iter(cases)), among=list(cases))
        code = str(
            st.selectbox(
                lesson.t("controls.case"), list(cases), format_func=lambda one: cases[one]["name"], key=key
            )
        )
        case = cases[code]
        offered = _offered(lesson.content, code)
        text = _sentences(lesson, code, offered)
    with controls:
        model_id = shared.model(lesson, f"model_{code}", first=case["model"])
    with lesson.guard():
        loaded = model_box.ready(lesson, model_id)
        senses, sentences = _read(text)
        found, seconds = frame.timed(embeddings.uses, case["word"], sentences, loaded.card.id)
        apart = embeddings.separation(found.states, senses)
        if text != offered or _predicted(lesson, code, loaded.card.id, apart):
            _figure_of(lesson, case["word"], found, senses, apart, loaded, seconds)
            lesson.seeing(_seen(lesson, case["word"], apart, loaded.card))


def _offered(content: Content, code: str) -> str:
    """Give the sentences of a case as the box begins with them; the names of the senses are in its language."""
    senses = content.value(f"cases.{code}.senses")
    return "\n".join(f"{group['sense']}: {text}" for group in senses for text in group["sentences"])


def _sentences(lesson: frame.Lesson, code: str, offered: str) -> str:
    """Draw the box of the sentences, which nobody changed while it holds those of any language."""
    everywhere = [_offered(Content(lesson.content.name, language), code) for language in LANGUAGES]
    others = [one for one in everywhere if one != offered]
    key = lesson.key(f"sentences_{code}", offered, max_chars=6000, elsewhere=others)
    label, help_ = lesson.t("controls.sentences"), lesson.t("controls.sentences_help")
    return str(st.text_area(label, key=key, height=215, help=help_))


def _read(text: str) -> tuple[list[str], list[str]]:
    """Read «sense: sentence» per line; a line without a sense is one of its own."""
    senses, sentences = [], []
    for line in (one.strip() for one in text.splitlines()):
        head, colon, rest = line.partition(":")
        if line:
            senses.append(head.strip() if colon and rest.strip() else line)
            sentences.append(rest.strip() if colon and rest.strip() else line)
    return senses, sentences


def _predicted(lesson: frame.Lesson, code: str, model_id: str, apart: pd.DataFrame) -> bool:
    if apart[["same", "different"]].iloc[-1].isna().any():
        return True
    return bool(
        lesson.predict(
            f"context:{code}:{model_id}", lesson.t("predict.context"),
            {"yes": lesson.t("predict.apart"), "no": lesson.t("predict.together")},
            answer=lambda: "yes" if _parted(apart) else "no", height=cloud.HEIGHT,
            say=lambda mine, truth: lesson.md(
                "predict.context_right" if mine == truth else "predict.context_wrong",
                same=float(apart["same"].iloc[-1]), different=float(apart["different"].iloc[-1]),
            ),
        )
    )  # fmt: skip


def _parted(apart: pd.DataFrame) -> bool:
    """Whether two senses end at least a quarter farther apart than two uses of one."""
    return bool(apart["different"].iloc[-1] > _FARTHER * apart["same"].iloc[-1])


def _parted_before(apart: pd.DataFrame) -> bool:
    """Whether the senses were as far apart, for their size, before any layer had read the sentence."""
    (one, two), (three, four) = apart[["same", "different"]].to_numpy()[[0, -1]]
    return bool(two > max(_FARTHER * one, _SEEN) and two * three >= four * one)


def _figure_of(
    lesson: frame.Lesson,
    word: str,
    found: embeddings.Uses,
    senses: list[str],
    apart: pd.DataFrame,
    loaded: LoadedModel,
    seconds: float,
) -> None:
    maps = embeddings.layer_maps(found.states)
    every = np.concatenate(maps)
    extent = np.stack([every.min(axis=0), every.max(axis=0)], axis=1)
    names = list(dict.fromkeys(senses))
    last = len(maps) - 1
    frames = [
        cloud.Frame(points, lesson.t("figure.layer", n=layer, last=last), lesson.t("hints.layer"))
        for layer, points in enumerate(maps)
    ]
    made = cloud.Cloud(
        name=f"context-{word}", words=_labels(found.sentences), frames=frames, extent=extent, height=245, first=last,
        colours=charts.group_colours(lesson.palette, len(names)), names=names if len(names) < len(senses) else [],
        groups=[names.index(sense) for sense in senses], notes=list(found.sentences),
    )  # fmt: skip
    alt = lesson.t("figure.context_alt", word=word, n=len(senses), last=last)
    titles = {name: lesson.t(f"figure.{name}") for name in ("different", "same")}
    data = apart.melt("layer", list(titles), "name", "value").dropna()
    data = data.assign(
        name=data["name"].map(titles), at=[lesson.t("figure.depth", n=int(one)) for one in data["layer"]]
    )
    spec = charts.curves(lesson.palette, lesson.t("figure.distance"), tuple(titles.values()), ".2f")

    def both() -> None:
        cloud.draw(
            made,
            lesson.palette,
            shared.cloud_words(lesson, "layer"),
            alt,
            "embeddings-context",
            large=lesson.present,
        )
        if len(data):
            figure.draw(
                spec,
                data,
                key="embeddings-apart",
                alt=alt,
                on_select=None,
                height=None,
            )

    lesson.figure(
        both, name="context", badge=model_box.badge(loaded, seconds), alt=alt, table=lambda: _table(found, senses, maps),
        source=[embeddings.uses, embeddings.separation, embeddings.layer_maps],
        call="from core.embeddings import layer_maps, separation, uses\n"
        f"found = uses({word!r}, {list(found.sentences)!r}, {loaded.card.id!r})\n"
        f"layer_maps(found.states), separation(found.states, {senses!r})",
    )  # fmt: skip


def _labels(sentences: tuple[str, ...]) -> list[str]:
    """Give a short label per sentence, each once: the cloud knows its points by them."""
    found: list[str] = []
    for sentence in sentences:
        short = sentence if len(sentence) <= _LONGEST_LABEL else sentence[: _LONGEST_LABEL - 1] + "…"
        found.append(short if short not in found else f"{short} ({len(found) + 1})")
    return found


def _table(found: embeddings.Uses, senses: list[str], maps: list[np.ndarray]) -> pd.DataFrame:
    pieces = [
        pd.DataFrame(
            {
                "layer": layer,
                "sense": senses,
                "sentence": found.sentences,
                "x": points[:, 0],
                "y": points[:, 1],
            }
        )
        for layer, points in enumerate(maps)
    ]
    return pd.concat(pieces, ignore_index=True).round(4)


def _seen(lesson: frame.Lesson, word: str, apart: pd.DataFrame, card: Any) -> str:
    first, last = apart.iloc[0], apart.iloc[-1]
    if pd.isna(last["different"]) or pd.isna(last["same"]):
        known = "same" if pd.isna(last["different"]) else "different"
        said = lesson.md("seeing.one_sense", word=word, first=float(first[known]), last=float(last[known]))
        return said + " " + _layer_zero(lesson, first)
    values = {
        "f_same": first["same"],
        "f_other": first["different"],
        "same": last["same"],
        "other": last["different"],
    }
    said = lesson.md("seeing.context", word=word, **{name: float(value) for name, value in values.items()})
    said += " " + _layer_zero(lesson, first)
    verdict = "not_parted" if not _parted(apart) else "parted_before" if _parted_before(apart) else "parted"
    said += " " + lesson.md(f"seeing.{verdict}", model=card.name)
    return said + (" " + lesson.md("seeing.causal", model=card.name) if card.kind == "causal" else "")


def _layer_zero(lesson: frame.Lesson, first: pd.Series) -> str:
    """Say what layer 0 is, and why two uses differ there or do not."""
    differ = bool((first[["same", "different"]] > _SEEN).any())
    return lesson.md("seeing.layer_zero" if differ else "seeing.layer_zero_same")
