"""Context as memory: a name said at the beginning, messages in between, and the question at the end."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.errors import InputError
from core.gatito.draw import Sampler
from core.gatito.families.dialogue import small_talk
from core.models import load_writer
from core.next_word.distribution import check_text, next_logits, softmax, token_texts

QUESTION = "¿Cuál es mi nombre?"
ANSWER = "Tu nombre es"


@dataclass(frozen=True)
class Recall:
    """What the model answers.

    `visible` and `hidden` are the parts of the conversation inside and outside the window, `p` the probability of
    the first token of the name, `table` the likeliest answers (`token, p`), `inside` whether the name can still be read.
    """

    hidden: str
    visible: str
    p: float
    table: pd.DataFrame
    tokens: int
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
    return "\n".join([f"Mi nombre es {name}.", f"Hola, {name}.", *talk, QUESTION, ANSWER])


def recall(name: str, between: int, window: int = 512, seed: int = 0, model_id: str = "gatito") -> Recall:
    """Ask for the name when the model sees only the last `window` tokens of the conversation.

    Examples
    --------
    >>> recall("Juan", between=4).p > 0.9, recall("Juan", between=12, window=24).p < 0.1
    (True, True)
    """
    loaded = load_writer(model_id)
    text = conversation(name, between, seed)
    ids = list(loaded.tokenizer(text, add_special_tokens=False)["input_ids"])
    room = min(max(window, 0), int(loaded.model.config.max_position_embeddings) - 1)
    out = max(0, len(ids) - room)
    hidden, visible = ids[:out], ids[out:]
    p = softmax(next_logits(loaded, [loaded.tokenizer.bos_token_id, *visible]))
    first = loaded.tokenizer(f" {name.strip()}", add_special_tokens=False)["input_ids"][0]
    best = (-p).argsort(kind="stable")[:6]
    table = pd.DataFrame({"token": [token_texts(loaded)[i] for i in best], "p": p[best]})
    decode = loaded.tokenizer.decode
    seen = decode(visible)
    return Recall(decode(hidden), seen, float(p[first]), table, len(ids), name.strip() in seen)


def recall_curve(name: str, window: int, seed: int = 0, longest: int = 40, step: int = 2) -> pd.DataFrame:
    """Probability of the name for every number of messages in between.

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
