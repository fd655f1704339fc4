"""Training a language model in front of its learner: choices, data, a run that is watched, and what is taken away."""

from core.train_llm.abilities import Milestone, milestones
from core.train_llm.driver import Driver, Point
from core.train_llm.moments import Moment
from core.train_llm.own_text import TextStream, prepare
from core.train_llm.presets import SIZES, TOPICS, Size, settings, world
from core.train_llm.probing import Probes, probes
from core.train_llm.slices import Facts, Slice, begin, forward

__all__ = [
    "SIZES", "TOPICS", "Driver", "Facts", "Milestone", "Moment", "Point", "Probes", "Size", "Slice", "TextStream",
    "begin", "forward", "milestones", "prepare", "probes", "settings", "world",
]  # fmt: skip
