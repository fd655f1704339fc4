"""Item statistics for teachers: which questions teach something about who answers them.

Only the first answer of each person to each item counts, and nobody is named.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 5
"""Answers below which nothing is said of an item."""

ENOUGH = 20
"""People below whom a correlation is mostly chance: it is shown, and nothing is said of it."""

EASY, HARD, WEAK = 0.95, 0.10, 0.10
"""Shares of right answers that leave nothing to learn, and a discrimination that is too low."""

UNFORESEEN = ""
"""Stands for what was typed and no option foresaw."""


def items(rows: pd.DataFrame) -> pd.DataFrame:
    """Work out the statistics of every item that was answered.

    Parameters
    ----------
    rows
        As `core.quiz.store.Progress.item_rows` gives them.

    Returns
    -------
    DataFrame
        A row per item, most answered first: ``item, kind, module, level, count, right`` (share of right first
        answers), ``discrimination`` (correlation with the score on all other items; NaN when it cannot be
        known), ``flag`` (``"few"``, ``"easy"``, ``"hard"``, ``"weak"``, ``"reversed"`` or ``""``).
    """
    import pandas as pd

    first = first_answers(rows)
    found = []
    totals = first.groupby("who")["score"].agg(["sum", "count"])
    for item, some in first.groupby("item", sort=False):
        right, power = float(some["right"].mean()), _discrimination(some, totals)
        head = some.iloc[0]
        found.append(
            {
                "item": item,
                "kind": head["kind"],
                "module": head["module"],
                "level": int(head["level"]),
                "count": len(some),
                "right": right,
                "discrimination": power,
                "flag": _flag(len(some), right, power),
            }
        )
    columns = ["item", "kind", "module", "level", "count", "right", "discrimination", "flag"]
    table = pd.DataFrame(found, columns=columns)
    return table.sort_values(["count", "item"], ascending=[False, True], ignore_index=True)


def first_answers(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep each person's first answer to each item; computed questions of one shape are one item."""
    named = rows.assign(item=rows["question"].astype(str).str.partition(":")[0])
    return named.sort_values("at", kind="stable").drop_duplicates(["who", "item"])


def choices(rows: pd.DataFrame, item: str) -> pd.DataFrame:
    """Count how often each option of an item was chosen.

    Returns
    -------
    DataFrame
        ``option, count, share``, most chosen first; shares are of the people who answered. What no option
        foresaw counts as `UNFORESEEN`.
    """
    import pandas as pd

    first = first_answers(rows)
    mine = first[first["item"] == item]
    typed = mine["kind"].isin(["numeric", "fill"])
    cells = [
        json.loads(cell) or ([UNFORESEEN] if by_hand else [])
        for cell, by_hand in zip(mine["chosen"], typed, strict=True)
    ]
    chosen = [option for cell in cells for option in cell]
    counts = pd.Series(chosen, dtype=object).value_counts()
    table = pd.DataFrame({"option": counts.index, "count": counts.to_numpy()})
    return table.assign(share=table["count"] / max(len(mine), 1))


def _discrimination(some: pd.DataFrame, totals: pd.DataFrame) -> float:
    """Correlate the score on an item with the mean score of the same people on the others."""
    theirs = totals.loc[some["who"]]
    others = theirs["count"].to_numpy() - 1
    asked = others > 0
    score = some["score"].to_numpy(dtype=float)[asked]
    rest = (theirs["sum"].to_numpy() - some["score"].to_numpy(dtype=float))[asked] / others[asked]
    if len(score) < FEWEST or score.std() == 0 or rest.std() == 0:
        return math.nan
    return float(np.corrcoef(score, rest)[0, 1])


def _flag(count: int, right: float, discrimination: float) -> str:
    if count < FEWEST:
        return "few"
    if right >= EASY:
        return "easy"
    if right <= HARD:
        return "hard"
    if count < ENOUGH or math.isnan(discrimination):
        return ""
    if discrimination < 0:
        return "reversed"
    return "weak" if discrimination < WEAK else ""
