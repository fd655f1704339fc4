"""Lesson 2, the next word: a text in, a probability for every possible next token out.

Rooms: `distribution` (the shares and how temperature, top-k and top-p change them), `reading` (surprise, and what
the model cannot know), `generation` (choosing and going on), `memory` (what the context window
holds), `ladder` (the same question to simpler models).
"""

from core.next_word.distribution import cut_to_context, distribution, reshape
from core.next_word.generation import Step, continuation, frequencies, generate
from core.next_word.ladder import Rung, ladder, losses
from core.next_word.memory import Recall, answer, conversation, recall, recall_curve
from core.next_word.reading import Surprise, foreign_words, looks_spanish, surprise, word_probability
from core.texts import token_text

__all__ = [
    "Recall",
    "Rung",
    "Step",
    "Surprise",
    "answer",
    "continuation",
    "conversation",
    "cut_to_context",
    "distribution",
    "foreign_words",
    "frequencies",
    "generate",
    "ladder",
    "looks_spanish",
    "losses",
    "recall",
    "recall_curve",
    "reshape",
    "surprise",
    "token_text",
    "word_probability",
]
