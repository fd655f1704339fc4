"""n-gram models: counting which tokens follow which, the simplest language models that work.

Probabilities are interpolated with those of shorter contexts by Witten and Bell's rule: the more kinds of token have
followed a context, the more is kept for new ones.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from core.errors import InputError


class NGram:
    """Counts of up to `order` tokens.

    Parameters
    ----------
    order
        1 looks at nothing, 2 at the token before, 3 at the two before.
    vocabulary
        Number of tokens; a token never seen keeps a share of the uniform distribution.

    Source
    ------
    Witten & Bell (1991), IEEE Transactions on Information Theory 37(4), 1085–1094, doi:10.1109/18.87000.

    Examples
    --------
    >>> model = NGram(order=2, vocabulary=3).fit([[0, 1, 2, 1, 2]])
    >>> round(float(model.probabilities([1])[2]), 2)
    0.79
    """

    def __init__(self, order: int, vocabulary: int) -> None:
        if order < 1 or vocabulary < 1:
            raise InputError("order and vocabulary must be 1 or more", "ngram")
        self.order = order
        self.vocabulary = vocabulary
        self.counts: list[dict[tuple[int, ...], Counter[int]]] = [defaultdict(Counter) for _ in range(order)]

    def fit(self, texts: Iterable[Sequence[int]]) -> NGram:
        """Count every context in `texts` (lists of token ids) and give back the model."""
        for ids in texts:
            for i, token in enumerate(ids):
                for back in range(min(self.order, i + 1)):
                    self.counts[back][tuple(ids[i - back : i])][token] += 1
        return self

    def shorter(self, order: int) -> NGram:
        """The model that looks at fewer tokens, on the same counts."""
        model = NGram(order, self.vocabulary)
        model.counts = self.counts[:order]
        return model

    def probabilities(self, context: Sequence[int]) -> np.ndarray:
        """Probability of each next token, shape (vocabulary,)."""
        p = np.full(self.vocabulary, 1 / self.vocabulary)
        for back in range(self.order):
            followers = self._followers(context, back)
            if not followers:
                break
            total, kinds = followers.total(), len(followers)
            p *= kinds / (total + kinds)
            p[list(followers)] += np.fromiter(followers.values(), float) / (total + kinds)
        return p

    def probability(self, context: Sequence[int], token: int) -> float:
        """Probability of one next token: the same as `probabilities(context)[token]`, faster."""
        p = 1 / self.vocabulary
        for back in range(self.order):
            followers = self._followers(context, back)
            if not followers:
                break
            total, kinds = followers.total(), len(followers)
            p = (followers.get(token, 0) + kinds * p) / (total + kinds)
        return p

    def loss(self, texts: Iterable[Sequence[int]]) -> float:
        """Mean −ln p per token (nats) over texts; the first token of each is given, not predicted."""
        logs = [
            -math.log(self.probability(ids[max(0, i - self.order + 1) : i], ids[i]))
            for ids in texts
            for i in range(1, len(ids))
        ]
        return math.fsum(logs) / len(logs)

    def _followers(self, context: Sequence[int], back: int) -> Counter[int] | None:
        if back > len(context):
            return None
        return self.counts[back].get(tuple(context[len(context) - back :]))
