"""From Turing to today: events with their sources, what made what possible, and games with time."""

from core.history.dates import Span
from core.history.game import Game, Score, deal, score
from core.history.growth import growth_table, times
from core.history.lineage import MOST_STEPS, Lineage, ancestors, descendants, lineage
from core.history.loading import load
from core.history.records import Event, Growth, History, Period, Source, Story
from core.history.timeline import in_view, rows, table

__all__ = [
    "MOST_STEPS",
    "Event",
    "Game",
    "Growth",
    "History",
    "Lineage",
    "Period",
    "Score",
    "Source",
    "Span",
    "Story",
    "ancestors",
    "deal",
    "descendants",
    "growth_table",
    "in_view",
    "lineage",
    "load",
    "rows",
    "score",
    "table",
    "times",
]
