"""The Unigram of the course: trained by this repository on its own words, since none can travel with it.

Run ``python -m core.tokenizer.course_unigram`` to train it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.content import FOLDER, LANGUAGES, read
from core.tokenizer.backends import UNIGRAM_FILE
from core.tokenizer.export import train_with_library
from core.tokenizer.parallel import pairs
from core.tokenizer.vocabularies import VOCABULARIES


def corpus() -> str:
    """Collect the sentences of the course: the parallel ones and what its pages say, in both languages."""
    said = [sentence for pair in pairs() for sentence in (pair.es, pair.en)]
    for language in LANGUAGES:
        for path in sorted((FOLDER / language).glob("*.yaml")):
            said += _sentences(read(path))
    return "\n".join(said)


def train() -> None:
    """Train the vocabulary and write it."""
    size = VOCABULARIES["unigram"].size or 0
    trained = train_with_library(corpus(), "unigram", size)
    UNIGRAM_FILE.write_text(trained.tokenizer.to_str(pretty=False), encoding="utf-8")


def _sentences(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _sentences(inner)


if __name__ == "__main__":
    train()
