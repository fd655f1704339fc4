"""Computed questions about tokens: real vocabularies, bytes, and BPE trained on the spot."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from typing import Any

from core.quiz.generators import contract
from core.quiz.generators.by_the_book import cut, learn, tied, utf8_bytes
from core.quiz.generators.draft import Draft, Generator

SYLLABLES = (
    "mur·cié·la·go",
    "in·cre·di·bi·lí·si·mo",
    "to·ke·ni·za·ción",
    "sa·tis·fe·cha",
    "co·co·dri·lo",
    "ma·ri·po·sa",
    "bi·blio·te·ca",
    "de·sa·yu·no",
    "pa·ra·guas",
    "a·be·ce·da·rio",
    "hi·po·pó·ta·mo",
    "za·na·ho·ria",
)
"""Words, with their syllables marked."""

ACCENTED = (
    "ñandú",
    "añil",
    "pingüino",
    "corazón",
    "cigüeña",
    "camión",
    "búho",
    "árbol",
    "español",
    "ciempiés",
)

VOCABULARIES = {"cl100k_base": "GPT-4", "o200k_base": "GPT-4o", "gatito": "Gatito"}

CHUNKS = ("an", "ta", "no", "se", "ri", "lo", "me", "pa")


def _count(dice: random.Random) -> Draft:
    syllables, vocabulary = dice.choice(SYLLABLES), dice.choice(list(VOCABULARIES))
    word = syllables.replace("·", "")
    pieces = contract.pieces(word, vocabulary)
    values: dict[str, Any] = {"word": word, "vocabulary": vocabulary, "model": VOCABULARIES[vocabulary]}
    values |= {"cut": " · ".join(pieces), "letters": len(word), "syllables": syllables}
    options = {
        "right": len(pieces),
        "token_is_word": 1,
        "token_is_letter": len(word),
        "token_is_syllable": syllables.count("·") + 1,
    }
    return Draft(values, options)


def _cut(dice: random.Random) -> Draft:
    syllables = dice.choice(SYLLABLES)
    word = syllables.replace("·", "")
    one, other = dice.sample(list(VOCABULARIES), 2)
    values = {"word": word, "vocabulary": one, "model": VOCABULARIES[one], "other": VOCABULARIES[other]}
    options = {
        "right": "·".join(contract.pieces(word, one)),
        "one_tokenizer": "·".join(contract.pieces(word, other)),
        "token_is_syllable": syllables,
        "token_is_word": word,
    }
    return Draft(values, options)


def _bytes(dice: random.Random) -> Draft:
    word = dice.choice(ACCENTED)
    plain = sum(mark.isascii() for mark in word)
    values = {"word": word, "letters": len(word), "plain": plain, "special": len(word) - plain}
    options = {
        "right": contract.byte_length(word),
        "byte_is_letter": len(word),
        "byte_is_letter_2": 2 * len(word),
    }
    return Draft(values, options)


def _letters(dice: random.Random) -> str:
    """Draw a text in which some pair of letters stands out."""
    return "".join(dice.choices(dice.sample(CHUNKS, 3), weights=[4, 2, 1], k=8))


def _first_merge(dice: random.Random) -> Draft | None:
    text = _letters(dice)
    counts = Counter(one + two for one, two in itertools.pairwise(text))
    if tied(text, 1) or len(counts) < 4:
        return None
    merge = contract.merges(text, 1)[0][0]
    others = [pair for pair, _ in counts.most_common() if pair != merge]
    wrong = {"counting_slip": others[0], "merges_follow_meaning": others[-1], "token_is_syllable": others[-2]}
    values = {"text": text, "pair": merge, "n": counts[merge]}
    values |= {f"n_{name}": counts[pair] for name, pair in wrong.items()}
    return Draft(values, {"right": merge, **wrong})


def _after_merges(dice: random.Random) -> Draft | None:
    text, count = _letters(dice), 2
    if tied(text, count):
        return None
    learnt, length = contract.merges(text, count)
    values = {
        "text": text,
        "merges": count,
        "letters": len(text),
        "learnt": " → ".join(learnt),
        "length": length,
    }
    options = {"right": length, "counting_slip": len(text) - count, "token_is_letter": len(text)}
    return Draft(values, options)


GENERATORS = (
    Generator(
        "token_count", "tokenizer", 1, "numeric", _count, lambda v: len(cut(v["word"], v["vocabulary"]))
    ),
    Generator(
        "token_cut", "tokenizer", 2, "single", _cut, lambda v: "·".join(cut(v["word"], v["vocabulary"]))
    ),
    Generator("utf8_bytes", "tokenizer", 1, "numeric", _bytes, lambda v: utf8_bytes(v["word"])),
    Generator("first_merge", "tokenizer", 2, "single", _first_merge, lambda v: learn(v["text"], 1)[1][0]),
    Generator(
        "after_merges",
        "tokenizer",
        3,
        "numeric",
        _after_merges,
        lambda v: len(learn(v["text"], v["merges"])[0]),
    ),
)
