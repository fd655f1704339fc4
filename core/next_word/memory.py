"""Context as memory: a name said at the beginning, messages in between, and the question at the end."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from core.errors import InputError
from core.gatito.draw import Sampler
from core.gatito.families.dialogue import small_talk
from core.models import LoadedModel, load_writer
from core.next_word.distribution import all_logits, check_text, softmax, token_texts
from core.next_word.generation import follow

QUESTION = "¿Cuál es mi nombre?"
ANSWER = "Tu nombre es"

_GREETING = "\nHola, "
"""What comes before the last place where the name is said."""

_LONGER = 4
"""Tokens that an answer may have beyond those of the name."""


@dataclass(frozen=True)
class Recall:
    """What the model answers.

    `visible` and `hidden` are the parts of the conversation inside and outside the window, `p` the probability that
    the model says the name and nothing longer (the product over its tokens and the end of a word), `table` the
    likeliest first tokens (`token, p`), `tokens` those of the whole conversation, `window` how many of them may be seen
    (the context also holds the start and the answer), `inside` whether the window still holds one of the places where
    the name was said.
    """

    hidden: str
    visible: str
    p: float
    table: pd.DataFrame
    tokens: int
    window: int
    inside: bool


def conversation(name: str, between: int, seed: int = 0) -> str:
    """A conversation that says a name, goes on for `between` messages and asks for the name.

    Parameters
    ----------
    between
        Messages after the greeting: questions and answers drawn from Gatito's world, 0–60.

    Examples
    --------
    >>> print(conversation("Juan", between=0))
    Mi nombre es Juan.
    Hola, Juan.
    ¿Cuál es mi nombre?
    Tu nombre es
    """
    if not 0 <= between <= 60:
        raise InputError(f"{between} messages; choose from 0 to 60", "between", between=between)
    name = check_text(name).strip()
    sampler = Sampler(f"memory-{seed}")
    small_talk(sampler, exchanges=(between + 1) // 2)
    lines = " ".join(sampler.words).split(" \n ") if sampler.words else []
    talk = lines[len(lines) - between :] if between else []
    return "\n".join([f"Mi nombre es {name}.", f"{_GREETING[1:]}{name}.", *talk, QUESTION, ANSWER])


def recall(name: str, between: int, window: int = 512, seed: int = 0, model_id: str = "gatito") -> Recall:
    """Ask for the name when the model sees only the last `window` tokens of the conversation.

    Raises
    ------
    InputError
        When there is no name, or when it alone fills the model's context.

    Examples
    --------
    >>> recall("Juan", between=4).p > 0.9, recall("Juan", between=12, window=24).p < 0.1
    (True, True)
    """
    loaded = load_writer(model_id)
    text = conversation(name, between, seed)
    pieces = _pieces(loaded, name)
    room = _room(loaded, window, pieces)
    hidden, visible = _parted(loaded, text, room)
    asked = [loaded.tokenizer.bos_token_id, *visible]
    told = [
        softmax(one.float().cpu().numpy()) for one in all_logits(loaded, asked + pieces)[len(asked) - 1 :]
    ]
    p = math.prod(float(one[piece]) for one, piece in zip(told, pieces, strict=False))
    p *= float(told[-1][_ends(token_texts(loaded))].sum())
    first = told[0]
    best = (-first).argsort(kind="stable")[:6]
    table = pd.DataFrame({"token": [token_texts(loaded)[i] for i in best], "p": first[best]})
    before = loaded.tokenizer.decode(hidden)
    inside = len(before) <= text.index(_GREETING) + len(_GREETING)
    return Recall(
        before, loaded.tokenizer.decode(visible), p, table, len(hidden) + len(visible), room, inside
    )


def answer(name: str, between: int, window: int = 512, seed: int = 0, model_id: str = "gatito") -> str:
    """What the model says when it is asked as in `recall`: always the likeliest token, to the end of the sentence.

    Raises
    ------
    InputError
        As `recall`.

    Examples
    --------
    >>> answer("Juan", between=4), answer("Marianela", between=2) == "Marianela"
    ('Juan', False)
    """
    loaded = load_writer(model_id)
    pieces = _pieces(loaded, name)
    _, visible = _parted(loaded, conversation(name, between, seed), _room(loaded, window, pieces))
    said = ""
    for step in follow(
        loaded, [loaded.tokenizer.bos_token_id, *visible], len(pieces) + _LONGER, temperature=0
    ):
        said += step.token
        if said.rstrip().endswith(".") and len(said.strip()) > len(name.strip()):
            break
    return said.split("\n")[0].strip().removesuffix(".")


@lru_cache(maxsize=4)
def _ends(texts: tuple[str, ...]) -> np.ndarray:
    """Which tokens do not go on with a word, neither with its letters nor with part of one; shape (vocabulary,)."""
    return np.array([not (token[:1].isalnum() or token.startswith("⟨")) for token in texts])


def _pieces(loaded: LoadedModel, name: str) -> list[int]:
    """The tokens of a name in the place of the answer."""
    pieces = list(loaded.tokenizer(f" {check_text(name).strip()}", add_special_tokens=False)["input_ids"])
    most = int(loaded.model.config.max_position_embeddings) - 2
    if len(pieces) > most:
        message = f"the name has {len(pieces)} tokens, {most} fit"
        raise InputError(message, "too_long", given=len(name), limit=most)
    return pieces


def _room(loaded: LoadedModel, window: int, pieces: list[int]) -> int:
    """How many tokens of a conversation are seen: what the window lets, and what the start and the answer leave."""
    return min(max(window, 0), int(loaded.model.config.max_position_embeddings) - 1 - len(pieces))


def _parted(loaded: LoadedModel, text: str, room: int) -> tuple[list[int], list[int]]:
    """The tokens that are hidden, and those that are seen."""
    ids = list(loaded.tokenizer(text, add_special_tokens=False)["input_ids"])
    out = max(0, len(ids) - room)
    return ids[:out], ids[out:]


def recall_curve(name: str, window: int, seed: int = 0, longest: int = 40, step: int = 2) -> pd.DataFrame:
    """Probability of the whole name for every number of messages in between.

    Returns
    -------
    DataFrame
        `between, tokens, p, inside` (whether the name can still be read in the window).

    Raises
    ------
    ValueError
        When `step` is 0.
    """
    rows = []
    for between in range(0, longest + 1, step):
        found = recall(name, between, window, seed)
        rows.append((between, found.tokens, found.p, found.inside))
    return pd.DataFrame(rows, columns=["between", "tokens", "p", "inside"])
