"""RAG in small: search the sentence nearest to a question, put it before the question, and let the model answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from core.errors import InputError
from core.models import load
from core.next_steps.projects import reply
from core.next_steps.text import ids_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MODEL = "gatito"

Use = Literal["used", "luck", "ignored", "missed"]


@dataclass(frozen=True)
class Answer:
    """What the model says without the documents and with the one that was found.

    Parameters
    ----------
    found
        The sentence nearest to the question.
    without, given
        The answers without it and with it before the question.
    use
        What became of the document: ``used`` when the answer with it says something that the document tells, the
        question does not, and the answer without it did not know; ``luck`` when both answers say it; ``missed`` when
        neither is so and the document has no word of the question: the search found nothing to the point; else
        ``ignored``.
    """

    found: str
    without: str
    given: str
    use: Use


def search(question: str, documents: Sequence[str]) -> pd.DataFrame:
    """Order documents by how well they answer to the tokens of a question.

    Each token of the question looks for its nearest token in the document, by the cosine of their
    embeddings; the likeness of a document is the mean of those.

    Parameters
    ----------
    question
        A sentence.
    documents
        One sentence each.

    Returns
    -------
    DataFrame
        ``document, similarity`` (from −1 to 1), most similar first.

    Raises
    ------
    InputError
        When there is nothing to search, or nothing to search with.

    Source
    ------
    Khattab and Zaharia (2020), «ColBERT», arXiv:2004.12832: late interaction, here on plain embeddings.

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
    ours = _vectors(question)
    likeness = [float(np.max(ours @ _vectors(line).T, axis=1).mean()) for line in lines]
    table = pd.DataFrame({"document": lines, "similarity": likeness})
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
    without = reply([*hello, question], MODEL, seed=seed)
    given = reply([*hello, found, "Qué gracia.", question], MODEL, seed=seed)
    return Answer(found, without, given, _use(question, found, without, given))


def _use(question: str, found: str, without: str, given: str) -> Use:
    news = (_words(found) - _words(question)) & _words(given)
    if not news:
        return "ignored" if _words(found) & _words(question) else "missed"
    return "used" if news - _words(without) else "luck"


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _vectors(text: str) -> np.ndarray:
    """Give the embeddings of the tokens of a text, scaled to length one, shape (tokens, dimensions)."""
    import numpy as np

    loaded = load(MODEL)
    ids = ids_of(loaded, text)[1:]
    if not ids:
        raise InputError("a text says nothing that the model reads; type one word at least", "empty_text")
    rows = loaded.model.get_input_embeddings().weight[ids].float().cpu().numpy()
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
