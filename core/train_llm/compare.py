"""Two runs that differ in one thing, and every run of a session against the computing it took."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from core.gatito.corpus import WorldStream
from core.gatito.training import Settings, parameters
from core.train_llm import presets
from core.train_llm.estimate import operations
from core.train_llm.moments import Moment
from core.train_llm.probing import data_of

if TYPE_CHECKING:
    import pandas as pd


def _width(factor: float) -> Callable[[Settings], Settings]:
    def change(settings: Settings) -> Settings:
        width = max(settings.heads, round(settings.width * factor / settings.heads) * settings.heads)
        return replace(settings, width=width)

    return change


def _rate(factor: float) -> Callable[[Settings], Settings]:
    return lambda settings: replace(settings, learning_rate=settings.learning_rate * factor)


def _no_capitals(settings: Settings) -> Settings:
    """Leave capitals out of what is read, and not out of the held-out texts: both runs take the same test."""
    data = data_of(settings)
    if not isinstance(data, WorldStream):
        return settings
    gone = set(presets.WHOLE["capitals"]) | set(presets.SMALL["capitals"])
    without = tuple(sorted(gone | set(data.without)))
    return replace(settings, data=replace(data, without=without, held_out_without=data.without))


CHANGES: dict[str, Callable[[Settings], Settings]] = {
    "no_attention": lambda settings: replace(settings, attention=False),
    "no_positions": lambda settings: replace(settings, positions=False),
    "one_layer": lambda settings: replace(settings, layers=1),
    "half_width": _width(0.5),
    "double_width": _width(2),
    "slow": _rate(0.1),
    "fast": _rate(10),
    "no_capitals": _no_capitals,
    "other_seed": lambda settings: replace(settings, seed=settings.seed + 1),
}
"""One thing to change in a run, by name."""


def changes(settings: Settings) -> list[str]:
    """List the changes that make another run of these settings: a model of one block has nothing to cut.

    Examples
    --------
    >>> "one_layer" in changes(presets.settings(presets.SIZES["tiny"]))
    False
    """
    return [name for name, change in CHANGES.items() if change(settings) != settings]


def scaling(runs: Iterable[tuple[str, Settings, Iterable[Moment]]]) -> pd.DataFrame:
    """Loss against computing, for every look at every run.

    Parameters
    ----------
    runs
        Name, settings and moments of each.

    Returns
    -------
    DataFrame
        ``run, parameters, step, tokens, operations, loss``; looks before the first update are left out, as a logarithm
        has no place for them.

    Source
    ------
    Kaplan et al. (2020), «Scaling Laws for Neural Language Models», arXiv:2001.08361.
    """
    import pandas as pd

    rows = [
        (name, parameters(settings), one.step, one.tokens, operations(settings) * one.step, one.held_out_loss)
        for name, settings, moments in runs
        for one in moments
        if one.step
    ]
    columns = ["run", "parameters", "step", "tokens", "operations", "loss"]
    return pd.DataFrame(rows, columns=columns)
