"""Spanish and English: the same said twice, cut side by side, and what it costs in every vocabulary."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import tokenizer
from core.tokenizer import parallel
from core.tokenizer.parallel import Pair
from core.ui import figure, frame
from core.ui.charts import tokenizer as charts
from core.ui.components import tokens as component
from core.ui.tokenizer import shared
from core.ui.tokenizer.bets import Bins
from core.ui.tokenizer.pieces import LARGEST_CONTEXT, LARGEST_PRICE

OWN = "own"
LONGEST = 2_000


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the pair of sentences to what is seen."""
    ask, controls, waiting = lesson.stage("tax")
    with ask:
        chosen = shared.vocabulary(lesson, "vocabulary", shared.DEFAULT, shared.options())
    with controls:
        pair, own = _pair(lesson)
    with lesson.more_settings():
        context, price = _more(lesson)
    with lesson.guard():
        with waiting, lesson.loading(lesson.t("words.loading", n=len(shared.options()))):
            for one in shared.options():
                tokenizer.backend(one)  # loading is not measuring
        measured, seconds = frame.timed(parallel.tax)
        line = measured[measured["vocabulary"] == chosen].iloc[0]
        if _predicted(lesson, chosen, line):
            _figure_of(lesson, chosen, pair, measured, line, seconds)
            lesson.seeing(_seen(lesson, measured, line, pair if own else None, context, price))


def _pair(lesson: frame.Lesson) -> tuple[Pair, bool]:
    """One of the pairs that the course ships, or the learner's own two sentences."""
    shipped = parallel.pairs()
    codes = [*(str(place) for place in range(len(shipped))), OWN]
    own = lesson.t("controls.own")
    picked = st.selectbox(
        lesson.t("controls.pair"), codes, key=lesson.key("pair", codes[0], among=codes),
        format_func=lambda code: own if code == OWN else getattr(shipped[int(code)], lesson.language),
    )  # fmt: skip
    if picked != OWN:
        return shipped[int(picked)], False
    first = shipped[0]
    spanish = lesson.text_input("es", lesson.t("controls.spanish"), first.es, max_chars=LONGEST, carry=False)
    english = lesson.text_input("en", lesson.t("controls.english"), first.en, max_chars=LONGEST, carry=False)
    return Pair(OWN, spanish, english), True


def _more(lesson: frame.Lesson) -> tuple[int, float]:
    context = st.number_input(
        lesson.t("controls.context"), 0, LARGEST_CONTEXT, step=1024, help=lesson.t("controls.context_help"),
        key=lesson.key("context", 0, between=(0, LARGEST_CONTEXT)),
    )  # fmt: skip
    price = st.number_input(
        lesson.t("controls.price"), 0.0, LARGEST_PRICE, step=0.1, help=lesson.t("controls.price_help"),
        key=lesson.key("price", 0.0, between=(0.0, LARGEST_PRICE)),
    )  # fmt: skip
    return int(context), float(price)


def _predicted(lesson: frame.Lesson, chosen: str, line: pd.Series) -> bool:
    """Ask how much dearer Spanish is, once per vocabulary."""
    bins, percent = Bins(lesson.value("predict.tax_bins")), round(100 * line["ratio"])
    return bool(
        lesson.predict(
            f"tax:{chosen}",
            lesson.t("predict.tax", name=line["name"]),
            bins.labels(lesson),
            answer=lambda: bins.find(percent),
            say=lambda mine, truth: lesson.md(
                "predict.tax_right" if mine == truth else "predict.tax_wrong",
                n=percent, pairs=len(parallel.pairs()),
            ),
        )
    )  # fmt: skip


def _figure_of(
    lesson: frame.Lesson, chosen: str, pair: Pair, measured: pd.DataFrame, line: pd.Series, seconds: float
) -> None:
    texts = {"spanish": pair.es, "english": pair.en}
    cuts = {side: shared.cut(text, chosen) for side, text in texts.items()}
    rows = [shared.row(lesson, texts[side], cuts[side], name=lesson.t(f"controls.{side}")) for side in texts]
    look = component.Look(linked=False, twin=True)
    best, worst = measured.iloc[0], measured.iloc[-1]
    alt = lesson.t(
        "figure.tax_alt", low=float(best["ratio"]), best=best["name"], high=float(worst["ratio"]),
        worst=worst["name"], name=line["name"], ratio=float(line["ratio"]),
    )  # fmt: skip

    def twins() -> None:
        component.pieces(rows, look, lesson.palette, shared.words(lesson), "tokenizer-twins")
        spec = charts.ratios(lesson.palette, lesson.t("figure.ratio"), lesson.t("figure.equal"))
        data = charts.ratio_data(measured, chosen, lesson.number)
        figure.draw(spec, data, key="tokenizer-ratios", alt=alt, on_select=None, height=None)

    lesson.figure(
        twins,
        name="tax",
        badge=frame.Badge("real", model=str(line["name"]), seconds=seconds),
        alt=alt,
        table=measured,
        source=[parallel.tax],
        call="from core.tokenizer.parallel import tax\ntax()",
    )


def _seen(
    lesson: frame.Lesson,
    measured: pd.DataFrame,
    line: pd.Series,
    own: Pair | None,
    context: int,
    price: float,
) -> str:
    """Sentences from the numbers on screen."""
    ratio, pairs = float(line["ratio"]), parallel.pairs()
    more, by_cost = lesson.t("seeing.more" if ratio >= 1 else "seeing.less"), measured.sort_values("es")
    said = [
        lesson.md(
            "seeing.tax", pairs=len(pairs), name=line["name"], es=int(line["es"]), en=int(line["en"]),
            percent=abs(ratio - 1), more=more,
        ),
        lesson.md(
            "seeing.tax_why",
            es_chars=sum(len(pair.es) for pair in pairs), en_chars=sum(len(pair.en) for pair in pairs),
            best=by_cost.iloc[0]["name"], worst=by_cost.iloc[-1]["name"],
        ),
    ]  # fmt: skip
    per_word = float(line["per_word_es"]), float(line["per_word_en"])
    if context:
        es, en = (int(context / each) for each in per_word)
        said.append(lesson.md("seeing.tax_window", context=context, es=es, en=en))
    if price:
        es_cost, en_cost = (price * each for each in per_word)
        said.append(lesson.md("seeing.tax_cost", price=price, es=es_cost, en=en_cost))
    if own:
        counts = parallel.tax([line["vocabulary"]], [own]).iloc[0]
        said.append(lesson.md("seeing.tax_own", es=int(counts["es"]), en=int(counts["en"])))
    return " ".join(said)
