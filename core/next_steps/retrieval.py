"""RAG in small: search the sentence nearest to a question, put it before the question, and let the model answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import InputError
from core.models import load
from core.next_steps.projects import reply
from core.next_steps.text import ids_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MODEL = "gatito"


@dataclass(frozen=True)
class Answer:
    """What the model says without the documents and with the one that was found.

    Parameters
    ----------
    found
        The sentence nearest to the question.
    without, given
        The answers without it and with it before the question.
    """

    found: str
    without: str
    given: str


def search(question: str, documents: Sequence[str]) -> pd.DataFrame:
    """Order documents by the likeness of their vectors to that of a question.

    The vector of a sentence is the mean of the embeddings of its tokens, less the mean of all documents,
    which would otherwise hide what makes each one different.

    Parameters
    ----------
    question
        A sentence.
    documents
        One sentence each.

    Returns
    -------
    DataFrame
        ``document, similarity`` (cosine, from −1 to 1), most similar first.

    Raises
    ------
    InputError
        When there is nothing to search, or nothing to search with.

    Examples
    --------
    >>> search("¿Cómo se llama mi gato?", ["Mi perro se llama Rayo.", "Mi gato se llama Luna."])["document"][
    ...     0
    ... ]
    'Mi gato se llama Luna.'
    """
    import numpy as np
    import pandas as pd

    lines = [line.strip() for line in documents if line.strip()]
    if not lines:
        raise InputError("there is no document; write one sentence at least", "no_documents")
    vectors = np.stack([_vector(line) for line in lines])
    middle = vectors.mean(axis=0) if len(lines) > 1 else 0.0
    ours, theirs = _unit(_vector(question) - middle), _unit(vectors - middle)
    table = pd.DataFrame({"document": lines, "similarity": theirs @ ours})
    return table.sort_values("similarity", ascending=False, kind="stable", ignore_index=True)


def answer(question: str, documents: Sequence[str], *, seed: int = 0) -> Answer:
    """Answer a question twice: from the weights alone, and with the best document before it.

    Raises
    ------
    InputError
        As `search`.

    Examples
    --------
    >>> answer("¿Cómo se llama mi gato?", ["Mi perro se llama Rayo.", "Mi gato se llama Luna."]).given
    'Tu gato se llama Luna.'
    """
    found = str(search(question, documents)["document"][0])
    hello = ["Hola.", "Hola."]
    return Answer(
        found,
        reply([*hello, question], MODEL, seed=seed),
        reply([*hello, found, "Qué gracia.", question], MODEL, seed=seed),
    )


def _vector(text: str) -> np.ndarray:
    """Give the mean embedding of a text, shape (dimensions,)."""
    import numpy as np

    loaded = load(MODEL)
    table = loaded.model.get_input_embeddings().weight
    ids = ids_of(loaded, text)[1:]
    rows = table[ids].float().cpu().numpy() if ids else np.zeros((1, table.shape[1]), dtype=np.float32)
    return rows.mean(axis=0)


def _unit(vectors: np.ndarray) -> np.ndarray:
    """Scale vectors to length one; a null vector stays null."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
