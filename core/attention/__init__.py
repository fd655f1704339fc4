"""Lesson 6, attention: what each head looks at, and whether it matters.

Rooms: `reading` (a text as the model sees it), `hooks` (listening to a model and changing what passes through it),
`weights` (the attention itself), `influence` (masking and swapping tokens), `ablation` (heads switched off, and
patched from another text), `scores` (what each head is good at), `walk` (every value on the way from text to next
word), `by_hand` (one head of toy numbers, with the learner's arithmetic checked).

Layers and heads count from 0 here, as in the arrays; pages count them from 1.
"""

from core.attention.ablation import Answer, answer, losses, patch, patch_each, without
from core.attention.by_hand import Hand, marks
from core.attention.influence import effect, rank_correlation, swap
from core.attention.scores import ROLES, head_scores, role
from core.attention.search import (
    Search,
    agreement_margin,
    agreement_search,
    induction_proof,
    recall_loss,
    recall_search,
)
from core.attention.walk import Stop, logit_lens, walk
from core.attention.weights import AttentionRun, attend

__all__ = [
    "ROLES",
    "Answer",
    "AttentionRun",
    "Hand",
    "Search",
    "Stop",
    "agreement_margin",
    "agreement_search",
    "answer",
    "attend",
    "effect",
    "head_scores",
    "induction_proof",
    "logit_lens",
    "losses",
    "marks",
    "patch",
    "patch_each",
    "rank_correlation",
    "recall_loss",
    "recall_search",
    "role",
    "swap",
    "walk",
    "without",
]
