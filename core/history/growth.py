"""How fast models have grown: published figures only, each with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.history.records import MEASURES, History

if TYPE_CHECKING:
    import pandas as pd


def growth_table(history: History, measure: str) -> pd.DataFrame:
    """Give one measure of every model that published it, in order of time.

    Parameters
    ----------
    history
        The whole history.
    measure
        ``"parameters"``, ``"tokens"`` (of training data) or ``"flops"`` (of training compute).

    Returns
    -------
    DataFrame
        ``model, date, moment, value, active, source``: `moment` is the year with decimals; `active`, the
        parameters used for one token where only some work, is missing elsewhere.

    Raises
    ------
    ValueError
        When the measure is another one.

    Examples
    --------
    >>> from core.history import load
    >>> growth_table(load("en"), "flops")["model"].tolist()[:3]
    ['Transformer', 'T5', 'GPT-3']
    """
    import pandas as pd

    if measure not in MEASURES:
        raise ValueError(f"measure {measure!r} is not one of {MEASURES}")
    told = [one for one in history.growth if getattr(one, measure) is not None]
    return pd.DataFrame(
        [
            {
                "model": one.model,
                "date": one.when.written,
                "moment": one.when.moment,
                "value": getattr(one, measure),
                "active": one.active if measure == "parameters" else None,
                "source": one.source,
            }
            for one in sorted(told, key=lambda one: one.when.moment)
        ]
    ).astype({"active": "float64"})


def times(history: History, first: str, second: str, measure: str = "parameters") -> float:
    """Say by how much a measure is multiplied from one model to another.

    Raises
    ------
    KeyError
        When a model did not publish it.

    Examples
    --------
    >>> from core.history import load
    >>> round(times(load("en"), "GPT", "GPT-3"))
    1496
    """
    values = growth_table(history, measure).set_index("model")["value"]
    return float(values[second] / values[first])
