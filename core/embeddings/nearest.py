"""Who is near whom, by three measures, and sentences ranked by how near they are to a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from core.embeddings.lookup import unit, vectors
from core.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Measure = Literal["cosine", "dot", "euclidean"]
_SHORTEST = 4
"""Letters of a word that a search for equal words would count."""

MEASURES: tuple[Measure, ...] = ("cosine", "dot", "euclidean")


def similarities(target: np.ndarray, rows: np.ndarray, measure: Measure = "cosine") -> np.ndarray:
    """Say how alike a vector and each row are; more is nearer.

    Parameters
    ----------
    target
        Shape (d,).
    rows
        Shape (n, d).
    measure
        ``"cosine"``: the angle alone, from −1 to 1, and 0 where a vector has no length. ``"dot"``: the angle and both
        lengths. ``"euclidean"``: minus the distance.

    Examples
    --------
    >>> import numpy as np
    >>> rows = np.array([[2.0, 0.0], [3.0, 4.0]])
    >>> [
    ...     similarities(np.array([1.0, 0.0]), rows, m).round(2).tolist()
    ...     for m in ("cosine", "dot", "euclidean")
    ... ]
    [[1.0, 0.6], [2.0, 3.0], [-1.0, -4.47]]
    """
    import numpy as np

    target, rows = np.asarray(target, dtype=np.float64), np.asarray(rows, dtype=np.float64)
    if measure == "cosine":
        return np.clip(unit(rows) @ unit(target), -1, 1)
    if measure == "dot":
        return rows @ target
    found: np.ndarray = -np.linalg.norm(rows - target, axis=1)
    return found


def neighbours(
    word: str,
    words: Sequence[str],
    model_id: str = "gatito",
    k: int | None = 10,
    *,
    measure: Measure = "cosine",
) -> pd.DataFrame:
    """Order words by how near they are to one; the word itself is left out.

    Parameters
    ----------
    word
        Whose neighbours; it need not be among `words`.
    words
        Where to look.
    model_id
        Whose vectors.
    k
        How many at most; None for all.
    measure
        See `similarities`.

    Returns
    -------
    DataFrame
        ``word, similarity``, nearest first.

    Raises
    ------
    InputError
        When the word is empty or there is no other word.

    Examples
    --------
    >>> neighbours("gato", ["mesa", "perro", "gato", "Francia"], k=2)["word"][0]
    'perro'
    """
    import pandas as pd

    asked = word.strip()
    if not asked:
        raise InputError("the word is empty; write one", "no_words")
    others = [one for one in unique(words) if one != asked]
    if not others:
        raise InputError("there is no other word to compare with; add some", "few_words")
    rows = vectors([asked, *others], model_id)
    table = pd.DataFrame({"word": others, "similarity": similarities(rows[0], rows[1:], measure)})
    table = table.sort_values("similarity", ascending=False, kind="stable", ignore_index=True)
    return table if k is None else table.head(max(0, k))


def search(question: str, sentences: Sequence[str], model_id: str = "minilm") -> pd.DataFrame:
    """Order sentences by how near their meaning is to a question's, and count the words of some length that they share with it.

    Returns
    -------
    DataFrame
        ``sentence, similarity, shared``, nearest first.

    Raises
    ------
    InputError
        When the question is empty or there is no sentence.

    Examples
    --------
    >>> found = search("Where does the monarch live?", ["The soup is hot.", "The king sleeps in a palace."])
    >>> found["sentence"][0]
    'The king sleeps in a palace.'
    """
    lines = unique(sentences)
    if not lines:
        raise InputError("there is no document; write one sentence at least", "no_documents")
    if not question.strip():
        raise InputError("the question is empty; write one", "empty_text")
    import pandas as pd

    rows = vectors([question, *lines], model_id)
    asked = _content_words(question)
    table = pd.DataFrame(
        {
            "sentence": lines,
            "similarity": similarities(rows[0], rows[1:]),
            "shared": [len(asked & _content_words(line)) for line in lines],
        }
    )
    return table.sort_values("similarity", ascending=False, kind="stable", ignore_index=True)


def unique(words: Sequence[str]) -> list[str]:
    """Give the words in order, trimmed, each once, without empty ones.

    Examples
    --------
    >>> unique(["gato ", "", "perro", "gato"])
    ['gato', 'perro']
    """
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def _content_words(text: str) -> set[str]:
    """Give the words of a text, without the shortest ones: «the», «la» and the like stand in every sentence."""
    found = {word.strip("¿?¡!.,;:«»\"'()").lower() for word in text.split()}
    return {word for word in found if len(word) >= _SHORTEST}
