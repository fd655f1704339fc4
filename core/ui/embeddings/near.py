"""Who is near a word by three measures, and the vectors themselves as strips of colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from core import embeddings
from core.ui import figure, frame, model_box
from core.ui.charts import embeddings as charts
from core.ui.embeddings import shared

if TYPE_CHECKING:
    from core.models import LoadedModel

_SHOWN = 10


def draw(lesson: frame.Lesson) -> None:
    """The activity, from a word to its neighbours and its strip."""
    ask, controls, _figure = lesson.stage("near")
    with ask:
        model_id = shared.model(lesson)
        language = shared.side(lesson, model_id)
        word = _word(lesson, "near", language)
    with controls:
        other = _word(lesson, "other", language)
        among = st.selectbox(
            lesson.t("controls.among"), [shared.ALL, *embeddings.themes()], format_func=lambda code: lesson.t(f"themes.{code}"),
            key=lesson.key("among", shared.ALL, among=[shared.ALL, *embeddings.themes()]),
        )  # fmt: skip
    with lesson.guard():
        loaded = model_box.ready(lesson, model_id)
        words = _words(lesson, str(among), loaded)
        tables, seconds = frame.timed(_tables, word, words, loaded.card.id)
        if _predicted(lesson, word, words, loaded, among=str(among)):
            call = _call(word, str(among), shared.language_of(lesson, loaded.card), loaded.card.id)
            _figure_of(lesson, word, other, tables, words, loaded, seconds, call)
            shown = [one for table in tables.values() for one in table["word"]]
            shared.warn(lesson, loaded, embeddings.unique([word, other, *shown]))
            lesson.seeing(_seen(lesson, word, other, tables, loaded))


def _word(lesson: frame.Lesson, name: str, language: str) -> str:
    """Draw a box for one word; each language keeps its own."""
    key = lesson.key(f"{name}_{language}", shared.default(lesson, language, name), max_chars=60)
    return str(st.text_input(lesson.t(f"controls.{name}_word"), key=key))


def _words(lesson: frame.Lesson, among: str, loaded: LoadedModel) -> tuple[str, ...]:
    language = shared.language_of(lesson, loaded.card)
    return (
        embeddings.everything(language)
        if among == shared.ALL
        else shared.themed(lesson, among, language).words
    )


def _tables(word: str, words: tuple[str, ...], model_id: str) -> dict[str, pd.DataFrame]:
    return {
        measure: embeddings.neighbours(word, words, model_id, _SHOWN, measure=measure)
        for measure in embeddings.MEASURES
    }


def _predicted(
    lesson: frame.Lesson, word: str, words: tuple[str, ...], loaded: LoadedModel, *, among: str
) -> bool:
    """Ask for the three nearest: the true ones, three written alike, and three that are only rather near."""
    ranked = embeddings.neighbours(word, words, loaded.card.id, None)["word"].tolist()
    truth, rather, far = ranked[:3], ranked[_SHOWN : _SHOWN + 3], ranked[_SHOWN + 3 :]
    if len(far) < 3:
        return True
    alike = sorted(far, key=lambda one: (-_shared_letters(one, word), one))[:3]
    options = sorted(", ".join(three) for three in (truth, rather, alike))
    return bool(
        lesson.predict(
            f"near:{loaded.card.id}:{among}:{word}", lesson.t("predict.near", word=word), options,
            answer=lambda: ", ".join(truth),
            say=lambda mine, found: lesson.md("predict.near_right" if mine == found else "predict.near_wrong", words=found),
        )
    )  # fmt: skip


def _shared_letters(one: str, other: str) -> int:
    """Count the pairs of letters that two words share: how alike they look on paper."""
    pairs = [
        {word[place : place + 2] for place in range(len(word) - 1)} for word in (one.lower(), other.lower())
    ]
    return len(pairs[0] & pairs[1])


def _figure_of(
    lesson: frame.Lesson, word: str, other: str, tables: dict[str, pd.DataFrame], words: tuple[str, ...],
    loaded: LoadedModel, seconds: float, call: str,
) -> None:  # fmt: skip
    titles = {measure: lesson.t(f"measures.{measure}") for measure in tables}
    best = tables["cosine"]["word"].head(3)
    alt = lesson.t("figure.near_alt", word=word, words=", ".join(best))
    data = charts.rankings_data(tables, titles, lesson.number)
    numbers = _strips(lesson, [one for one in dict.fromkeys((word.strip(), other.strip())) if one], loaded)

    def both() -> None:
        spec = charts.rankings(lesson.palette, lesson.t("figure.similarity"))
        figure.draw(spec, data, key="embeddings-rankings", alt=alt, on_select=None, height=None)
        strip = charts.strips(lesson.palette, lesson.t("figure.cell"), lesson.t("figure.value"))
        figure.draw(
            strip,
            numbers,
            key="embeddings-strips",
            alt=lesson.t("figure.strip_alt"),
            on_select=None,
            height=None,
        )

    lesson.figure(
        both, name="near", badge=model_box.badge(loaded, seconds), alt=alt, table=lambda: _whole(lesson, word, words, loaded),
        source=[embeddings.neighbours, embeddings.similarities], call=call,
    )  # fmt: skip


def _call(word: str, among: str, language: str, model_id: str) -> str:
    """Write the call that makes the three lists in a notebook, among the same words."""
    name, words = "everything", f"everything({language!r})"
    if among != shared.ALL:
        name = "themes"
        words = f"[word for group in themes()[{among!r}] for word in group.words({language!r})]"
    return (
        f"from core.embeddings import MEASURES, {name}, neighbours\nwords = {words}\n"
        f"{{one: neighbours({word!r}, words, {model_id!r}, measure=one) for one in MEASURES}}"
    )


def _strips(lesson: frame.Lesson, words: list[str], loaded: LoadedModel) -> pd.DataFrame:
    """Give a row per number of each vector; the label tells the word and the length of its vector."""
    rows = embeddings.vectors(words, loaded.card.id)
    pieces = []
    for word, row in zip(words, rows, strict=True):
        norm = lesson.number.decimal(float(np.linalg.norm(row)))
        label = lesson.t("figure.strip", word=word, norm=norm)
        pieces.append(
            pd.DataFrame({"word": word, "label": label, "place": range(1, len(row) + 1), "value": row})
        )
    return pd.concat(pieces)


def _whole(lesson: frame.Lesson, word: str, words: tuple[str, ...], loaded: LoadedModel) -> pd.DataFrame:
    """Give every word by the three measures; a distance is written as such, though minus it is what ranks."""
    found = [
        embeddings.neighbours(word, words, loaded.card.id, None, measure=measure).set_index("word")["similarity"]
        for measure in embeddings.MEASURES
    ]  # fmt: skip
    named = [lesson.t(f"measures.{measure}") for measure in embeddings.MEASURES]
    table = pd.concat(found, axis=1, keys=named)
    far = lesson.t("measures.euclidean")
    table[far] = table[far].abs()
    return table.round(4).reset_index(names=lesson.t("table.word"))


def _seen(
    lesson: frame.Lesson, word: str, other: str, tables: dict[str, pd.DataFrame], loaded: LoadedModel
) -> str:
    cosine = tables["cosine"]
    said = [
        lesson.md(
            "seeing.near", word=word, best=cosine["word"].iloc[0], s=float(cosine["similarity"].iloc[0])
        )
    ]
    orders = [tuple(table["word"]) for table in tables.values()]
    norms = np.linalg.norm(
        embeddings.vectors(embeddings.unique([word, *cosine["word"]]), loaded.card.id), axis=1
    )
    agree = "measures_unit" if np.allclose(norms, 1, atol=1e-3) else "measures_agree"
    said.append(lesson.md(f"seeing.{agree if len(set(orders)) == 1 else 'measures_differ'}"))
    if other.strip() and other.strip() != word.strip():
        one, two = embeddings.vectors([word, other], loaded.card.id)
        alike = float(embeddings.similarities(one, two[None])[0])
        same = int((np.sign(one) == np.sign(two)).sum())
        said.append(lesson.md("seeing.strips", one=word, two=other, s=alike, same=same, n=len(one)))
    return " ".join(said)
