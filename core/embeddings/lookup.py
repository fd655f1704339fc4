"""From words to vectors: the rows that a model keeps, or what an encoder makes of each word."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.errors import InputError
from core.models import OWN, LoadedModel, load
from core.texts import checked

if TYPE_CHECKING:
    import numpy as np

LONGEST = 10_000
"""Characters of a word, or of a sentence, that is placed."""

BATCH = 128
"""Words that an encoder reads at once."""

MOST_KEPT = 40_000
"""Vectors remembered between calls; at 384 numbers each they weigh some 60 MB."""

_lock = threading.Lock()
_kept: OrderedDict[tuple[str, str], np.ndarray] = OrderedDict()


def vectors(words: Sequence[str], model_id: str = "gatito") -> np.ndarray:
    """Give the vector of each word.

    A causal model is asked for its input embeddings: a word of several tokens gets the mean of theirs. An encoder
    reads each word alone; its last hidden states are averaged and scaled to length 1, as its authors do.

    Parameters
    ----------
    words
        Words or short texts, in any order, repeated or not.
    model_id
        A model of the catalogue or of the hub.

    Returns
    -------
    ndarray
        float32, shape (words, dimensions).

    Raises
    ------
    InputError
        When there is no word, or one of them is empty.
    ModelError
        When the model cannot be had.

    Source
    ------
    Reimers and Gurevych (2019), «Sentence-BERT», arXiv:1908.10084, on averaging what an encoder gives.

    Examples
    --------
    >>> vectors(["gato", "perro", "gato"]).shape
    (3, 128)
    """
    import numpy as np

    asked = [word.strip() for word in words]
    if not asked or not all(asked):
        raise InputError("a word is empty; write one at least", "no_words")
    asked = [checked(word, LONGEST) for word in asked]
    loaded = load(model_id)
    name = loaded.card.id
    with _lock:
        known = {word: _kept[name, word] for word in asked if (name, word) in _kept}
    missing = sorted({word for word in asked if word not in known}, key=lambda word: (len(word), word))
    for first in range(0, len(missing), BATCH):
        batch = missing[first : first + BATCH]
        known |= dict(zip(batch, _computed(loaded, batch), strict=True))
    if not name.startswith(OWN):  # a learner's own model goes on learning under the same name
        _keep(name, {word: known[word] for word in missing})
    return np.stack([known[word] for word in asked])


def unit(rows: np.ndarray) -> np.ndarray:
    """Scale each row to length 1; a row of zeros stays as it is.

    Examples
    --------
    >>> import numpy as np
    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    import numpy as np

    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)


def pieces(word: str, model_id: str = "gatito") -> list[str]:
    """Give the tokens whose vectors make the vector of a word.

    Examples
    --------
    >>> pieces("gato"), len(pieces("otorrinolaringólogo")) > 1
    (['gato'], True)
    """
    loaded = load(model_id)
    return [loaded.tokenizer.decode([one]).strip() for one in _ids(loaded, checked(word, LONGEST))]


def _computed(loaded: LoadedModel, words: list[str]) -> np.ndarray:
    if loaded.card.kind == "causal":
        return _rows(loaded, words)
    return encoded(loaded, words)


def _ids(loaded: LoadedModel, word: str) -> list[int]:
    """Give the tokens of a word as it stands in the middle of a sentence: after a space, where tokens hold spaces."""
    text = f" {word}" if loaded.card.kind == "causal" else word
    found: list[int] = loaded.tokenizer(text, add_special_tokens=False)["input_ids"]
    return found


def _rows(loaded: LoadedModel, words: list[str]) -> np.ndarray:
    import numpy as np

    table: Any = loaded.model.get_input_embeddings().weight
    rows = [table[_ids(loaded, word)].mean(dim=0).float().cpu().numpy() for word in words]
    return np.stack(rows)


def encoded(loaded: LoadedModel, texts: list[str]) -> np.ndarray:
    """Give one vector of length 1 per text: the mean of what an encoder says of its tokens, shape (texts, width)."""
    import torch

    longest = min(512, int(loaded.model.config.max_position_embeddings))
    batch = loaded.tokenizer(texts, padding=True, truncation=True, max_length=longest, return_tensors="pt")
    batch = {name: value.to(loaded.device.name) for name, value in batch.items()}
    with torch.inference_mode():
        states = loaded.model(**batch).last_hidden_state  # (texts, tokens, width)
    mask = batch["attention_mask"].unsqueeze(-1).to(states.dtype)  # padding does not count
    means = (states * mask).sum(dim=1) / mask.sum(dim=1)
    found: np.ndarray = torch.nn.functional.normalize(means, dim=1).float().cpu().numpy()
    return found


def _keep(model: str, found: dict[str, np.ndarray]) -> None:
    with _lock:
        _kept.update({(model, word): row for word, row in found.items()})
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


def forget() -> None:
    """Empty the memory of vectors; for measurements."""
    with _lock:
        _kept.clear()
