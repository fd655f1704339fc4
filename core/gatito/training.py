"""Training a small GPT in slices: `start`, then `advance` again and again.

A slice takes a state and gives a new one; the state holds plain tensors, can be pickled, and continues
anywhere to the same numbers. The loop that learners read in `_slice` is the one that trained Gatito.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch.nn import functional

from core.device import bf16_is_fast
from core.errors import InputError
from core.gatito.corpus import Stream, WorldStream

if TYPE_CHECKING:
    from transformers.models.gpt2.modeling_gpt2 import GPT2LMHeadModel

TOKENIZER = Path(__file__).parents[2] / "assets" / "models" / "gatito" / "tokenizer.json"


@dataclass(frozen=True)
class Settings:
    """Everything that decides a run.

    Parameters
    ----------
    layers, heads, width, context, vocabulary
        Shape of the GPT-2: blocks, attention heads per block, size of the residual stream, tokens it can look
        back on, tokens in its vocabulary.
    steps
        Length of the learning-rate schedule (updates).
    batch_tokens
        Tokens per update.
    lengths
        Row lengths (tokens) used in turn, with how often each: short rows are cheap, long ones teach long memory.
    learning_rate, warmup, weight_decay, clip
        Peak of the schedule, updates until the peak, AdamW's decay, largest gradient norm.
    seed
        Weights and data follow from it.
    data
        Which stream of tokens; the default is Gatito's world.
    bf16
        Mixed precision where it saves time (`core.device.bf16_is_fast`).
    attention, positions
        Without attention no token sees another; without positions the order of the tokens before is not known. What is
        left out is zero and stays zero, so the model keeps the shape of a GPT-2.
    short_rows
        Attention in plain steps and GELU in one: the same function, rounded differently, and a third faster where rows are
        short and the precision is mixed.
    device
        Where it computes, as torch writes it; a state always holds tensors of the processor.
    """

    layers: int = 4
    heads: int = 4
    width: int = 128
    context: int = 512
    vocabulary: int = 3072
    steps: int = 4200
    batch_tokens: int = 4096
    lengths: tuple[tuple[int, int], ...] = ((128, 6), (256, 3), (512, 1))
    learning_rate: float = 3e-3
    warmup: int = 200
    weight_decay: float = 0.05
    clip: float = 1.0
    seed: int = 0
    data: Stream = field(default_factory=lambda: WorldStream(str(TOKENIZER)))
    bf16: bool = True
    attention: bool = True
    positions: bool = True
    short_rows: bool = False
    device: str = "cpu"

    def __post_init__(self) -> None:
        if self.width % self.heads:
            raise InputError(
                f"width {self.width} is not a multiple of {self.heads} heads",
                "width_heads",
                width=self.width,
                heads=self.heads,
            )


@dataclass(frozen=True)
class State:
    """A run at one moment: tensors, counters and what has been measured.

    `train_loss` and `held_out_loss` are nats per token (None before they are first measured); `history` holds rows of
    (step, train_loss, held_out_loss or None, floor, gradient norm).
    """

    settings: Settings
    step: int
    tokens_seen: int
    weights: dict[str, torch.Tensor]
    moments: dict[str, Any]
    train_loss: float | None = None
    held_out_loss: float | None = None
    seconds: float = 0.0
    history: tuple[tuple[int, float, float | None, float, float], ...] = ()

    def model(self) -> GPT2LMHeadModel:
        """A fresh copy of the model as it stands, in evaluation mode."""
        model = _skeleton(self.settings)
        model.load_state_dict(self.weights)
        model.tie_weights()
        return model.eval()


def parameters(settings: Settings) -> int:
    """How many numbers such a model learns (the output layer shares the embedding's).

    Examples
    --------
    >>> parameters(Settings(layers=1, heads=1, width=4, context=8, vocabulary=10))
    324
    """
    d = settings.width
    block = 12 * d * d + 13 * d
    return settings.vocabulary * d + settings.context * d + settings.layers * block + 2 * d


def start(settings: Settings) -> State:
    """A run before its first update: weights drawn from the seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(settings.seed)  # noqa: TID251  undone when this block ends
        model = _skeleton(settings)
    _leave_out(model, settings)
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    return State(settings, 0, 0, weights, {})


def advance(state: State, seconds: float | None = None, *, steps: int | None = None) -> State:
    """The run a little later: as many updates as fit in `seconds` (at least one), or exactly `steps`.

    Raises
    ------
    InputError
        When neither is given, or when the loss is no longer a number (the learning rate is too high).
    """
    if seconds is None and steps is None:
        raise InputError("give seconds or steps", "advance_limit")
    engine = _Engine.of(state.settings)
    engine.load(state)
    began = time.perf_counter()
    rows: list[tuple[int, float, float | None, float, float]] = []
    step = state.step
    tokens = state.tokens_seen
    while not rows or (
        (steps is None or len(rows) < steps) and (seconds is None or time.perf_counter() - began < seconds)
    ):
        loss, floor, norm, seen = engine.update(step)
        if not math.isfinite(loss):
            raise InputError(
                f"the loss is {loss} at step {step}: lower the learning rate", "diverged", step=step
            )
        rows.append((step, loss, None, floor, norm))
        step += 1
        tokens += seen
    weights, moments = engine.dump()
    return replace(
        state, step=step, tokens_seen=tokens, weights=weights, moments=moments, train_loss=_mean_loss(state, rows),
        seconds=state.seconds + time.perf_counter() - began, history=state.history + tuple(rows),
    )  # fmt: skip


def held_out(state: State, documents: int = 256) -> State:
    """The same state with its loss on documents never trained on (nats per token) measured."""
    engine = _Engine.of(state.settings)
    engine.load(state)
    loss = engine.held_out_loss(documents)
    row = (state.step, state.train_loss or math.nan, loss, math.nan, math.nan)
    return replace(state, held_out_loss=loss, history=(*state.history, row))


def _mean_loss(state: State, rows: list[Any]) -> float:
    recent = [row[1] for row in (state.history + tuple(rows))[-20:] if math.isfinite(row[1])]
    return math.fsum(recent) / max(1, len(recent))


def _skeleton(settings: Settings) -> GPT2LMHeadModel:
    from transformers import GPT2Config
    from transformers.models.gpt2.modeling_gpt2 import GPT2LMHeadModel

    config = GPT2Config(
        vocab_size=settings.vocabulary, n_positions=settings.context, n_embd=settings.width, n_layer=settings.layers,
        n_head=settings.heads, resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0, bos_token_id=0, eos_token_id=0,
        activation_function="gelu_pytorch_tanh" if settings.short_rows else "gelu_new",
    )  # fmt: skip
    return GPT2LMHeadModel(config)


def _leave_out(model: GPT2LMHeadModel, settings: Settings) -> None:
    """Make zero, for good, what the settings do without."""
    absent = ([] if settings.positions else ["wpe."]) + ([] if settings.attention else ["attn.c_proj."])
    for name, parameter in model.named_parameters():
        if any(part in name for part in absent):
            torch.nn.init.zeros_(parameter).requires_grad_(False)


def learning_rate(settings: Settings, step: int) -> float:
    """Linear warm-up to the peak, then a half cosine down to a hundredth of it.

    Examples
    --------
    >>> s = Settings(steps=1000, warmup=100, learning_rate=1.0)
    >>> learning_rate(s, 49), learning_rate(s, 99), round(learning_rate(s, 999), 3)
    (0.5, 1.0, 0.01)
    """
    if step < settings.warmup:
        return settings.learning_rate * (step + 1) / settings.warmup
    done = min(1.0, (step + 1 - settings.warmup) / max(1, settings.steps - settings.warmup))
    return settings.learning_rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * done)))


class _Engine:
    """A model and an optimizer kept warm between the slices of one process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.model = _skeleton(settings)
        if settings.short_rows:
            self.model.set_attn_implementation("eager")
        _leave_out(self.model, settings)
        torch.nn.Module.to(self.model, settings.device)
        learnt = [p for p in self.model.parameters() if p.requires_grad]
        decayed = [p for p in learnt if p.dim() > 1]
        others = [p for p in learnt if p.dim() <= 1]
        groups = [
            {"params": decayed, "weight_decay": settings.weight_decay},
            {"params": others, "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=settings.learning_rate, betas=(0.9, 0.98), fused=True)
        self.empty = self.optimizer.state_dict()

    @classmethod
    def of(cls, settings: Settings) -> _Engine:
        """The engine of these settings (the last four are kept)."""
        return _engine(settings)

    def load(self, state: State) -> None:
        self.model.load_state_dict(state.weights)
        self.optimizer.load_state_dict(_copied(state.moments) if state.moments else self.empty)

    def dump(self) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
        weights = {name: _copied(value) for name, value in self.model.state_dict().items()}
        return weights, _copied(self.optimizer.state_dict())

    def update(self, step: int) -> tuple[float, float, float, int]:
        """One step of the loop: loss, floor, gradient norm, tokens."""
        settings = self.settings
        batch = settings.data.batch(step, settings)
        ids = torch.from_numpy(batch.ids).to(settings.device)
        # At every place the right answer is the token that follows.
        inputs, targets = ids[:, :-1], ids[:, 1:]  # (rows, length)
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(settings, step)
        self.model.train()
        fast = settings.bf16 and bf16_is_fast(settings.device)
        mixed = torch.autocast(settings.device, torch.bfloat16, enabled=fast)

        # 1 Forward pass: what would the model say?
        with mixed:
            logits = self.model(inputs, use_cache=False).logits
        logits = logits.float().flatten(0, 1)  # (rows × length, vocabulary)
        # 2 Loss: how wrong was it?
        loss = functional.cross_entropy(logits, targets.flatten())
        # 3 Forget the gradients of the step before.
        self.optimizer.zero_grad()
        # 4 Backward pass: who is to blame?
        loss.backward()
        parts = self.model.parameters()
        norm = torch.nn.utils.clip_grad_norm_(parts, settings.clip)
        # 5 Update: a small step downhill.
        self.optimizer.step()

        return loss.item(), batch.floor, float(norm), targets.numel()

    @torch.inference_mode()
    def held_out_loss(self, documents: int) -> float:
        self.model.eval()
        total, count = 0.0, 0
        for ids, mask in self.settings.data.held_out(documents, self.settings):
            tokens = torch.from_numpy(ids).to(self.settings.device)
            logits = self.model(tokens[:, :-1], use_cache=False).logits
            losses = functional.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten(), reduction="none")
            keep = torch.from_numpy(mask[:, 1:]).flatten().to(losses.device)
            total += float(losses[keep].sum())
            count += int(keep.sum())
        return total / count


def _copied(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.detach().to("cpu", copy=True)
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


@lru_cache(maxsize=4)
def _engine(settings: Settings) -> _Engine:
    return _Engine(settings)


Progress = Callable[[State], None]
