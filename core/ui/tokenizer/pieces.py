"""Cut: what is typed, in coloured pieces, by one to four vocabularies at once."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core import tokenizer
from core.errors import CourseError, InputError
from core.tokenizer import HUB_PREFIX
from core.tokenizer.pieces import partial, windows
from core.ui import frame, text_box
from core.ui.components import tokens as component
from core.ui.tokenizer import shared
from core.ui.tokenizer.bets import Bins
from core.ui.tokenizer.shared import Cut

MOST_WINDOWS = 1_000_000
LARGEST_CONTEXT = 10_000_000
LARGEST_PRICE = 1_000.0
TABLE_ROWS = 100_000
LOOKED_AT = 20_000
"""Characters of a text that are looked at to say what is lost."""
SHOWN = 80


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the text to what is seen."""
    ask, controls, _figure = lesson.stage("pieces")
    cases = lesson.value("cases")
    with ask:
        text = shared.area(lesson, "text", cases["hello"]["text"], lesson.t("controls.text"))
        _cases(lesson, cases, text)
        text_box.luggage("tokenizer.text", text, lambda one: lesson.set(text=one))
    with controls:
        chosen, look = _controls(lesson)
    with lesson.more_settings():
        hub, context, price, every = _more(lesson)
    with lesson.guard():
        if len(text) > shared.LONGEST_TEXT:
            message = f"the text has {len(text)} characters, {shared.LONGEST_TEXT} fit"
            raise InputError(message, "too_long", given=len(text), limit=shared.LONGEST_TEXT)
        case = next((one for one in cases if cases[one]["text"] == text), None)
        if case is None or _predicted(lesson, case, chosen[0]):
            number = _window(lesson, text)
            cuts = [shared.cut(text, one) for one in chosen] + _from_hub(lesson, text, hub)
            _figure_of(lesson, text, cuts, look, number, context, every)
            lesson.seeing(_seen(lesson, text, cuts, case, price))


def _cases(lesson: frame.Lesson, cases: dict[str, dict[str, Any]], text: str) -> None:
    """The laboratory: a row of one-click texts."""
    key = "tokenizer-cases"
    st.session_state[key] = next((one for one in cases if cases[one]["text"] == text), None)

    def take() -> None:
        if st.session_state[key] is not None:
            lesson.set(text=cases[st.session_state[key]]["text"])

    label = lesson.t("controls.cases")
    st.pills(
        label, list(cases), format_func=lambda one: cases[one]["label"], key=key, on_change=take,
        label_visibility="collapsed", wrap=True,
    )  # fmt: skip


def _controls(lesson: frame.Lesson) -> tuple[list[str], dict[str, Any]]:
    """Which vocabularies, and how their pieces are shown."""
    key = lesson.key("vocabularies", [shared.DEFAULT], among=shared.options())
    if not lesson.get("vocabularies"):
        lesson.set(vocabularies=[shared.DEFAULT])  # there is always one to look at
    chosen = st.multiselect(
        lesson.t("controls.vocabularies"), shared.options(), format_func=shared.name_of, key=key,
        max_selections=4, placeholder=lesson.t("controls.choose"), select_all=False,
    )  # fmt: skip
    shows = lesson.value("controls.shows")
    show = st.segmented_control(
        lesson.t("controls.show"), list(shows), format_func=shows.__getitem__, required=True,
        key=lesson.key("show", "text", among=shows),
    )  # fmt: skip
    invisible = st.toggle(lesson.t("controls.invisible"), key=lesson.key("invisible", default=False))
    grouped = st.toggle(lesson.t("controls.grouped"), key=lesson.key("grouped", default=False))
    return list(chosen)[:4], {"show": show, "invisible": invisible, "grouped": grouped}


def _more(lesson: frame.Lesson) -> tuple[str, int, float, int]:
    """A tokenizer of the hub, the window, the price and the marks."""
    hub = st.text_input(
        lesson.t("controls.hub"), key=lesson.key("hub", "", max_chars=shared.KEPT_TEXT),
        placeholder=lesson.t("controls.hub_hint"), help=lesson.t("controls.hub_help"),
    )  # fmt: skip
    context = st.number_input(
        lesson.t("controls.context"), 0, LARGEST_CONTEXT, step=1024, help=lesson.t("controls.context_help"),
        key=lesson.key("context", 0, between=(0, LARGEST_CONTEXT)),
    )  # fmt: skip
    every = st.number_input(
        lesson.t("controls.every"), 0, LARGEST_CONTEXT, step=1, help=lesson.t("controls.every_help"),
        key=lesson.key("every", 0, between=(0, LARGEST_CONTEXT)),
    )  # fmt: skip
    price = st.number_input(
        lesson.t("controls.price"), 0.0, LARGEST_PRICE, step=0.1, help=lesson.t("controls.price_help"),
        key=lesson.key("price", 0.0, between=(0.0, LARGEST_PRICE)),
    )  # fmt: skip
    return hub.strip(), int(context), float(price), int(every)


def _predicted(lesson: frame.Lesson, case: str, vocabulary: str) -> bool:
    """Ask how many tokens, once per case and vocabulary."""
    text, bins = lesson.value(f"cases.{case}.text"), Bins(lesson.value(f"cases.{case}.bins"))

    def count() -> int:
        return tokenizer.count(text, vocabulary)

    return bool(
        lesson.predict(
            f"{case}:{vocabulary}",
            lesson.t(f"cases.{case}.question", name=shared.name_of(vocabulary)),
            bins.labels(lesson),
            answer=lambda: bins.find(count()),
            say=lambda mine, truth: lesson.md(
                "predict.right" if mine == truth else "predict.wrong", n=shared.counted(lesson, count())
            ),
        )
    )


def _from_hub(lesson: frame.Lesson, text: str, hub: str) -> list[Cut]:
    """Cut with a tokenizer of the hub; one that cannot be had says so, and the others stay."""
    if not hub:
        return []
    try:
        with lesson.loading(hub[:60]):
            return [shared.cut(text, HUB_PREFIX + hub)]
    except CourseError as error:
        frame.say_error(error)
        return []


def _window(lesson: frame.Lesson, text: str) -> int:
    """Choose the stretch of a long text that is drawn; from 0."""
    total = windows(text)
    key = lesson.key("window", 1, between=(1, MOST_WINDOWS))
    if total == 1:
        return 0
    if lesson.get("window") > total:
        lesson.set(window=total)
    number = st.number_input(lesson.t("controls.window"), 1, total, step=1, key=key)
    st.caption(lesson.t("words.windows", number=number, total=total))
    return int(number) - 1


def _figure_of(
    lesson: frame.Lesson,
    text: str,
    cuts: list[Cut],
    look: dict[str, Any],
    number: int,
    context: int,
    every: int,
) -> None:
    rows = [
        shared.row(
            lesson, text, one, number, note=shared.note_of(lesson, one.vocabulary), grouped=look["grouped"]
        )
        for one in cuts
    ]
    longest = max(len(one.tokens) for one in cuts)
    marks = [lesson.number.integer(at) for at in range(every, longest, every)] if every else []

    def pieces() -> None:
        shown = component.Look(**look, every=every, marks=marks)
        component.pieces(rows, shown, lesson.palette, shared.words(lesson), "tokenizer-pieces")
        if context:
            for one in cuts:
                _meter(lesson, one, context)

    counts = shared.listed([f"{row.name}, {row.count}" for row in rows])
    lesson.figure(
        pieces,
        name="pieces",
        badge=shared.badge(cuts),
        alt=lesson.t("figure.pieces_alt", counts=counts),
        table=lambda: _table(text, cuts),
        source=[tokenizer.encode, tokenizer.decode],
        call=f"from core.tokenizer import encode\nlist(encode({text[:2000]!r}, {cuts[0].vocabulary!r}))",
    )


def _meter(lesson: frame.Lesson, one: Cut, context: int) -> None:
    count = len(one.tokens)
    key = "words.over" if count > context else "words.meter"
    st.progress(min(1.0, count / context), text=lesson.t(key, name=one.name, n=count, context=context))


def _table(text: str, cuts: list[Cut]) -> pd.DataFrame:
    """Every token of every vocabulary; of a very long text, the first ones."""
    tables = [
        tokenizer.table(text, one.tokens[:TABLE_ROWS]).assign(vocabulary=one.vocabulary) for one in cuts
    ]
    together = pd.concat(tables, ignore_index=True)
    return together[["vocabulary", *[name for name in together.columns if name != "vocabulary"]]]


def _seen(lesson: frame.Lesson, text: str, cuts: list[Cut], case: str | None, price: float) -> str:
    """Sentences from the numbers on screen."""
    if not text:
        return lesson.md("seeing.empty")
    first = cuts[0]
    count = len(first.tokens)
    said = [
        lesson.md(
            "seeing.pieces", name=first.name, chars=shared.counted(lesson, len(text), "chars"),
            bytes=shared.counted(lesson, len(text.encode()), "bytes"),
            tokens=shared.counted(lesson, count), each=len(text) / max(1, count),
        )
    ]  # fmt: skip
    if parts := partial(text, first.tokens):
        said.append(lesson.md("seeing.parts_one" if parts == 1 else "seeing.parts", n=parts))
    if len(cuts) > 1:
        said.append(_compared(lesson, cuts))
    if case:
        said.append(lesson.md(f"cases.{case}.seen", name=first.name, ids=str(first.tokens.ids.tolist())))
    if price:
        said.append(lesson.md("seeing.cost", price=price, name=first.name, cost=price * count / 1e6))
    return " ".join(said + [one for one in (_lost(lesson, text, cut) for cut in cuts) if one])


def _compared(lesson: frame.Lesson, cuts: list[Cut]) -> str:
    """Say which vocabulary takes least and which most."""
    best, worst = min(cuts, key=lambda one: len(one.tokens)), max(cuts, key=lambda one: len(one.tokens))
    low, high = (shared.counted(lesson, len(one.tokens)) for one in (best, worst))
    if low == high:
        return lesson.md("seeing.same", low=low)
    return lesson.md("seeing.compare", low=low, best=best.name, high=high, worst=worst.name)


def _lost(lesson: frame.Lesson, text: str, cut: Cut) -> str:
    """Say what a vocabulary does not give back, looking at the beginning of the text."""
    lost = tokenizer.loss(text[:LOOKED_AT], cut.vocabulary)
    if lost is None:
        return ""
    reasons = shared.listed([lesson.t(f"seeing.reasons.{reason}") for reason in lost.reasons])
    returned = lost.returned if len(lost.returned) <= SHOWN else f"{lost.returned[:SHOWN]}…"
    return lesson.md("seeing.loss", name=cut.name, returned=returned, reasons=reasons)
