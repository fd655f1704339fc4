"""Reading: how surprising each token of a text was, and what in it the model cannot know."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import InputError
from core.models import load_writer
from core.next_word.distribution import all_logits, check_text, cut_to_context, encode, token_texts


@dataclass(frozen=True)
class Surprise:
    """How a model read a text: `table` has `token, p, bits` per token; `bits` is their mean."""

    table: pd.DataFrame
    bits: float
    cut: int


def surprise(text: str, model_id: str = "gatito") -> Surprise:
    """Surprise at each token of `text` given those before it, in bits (−log₂ p).

    Examples
    --------
    >>> read = surprise("París es la capital de Francia.")
    >>> bool(read.table["bits"].iloc[-2] < 0.2)
    True
    """
    import torch

    loaded = load_writer(model_id)
    ids, cut = cut_to_context(loaded, text)
    if loaded.tokenizer.bos_token_id is None and len(ids) < 2:
        raise InputError("one token has nothing before it; type more", "empty_text")
    logp = torch.log_softmax(all_logits(loaded, ids).float(), dim=-1).cpu().numpy()
    chosen = np.array(ids[1:])
    bits = -logp[np.arange(len(chosen)), chosen] / math.log(2)
    table = pd.DataFrame(
        {
            "token": [token_texts(loaded)[i] for i in chosen],
            "p": np.exp2(-bits.astype(np.float64)),
            "bits": bits,
        }
    )
    return Surprise(table, float(bits.mean()), cut)


def foreign_words(text: str) -> list[str]:
    """Words of a text that do not exist in Gatito's world, in order, without repeats.

    Examples
    --------
    >>> foreign_words("El gato usa blockchain")
    ['usa', 'blockchain']
    """
    from core.gatito.grammar import known_words

    words = [word.strip("¿?¡!.,;:«»\"'()…—-") for word in text.split()]
    known = known_words()
    return list(dict.fromkeys(w for w in words if w and w not in known and w.lower() not in known))


_COMMON_SPANISH = frozenset(
    [
        "el",
        "la",
        "los",
        "las",
        "de",
        "que",
        "y",
        "en",
        "un",
        "una",
        "es",
        "por",
        "con",
        "para",
        "como",
        "está",
        "no",
        "del",
        "al",
        "se",
        "lo",
        "su",
    ]
)


def looks_spanish(text: str) -> bool:
    """Whether a text seems to be Spanish: its letters or its commonest words say so.

    Examples
    --------
    >>> looks_spanish("El gato está en la mesa"), looks_spanish("The cat sat on the mat")
    (True, False)
    """
    words = text.lower().split()
    common = sum(word.strip("¿?¡!.,") in _COMMON_SPANISH for word in words)
    return any(char in "áéíóúñ¿¡ü" for char in text.lower()) or common * 3 >= max(1, len(words))


def word_probability(before: str, word: str, model_id: str = "gatito") -> float:
    """Probability that a whole word comes next: the product over its tokens.

    A text that does not fit beside the word is cut on the left.

    Raises
    ------
    InputError
        When the word alone fills the model's context.

    Examples
    --------
    >>> word_probability("París es la capital de", "Francia") > 0.9
    True
    """
    import torch

    loaded = load_writer(model_id)
    start = encode(loaded, before)
    pieces = list(loaded.tokenizer(f" {check_text(word).strip()}", add_special_tokens=False)["input_ids"])
    room = int(loaded.model.config.max_position_embeddings)
    if len(pieces) >= room:
        message = f"the word has {len(pieces)} tokens, {room - 1} fit"
        raise InputError(message, "too_long", given=len(word), limit=room - 1)
    ids = (start + pieces)[-room:]
    logp = torch.log_softmax(all_logits(loaded, ids).float(), dim=-1)
    first = len(ids) - len(pieces) - 1
    return math.exp(math.fsum(float(logp[first + i, piece]) for i, piece in enumerate(pieces)))
