"""Queries, keys and values by hand: three tokens, two numbers each, and the learner's arithmetic checked."""

from __future__ import annotations

import html
import re
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core import attention
from core.attention.by_hand import Step
from core.ui import frame

STEPS: tuple[Step, ...] = ("scores", "weights", "output")
TOKENS = ("el", "gato", "come")
START = np.array(
    [[1.0, 0.0, 1.0, 0.0, 1.0, 0.0], [0.0, 2.0, 1.0, 1.0, 0.0, 1.0], [1.0, 1.0, 0.0, 1.0, 2.0, 1.0]]
)
"""q, k and v of each token, two numbers each."""

NUMBER = re.compile(r"^[-−]?\d*(\d|[.,]\d+)$|^$")

SIGNS = {"right": "✓", "follows": "✓*", "wrong": "✗", "empty": ""}


def draw(lesson: frame.Lesson) -> None:
    """The activity: the head's numbers at the left; the learner's sums and their marks at the right."""
    ask, controls, _figure = lesson.stage("by_hand")
    with ask:
        given = _editor("qkv", START, ["q₁", "q₂", "k₁", "k₂", "v₁", "v₂"], lesson.t("hand.qkv"))
    with controls:
        causal = st.toggle(lesson.t("hand.causal"), key=lesson.key("hand_causal", default=True))
        solved = st.toggle(lesson.t("hand.solution"), key=lesson.key("hand_solution", default=False))
    with lesson.guard():
        numbers = np.nan_to_num(given, nan=np.inf)
        hand = attention.Hand(numbers[:, :2], numbers[:, 2:4], numbers[:, 4:], causal=bool(causal))
        marks = lesson.figure(
            lambda: _sums(lesson, hand, solved=bool(solved)), name="hand",
            badge=frame.Badge("toy", note=lesson.t("hand.note")), alt=lesson.t("hand.alt"),
            table=lambda: _table(_truth(hand)), source=[attention.Hand, attention.marks],
            call=_call(numbers, causal=bool(causal)),
        )  # fmt: skip
        right = sum(int(((one == "right") | (one == "follows")).sum()) for one in marks)
        wrong = sum(int((one == "wrong").sum()) for one in marks)
        lesson.seeing(_seen(lesson, hand, right, wrong, 2 * int(hand.mask().sum()) + hand.v.size))


def _truth(hand: attention.Hand) -> dict[Step, np.ndarray]:
    return {"scores": hand.scores(), "weights": hand.weights(), "output": hand.output()}


def _sums(lesson: frame.Lesson, hand: attention.Hand, *, solved: bool) -> list[np.ndarray]:
    """A table to fill in per step, its marks beside it; gives the marks."""
    columns = {"scores": list(TOKENS), "weights": list(TOKENS), "output": ["o₁", "o₂"]}
    found, before = [], None
    for step in STEPS:
        left, right = st.columns(2, gap="small", vertical_alignment="bottom")
        with left:
            start = np.full((len(TOKENS), len(columns[step])), np.nan)
            mine = _editor(step, start, columns[step], lesson.t(f"hand.{step}"))
        marks = attention.marks(hand, step, mine, before)
        with right:
            st.html(_marked(lesson, step, _truth(hand)[step] if solved else mine, marks, hand, solved=solved))
        before = mine
        found.append(marks)
    return found


def _call(numbers: np.ndarray, *, causal: bool) -> str:
    q, k, v = (numbers[:, at : at + 2].tolist() for at in (0, 2, 4))
    return (
        "import numpy as np\nfrom core.attention import Hand\n"
        f"hand = Hand(np.array({q}), np.array({k}), np.array({v}), causal={causal})\n"
        "hand.scores(), hand.weights(), hand.output()"
    )


def _editor(name: str, start: np.ndarray, columns: list[str], title: str) -> np.ndarray:
    """A small table to type in, with a comma or a point; what is not a number is not taken.

    The cells are text: Streamlit's cells for numbers take only the decimal sign of the browser's language.
    """
    written = [["" if np.isnan(value) else f"{value:g}" for value in row] for row in start]
    table = pd.DataFrame(written, columns=columns, index=list(TOKENS), dtype="str")
    st.caption(title)
    column = st.column_config.TextColumn(validate=NUMBER.pattern, max_chars=8, width=46)
    edited: Any = st.data_editor(
        table, key=f"attention.hand.{name}", column_config=dict.fromkeys(columns, column), num_rows="fixed",
        row_height=28, height="content",
    )  # fmt: skip
    return np.asarray([[_read(cell) for cell in row] for row in edited.to_numpy().tolist()])


def _read(cell: Any) -> float:
    text = str(cell or "").strip().replace(",", ".").replace("−", "-")
    return float(text) if NUMBER.fullmatch(text) and text else float("nan")


def _marked(
    lesson: frame.Lesson,
    step: Step,
    shown: np.ndarray,
    marks: np.ndarray,
    hand: attention.Hand,
    *,
    solved: bool,
) -> str:
    """One step as a table: the numbers with a sign, not only a colour, for right and wrong."""
    palette = lesson.palette
    inks = {
        "right": palette.model,
        "follows": palette.model,
        "wrong": palette.learner,
        "empty": palette.muted,
    }
    rows = []
    for i, token in enumerate(TOKENS):
        cells = []
        for j in range(shown.shape[1]):
            mark = str(marks[i, j])
            hidden = step != "output" and not hand.mask()[i, j]
            text = (
                "—" if hidden else "·" if np.isnan(shown[i, j]) else lesson.number.decimal(float(shown[i, j]))
            )
            ink = palette.muted if hidden else palette.text if solved else inks[mark]
            cells.append(
                f'<td style="color:{ink}">{text} <small>{"" if solved else SIGNS[mark]}</small></td>'
            )
        rows.append(f"<tr><th scope='row'>{html.escape(token)}</th>{''.join(cells)}</tr>")
    style = (
        "<style>.by-hand{border-collapse:collapse}.by-hand td,.by-hand th"
        f"{{border:1px solid {palette.grid};padding:.28rem .45rem;text-align:right;min-width:3.9rem;"
        "font-variant-numeric:tabular-nums;font-weight:500}.by-hand th{min-width:0;font-weight:400}</style>"
    )
    return f'{style}<table class="by-hand">{"".join(rows)}</table>'


def _table(truth: dict[Step, np.ndarray]) -> pd.DataFrame:
    rows = [
        (step, TOKENS[i], j + 1, float(value[i, j]))
        for step, value in truth.items()
        for i in range(value.shape[0])
        for j in range(value.shape[1])
    ]
    return pd.DataFrame(rows, columns=["step", "token", "column", "value"])


def _seen(lesson: frame.Lesson, hand: attention.Hand, right: int, wrong: int, asked: int) -> str:
    weights = hand.weights()
    if right == asked:
        return lesson.md(
            "seeing.hand_done", p=float(weights[2].max()), token=TOKENS[int(weights[2].argmax())]
        )
    key = "seeing.hand" if right + wrong else "seeing.hand_empty"
    q, k = hand.q[2], hand.k[0]
    return lesson.md(
        key, right=right, wrong=wrong, asked=asked, a=float(q[0]), b=float(k[0]), c=float(q[1]), d=float(k[1]),
        s=float(q @ k / np.sqrt(2)),
    )  # fmt: skip
