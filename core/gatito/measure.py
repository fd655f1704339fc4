"""What Gatito can do, measured: each function gives one figure of the model card.

They take any GPT-2-shaped model with its tokenizer, so the same figures can be had for a model that a learner trains.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from core.gatito.corpus import padded
from core.gatito.draw import Sampler
from core.gatito.families.dialogue import small_talk
from core.gatito.families.geography import COUNTRIES
from core.gatito.families.shared import HELD_OUT_NAMES, MEN, WOMEN
from core.gatito.grammar import Grammar


def encode(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    """Ids of texts, each after the token that opens a document."""
    return [
        [tokenizer.bos_token_id, *ids]
        for ids in tokenizer(list(texts), add_special_tokens=False)["input_ids"]
    ]


@torch.inference_mode()
def token_logps(model: Any, texts: list[list[int]], rows: int = 64) -> list[np.ndarray]:
    """Ln p of every token of each text but the first, in the order given."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    found: list[np.ndarray] = [np.empty(0)] * len(texts)
    taken = 0
    for ids, mask in padded([texts[i] for i in order], int(model.config.max_position_embeddings), rows):
        tokens = torch.from_numpy(ids).to(model.device)
        logits = model(tokens[:, :-1], use_cache=False).logits.float()
        logps = logits.log_softmax(-1).gather(-1, tokens[:, 1:, None])[..., 0].cpu().numpy()
        for row in range(len(ids)):
            found[order[taken]] = logps[row, : int(mask[row].sum()) - 1]
            taken += 1
    return found


@torch.inference_mode()
def next_ids(model: Any, texts: list[list[int]]) -> list[np.ndarray]:
    """Logits after each text, in the order given (vocabulary,)."""
    found = []
    for ids in texts:
        tokens = torch.tensor([ids[-int(model.config.max_position_embeddings) :]], device=model.device)
        found.append(model(tokens, use_cache=False).logits[0, -1].float().cpu().numpy())
    return found


def mean_loss(model: Any, texts: list[list[int]]) -> float:
    """Mean −ln p per token (nats) over texts that already begin and end as documents do."""
    logps = token_logps(model, texts)
    return -math.fsum(float(row.sum()) for row in logps) / sum(len(row) for row in logps)


def cross_entropy(model: Any, tokenizer: Any, documents: int = 1000) -> dict[str, float]:
    """Loss on held-out documents, the exact floor of the same documents (nats per token) and their ratio."""
    drawn = [Grammar().draw(f"held-out-{i}") for i in range(documents)]
    texts = [[*ids, tokenizer.eos_token_id] for ids in encode(tokenizer, [d.text for d in drawn])]
    tokens = sum(len(ids) - 1 for ids in texts)
    loss, floor = mean_loss(model, texts), -math.fsum(d.logp for d in drawn) / tokens
    return {"loss": loss, "floor": floor, "ratio": loss / floor, "documents": documents, "tokens": tokens}


def places(model: Any, tokenizer: Any) -> dict[str, float]:
    """Probability of each place of the syllabus after «El gato está en la»."""
    logits = next_ids(model, encode(tokenizer, ["El gato está en la"]))[0]
    p = np.exp(logits - logits.max())
    p /= p.sum()
    words = ("mesa", "cama", "cocina", "calle")
    return {word: float(p[tokenizer(f" {word}", add_special_tokens=False)["input_ids"][0]]) for word in words}


def completes(model: Any, tokenizer: Any, pairs: Sequence[tuple[str, str]]) -> float:
    """Share of (beginning, completion) in which every token of the completion is the likeliest one."""
    texts = encode(tokenizer, [begin + end for begin, end in pairs])
    starts = [len(ids) for ids in encode(tokenizer, [begin for begin, _ in pairs])]
    right = 0
    for ids, start in zip(texts, starts, strict=True):
        with torch.inference_mode():
            tokens = torch.tensor([ids[:-1]], device=model.device)
            best = model(tokens, use_cache=False).logits[0].argmax(-1).cpu().tolist()
        right += best[start - 1 :] == ids[start:]
    return right / len(pairs)


def capitals(model: Any, tokenizer: Any) -> dict[str, float]:
    """Share of capitals completed both ways with the likeliest token each time."""
    country = [(f"{capital} es la capital de", f" {country}.") for country, capital, *_ in COUNTRIES]
    capital = [(f"La capital de {country} es", f" {capital}.") for country, capital, *_ in COUNTRIES]
    return {"country": completes(model, tokenizer, country), "capital": completes(model, tokenizer, capital)}


def agreement(model: Any, tokenizer: Any, sentences: int = 600) -> dict[str, float]:
    """Agreement across a relative clause whose last noun differs in gender or number (an attractor).

    The sentences combine subject, verb and object as training never did. `verb`: «estaba» or «estaban» is right;
    `adjective`: of the four forms of the sentence's own adjective the right one is the likeliest; `both`.
    """
    from core.gatito.families.probes import attractor_sentences

    cases = attractor_sentences(sentences)
    verb = [_preferred(model, tokenizer, c.beginning, [f" {v}" for v in c.verbs]) == 0 for c in cases]
    adjective = [
        _preferred(model, tokenizer, f"{c.beginning} {c.verbs[0]}", [f" {form}." for form in c.forms]) == 0
        for c in cases
    ]
    both = [a and b for a, b in zip(verb, adjective, strict=True)]
    return {
        name: float(np.mean(values))
        for name, values in (("verb", verb), ("adjective", adjective), ("both", both))
    } | {"sentences": len(cases)}


def _preferred(model: Any, tokenizer: Any, beginning: str, endings: list[str]) -> int:
    """Which ending is the likeliest as a whole."""
    texts = encode(tokenizer, [beginning + ending for ending in endings])
    start = len(encode(tokenizer, [beginning])[0])
    return int(np.argmax([float(row[start - 1 :].sum()) for row in token_logps(model, texts)]))


def names(model: Any, tokenizer: Any, between: int = 20, dialogues: int = 300) -> dict[str, float]:
    """Share of names recalled over `between` messages.

    `introduced` are names that training gives as «Mi nombre es …», `never_as_mi_nombre_es` those that it only ever
    gives as «Me llamo …».
    """
    known = [name for name in (*MEN, *WOMEN) if name not in HELD_OUT_NAMES]
    new = sorted(HELD_OUT_NAMES)
    groups = {"introduced": known, "never_as_mi_nombre_es": new}
    found = {}
    for group, pool in groups.items():
        pairs = []
        for i in range(dialogues // 2):
            sampler = Sampler(f"recall-{group}-{i}")
            small_talk(sampler, between // 2)
            talk = " ".join(sampler.words).replace(" \n ", "\n")
            name = pool[i % len(pool)]
            pairs.append(
                (
                    f"Mi nombre es {name}.\nHola, {name}.\n{talk}\n¿Cuál es mi nombre?\nTu nombre es",
                    f" {name}.",
                )
            )
        found[group] = completes(model, tokenizer, pairs)
    return found
