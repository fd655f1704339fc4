"""Gatito's tokenizer: byte-level BPE learnt from the grammar's own documents.

Every byte is a token to begin with, so any text in any script can be written and read back without loss;
merges then make one token of each frequent word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.gatito.families.geography import COUNTRIES
from core.gatito.families.shared import BAD, GOOD
from core.gatito.grammar import Grammar
from core.gatito.words import animals, people

if TYPE_CHECKING:
    from tokenizers import Tokenizer

END = "<|endoftext|>"
"""Stands before every document and after the last one."""

FEWEST = 257
"""Tokens of the smallest vocabulary: every byte, and `END`."""
MOST = 2**16
"""Tokens of the largest: an id takes two bytes in a corpus."""


SYLLABUS = """
El La Los Las Un Una Mi Tu Me Hola Juan París Francia Había Cuando Después Hoy Rey Reina Corona Castillo Perro Gato Animal Mascota
Feliz Alegre Contento Sonrisa Hombre Mujer Mesa Cama Cocina Calle Ratón Satisfecho Satisfecha Capital
"""


def train(texts: Iterable[str], vocabulary: int = 3072) -> Tokenizer:
    """Byte-level BPE with `vocabulary` tokens, learnt from `texts`.

    Parameters
    ----------
    texts
        The corpus.
    vocabulary
        Tokens in all: `END`, 256 bytes and the merges (fewer when the texts do not give that many, and never
        fewer than `FEWEST` or more than `MOST`).

    Source
    ------
    Sennrich, Haddow & Birch (2016), arXiv:1508.07909; byte level as in Radford et al. (2019), GPT-2.

    Examples
    --------
    >>> tokenizer = train(["el gato", "la gata"] * 20, vocabulary=270)
    >>> tokenizer.decode(tokenizer.encode("¡hola, 🚀!").ids)
    '¡hola, 🚀!'
    """
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=min(max(vocabulary, FEWEST), MOST),
        special_tokens=[END],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def corpus(documents: int = 30_000, grammar: Grammar | None = None, seed: int = 0) -> Iterator[str]:
    """Texts for `train`: documents of the grammar, then the words that the course looks at one by one.

    A word that opens a line has no space before it and is another string to BPE («París» and « París»); naming
    such words 400 times more makes them single tokens wherever the lessons type them.
    """
    grammar = grammar or Grammar()
    for i in range(documents):
        yield grammar.draw(f"tokenizer-{seed}-{i}").text
    for word in _spelled_out():
        yield from [word] * 400


def _spelled_out() -> list[str]:
    cities = [capital.split()[0] for _, capital, *_ in COUNTRIES]
    countries = [country for country, *_ in COUNTRIES]
    people_words = [
        f" {form.word}" for kind in (people(), animals()) for being in kind for form in being.forms.values()
    ]
    feelings = [f" {form}" for table in (GOOD, BAD) for feeling in table.items for form in feeling.forms[:2]]
    return [
        *SYLLABUS.split(),
        *cities,
        *countries,
        *people_words,
        *feelings,
        *(f" {word}" for word in SYLLABUS.lower().split()),
    ]


def save(tokenizer: Tokenizer, folder: Path) -> None:
    """Write `tokenizer.json` and what `transformers` needs to load it with `AutoTokenizer`."""
    from transformers import PreTrainedTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token=END, eos_token=END, clean_up_tokenization_spaces=False
    )
    fast.save_pretrained(str(folder))
