"""The map: words as points, what the flat picture loses, and the true neighbours of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from core import embeddings
from core.content import quoted
from core.ui import frame, model_box
from core.ui.charts import embeddings as charts
from core.ui.components import cloud
from core.ui.embeddings import shared

if TYPE_CHECKING:
    from core.models import LoadedModel

METHODS = ("pca2", "pca3", "tsne", "axes")
_MOST_TSNE_WORDS = 500
_LARGEST_PERPLEXITY = 50


@dataclass(frozen=True)
class Chosen:
    """What the learner chose: the words of the theme, the learner's own, and how they are drawn."""

    base: shared.Words
    own: tuple[str, ...]
    included: tuple[str, ...]
    plan: embeddings.Plan
    colour: str


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the words to what the map keeps."""
    ask, controls, _figure = lesson.stage("map")
    with ask:
        model_id = shared.model(lesson)
        theme = shared.theme(lesson, first="animals", own=True)
        own = shared.own_words(lesson)
    with controls:
        method, colour, directions = _looks(lesson, shared.side(lesson, model_id))
    more = lesson.more_settings()
    with more:
        perplexity, twins = _more(lesson)
        seed = model_box.seed(lesson)
    with lesson.guard():
        loaded = model_box.ready(lesson, model_id)
        base = _base(lesson, theme, loaded, twins=twins)
        included = _included(lesson, own.words, base)
        plan = _plan(base, own.words, included, loaded, method, seed, perplexity, directions)
        drawn, seconds = _drawn(plan)
        chosen = Chosen(base, own.words, included, plan, colour)
        if _predicted(lesson, drawn):
            _figure_of(lesson, chosen, drawn, loaded, seconds)
            with controls:
                _recompute(lesson, chosen)
            with more:
                _choose(lesson, drawn)
            shared.read_notes(lesson, own)
            ours = set(embeddings.everything(shared.language_of(lesson, loaded.card)))
            shared.warn(lesson, loaded, [*(one for one in base.words if one in ours), *own.words])
            _notes(lesson, plan, drawn, twins=twins)
            lesson.seeing(_seen(lesson, chosen, drawn))


@lru_cache(maxsize=24)
def _drawn(plan: embeddings.Plan) -> tuple[embeddings.Map, float]:
    """Draw a map once, and keep how long that took."""
    return frame.timed(embeddings.draw_map, plan)


def _looks(lesson: frame.Lesson, language: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    method = st.segmented_control(
        lesson.t("controls.method"), METHODS, format_func=lambda code: lesson.t(f"methods.{code}"), required=True,
        key=lesson.key("method", METHODS[0], among=METHODS),
    )  # fmt: skip
    directions: tuple[tuple[str, str], ...] = ()
    if method == "axes":
        key = lesson.key(f"axes_{language}", shared.default(lesson, language, "axes"), max_chars=200)
        directions = _pairs(st.text_input(lesson.t("controls.axes"), key=key))
    colour = st.segmented_control(
        lesson.t("controls.colour"), ("group", "kept"), format_func=lambda code: lesson.t(f"colours.{code}"),
        key=lesson.key("colour", "group", among=("group", "kept")), required=True,
    )  # fmt: skip
    return method or METHODS[0], colour or "group", directions


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read «mujer − hombre; grande − pequeño»; what is missing is left empty, and refused later with a sentence."""
    for sign in ("−", "–", "—"):
        text = text.replace(sign, "-")
    halves = [one.partition("-") for one in text.split(";")] + [("", "", "")] * 2
    return tuple((to.strip(), start.strip()) for to, _, start in halves[:2])


def _more(lesson: frame.Lesson) -> tuple[int, bool]:
    key = lesson.key("perplexity", 15, between=(2, _LARGEST_PERPLEXITY))
    perplexity = st.slider(lesson.t("controls.perplexity"), 2, _LARGEST_PERPLEXITY, key=key)
    twins = st.toggle(lesson.t("controls.twins"), key=lesson.key("twins", default=False))
    return int(perplexity), bool(twins)


def _base(lesson: frame.Lesson, theme: str, loaded: LoadedModel, *, twins: bool) -> shared.Words:
    if theme == "own":
        return shared.Words((), (), ())
    return shared.themed(lesson, theme, shared.language_of(lesson, loaded.card), twins=twins)


def _included(lesson: frame.Lesson, own: tuple[str, ...], base: shared.Words) -> tuple[str, ...]:
    """Which of the learner's words the axes are made for: those there at the last recomputing."""
    lesson.key("included", "", max_chars=shared.KEPT_TEXT)
    if len(base.words) < 2:
        return own
    before = set(embeddings.read_words(lesson.get("included")).words)
    return tuple(word for word in own if word in before)


def _plan(
    base: shared.Words, own: tuple[str, ...], included: tuple[str, ...], loaded: LoadedModel, method: str,
    seed: int, perplexity: int, directions: tuple[tuple[str, str], ...],
) -> embeddings.Plan:  # fmt: skip
    kinds: dict[str, Any] = {"pca2": "pca", "pca3": "pca", "tsne": "tsne", "axes": "axes"}
    return embeddings.Plan(
        fitted=tuple(embeddings.unique([*base.words, *included])[: embeddings.MOST_WORDS]),
        placed=tuple(word for word in own if word not in included), model_id=loaded.card.id, method=kinds[method],
        dimensions=3 if method == "pca3" else 2, seed=seed if method == "tsne" else 0,
        perplexity=perplexity if method == "tsne" else 30, directions=directions,
    )  # fmt: skip


def _predicted(lesson: frame.Lesson, drawn: embeddings.Map) -> bool:
    """Ask once, and of a map whose words have all the neighbours that are looked for."""
    k = drawn.near.shape[1]
    return k < embeddings.NEIGHBOURS or bool(
        lesson.predict(
            "map", lesson.t("predict.map", k=k), numeric=(0, k, 1), answer=lambda: float(drawn.kept.mean()) * k,
            say=lambda mine, truth: lesson.md(
                "predict.map_right" if abs(mine - truth) <= 1 else "predict.map_wrong", n=truth, k=k
            ), height=cloud.HEIGHT,
        )
    )  # fmt: skip


def _figure_of(
    lesson: frame.Lesson, chosen: Chosen, drawn: embeddings.Map, loaded: LoadedModel, seconds: float
) -> None:
    picked = _picked(lesson, drawn)
    made = charts.map_cloud(
        drawn, charts.Look(
            lesson.palette, chosen.base.groups, chosen.base.names, chosen.colour == "kept", chosen.own,
            lesson.t("figure.own"), tuple(lesson.t(f"figure.scale_{end}") for end in ("low", "high")),
        ), picked=picked, notes=_point_notes(lesson, drawn), axis=_axis(lesson, chosen, drawn), pairs=_twin_pairs(drawn),
        name=str(hash((chosen.plan.model_id, chosen.plan.fitted, chosen.plan.method, chosen.plan.dimensions))),
    )  # fmt: skip
    mean = float(drawn.kept.mean())
    alt = lesson.t("figure.map_alt", n=len(drawn.words), model=loaded.card.name, p=mean)
    plan = chosen.plan
    call = (
        "from core.embeddings import Plan, draw_map\n"
        f"draw_map(Plan({plan.fitted!r}, {plan.placed!r}, {plan.model_id!r}, {plan.method!r}, {plan.dimensions}, "
        f"{plan.seed}, {plan.perplexity}, {plan.directions!r})).kept.mean()"
    )
    lesson.figure(
        lambda: cloud.draw(
            made, lesson.palette, _hint(lesson, plan, drawn), alt, "embeddings-map",
            on_pick=lambda word: lesson.set(word=word), large=lesson.present,
        ), name="map", badge=model_box.badge(loaded, seconds, _method_note(lesson, chosen)), alt=alt,
        table=lambda: _table(lesson, drawn), source=[embeddings.draw_map, embeddings.project, embeddings.neighbourhood],
        call=call,
    )  # fmt: skip


def _hint(lesson: frame.Lesson, plan: embeddings.Plan, drawn: embeddings.Map) -> dict[str, str]:
    """Tell how to use the cloud; of two words each has one neighbour, which no map can lose."""
    k = drawn.near.shape[1]
    name = "turn" if plan.dimensions == 3 else "map"
    return shared.cloud_words(lesson, f"{name}_one" if k == 1 else name, k=k)


def _picked(lesson: frame.Lesson, drawn: embeddings.Map) -> str:
    """Give the chosen word, if it is on this map."""
    lesson.key("word", "", max_chars=60)
    word = str(lesson.get("word"))
    return word if word in drawn.words else ""


def _point_notes(lesson: frame.Lesson, drawn: embeddings.Map) -> list[str]:
    notes = []
    for near, held in zip(drawn.near, drawn.held, strict=True):
        named = ", ".join(drawn.words[place] for place in near)
        key = "figure.point_one" if len(held) == 1 else "figure.point"
        notes.append(lesson.t(key, n=int(held.sum()), k=len(held), words=named))
    return notes


def _axis(lesson: frame.Lesson, chosen: Chosen, drawn: embeddings.Map) -> tuple[str, str] | None:
    if chosen.plan.method == "axes":
        one, other = (f"{to} − {start}" for to, start in chosen.plan.directions)
        return one, other
    if drawn.explained is None or chosen.plan.dimensions == 3:
        return None
    one, other = (
        lesson.t("figure.axis", n=place + 1, p=float(share))
        for place, share in enumerate(drawn.explained[:2])
    )
    return one, other


def _twin_pairs(drawn: embeddings.Map) -> list[tuple[int, int]]:
    """Join each word with its twin of the other language, where both are on the map."""
    place = {word: number for number, word in enumerate(drawn.words)}
    twins = {
        pair
        for groups in embeddings.themes().values()
        for group in groups
        for pair in zip(group.es, group.en, strict=True)
    }
    return sorted((place[es], place[en]) for es, en in twins if es in place and en in place and es != en)


def _method_note(lesson: frame.Lesson, chosen: Chosen) -> str:
    plan = chosen.plan
    if plan.method == "tsne":
        used = embeddings.widest(plan.perplexity, len(plan.fitted))
        return lesson.t("figure.tsne_note", perplexity=float(used), seed=plan.seed)
    return lesson.t(f"figure.{plan.method}_note", n=plan.dimensions)


def _table(lesson: frame.Lesson, drawn: embeddings.Map) -> pd.DataFrame:
    columns = {name: drawn.points[:, place] for place, name in enumerate("xyz"[: drawn.points.shape[1]])}
    names = [", ".join(drawn.words[place] for place in near) for near in drawn.near]
    head = {lesson.t("table.word"): list(drawn.words), lesson.t("table.kept"): drawn.kept.round(2)}
    return pd.DataFrame(head | columns | {lesson.t("table.near"): names}).round(4)


def _recompute(lesson: frame.Lesson, chosen: Chosen) -> None:
    """Offer to make the axes anew once there are words that they were not made for."""
    waiting = len(chosen.plan.placed)
    if waiting:
        st.button(
            lesson.t("controls.recompute", n=waiting), key="recompute", icon=":material/refresh:",
            help=lesson.t("controls.recompute_help"), on_click=lambda: lesson.set(included="\n".join(chosen.own)),
        )  # fmt: skip


def _choose(lesson: frame.Lesson, drawn: embeddings.Map) -> None:
    """Choose a word by keyboard; clicking its point does the same."""
    if lesson.get("word") not in drawn.words:
        lesson.set(word="")
    key = lesson.key("word", "", max_chars=60)
    none = lesson.t("controls.nobody")
    st.selectbox(
        lesson.t("controls.word"), ["", *sorted(drawn.words)], format_func=lambda word: word or none, key=key
    )


def _notes(lesson: frame.Lesson, plan: embeddings.Plan, drawn: embeddings.Map, *, twins: bool) -> None:
    if plan.placed:
        key = "notes.placed_tsne" if plan.method == "tsne" else "notes.placed"
        lesson.note(lesson.md(key, words=quoted(plan.placed, lesson.language), n=len(plan.placed)))
    if twins and plan.model_id in {model_box.OFFLINE, shared.ENGLISH}:
        lesson.note(lesson.md("notes.twins"), kind="warning")
    if float(drawn.extent.max() - drawn.extent.min()) == 0:
        lesson.note(lesson.md("notes.one_point"), kind="warning")


def _seen(lesson: frame.Lesson, chosen: Chosen, drawn: embeddings.Map) -> str:
    said = []
    if drawn.explained is not None:
        shown = float(drawn.explained.sum())
        said.append(lesson.md("seeing.variance", n=chosen.plan.dimensions, p=shown, rest=max(0.0, 1 - shown)))
    elif drawn.angle is not None:
        said.append(lesson.md("seeing.axes", a=drawn.angle))
    else:
        said.append(lesson.md("seeing.tsne"))
    said.append(_seen_kept(lesson, drawn))
    return " ".join(said)


def _seen_kept(lesson: frame.Lesson, drawn: embeddings.Map) -> str:
    """Say how many neighbours the map keeps, on average and of the chosen word or of the best and the worst."""
    k, kept = drawn.near.shape[1], drawn.kept
    if k == 1:
        return lesson.md("seeing.kept_one")
    said = [lesson.md("seeing.kept", n=float(kept.mean()) * k, k=k)]
    picked = _picked(lesson, drawn)
    if picked:
        place = drawn.words.index(picked)
        lost = [
            drawn.words[one]
            for one, held in zip(drawn.near[place], drawn.held[place], strict=True)
            if not held
        ]
        key = "seeing.point" if len(lost) > 1 else "seeing.point_one" if lost else "seeing.point_whole"
        said.append(
            lesson.md(
                key,
                word=picked,
                n=int(drawn.held[place].sum()),
                k=k,
                lost=quoted(lost, lesson.language),
            )
        )
    else:
        best, worst = int(kept.argmax()), int(kept.argmin())
        key = "seeing.extremes" if kept[best] > kept[worst] else "seeing.extremes_same"
        said.append(
            lesson.md(
                key, k=k, best=drawn.words[best], worst=drawn.words[worst],
                b=int(drawn.held[best].sum()), w=int(drawn.held[worst].sum()),
            )
        )  # fmt: skip
    return " ".join(said)
