"""Head hunt: look at a head, name its role, and see what was measured; induction proved by switching heads off."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import attention, models
from core.attention.sentences import dialogues, plain
from core.ui import frame, model_box
from core.ui.attention import settings
from core.ui.charts import attention as charts
from core.ui.charts.labels import distinct

MODELS = ("gatito", "minilm")
MOST_TOKENS = 32


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the head's picture to its five scores."""
    ask, controls, _figure = lesson.stage("hunt")
    with ask:
        key = lesson.key("hunted", MODELS[0], among=MODELS)
        label = lesson.t("controls.model")
        chosen = st.segmented_control(
            label, MODELS, format_func=lambda one: models.CATALOGUE[one].name, key=key, required=True
        )
    with lesson.guard():
        loaded = model_box.ready(lesson, chosen or MODELS[0])
        with ask:
            listed = settings.codes(loaded)
            key = lesson.key("prey", "3.2", among=listed)
            st.selectbox(
                lesson.t("controls.head"),
                listed,
                format_func=lambda one: settings.head_name(lesson, one),
                key=key,
            )
        code = str(lesson.get("prey"))
        _pattern(lesson, loaded, code)
        names = lesson.value("roles")
        guess = lesson.predict(
            f"role:{loaded.card.id}:{code}", lesson.t("predict.role"), names,
            answer=lambda: attention.role(_of(attention.head_scores(loaded.card.id), code)),
            say=lambda said, truth: lesson.md(
                "predict.role_right" if said == truth else "predict.role_wrong", role=names[truth].lower()
            ), height=110,
        )  # fmt: skip
        if guess:
            with controls:
                shown = _score(lesson)
            scores = attention.head_scores(loaded.card.id)
            _scores(lesson, loaded, scores, shown, _of(scores, code))


def _of(scores: pd.DataFrame, code: str) -> pd.Series:
    """The row of a head."""
    layer, head = settings.decoded(code)
    return scores[(scores["layer"] == layer) & (scores["head"] == head)].iloc[0]


def _pattern(lesson: frame.Lesson, loaded: models.LoadedModel, code: str) -> None:
    """The head on a text in which every role could be seen."""
    text = plain(loaded, 1)[0]
    if loaded.card.kind == "causal":
        said, name = dialogues(1)[0]
        lines = said.split("\n")
        text = "\n".join([lines[0], *lines[-2:]]) + f" {name}"
    layer, head = settings.decoded(code)
    run, seconds = frame.timed(attention.attend, text, loaded.card.id, last=MOST_TOKENS)
    names = distinct(settings.inputs(lesson, run.tokens, run.first))
    rows = [
        (names[i], names[j], float(run.weights[layer, head, i, j]))
        for i in range(len(names))
        for j in range(i + 1 if run.causal else len(names))
    ]
    words = (("column", lesson.t("figure.looked_at")),)
    best = int(run.row(layer, head).argmax())
    lesson.figure(
        charts.tensor(lesson.palette, words, settings.height_for(len(names), 16, 200, 480), diverging=False),
        data=pd.DataFrame(rows, columns=["row", "column", "amount"]), name="prey",
        badge=model_box.badge(loaded, seconds),
        alt=lesson.t(
            "figure.look_alt", layer=layer + 1, head=head + 1, token=names[-1], best=names[best],
            p=float(run.row(layer, head)[best]),
        ),
        source=[attention.attend],
        call=f"from core.attention import attend\nattend({text!r}, {loaded.card.id!r}).weights[{layer}, {head}]",
    )  # fmt: skip


def _score(lesson: frame.Lesson) -> str:
    key = lesson.key("score", "induction", among=attention.ROLES)
    names = lesson.value("roles")
    label = lesson.t("controls.score")
    return str(st.selectbox(label, attention.ROLES, format_func=names.get, key=key))


def _scores(
    lesson: frame.Lesson, loaded: models.LoadedModel, scores: pd.DataFrame, shown: str, mine: pd.Series
) -> None:
    table = settings.counted_from_one(scores)
    data = table.assign(amount=table[shown])
    data["value"] = [lesson.number.decimal(value) for value in data["amount"]]
    data["strong"] = data["amount"] > 0.6
    role = lesson.value("roles")[shown]
    words = (("layer", lesson.t("figure.layer")), ("head", lesson.t("figure.head")), ("value", role))
    best = scores.iloc[int(scores[shown].argmax())]
    lesson.figure(
        charts.heads(lesson.palette, words, 46 * int(data["layer"].max()), top=1.0), data=data, name="scores",
        badge=model_box.badge(loaded, None),
        alt=lesson.t(
            "figure.scores_alt", role=role, layer=int(best["layer"]) + 1,
            head=int(best["head"]) + 1, p=float(best[shown]),
        ),
        table=table, source=[attention.head_scores, attention.role],
        call=f"from core.attention import head_scores\nhead_scores({loaded.card.id!r})",
    )  # fmt: skip
    lesson.seeing(_seen(lesson, loaded, scores, shown, mine))


def _seen(
    lesson: frame.Lesson, loaded: models.LoadedModel, scores: pd.DataFrame, shown: str, mine: pd.Series
) -> str:
    names = lesson.value("roles")
    values = {name: float(mine[name]) for name in attention.ROLES}
    said = lesson.md("seeing.hunt", layer=int(mine["layer"]) + 1, head=int(mine["head"]) + 1, **values)
    roles = scores.apply(attention.role, axis=1).value_counts()
    said += " " + lesson.md(
        "seeing.hunt_all", total=len(scores), named=int(len(scores) - roles.get("none", 0)),
        none=int(roles.get("none", 0)),
    )  # fmt: skip
    if loaded.card.id == "gatito" and shown == "induction":
        proof = attention.induction_proof()
        loss = proof.set_index("what")["loss"]
        named = proof.set_index("what")["heads"]
        said += " " + lesson.md(
            "seeing.proof", heads=_written(named["induction"]), others=_written(named["control"]),
            before=float(loss["all"]), after=float(loss["induction"]), control=float(loss["control"]),
        )  # fmt: skip
    else:
        best = scores.iloc[int(scores[shown].argmax())]
        said += " " + lesson.md(
            "seeing.hunt_best", role=names[shown].lower(), layer=int(best["layer"]) + 1, head=int(best["head"]) + 1,
            p=float(best[shown]),
        )  # fmt: skip
    return said + " " + lesson.md("seeing.hunt_syllabus")


def _written(heads: tuple[tuple[int, int], ...]) -> str:
    return ", ".join(f"{layer + 1} · {head + 1}" for layer, head in sorted(heads))
