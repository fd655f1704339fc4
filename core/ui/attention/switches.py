"""Switch heads off, patch them from another sentence, and search the ones that carry agreement."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import attention, models
from core.ui import frame, model_box
from core.ui.attention import settings
from core.ui.attention.importance import long
from core.ui.charts import attention as charts

EXPERIMENTS = ["off", "patch", "search"]

PROPOSED = (["4.3", "4.4"], ["4.3"], ["4.4"], ["2.1", "2.2", "2.3", "2.4"])
"""Sets of heads before which a guess is asked."""


def draw(lesson: frame.Lesson) -> None:
    """The activity: off, patch or search."""
    ask, controls, _figure = lesson.stage("switches")
    with ask:
        key = lesson.key("experiment", "off", among=EXPERIMENTS)
        names, label = lesson.value("controls.experiments"), lesson.t("controls.experiment")
        chosen = st.segmented_control(label, EXPERIMENTS, format_func=names.get, key=key, required=True)
        text = settings.text(lesson) if chosen != "search" else ""
    model_id = model_box.OFFLINE
    if chosen != "search":
        with lesson.more_settings():
            model_id = settings.model(lesson)
    with lesson.guard():
        loaded = model_box.ready(lesson, model_id)
        if chosen == "search":
            _search(lesson, loaded)
            return
        with controls:
            if chosen == "patch":
                other = lesson.text_input(
                    "other", lesson.t("controls.source"), lesson.t("default_other"), carry=False
                )
            heads = _heads(lesson, loaded)
        if chosen == "patch":
            _patch(lesson, loaded, text, other, heads)
        else:
            _off(lesson, loaded, text, heads)


def _heads(lesson: frame.Lesson, loaded: models.LoadedModel) -> list[str]:
    """One head, several, or whole layers: each is a code, «4.3», and a layer is all of its heads."""
    listed = settings.codes(loaded)
    layers = sorted({int(code.split(".")[0]) for code in listed})
    start = [code for code in ("4.3", "4.4") if code in listed] or listed[-1:]
    key = lesson.key("heads", start, among=listed)

    def add(layer: int) -> None:
        mine = [code for code in listed if code.startswith(f"{layer}.")]
        now = list(st.session_state[key])
        whole = set(mine) <= set(now)
        lesson.set(
            heads=[one for one in now if one not in mine]
            if whole
            else [*now, *(m for m in mine if m not in now)]
        )

    found = st.multiselect(
        lesson.t("controls.heads"), listed, format_func=lambda code: code.replace(".", " · "), key=key,
        placeholder=lesson.t("controls.heads_none"), help=lesson.t("controls.heads_help"),
    )  # fmt: skip
    with st.container(horizontal=True, gap="xsmall"):
        for layer in layers[:12]:
            name = lesson.t("controls.layer", layer=layer)
            st.button(name, key=f"layer-{layer}", on_click=add, args=(layer,))
    return [str(code) for code in found]


def _off(lesson: frame.Lesson, loaded: models.LoadedModel, text: str, codes: list[str]) -> None:
    heads = [settings.decoded(code) for code in codes]
    model_id = loaded.card.id
    guess = not _asked(lesson, codes, text) or lesson.predict(
        f"off:{model_id}:{text}:{codes}",
        lesson.t("predict.off"),
        {"yes": lesson.t("predict.yes"), "no": lesson.t("predict.no")},
        answer=lambda: _differ(lesson, attention.without(text, heads, model_id, 1), "p", "p_off"),
        say=lambda mine, truth: lesson.md(
            f"predict.off_{truth}_right" if mine == truth else f"predict.off_{truth}_wrong"
        ),
    )
    if not guess:
        return
    table, seconds = frame.timed(attention.without, text, heads, model_id, 5)
    before, after = attention.losses(text, heads, model_id)
    words = (lesson.t("figure.all_on"), lesson.t("figure.some_off"))
    data = table.assign(label=settings.labels(lesson, table["token"].tolist()))
    spec = charts.pairs(
        lesson.palette, ((words[0], "model"), (words[1], "removed")), settings.height_for(len(table), 44)
    )
    best, worst = table.iloc[int(table["p"].argmax())], table.iloc[int(table["p_off"].argmax())]
    a, b = (settings.label(lesson, str(row["token"])) for row in (best, worst))
    lesson.figure(
        spec, data=long(lesson, data, {"p": words[0], "p_off": words[1]}), name="off",
        badge=model_box.badge(loaded, seconds),
        alt=lesson.t("figure.off_alt", a=a, p=float(best["p"]), b=b, q=float(worst["p_off"])), table=table,
        source=[attention.without, attention.losses],
        call=f"from core.attention import without\nwithout({text!r}, {heads}, {model_id!r})",
    )  # fmt: skip
    said = lesson.md("seeing.off_none")
    if codes:
        names = ", ".join(code.replace(".", " · ") for code in codes[:6]) + ("…" if len(codes) > 6 else "")
        said = lesson.md(
            "seeing.off" if a != b else "seeing.off_same", heads=names, a=a, p=float(best["p"]),
            after=float(best["p_off"]), b=b, q=float(worst["p_off"]),
        )  # fmt: skip
        if before is not None and after is not None:
            said += " " + lesson.md("seeing.loss", before=before, after=after)
    lesson.seeing(said)


def _asked(lesson: frame.Lesson, codes: list[str], *texts: str) -> bool:
    """Whether to ask for a guess: for the texts and heads that the page proposes, not at each one added."""
    return codes in PROPOSED and settings.offered(lesson, *texts)


def _first(table: pd.DataFrame, column: str) -> str:
    """Give the token that a column makes likeliest."""
    return str(table["token"].iloc[int(table[column].argmax())])


def _differ(lesson: frame.Lesson, table: pd.DataFrame, *columns: str) -> str:
    """Say whether two columns make different words the likeliest, as the learner reads them."""
    return "yes" if len({settings.label(lesson, _first(table, one)) for one in columns}) > 1 else "no"


def _patch(lesson: frame.Lesson, loaded: models.LoadedModel, text: str, other: str, codes: list[str]) -> None:
    heads, model_id = [settings.decoded(code) for code in codes], loaded.card.id
    guess = not _asked(lesson, codes, text, other) or lesson.predict(
        f"patch:{model_id}:{text}:{other}:{codes}", lesson.t("predict.patch"),
        {"yes": lesson.t("predict.yes"), "no": lesson.t("predict.no")},
        answer=lambda: _differ(lesson, attention.patch(other, text, heads, model_id, 1), "p_target", "p_patched"),
        say=lambda mine, truth: lesson.md(f"predict.patch_{truth}_{'right' if mine == truth else 'wrong'}"),
    )  # fmt: skip
    if not guess:
        return
    table, seconds = frame.timed(attention.patch, other, text, heads, model_id, 3)
    data = table.assign(label=settings.labels(lesson, table["token"].tolist()))
    words = [lesson.t(f"figure.{name}") for name in ("p_target", "p_patched", "p_source")]
    columns = dict(zip(("p_target", "p_patched", "p_source"), words, strict=True))
    roles = tuple(zip(words, ("model", "learner", "removed"), strict=True))
    firsts = [settings.label(lesson, _first(table, one)) for one in columns]
    best = {one: float(table[one].max()) for one in columns}
    lesson.figure(
        charts.pairs(lesson.palette, roles, settings.height_for(len(table), 72, most=500)),
        data=long(lesson, data, columns, 0.01), name="patch", badge=model_box.badge(loaded, seconds),
        alt=lesson.t("figure.patch_alt", a=firsts[0], b=firsts[1]), table=table,
        source=[attention.patch, attention.patch_each],
        call=f"from core.attention import patch\npatch({other!r}, {text!r}, {heads}, {model_id!r})",
    )  # fmt: skip
    said = lesson.md(
        f"seeing.{_outcome(firsts, codes)}", a=firsts[0], p=best["p_target"], b=firsts[1], q=best["p_patched"], c=firsts[2]
    )  # fmt: skip
    if firsts[0] != firsts[2] and len(settings.codes(loaded)) <= 48:
        said += _each(lesson, text, other, model_id, [_first(table, one) for one in columns])
    lesson.seeing(said)


def _outcome(firsts: list[str], codes: list[str]) -> str:
    """Name what a patch did to the first word: `firsts` before it, after it, and of the sentence it comes from."""
    before, after, source = firsts
    if not codes:
        return "patch_none"
    if before != after:
        return "patch_flip" if after == source else "patch_third"
    return "patch_same" if before != source else "patch_alike"


def _each(lesson: frame.Lesson, text: str, other: str, model_id: str, tokens: list[str]) -> str:
    """Say which head, patched alone, moves the lead of the sentence's word most; nothing when none lowers it."""
    a, _, c = tokens
    if not settings.is_word(a) or not settings.is_word(c):
        return ""
    each = attention.patch_each(other, text, a, c, model_id)
    strong = each.iloc[int(each["margin"].argmin())]
    if strong["margin"] >= strong["base"]:
        return ""
    return " " + lesson.md(
        "seeing.patch_each", layer=int(strong["layer"]) + 1, head=int(strong["head"]) + 1,
        a=settings.label(lesson, a), b=settings.label(lesson, c), base=float(strong["base"]), margin=float(strong["margin"]),
    )  # fmt: skip


def _search(lesson: frame.Lesson, loaded: models.LoadedModel) -> None:
    guess = lesson.predict(
        "search", lesson.t("predict.search"),
        {"yes": lesson.t("predict.yes"), "no": lesson.t("predict.no")},
        answer=lambda: "yes" if attention.agreement_search().table["right"].min() < 0.5 else "no",
        say=lambda mine, truth: lesson.md("predict.search_right" if mine == truth else "predict.search_wrong"),
    )  # fmt: skip
    if not guess:
        return
    with lesson.loading(lesson.t("figure.search_loading")):
        found, seconds = frame.timed(attention.agreement_search)
    table = settings.counted_from_one(found.table)
    data = table.assign(amount=found.base["margin"] - table["margin"])
    data["value"] = [lesson.number.decimal(value) for value in found.table["margin"]]
    data["strong"] = data["amount"] > 0.75 * data["amount"].max()
    words = tuple((name, lesson.t(f"figure.{name}")) for name in ("layer", "head", "value"))
    worst = found.table.iloc[int(found.table["margin"].argmin())]
    lesson.figure(
        charts.heads(lesson.palette, words, 260, top=float(data["amount"].max())), data=data, name="search",
        badge=model_box.badge(loaded, seconds),
        alt=lesson.t(
            "figure.search_alt", layer=int(worst["layer"]) + 1, head=int(worst["head"]) + 1,
            before=found.base["margin"], after=float(worst["margin"]),
        ),
        table=table, source=[attention.agreement_search, attention.agreement_margin],
        call="from core.attention import agreement_search\nfound = agreement_search()\nfound.table, found.path",
    )  # fmt: skip
    lesson.seeing(_seen_search(lesson, found, worst))


def _seen_search(lesson: frame.Lesson, found: attention.Search, worst: pd.Series) -> str:
    said = lesson.md(
        "seeing.search", layer=int(worst["layer"]) + 1, head=int(worst["head"]) + 1,
        before=found.base["margin"], after=float(worst["margin"]), right=float(worst["right"]),
        base=found.base["right"],
    )  # fmt: skip
    path = ", ".join(
        f"{layer + 1} · {head + 1}" for layer, head in found.path[["layer", "head"]].to_numpy().tolist()
    )
    last = found.path.iloc[-1]
    return said + " " + lesson.md(
        "seeing.search_path", heads=path, n=len(found.path), right=float(last["right"]), margin=float(last["margin"])
    )  # fmt: skip
