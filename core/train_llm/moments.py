"""One look at a model while it learns: losses, probabilities, abilities, samples, attention and vectors."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional

from core.gatito.corpus import END_ID
from core.gatito.families.geography import COUNTRIES
from core.gatito.families.probes import attractor_sentences
from core.gatito.families.shared import MEN, WOMEN
from core.gatito.training import Settings, State
from core.train_llm.probing import LONGEST_PROMPT, Data, Probes, data_of, first_ids, tokenizer_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DOCUMENTS = 24
"""Held-out documents (or windows of a text) on which every loss is measured."""
_TOGETHER = 8
WRITTEN = 14
"""Tokens that the model writes after each beginning."""
TEMPERATURE = 0.7
CASES = 60
"""Sentences on which agreement is measured."""


@dataclass(frozen=True)
class Moment:
    """What was measured after `step` updates.

    Parameters
    ----------
    step, tokens, seconds
        Updates, tokens learnt from and seconds of work so far.
    train_loss, held_out_loss
        Nats per token (`train_loss` is None before the first update).
    probabilities
        Of each watched word, by ``(beginning, word)``.
    scores
        Share right of each ability measured: ``"agreement"``, ``"capitals"``, ``"names"``.
    firsts
        Beginnings whose watched word is the likeliest of the vocabulary.
    samples
        What the model writes after each beginning.
    attention
        float16 (layers, heads, tokens, tokens) on the probes' sentence.
    vectors
        float16 (words, width): the embeddings of the probes' words.
    """

    step: int
    tokens: int
    seconds: float
    train_loss: float | None
    held_out_loss: float
    probabilities: dict[tuple[str, str], float]
    scores: dict[str, float]
    firsts: tuple[str, ...]
    samples: tuple[str, ...]
    attention: np.ndarray = field(repr=False)
    vectors: np.ndarray = field(repr=False)


def measure(state: State, probes: Probes) -> Moment:
    """Look at a run: everything that the page shows of it."""
    data = data_of(state.settings)
    model, one = _model(state), tokenizer_of(data)
    probabilities, firsts = _watched(model, one, probes)
    scores: dict[str, float] = {}
    if "agreement" in probes.marks:
        scores["agreement"] = share_right(model, agreement_cases(data))
    if "capitals" in probes.marks:
        scores["capitals"] = share_right(model, capital_cases(data))
    if "names" in probes.marks:
        scores["names"] = share_right(model, name_cases(data))
    return Moment(
        state.step, state.tokens_seen, state.seconds, state.train_loss, loss_of(model, state.settings), probabilities,
        scores, firsts, _samples(model, one, probes), _attention(model, one, probes), _vectors(model, one, probes),
    )  # fmt: skip


def _model(state: State) -> Any:
    model = _viewer(state.settings)
    model.load_state_dict(state.weights)
    return model


@lru_cache(maxsize=4)
def _viewer(settings: Settings) -> Any:
    """A second model of the same shape whose attention can be looked at."""
    from core.gatito.training import start

    model = start(settings).model()
    model.set_attn_implementation("eager")
    return model


@torch.inference_mode()
def loss_of(model: Any, settings: Settings) -> float:
    """Mean −ln p per token of texts that are never trained on."""
    total, count = 0.0, 0
    for ids, targets in _held_out(settings):
        logits = model(ids, use_cache=False).logits.flatten(0, 1)
        total += float(functional.cross_entropy(logits, targets.flatten(), ignore_index=-1, reduction="sum"))
        count += int((targets >= 0).sum())
    return total / count


@lru_cache(maxsize=4)
def _held_out(settings: Settings) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Inputs and targets, (rows, length) each, in small batches of like lengths; −1 where a text has ended."""
    found = []
    for ids, mask in settings.data.held_out(DOCUMENTS, settings):
        for at in range(0, len(ids), _TOGETHER):
            kept = mask[at : at + _TOGETHER]
            longest = int(kept.sum(1).max())
            rows = torch.from_numpy(ids[at : at + _TOGETHER, :longest])
            targets = rows[:, 1:].masked_fill(~torch.from_numpy(kept[:, 1:longest]), -1)
            found.append((rows[:, :-1], targets))
    return found


def ids_of(one: Tokenizer, text: str, longest: int = LONGEST_PROMPT) -> list[int]:
    """Ids of the end of a text, after the token that opens a document."""
    return [END_ID, *one.encode(text).ids[-longest:]]


def _rows(texts: list[list[int]]) -> torch.Tensor:
    """Token lists of different lengths as one tensor; what is added stands at the right, where nobody looks at it."""
    longest = max(len(text) for text in texts)
    return torch.tensor([text + [END_ID] * (longest - len(text)) for text in texts])


@torch.inference_mode()
def _watched(
    model: Any, one: Tokenizer, probes: Probes
) -> tuple[dict[tuple[str, str], float], tuple[str, ...]]:
    texts = [ids_of(one, beginning) for beginning, _ in probes.watched]
    if not texts:
        return {}, ()
    logits = model(_rows(texts), use_cache=False).logits
    found: dict[tuple[str, str], float] = {}
    firsts = []
    for row, (beginning, words) in enumerate(probes.watched):
        shares = logits[row, len(texts[row]) - 1].softmax(-1)
        ids = first_ids(one, words)
        found |= {(beginning, word): float(shares[id_]) for word, id_ in zip(words, ids, strict=True)}
        if int(shares.argmax()) == ids[0]:
            firsts.append(beginning)
    return found, tuple(firsts)


@torch.inference_mode()
def _samples(model: Any, one: Tokenizer, probes: Probes) -> tuple[str, ...]:
    """Write after every beginning with the same dice each time, so that only the model changes."""
    texts = [ids_of(one, prompt) for prompt in probes.prompts]
    given, ended = [len(text) for text in texts], [False] * len(texts)
    dice = random.Random("samples")
    context = int(model.config.max_position_embeddings)
    for _ in range(WRITTEN):
        logits = model(_rows([text[-context:] for text in texts]), use_cache=False).logits
        for row, text in enumerate(texts):
            shares = (logits[row, min(len(text), context) - 1] / TEMPERATURE).softmax(-1).cumsum(-1)
            drawn = int(torch.searchsorted(shares, dice.random() * float(shares[-1])))
            ended[row] = ended[row] or drawn == END_ID
            if not ended[row]:
                text.append(min(drawn, len(shares) - 1))
        if all(ended):
            break
    return tuple(one.decode(text[start:]) for text, start in zip(texts, given, strict=True))


@torch.inference_mode()
def _attention(model: Any, one: Tokenizer, probes: Probes) -> np.ndarray:
    ids = torch.tensor([ids_of(one, probes.sentence)])
    layers = model(ids, use_cache=False, output_attentions=True).attentions
    return torch.stack([layer[0] for layer in layers]).to(torch.float16).numpy()


def _vectors(model: Any, one: Tokenizer, probes: Probes) -> np.ndarray:
    table = model.get_input_embeddings().weight.detach()
    return table[first_ids(one, probes.words)].to(torch.float16).numpy().copy()


@dataclass(frozen=True)
class Case:
    """A text, and per place in it which token must be likelier than which others (all of them when empty)."""

    ids: list[int]
    wanted: list[tuple[int, list[int]]]


@torch.inference_mode()
def share_right(model: Any, cases: list[Case]) -> float:
    """Share of cases in which every wanted token beats its rivals, given the true text before it."""
    context = int(model.config.max_position_embeddings)
    fitting = [case for case in cases if len(case.ids) <= context]
    if not fitting:
        return 0.0
    logits = model(_rows([case.ids for case in fitting]), use_cache=False).logits
    right = 0
    for row, case in enumerate(fitting):
        right += all(
            logits[row, at - 1, case.ids[at]] >= (logits[row, at - 1, rivals] if rivals else logits[row, at - 1]).max()
            for at, rivals in case.wanted
        )  # fmt: skip
    return right / len(cases)


@lru_cache(maxsize=4)
def agreement_cases(data: Data) -> list[Case]:
    """«El gato que vio a las niñas estaba …»: verb and adjective against their other forms, where these part."""
    one, found = tokenizer_of(data), []
    for case in attractor_sentences(CASES):
        right = ids_of(one, f"{case.beginning} {case.verbs[0]} {case.forms[0]}.", 10**6)
        others = [f"{case.beginning} {case.verbs[1]}"]
        others += [f"{case.beginning} {case.verbs[0]} {form}." for form in case.forms[1:]]
        wanted: dict[int, list[int]] = {}
        for other in others:
            wrong = ids_of(one, other, 10**6)
            at = next(i for i, (a, b) in enumerate(zip(right, wrong, strict=False)) if a != b)
            wanted.setdefault(at, []).append(wrong[at])
        found.append(Case(right, sorted(wanted.items())))
    return found


@lru_cache(maxsize=4)
def capital_cases(data: Data) -> list[Case]:
    """«París es la capital de Francia.»: every token of the country must be the likeliest one."""
    one, found = tokenizer_of(data), []
    for country, capital, *_ in COUNTRIES:
        given = len(ids_of(one, f"{capital} es la capital de"))
        ids = ids_of(one, f"{capital} es la capital de {country}", 10**6)
        found.append(Case(ids, [(at, []) for at in range(given, len(ids))]))
    return found


@lru_cache(maxsize=4)
def name_cases(data: Data) -> list[Case]:
    """A name said at the beginning of a talk and asked for two exchanges later."""
    one, found = tokenizer_of(data), []
    for name in (*MEN[:15], *WOMEN[:15]):
        talk = (
            f"Mi nombre es {name}.\nHola, {name}.\n¿Cuánto es dos más dos?\nDos más dos son cuatro.\n"
            "Tengo hambre.\nCome algo rico.\n¿Cuál es mi nombre?\nTu nombre es"
        )
        given, ids = len(ids_of(one, talk, 10**6)), ids_of(one, f"{talk} {name}", 10**6)
        found.append(Case(ids, [(at, []) for at in range(given, len(ids))]))
    return found
