"""What computed questions ask the course for: their keys, and nothing else.

Lessons do not import each other. The quiz examines all of them, so it finds what they offer by name, when
a question needs it: a question about tokens loads the tokenizer and no model. Whatever is named here is
part of the contract of its lesson.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np


def called(name: str) -> Any:
    """Find a function of the course by its dotted name.

    Examples
    --------
    >>> called("core.numbers.Numbers")("en").integer(1234)
    '1,234'
    """
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def pieces(text: str, vocabulary: str) -> list[str]:
    """Give the tokens of a text, each as it reads; half a character as its bytes.

    Examples
    --------
    >>> pieces("Hola mundo", "cl100k_base")
    ['Hola', ' mundo']
    """
    tokens = called("core.tokenizer.encode")(text, vocabulary)
    return [token.piece.decode("utf-8", errors="backslashreplace") for token in tokens]


def byte_length(text: str) -> int:
    """Give the bytes of a text: where its last token ends."""
    return int(called("core.tokenizer.encode")(text, "gatito")[-1].end)


def merges(text: str, count: int) -> tuple[list[str], int]:
    """Train a BPE, and give its merges and the symbols that the text then takes."""
    training = called("core.tokenizer.train_bpe")(text, count)
    return [merge.piece.decode("utf-8") for merge in training.merges], int(training.length)


def shares(logits: Sequence[float], **settings: Any) -> list[float]:
    """Turn logits into probabilities with the settings of the next-word page."""
    return [float(p) for p in called("core.next_word.reshape")(np.array(logits, dtype=float), **settings)]


def next_words(prompt: str, **settings: Any) -> list[tuple[str, float]]:
    """Give Gatito's candidates after a text with their probabilities, likeliest first."""
    table = called("core.next_word.distribution")(prompt, "gatito", **settings)
    return list(zip(table["token"].tolist(), table["p_final"].tolist(), strict=True))


def is_whole_word(token: str) -> bool:
    """Say whether a token is a word of Gatito's world by itself, and not the beginning of others.

    Examples
    --------
    >>> is_whole_word(" mesa"), is_whole_word(" l"), is_whole_word(".")
    (True, False, False)
    """
    word = token.strip()
    whole = token.startswith(" ") and word.isalpha() and len(word) > 2
    return whole and not called("core.next_word.foreign_words")(word)


def word_vectors(words: Sequence[str]) -> list[list[float]]:
    """Give Gatito's vectors of some words."""
    return [[float(x) for x in row] for row in called("core.embeddings.vectors")(list(words), "gatito")]


def neighbours(word: str, words: Sequence[str]) -> list[tuple[str, float]]:
    """Give the other words by their likeness to one, most alike first."""
    table = called("core.embeddings.neighbours")(word, list(words), "gatito", len(words) - 1)
    return list(zip(table["word"].tolist(), table["similarity"].tolist(), strict=True))


def attention_shape(text: str) -> tuple[int, ...]:
    """Give the shape of Gatito's attention weights on a text: layers, heads, tokens, tokens."""
    return tuple(int(size) for size in called("core.attention.attend")(text, "gatito").weights.shape)


def dealt(seed: int, level: str) -> tuple[str, ...]:
    """Deal events of the timeline, and give their ids in order of time."""
    return tuple(called("core.history.game.deal")(history("es"), level=level, seed=seed).solution)


def history(language: str) -> Any:
    """Give the timeline in a language."""
    return called("core.history.load")(language)
