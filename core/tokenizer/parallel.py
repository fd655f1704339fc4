"""What the same costs in two languages: the tokens of sentences that say the same in Spanish and in English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import yaml

from core.course import ROOT
from core.errors import ContentError, InputError
from core.tokenizer.backends import available
from core.tokenizer.encoding import count
from core.tokenizer.vocabularies import VOCABULARIES

if TYPE_CHECKING:
    import pandas as pd

FILE = ROOT / "assets" / "data" / "parallel.yaml"


class Pair(NamedTuple):
    """The same said twice.

    Parameters
    ----------
    theme
        What it is about: ``"news"``, ``"kitchen"``, …
    es, en
        The sentence in each language.
    """

    theme: str
    es: str
    en: str


@lru_cache(maxsize=1)
def pairs() -> tuple[Pair, ...]:
    """Read the parallel sentences that the repository ships.

    Raises
    ------
    ContentError
        When the file is missing or an entry has not its three fields.

    Examples
    --------
    >>> len(pairs()) >= 40
    True
    """
    try:
        entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        return tuple(Pair(entry["theme"], entry["es"], entry["en"]) for entry in entries)
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ContentError(
            f"{FILE.name} cannot be read: {error}", "content_missing", what=FILE.name
        ) from error


def tax(vocabularies: Iterable[str] | None = None, sentences: Sequence[Pair] | None = None) -> pd.DataFrame:
    """Measure how many tokens Spanish takes for each one that English takes, per vocabulary.

    Parameters
    ----------
    vocabularies
        Ids; every vocabulary that works without network by default.
    sentences
        What to measure on; the shipped sentences by default.

    Returns
    -------
    DataFrame
        A row per vocabulary, the cheapest for Spanish first: ``vocabulary, name, es, en`` (tokens of all the
        sentences), ``ratio`` (es / en), ``low, high`` (quartiles of the ratio sentence by sentence), and
        ``per_word_es, per_word_en`` (tokens per word).

    Raises
    ------
    InputError
        When a sentence has no tokens, so that there is nothing to compare.

    Source
    ------
    Petrov et al., «Language Model Tokenizers Introduce Unfairness Between Languages» (NeurIPS 2023).

    Examples
    --------
    >>> measured = tax(["cl100k_base", "o200k_base"])
    >>> measured["vocabulary"].tolist()  # the newer one learnt from more Spanish
    ['o200k_base', 'cl100k_base']
    """
    import pandas as pd

    sentences = pairs() if sentences is None else tuple(sentences)
    rows = [_measured(vocabulary, sentences) for vocabulary in vocabularies or available()]
    return pd.DataFrame(rows).sort_values("ratio", ignore_index=True)


@lru_cache(maxsize=256)
def _measured(vocabulary: str, sentences: tuple[Pair, ...]) -> dict[str, object]:
    spanish = np.array([count(pair.es, vocabulary) for pair in sentences])
    english = np.array([count(pair.en, vocabulary) for pair in sentences])
    if not (len(sentences) and spanish.all() and english.all()):
        raise InputError("a sentence has no tokens; write both", "empty_pair")
    low, high = np.quantile(spanish / english, [0.25, 0.75])
    return {
        "vocabulary": vocabulary,
        "name": VOCABULARIES[vocabulary].name if vocabulary in VOCABULARIES else vocabulary,
        "es": int(spanish.sum()),
        "en": int(english.sum()),
        "ratio": float(spanish.sum() / english.sum()),
        "low": float(low),
        "high": float(high),
        "per_word_es": float(spanish.sum() / sum(len(pair.es.split()) for pair in sentences)),
        "per_word_en": float(english.sum() / sum(len(pair.en.split()) for pair in sentences)),
    }
