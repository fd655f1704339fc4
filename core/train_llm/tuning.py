"""Fine-tuning Gatito on a few sentences, every number of it or only a LoRA, with what it learns and what it forgets."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import torch
from torch.nn import functional
from torch.nn.utils import parametrize

from core.errors import InputError
from core.gatito.training import Settings
from core.models.catalogue import GATITO
from core.models.loading import gpt2
from core.train_llm import moments, presets
from core.train_llm.probing import data_of, tokenizer_of

if TYPE_CHECKING:
    import pandas as pd
    from tokenizers import Tokenizer

Method = Literal["full", "lora"]
METHODS: tuple[Method, ...] = ("full", "lora")
RATES: dict[Method, float] = {"full": 5e-4, "lora": 5e-3}
"""AdamW's rate; so few numbers may move faster."""
MOST_SENTENCES, LONGEST, MOST_STEPS = 20, 48, 300
EVERY = 10
"""Updates between two measurements."""
_ADAPTED = ("c_attn", "c_proj", "c_fc")


@dataclass(frozen=True)
class Tuning:
    """A copy of Gatito on its way: what has changed of it, and what was measured.

    Parameters
    ----------
    method
        ``"full"``: every parameter learns; ``"lora"``: two thin matrices beside each weight matrix.
    sentences
        What it learns.
    rank
        Columns of the thin matrices.
    step
        Updates done.
    learnt
        The tensors that learn, by name.
    optimizer
        AdamW's state.
    rows
        ``(step, wanted, rest, agreement, capitals)``: nats per token on the sentences and on Gatito's world, shares right.
    samples
        How it ends each sentence after its first words, before the first update and now.
    """

    method: Method
    sentences: tuple[str, ...]
    rank: int
    step: int
    learnt: dict[str, torch.Tensor] = field(repr=False)
    optimizer: dict[str, Any] = field(repr=False)
    rows: tuple[tuple[int, float, float, float, float], ...] = ()
    samples: tuple[tuple[str, str, str], ...] = ()

    @property
    def parameters(self) -> int:
        """How many numbers learn."""
        return sum(one.numel() for one in self.learnt.values())

    def curve(self) -> pd.DataFrame:
        """Give the measurements as ``step, wanted, rest, agreement, capitals``."""
        import pandas as pd

        return pd.DataFrame(self.rows, columns=["step", "wanted", "rest", "agreement", "capitals"])


class Lora(torch.nn.Module):
    """What is added to a weight matrix: the product of two thin ones, the second of which begins at zero.

    Source
    ------
    Hu et al. (2021), «LoRA: Low-Rank Adaptation of Large Language Models», arXiv:2106.09685.
    """

    def __init__(self, rows: int, columns: int, rank: int, draw: torch.Generator) -> None:
        super().__init__()
        self.down = torch.nn.Parameter(torch.randn(rows, rank, generator=draw) / rows**0.5)
        self.up = torch.nn.Parameter(torch.zeros(rank, columns))

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        """The weight with what was learnt, (rows, columns)."""
        return weight + self.down @ self.up


def begin(method: Method, sentences: Sequence[str], rank: int = 4) -> Tuning:
    """Give a copy of Gatito that has learnt nothing new yet, measured.

    Raises
    ------
    InputError
        When there are no sentences, or too many.

    Examples
    --------
    >>> begin("lora", ["El gato está en la luna."]).parameters
    32768
    """
    lines = tuple(line.strip() for line in sentences if line.strip())
    if not 1 <= len(lines) <= MOST_SENTENCES:
        message = f"there are {len(lines)} sentences"
        raise InputError(message, "tuning_sentences", given=len(lines), limit=MOST_SENTENCES)
    model = _model(method, rank)
    learnt = {name: value.detach().clone() for name, value in _learning(model)}
    first = Tuning(method, lines, rank, 0, learnt, {})
    return replace(first, rows=(_measured(model, first),), samples=_samples(model, first))


def advance(tuning: Tuning, steps: int = EVERY) -> Tuning:
    """Do some updates, each on all the sentences, and measure.

    Raises
    ------
    InputError
        For more steps in all than `MOST_STEPS`.
    """
    if not 0 < steps <= MOST_STEPS - tuning.step:
        raise InputError(
            f"{tuning.step + steps} steps", "tuning_steps", given=tuning.step + steps, limit=MOST_STEPS
        )
    model = _model(tuning.method, tuning.rank)
    model.load_state_dict(tuning.learnt, strict=False)
    adam = torch.optim.AdamW(
        [value for _, value in _learning(model)], lr=RATES[tuning.method], weight_decay=0.0
    )
    if tuning.optimizer:
        adam.load_state_dict(tuning.optimizer)
    ids, targets = _batch(tuning.sentences)
    for _ in range(steps):
        logits = model(ids, use_cache=False).logits
        loss = functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=-1)
        adam.zero_grad()
        loss.backward()
        adam.step()
    after = replace(
        tuning, step=tuning.step + steps, optimizer=copy.deepcopy(adam.state_dict()),
        learnt={name: value.detach().clone() for name, value in _learning(model)},
    )  # fmt: skip
    return replace(
        after, rows=(*tuning.rows, _measured(model, after)), samples=_samples(model, after, tuning.samples)
    )


@lru_cache(maxsize=1)
def _gatito() -> Any:
    return gpt2(GATITO)[0]


@lru_cache(maxsize=1)
def _world() -> Settings:
    """Gatito's own settings on its whole world: where forgetting is measured."""
    return presets.settings(presets.SIZES["gatito"], presets.world("whole", presets.TOPICS))


def _tokenizer() -> Tokenizer:
    return tokenizer_of(data_of(_world()))


def _model(method: Method, rank: int) -> Any:
    """A fresh copy of Gatito in which only what the method teaches learns."""
    model = copy.deepcopy(_gatito()).requires_grad_(method == "full").eval()
    if method == "lora":
        draw = torch.Generator().manual_seed(0)
        for module in list(model.transformer.h.modules()):
            for name in _ADAPTED:
                layer = getattr(module, name, None)
                if layer is not None:
                    rows, columns = layer.weight.shape
                    thin = Lora(rows, columns, rank, draw)
                    parametrize.register_parametrization(layer, "weight", thin)
    return model


def _learning(model: Any) -> list[tuple[str, torch.nn.Parameter]]:
    return [(name, value) for name, value in model.named_parameters() if value.requires_grad]


def _batch(sentences: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and targets, both (sentences, tokens): each sentence between two end tokens; −1 where nothing is to be said."""
    one = _tokenizer()
    rows = [[*moments.ids_of(one, line, LONGEST), 0] for line in sentences]
    longest = max(len(row) for row in rows)
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    targets = torch.tensor([row + [-1] * (longest - len(row)) for row in rows])
    return ids[:, :-1], targets[:, 1:]


@torch.inference_mode()
def _measured(model: Any, tuning: Tuning) -> tuple[int, float, float, float, float]:
    ids, targets = _batch(tuning.sentences)
    logits = model(ids, use_cache=False).logits
    wanted = functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=-1)
    data = data_of(_world())
    agreement = moments.share_right(model, moments.agreement_cases(data))
    capitals = moments.share_right(model, moments.capital_cases(data))
    return tuning.step, float(wanted), moments.loss_of(model, _world()), agreement, capitals


@torch.inference_mode()
def _samples(
    model: Any, tuning: Tuning, before: tuple[tuple[str, str, str], ...] = ()
) -> tuple[tuple[str, str, str], ...]:
    """The likeliest end of each sentence after its first words: ``(beginning, before, now)``."""
    one, found = _tokenizer(), []
    for place, sentence in enumerate(tuning.sentences):
        words = sentence.split()
        beginning = " ".join(words[: max(1, len(words) - 1)])
        ids = moments.ids_of(one, beginning, LONGEST)
        start = len(ids)
        for _ in range(8):
            best = int(model(torch.tensor([ids]), use_cache=False).logits[0, -1].argmax())
            if best == 0:
                break
            ids.append(best)
            if "." in one.decode([best]):
                break
        now = one.decode(ids[start:]).strip()
        found.append((beginning, before[place][1] if before else now, now))
    return tuple(found)
