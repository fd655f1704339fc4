"""What preferences do to a model: its own shares, tilted towards what people liked and away from what they did not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.errors import InputError
from core.models import load_writer
from core.next_steps.text import ids_of, next_logits

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 8
"""Tokens that can be judged: the likeliest ones."""


def prefer(
    prompt: str, rewards: Mapping[str, float], model_id: str = "gatito", *, strength: float = 1.0
) -> pd.DataFrame:
    r"""Tilt the shares of the next token by a reward.

    The best that learning from preferences can reach, while staying near the original model, is known in
    closed form: each share times the exponential of its reward over a constant, rescaled to add up to one.

    Parameters
    ----------
    prompt
        A beginning.
    rewards
        Token text → reward; tokens that are not there get 0.
    model_id
        A causal model of `core.models`.
    strength
        Rewards are multiplied by it (one over the β of the literature); 0 leaves the model as it was.

    Returns
    -------
    DataFrame
        ``token, before, after``, the `SHOWN` likeliest tokens and every rewarded one; shares of the whole vocabulary.

    Raises
    ------
    InputError
        When the prompt is empty, or the strength is negative or no number.

    Source
    ------
    Rafailov et al. (2023), «Direct Preference Optimization», arXiv:2305.18290, equation 4.

    Examples
    --------
    >>> table = prefer("El gato está en la", {" cama": 1.0}, strength=2.0).set_index("token")
    >>> bool(table.loc[" cama", "after"] > table.loc[" cama", "before"])
    True
    """
    import pandas as pd
    import torch

    if not 0 <= strength < 1000:
        raise InputError(f"the strength is {strength}; choose from 0 to 1000", "strength", given=strength)
    loaded = load_writer(model_id)
    logits = next_logits(loaded, ids_of(loaded, prompt))
    before = torch.softmax(logits, dim=-1)
    likely = before.topk(SHOWN).indices.tolist()
    texts = {loaded.tokenizer.decode([one]): one for one in likely}
    tilt = torch.zeros_like(logits)
    for token, reward in rewards.items():
        if token in texts:
            tilt[texts[token]] = reward * strength
    after = torch.softmax(logits + tilt, dim=-1)
    return pd.DataFrame(
        {"token": list(texts), "before": before[likely].tolist(), "after": after[likely].tolist()}
    )
