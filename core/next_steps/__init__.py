"""The way on: load a model, three projects in a few lines, and a taste of RAG, fine-tuning and preferences."""

from core.next_steps.anatomy import Outline, outline, parts, recipe
from core.next_steps.preference import prefer
from core.next_steps.projects import reply, write
from core.next_steps.retrieval import Answer, answer, search
from core.next_steps.summary import Passage, passage
from core.next_steps.tuning import Tuning, tune

__all__ = [
    "Answer",
    "Outline",
    "Passage",
    "Tuning",
    "answer",
    "outline",
    "parts",
    "passage",
    "prefer",
    "recipe",
    "reply",
    "search",
    "tune",
    "write",
]
