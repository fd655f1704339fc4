"""What computed questions ask the course for: their keys, and nothing else.

Lessons do not import each other. The quiz examines all of them, so it finds what they offer by name, when
a question needs it: a question about tokens loads the tokenizer and no model. Whatever is named here is
part of the contract of its lesson.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from core.models import load


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


@lru_cache(maxsize=128)
def next_words(prompt: str, temperature: float = 1.0) -> tuple[tuple[str, float], ...]:
    """Give Gatito's candidates after a text with their probabilities, likeliest first."""
    table = called("core.next_word.distribution")(prompt, "gatito", temperature=temperature)
    return tuple(zip(table["token"].tolist(), table["p_final"].tolist(), strict=True))


@lru_cache(maxsize=8192)
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
    """Give the rows of Gatito's embedding table for some words; of a word cut in pieces, their mean."""
    gatito = load("gatito")
    table = gatito.model.get_input_embeddings().weight.detach().cpu()
    ids = [gatito.tokenizer(f" {word}", add_special_tokens=False)["input_ids"] for word in words]
    return [[float(x) for x in table[pieces].mean(dim=0)] for pieces in ids]


def neighbours(word: str, words: Sequence[str]) -> list[tuple[str, float]]:
    """Give the other words by the cosine between their vectors and one word's, most alike first."""
    rows = np.array(word_vectors(words))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    likeness = rows @ rows[words.index(word)]
    ranked = [(words[at], float(likeness[at])) for at in np.argsort(-likeness)]
    return [one for one in ranked if one[0] != word]


def attention_shape(text: str) -> tuple[int, ...]:
    """Give the shape of Gatito's attention weights on a text: layers, heads, tokens, tokens."""
    import torch

    gatito = load("gatito")
    ids = [gatito.tokenizer.bos_token_id, *gatito.tokenizer(text, add_special_tokens=False)["input_ids"]]
    with torch.inference_mode():
        tokens = torch.tensor([ids], device=gatito.model.device)
        layers = gatito.model(tokens, output_attentions=True).attentions
    return tuple(torch.stack([layer[0] for layer in layers]).shape)


def dealt(seed: int, level: str) -> tuple[str, ...]:
    """Deal events of the timeline, and give their ids in order of time."""
    return tuple(called("core.history.game.deal")(history("es"), level=level, seed=seed).solution)


def history(language: str) -> Any:
    """Give the timeline in a language."""
    return called("core.history.load")(language)
