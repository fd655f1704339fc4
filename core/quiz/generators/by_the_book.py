"""BPE written out plainly: the second opinion on every key that the fast tokenizers give.

It is slow and short on purpose, and shares no code with them.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from functools import lru_cache
from itertools import count
from typing import Any

from core.content import read
from core.course import ROOT


def learn(text: str, merges: int) -> tuple[list[str], list[str]]:
    """Learn merges by the book: count neighbours, join the commonest from the left, and again.

    Returns
    -------
    tuple
        The symbols of the text after the merges, and the merges.

    Examples
    --------
    >>> learn("aaabdaaabac", 1)
    (['aa', 'a', 'b', 'd', 'aa', 'a', 'b', 'a', 'c'], ['aa'])
    """
    symbols, learnt = list(text), []
    for _ in range(merges):
        pair = Counter(itertools.pairwise(symbols)).most_common(1)[0][0]
        symbols = _joined(symbols, pair)
        learnt.append("".join(pair))
    return symbols, learnt


def tied(text: str, merges: int) -> bool:
    """Say whether some of the merges is a draw between two pairs, so that nobody could know which comes."""
    for done in range(merges):
        symbols, _ = learn(text, done)
        top = Counter(itertools.pairwise(symbols)).most_common(2)
        if len(top) < 2 or top[0][1] == top[1][1]:
            return True
    return False


def cut(word: str, vocabulary: str) -> list[str]:
    """Cut one word by joining, again and again, the neighbours whose union was learnt first.

    Examples
    --------
    >>> cut("tokenización", "cl100k_base")
    ['token', 'ización']
    """
    ranks, symbols = _ranks(vocabulary), [bytes([byte]) for byte in word.encode()]
    while True:
        unions = [one + two for one, two in itertools.pairwise(symbols)]
        known = [(ranks[union], place) for place, union in enumerate(unions) if union in ranks]
        if not known:
            return [symbol.decode("utf-8", errors="backslashreplace") for symbol in symbols]
        place = min(known)[1]
        symbols[place : place + 2] = [unions[place]]


def utf8_bytes(text: str) -> int:
    """Count bytes from code points: one below 128, two below 2048, three below 65536, else four.

    Examples
    --------
    >>> utf8_bytes("añil")
    5
    """
    return sum(1 + sum(ord(mark) >= limit for limit in (0x80, 0x800, 0x10000)) for mark in text)


def _joined(symbols: list[str], pair: tuple[str, str]) -> list[str]:
    joined, place = [], 0
    while place < len(symbols):
        here = tuple(symbols[place : place + 2]) == pair
        joined.append("".join(pair) if here else symbols[place])
        place += 2 if here else 1
    return joined


@lru_cache(maxsize=4)
def _ranks(vocabulary: str) -> dict[bytes, int]:
    """Give the order in which each piece was learnt."""
    if vocabulary == "gatito":
        return _shipped_ranks()
    import splintr

    tokenizer, ranks = splintr.Tokenizer.from_pretrained(vocabulary), {}
    for rank in count():
        try:
            ranks[bytes(tokenizer.decode_token_bytes(rank))] = rank
        except ValueError:  # the pieces that were learnt end here; special tokens come after a gap
            return ranks
    return ranks


def _shipped_ranks() -> dict[bytes, int]:
    """Read the merges of Gatito's own file; it writes bytes as printable characters, GPT-2's way."""
    path = ROOT / "assets" / "models" / "gatito" / "tokenizer.json"
    merges = json.loads(path.read_text(encoding="utf-8"))["model"]["merges"]
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = (byte for byte in range(256) if byte not in printable)
    byte_of = {chr(byte): byte for byte in printable}
    byte_of |= {chr(256 + place): byte for place, byte in enumerate(others)}
    return {bytes(byte_of[mark] for mark in one + two): rank for rank, (one, two) in enumerate(merges)}


def gatito_config() -> dict[str, int]:
    """Read the sizes of the shipped model from its own file."""
    path = ROOT / "assets" / "models" / "gatito" / "config.json"
    return {
        name: size for name, size in json.loads(path.read_text(encoding="utf-8")).items() if type(size) is int
    }


def written_dates() -> dict[str, str]:
    """Read when each event happened, as it is written in the file of facts."""
    facts = read(ROOT / "assets" / "facts" / "history.yaml")
    return {event["id"]: event["date"] for event in facts["events"]}


@lru_cache(maxsize=32)
def likeliest_word(prompt: str) -> str:
    """Give the word to which the shipped weights give most probability, past every room of the course."""
    logits = next_logits(prompt)
    ranked = sorted(range(len(logits)), key=lambda token: -logits[token])
    words = (_shipped()[1].decode([token]).strip() for token in ranked)
    return next(word for word in words if word.isalpha())


@lru_cache(maxsize=32)
def next_logits(prompt: str) -> tuple[float, ...]:
    """Run the shipped weights on a text, past every room of the course."""
    import torch

    model, tokenizer = _shipped()
    ids = [tokenizer.bos_token_id, *tokenizer(prompt, add_special_tokens=False)["input_ids"]]
    with torch.no_grad():
        return tuple(model(torch.tensor([ids])).logits[0, -1].tolist())


@lru_cache(maxsize=1)
def _shipped() -> tuple[Any, Any]:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = ROOT / "assets" / "models" / "gatito"
    return AutoModelForCausalLM.from_pretrained(folder).eval(), AutoTokenizer.from_pretrained(folder)
