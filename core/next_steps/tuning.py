"""Fine-tuning in small: a copy of Gatito goes on learning from a few sentences, and forgets a little of the rest."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from core.errors import InputError
from core.gatito.grammar import Grammar
from core.models import LoadedModel, load
from core.next_steps.text import ids_of

if TYPE_CHECKING:
    import pandas as pd

MODEL = "gatito"
MOST_STEPS, MOST_SENTENCES, MOST_TOKENS = 60, 12, 48
"""What is allowed, so that a click takes about a second."""


@dataclass(frozen=True)
class Tuning:
    """What became of the copy.

    Parameters
    ----------
    curve
        ``step, wanted, rest``: loss in nats per token on the new sentences and on others of Gatito's world.
    before, after
        Likeliest next tokens of the probe, ``token, p``, before and after.
    """

    curve: pd.DataFrame
    before: pd.DataFrame
    after: pd.DataFrame


def tune(
    sentences: Sequence[str], probe: str, *, steps: int = 30, learning_rate: float = 5e-4, seed: int = 0
) -> Tuning:
    """Let a copy of the model learn some sentences, and measure what it gains and what it forgets.

    Parameters
    ----------
    sentences
        What it should learn, from 1 to `MOST_SENTENCES`.
    probe
        A beginning whose next token is asked before and after.
    steps
        Updates, from 0 to `MOST_STEPS`; each sees every sentence.
    learning_rate
        Of Adam.
    seed
        Draws the sentences on which forgetting is measured.

    Raises
    ------
    InputError
        When there is nothing to learn, too much of it, or a number is out of range.

    Examples
    --------
    >>> result = tune(["El gato está en la luna."], "El gato está en la", steps=10)
    >>> bool(result.curve["wanted"].iloc[-1] < result.curve["wanted"].iloc[0])
    True
    """
    lines = tuple(line.strip() for line in sentences if line.strip())
    if not 1 <= len(lines) <= MOST_SENTENCES:
        raise InputError(
            f"there are {len(lines)} sentences", "tuning_sentences", given=len(lines), limit=MOST_SENTENCES
        )
    if not 0 <= steps <= MOST_STEPS:
        raise InputError(
            f"{steps} steps; choose from 0 to {MOST_STEPS}", "tuning_steps", given=steps, limit=MOST_STEPS
        )
    if not 0 < learning_rate <= 0.1:
        raise InputError(f"the rate is {learning_rate}; choose up to 0.1", "tuning_rate", given=learning_rate)
    return _tune(lines, probe, steps, learning_rate, seed)


@lru_cache(maxsize=32)
def _tune(lines: tuple[str, ...], probe: str, steps: int, learning_rate: float, seed: int) -> Tuning:
    import pandas as pd
    import torch

    loaded = load(MODEL)
    model = copy.deepcopy(loaded.model).requires_grad_(True)
    adam = torch.optim.Adam(model.parameters(), lr=learning_rate)
    wanted, rest = _batch(loaded, lines), _batch(loaded, _others(seed))
    before = _likely(loaded, model, probe)
    rows = [(0, _loss(model, wanted).item(), _loss(model, rest).item())]
    for step in range(1, steps + 1):
        loss = _loss(model, wanted, learning=True)
        adam.zero_grad()
        loss.backward()
        adam.step()
        if step % 5 == 0 or step == steps:
            rows.append((step, _loss(model, wanted).item(), _loss(model, rest).item()))
    curve = pd.DataFrame(rows, columns=["step", "wanted", "rest"])
    return Tuning(curve, before, _likely(loaded, model, probe))


def _others(seed: int) -> tuple[str, ...]:
    """Draw sentences of Gatito's world that nobody asked it to relearn."""
    grammar = Grammar()
    return tuple(grammar.draw(f"forgetting-{seed}-{number}").text for number in range(8))


def _batch(loaded: LoadedModel, lines: Sequence[str]) -> tuple[Any, Any]:
    """Give ids and targets, shapes (sentences, tokens); places after the end are not learnt (−100)."""
    import torch

    end = loaded.tokenizer.eos_token_id
    rows = [[*ids_of(loaded, line), end][:MOST_TOKENS] for line in lines]
    longest = max(len(row) for row in rows)
    ids = torch.tensor([row + [end] * (longest - len(row)) for row in rows], device=loaded.model.device)
    targets = torch.tensor([row + [-100] * (longest - len(row)) for row in rows], device=loaded.model.device)
    return ids, targets


def _loss(model: Any, batch: tuple[Any, Any], *, learning: bool = False) -> Any:
    """Give the mean surprise of the right next token, in nats."""
    import torch
    from torch.nn import functional

    with torch.set_grad_enabled(learning):
        ids, targets = batch
        logits = model(ids).logits[:, :-1].float()
        return functional.cross_entropy(logits.reshape(-1, logits.shape[-1]), targets[:, 1:].reshape(-1))


def _likely(loaded: LoadedModel, model: Any, probe: str) -> pd.DataFrame:
    import pandas as pd
    import torch

    with torch.inference_mode():
        ids = torch.tensor([ids_of(loaded, probe)], device=loaded.model.device)
        shares = torch.softmax(model(ids).logits[0, -1].float(), dim=-1).cpu()
    top, best = shares.topk(6)
    tokens = [loaded.tokenizer.decode([one]) for one in best.tolist()]
    return pd.DataFrame({"token": tokens, "p": top.tolist()})
