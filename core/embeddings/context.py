"""The same word in several sentences, layer by layer: one vector per use, and how far the uses drift apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.embeddings.lookup import unit
from core.embeddings.projection import project
from core.errors import InputError
from core.models import LoadedModel, load

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MOST_SENTENCES = 60


@dataclass(frozen=True)
class Uses:
    """What a model makes of one word in several sentences.

    Parameters
    ----------
    sentences
        The sentences.
    states
        Hidden states of the word, shape (layers + 1, sentences, width); layer 0 is the embedding with its position.
    """

    sentences: tuple[str, ...]
    states: np.ndarray


def uses(word: str, sentences: Sequence[str], model_id: str = "minilm") -> Uses:
    """Read each sentence, and keep what every layer holds where the word stands (its tokens averaged).

    Raises
    ------
    InputError
        When there are fewer than two sentences, too many, or one of them lacks the word or is longer than the model reads.

    Source
    ------
    Ethayarajh (2019), «How Contextual are Contextualized Word Representations?», arXiv:1909.00512.

    Examples
    --------
    >>> uses("bank", ["A bank lends money.", "We sat on the bank of the river."]).states.shape
    (7, 2, 384)
    """
    import numpy as np

    lines = [line.strip() for line in sentences if line.strip()]
    if len(lines) < 2:
        raise InputError("two sentences are needed to compare; add one", "few_sentences")
    if len(lines) > MOST_SENTENCES:
        raise InputError(
            f"there are {len(lines)} sentences and {MOST_SENTENCES} fit",
            "many_sentences",
            given=len(lines),
            limit=MOST_SENTENCES,
        )
    spans = [find(word, line) for line in lines]
    loaded = load(model_id)
    states = [_states(loaded, line, span) for line, span in zip(lines, spans, strict=True)]
    return Uses(tuple(lines), np.stack(states, axis=1))


def find(word: str, sentence: str) -> tuple[int, int]:
    """Give where a whole word stands in a sentence, in characters; capitals do not matter.

    Raises
    ------
    InputError
        When it does not stand there, or there is no word.

    Examples
    --------
    >>> find("banco", "El banco del bancor.")
    (3, 8)
    """
    asked = word.strip()
    if not asked:
        raise InputError("the word is empty; write one", "no_words")
    found = re.search(rf"(?<!\w){re.escape(asked)}(?!\w)", sentence, re.IGNORECASE)
    if not found:
        raise InputError(
            f"«{sentence[:60]}» does not hold «{asked}»",
            "word_not_in_sentence",
            word=asked,
            sentence=sentence[:60],
        )
    return found.span()


def separation(states: np.ndarray, senses: Sequence[str]) -> pd.DataFrame:
    """Measure how far apart uses are, layer by layer: mean cosine distance of pairs of one sense, and of two.

    Parameters
    ----------
    states
        Shape (layers + 1, uses, width).
    senses
        The sense of each use.

    Returns
    -------
    DataFrame
        ``layer, same, different``; not a number only where there is no such pair.

    Examples
    --------
    >>> import numpy as np
    >>> states = np.array([[[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]])
    >>> separation(states, ["money", "money", "river"]).to_dict("records")
    [{'layer': 0, 'same': 0.0, 'different': 1.0}]
    """
    import numpy as np
    import pandas as pd

    one, other = np.triu_indices(len(senses), k=1)
    alike = np.array(senses)[one] == np.array(senses)[other]
    rows = unit(np.asarray(states, dtype=np.float64))
    rows_of = []
    for layer, layer_rows in enumerate(rows):
        distance = np.maximum(0.0, 1 - (layer_rows @ layer_rows.T)[one, other])
        same = float(distance[alike].mean()) if alike.any() else np.nan
        different = float(distance[~alike].mean()) if (~alike).any() else np.nan
        rows_of.append((layer, same, different))
    return pd.DataFrame(rows_of, columns=["layer", "same", "different"])


def layer_maps(states: np.ndarray) -> list[np.ndarray]:
    """Draw a map of each layer, turned to look like the one before; distances inside a layer stay as PCA shows them.

    Parameters
    ----------
    states
        Shape (layers + 1, uses, width), at least two uses.

    Returns
    -------
    list of ndarray
        Shape (uses, 2) each, of the vectors scaled to length 1.
    """
    import numpy as np

    maps: list[np.ndarray] = []
    for rows in unit(np.asarray(states, dtype=np.float64)):
        points = project(rows).points
        if maps:
            points = points @ turn(points, maps[-1])
        maps.append(np.asarray(points))
    return maps


def turn(points: np.ndarray, towards: np.ndarray) -> np.ndarray:
    """Give the rotation or reflection that brings points closest to others, shape (2, 2).

    Source
    ------
    Schönemann (1966), «A generalized solution of the orthogonal Procrustes problem», doi:10.1007/BF02289451.

    Examples
    --------
    >>> import numpy as np
    >>> points = np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, -2.0]])
    >>> quarter = np.array([[0.0, 1.0], [-1.0, 0.0]])
    >>> np.allclose(points @ turn(points, points @ quarter), points @ quarter)
    True
    """
    import numpy as np

    left, _, right = np.linalg.svd(points.T @ towards)
    found: np.ndarray = left @ right
    return found


def _states(loaded: LoadedModel, sentence: str, span: tuple[int, int]) -> np.ndarray:
    """Give the mean hidden state of the tokens of a span at every layer, shape (layers + 1, width)."""
    import numpy as np
    import torch

    batch = loaded.tokenizer(sentence, return_tensors="pt", return_offsets_mapping=True)
    offsets = batch.pop("offset_mapping")[0].tolist()
    room = int(loaded.model.config.max_position_embeddings)
    if len(offsets) > room:
        raise InputError(
            f"a sentence has {len(offsets)} tokens and {room} fit", "too_long", given=len(offsets), limit=room
        )
    inside = [place for place, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]
    ids: Any = {name: value.to(loaded.device.name) for name, value in batch.items()}
    with torch.inference_mode():
        found = loaded.model(**ids, output_hidden_states=True).hidden_states
    return np.stack([layer[0, inside].mean(dim=0).float().cpu().numpy() for layer in found])
