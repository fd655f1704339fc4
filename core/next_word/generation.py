"""Choosing a token and going on: greedy or by lot, with a key–value cache and a seed of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import InputError
from core.models import LoadedModel, load_writer
from core.next_word.distribution import all_logits, encode, next_logits, reshape, token_texts


@dataclass(frozen=True)
class Step:
    """One chosen token: its id, its text and the probability it was chosen with."""

    token_id: int
    token: str
    p: float


def generate(
    prompt: str,
    model_id: str = "gatito",
    max_new_tokens: int = 40,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    seed: int = 0,
) -> Iterator[Step]:
    """Tokens that follow `prompt`, one at a time, until the document ends or `max_new_tokens` are written.

    Parameters
    ----------
    temperature, top_k, top_p
        As in `distribution`; temperature 0 is greedy.
    seed
        Of this text's own generator; the same seed writes the same text.

    Raises
    ------
    InputError
        As `distribution`.

    Examples
    --------
    >>> "".join(step.token for step in generate("París es la capital de", max_new_tokens=1, temperature=0))
    ' Francia'
    """
    loaded = load_writer(model_id)
    return follow(loaded, encode(loaded, prompt), max_new_tokens, temperature, top_k, top_p, seed)


def follow(
    loaded: LoadedModel,
    ids: list[int],
    max_new_tokens: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    seed: int = 0,
) -> Iterator[Step]:
    """As `generate`, after the ids of a text."""
    import torch

    dice = np.random.default_rng(seed)
    texts = token_texts(loaded)
    ids = list(ids)
    room = int(loaded.model.config.max_position_embeddings)
    cache, fresh = None, ids
    for _ in range(max_new_tokens):
        with torch.inference_mode():
            tokens = torch.tensor([fresh], device=loaded.model.device)
            out = loaded.model(tokens, cache=cache, use_cache=True)
        p = reshape(out.logits[0, -1].float().cpu().numpy(), temperature, top_k, top_p)
        chosen = int(dice.choice(len(p), p=p))
        if chosen == loaded.tokenizer.eos_token_id:
            return
        yield Step(chosen, texts[chosen], float(p[chosen]))
        ids.append(chosen)
        cache, fresh = out.cache, [chosen]
        if len(ids) > room:  # the oldest half leaves the context, visibly to whoever asks later
            ids = ids[:1] + ids[-room // 2 :]
            cache, fresh = None, ids


def frequencies(
    prompt: str,
    model_id: str = "gatito",
    times: int = 100,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Draw the next token `times` times: how often each came, beside its probability.

    Returns
    -------
    DataFrame
        `token_id, token, p_final, count, share`, likeliest first, tokens that may come (p_final > 0).

    Examples
    --------
    >>> drawn = frequencies("El gato está en la", times=100)
    >>> int(drawn["count"].sum())
    100
    """
    if times < 1:
        raise InputError(f"{times} draws; ask for one at least", "times", times=times)
    loaded = load_writer(model_id)
    p = reshape(next_logits(loaded, encode(loaded, prompt)), temperature, top_k, top_p)
    counts = np.random.default_rng(seed).multinomial(times, p)
    order = np.argsort(-p, kind="stable")[: int((p > 0).sum())]
    return pd.DataFrame(
        {
            "token_id": order,
            "token": np.asarray(token_texts(loaded), dtype=object)[order],
            "p_final": p[order],
            "count": counts[order],
            "share": counts[order] / times,
        }
    )


def continuation(prompt: str, first: str, model_id: str = "gatito", max_new_tokens: int = 12) -> pd.DataFrame:
    """A branch: force `first` after `prompt` and go on with the likeliest tokens to the end of the sentence.

    Returns
    -------
    DataFrame
        `token, p` per token; the first row is the forced one with the probability that it had.

    Examples
    --------
    >>> continuation("El gato está en la", " cama")["token"].tolist()
    [' cama', '.']
    """
    import torch

    loaded = load_writer(model_id)
    texts = token_texts(loaded)
    if first not in texts:
        raise InputError(f"«{first}» is not a token of this model", "not_a_token", token=first)
    start = encode(loaded, prompt)
    tokens = [texts.index(first)]
    for step in generate(prompt + first, model_id, max_new_tokens, temperature=0):
        tokens.append(step.token_id)
        if step.token.strip() in {".", "?", "!"} or "\n" in step.token:
            break
    room = int(loaded.model.config.max_position_embeddings) + 1 - len(tokens)
    start = start[:1] + start[1 + max(0, len(start) - room) :]
    logp = torch.log_softmax(all_logits(loaded, start + tokens[:-1]).float(), dim=-1)
    p = logp[len(start) - 1 :].gather(-1, torch.tensor(tokens, device=logp.device)[:, None])[:, 0].exp()
    return pd.DataFrame({"token": [texts[i] for i in tokens], "p": p.cpu().numpy().astype(float)})
