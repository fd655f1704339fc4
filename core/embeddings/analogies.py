"""Analogies as walks: from a to b is as from c to where? And how often that works, over every pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from core.embeddings.lookup import unit, vectors
from core.embeddings.nearest import similarities, unique
from core.errors import InputError
from core.texts import checked

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Pair = tuple[str, str]

_BLOCK = 2000
_LONGEST_NAME = 1000


def analogy(
    a: str, b: str, c: str, words: Sequence[str], model_id: str = "gatito", keep_inputs: bool = False
) -> pd.DataFrame:
    """Walk b − a + c on vectors of length 1, and order every word by the angle to where one arrives.

    Parameters
    ----------
    a, b, c
        «a is to b as c is to …»: «hombre», «rey», «mujer».
    words
        Where the answer is looked for.
    model_id
        Whose vectors.
    keep_inputs
        Whether a, b and c may be the answer. They often are: b and c are terms of the sum, so it stays near both.

    Returns
    -------
    DataFrame
        ``word, similarity``, best first, every word.

    Raises
    ------
    InputError
        When one of the three words is missing, or nothing is left to choose from.

    Source
    ------
    Mikolov, Yih and Zweig (2013), «Linguistic Regularities in Continuous Space Word Representations», NAACL.
    On the removed inputs: Linzen (2016), arXiv:1606.07736.

    Examples
    --------
    >>> analogy("hombre", "rey", "mujer", ["reina", "mesa", "príncipe", "rey"])["word"][0]
    'reina'
    """
    import pandas as pd

    inputs = [one.strip() for one in (a, b, c)]
    if not all(inputs):
        raise InputError("an analogy needs its three words; write the missing one", "analogy_word")
    listed = unique(words)
    pool = unique([*listed, *inputs]) if keep_inputs else [one for one in listed if one not in inputs]
    if not pool:
        raise InputError("there is no other word to compare with; add some", "few_words")
    rows = vectors([*inputs, *pool], model_id)
    table = pd.DataFrame(
        {"word": pool, "similarity": similarities(arrival(rows[0], rows[1], rows[2]), rows[3:])}
    )
    return table.sort_values("similarity", ascending=False, kind="stable", ignore_index=True)


def arrival(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Give the point b − a + c of vectors scaled to length 1.

    Examples
    --------
    >>> import numpy as np
    >>> arrival(np.array([2.0, 0.0]), np.array([0.0, 3.0]), np.array([5.0, 0.0])).tolist()
    [0.0, 1.0]
    """
    walked: np.ndarray = unit(b) - unit(a) + unit(c)
    return walked


def success(pairs: Sequence[Pair], words: Sequence[str], model_id: str = "gatito") -> dict[str, float]:
    """Ask every analogy that the pairs of one relation allow, both ways, and count the right answers.

    Parameters
    ----------
    pairs
        Pairs of one relation: (rey, reina), (actor, actriz)…
    words
        Where the answer is looked for, besides the words of the pairs.
    model_id
        Whose vectors.

    Returns
    -------
    dict
        ``questions``: how many; ``right``: share whose first answer is the right one, inputs left out;
        ``right_kept``: the same with the inputs kept in; ``input``: share answered with an input when they are kept.

    Raises
    ------
    InputError
        When there are fewer than two pairs.

    Examples
    --------
    >>> success([("rey", "reina"), ("hombre", "mujer")], ["mesa", "gato"])["questions"]
    4
    """
    import numpy as np

    if len(pairs) < 2:
        raise InputError("an analogy needs two pairs at least; add one", "few_words")
    clean = [(a.strip(), b.strip()) for a, b in pairs]
    pool = unique([*(word for pair in clean for word in pair), *words])
    place = {word: at for at, word in enumerate(pool)}
    if not all(word in place for pair in clean for word in pair):
        raise InputError("a word is empty; write one at least", "no_words")
    rows = unit(vectors(pool, model_id).astype(np.float64))
    asked = _questions(clean, place)
    if not len(asked):
        raise InputError("an analogy needs two pairs that differ; add one", "few_words")
    right = right_kept = answered_input = 0
    for first in range(0, len(asked), _BLOCK):
        a, b, c, d = asked[first : first + _BLOCK].T
        scores = (rows[b] - rows[a] + rows[c]) @ rows.T
        best = scores.argmax(axis=1)
        right_kept += int((best == d).sum())
        answered_input += int(((best == a) | (best == b) | (best == c)).sum())
        np.put_along_axis(scores, np.stack([a, b, c], axis=1), -np.inf, axis=1)
        right += int((scores.argmax(axis=1) == d).sum())
    total = len(asked)
    return {
        "questions": total, "right": right / total, "right_kept": right_kept / total, "input": answered_input / total,
    }  # fmt: skip


def _questions(pairs: Sequence[Pair], place: dict[str, int]) -> np.ndarray:
    """List (a, b, c, d) for every two pairs, in both orders and both directions, shape (questions, 4)."""
    import numpy as np

    found = []
    for one in pairs:
        for other in pairs:
            if one != other:
                found.append([place[word] for word in (one[0], one[1], other[0], other[1])])
                found.append([place[word] for word in (one[1], one[0], other[1], other[0])])
    return np.array(found)


def success_table(
    relations: Mapping[str, Sequence[Pair]], words: Sequence[str], model_id: str = "gatito"
) -> pd.DataFrame:
    """Give `success` of several relations, a row each: ``relation, questions, right, right_kept, input``.

    Raises
    ------
    InputError
        As `success`, and for a name that cannot be read.

    Examples
    --------
    >>> pairs = {"género": [("rey", "reina"), ("actor", "actriz"), ("hombre", "mujer")]}
    >>> success_table(pairs, ["mesa"])["questions"].tolist()
    [12]
    """
    import pandas as pd

    rows = [
        {"relation": checked(name, _LONGEST_NAME)} | success(pairs, words, model_id)
        for name, pairs in relations.items()
    ]
    return pd.DataFrame(rows)
