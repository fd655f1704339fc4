"""One head of toy numbers: three tokens, two numbers each, every step of attention, and a check of one's own arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.errors import InputError

Step = Literal["scores", "weights", "output"]
Mark = Literal["empty", "right", "follows", "wrong"]

TOLERANCE = 0.011
"""Two decimals, and a little for rounding twice."""


@dataclass(frozen=True)
class Hand:
    """Queries, keys and values that somebody chose, each of shape (T, d).

    Examples
    --------
    >>> hand = Hand(np.eye(2), np.eye(2), np.eye(2), causal=True)
    >>> hand.weights().round(2).tolist()
    [[1.0, 0.0], [0.33, 0.67]]
    """

    q: np.ndarray
    k: np.ndarray
    v: np.ndarray
    causal: bool = True

    def __post_init__(self) -> None:
        for name in ("q", "k", "v"):
            value = getattr(self, name)
            if value.ndim != 2 or value.shape != self.q.shape or not np.isfinite(value).all():
                message = f"{name} must hold numbers, {self.q.shape} of them; {value.shape} were given"
                raise InputError(message, "hand_numbers", what=name.upper())

    def scores(self) -> np.ndarray:
        """Q·Kᵀ/√d, shape (T, T); −∞ where the mask hides."""
        raw = self.q @ self.k.T / np.sqrt(self.q.shape[1])
        return np.where(self.mask(), raw, -np.inf)

    def mask(self) -> np.ndarray:
        """True where a token may look, shape (T, T)."""
        tokens = len(self.q)
        return np.tri(tokens, dtype=bool) if self.causal else np.ones((tokens, tokens), dtype=bool)

    def weights(self, scores: np.ndarray | None = None) -> np.ndarray:
        """Softmax of each row of the scores, or of somebody else's scores, shape (T, T)."""
        given = self.scores() if scores is None else np.where(self.mask(), scores, -np.inf)
        return softmax(given)

    def output(self, weights: np.ndarray | None = None) -> np.ndarray:
        """Weights·V, or somebody else's weights·V, shape (T, d)."""
        given = self.weights() if weights is None else np.where(self.mask(), weights, 0.0)
        return np.asarray(given @ self.v)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Exponentials of each row, shared out to sum to 1; a row may hold −∞, but not only that.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0], [0.0, -np.inf]])).tolist()
    [[0.5, 0.5], [1.0, 0.0]]
    """
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))


def marks(hand: Hand, step: Step, given: np.ndarray, before: np.ndarray | None = None) -> np.ndarray:
    """Check somebody's arithmetic, cell by cell.

    Parameters
    ----------
    step
        ``scores`` (T, T), ``weights`` (T, T) or ``output`` (T, d).
    given
        The learner's numbers; NaN where nothing is written. Cells that the mask hides are not asked.
    before
        The learner's numbers of the step before: a cell that follows from them is well computed even if they are not.

    Returns
    -------
    ndarray of str
        ``right``, ``follows`` (from one's own wrong numbers), ``wrong``, or ``empty``.

    Examples
    --------
    >>> hand = Hand(np.eye(2), np.eye(2), np.eye(2))
    >>> marks(hand, "weights", np.array([[1, np.nan], [0.33, 0.5]])).tolist()
    [['right', 'empty'], ['right', 'wrong']]
    """
    truth = {"scores": hand.scores, "weights": hand.weights, "output": hand.output}[step]()
    found = np.full(truth.shape, "wrong", dtype=object)
    if before is not None and step != "scores" and np.isfinite(np.where(hand.mask(), before, 0)).all():
        own = hand.weights(before) if step == "weights" else hand.output(before)
        found[_close(given, own)] = "follows"
    found[_close(given, truth)] = "right"
    asked = hand.mask() if step != "output" else np.ones(truth.shape, dtype=bool)
    found[np.isnan(given) | ~asked] = "empty"
    return found


def _close(given: np.ndarray, truth: np.ndarray) -> np.ndarray:
    finite = np.where(np.isfinite(truth), truth, 0.0)
    return np.asarray(np.abs(given - finite) <= TOLERANCE) & np.isfinite(truth)
