"""What a run will need before it starts: parameters, memory, and time on this very machine."""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import replace

from core.compute import Backend
from core.errors import InputError
from core.gatito.training import Settings, advance, parameters, start
from core.train_llm import presets

BYTES_PER_PARAMETER = 4 * 4
"""A weight, its gradient, and the two averages that AdamW keeps of it, in 32-bit numbers."""
NUMBERS_PER_PLACE = 34
"""Numbers that a block keeps for the backward pass, per token and number of width; about what a GPT-2 does."""
SHARE_OF_FREE = 0.5
"""How much of the free memory one run may take: others learn here too."""
WIDTHS = (32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024)
_TRIAL = 6
"""Updates that are timed."""


def memory_bytes(settings: Settings) -> int:
    """Bytes that training takes at its peak: weights, gradients, AdamW's averages, activations and logits.

    Examples
    --------
    >>> memory_bytes(presets.settings()) // 1_000_000
    89
    """
    length = max(length for length, _ in settings.lengths)
    tokens = settings.batch_tokens
    activations = NUMBERS_PER_PLACE * settings.width * settings.layers * tokens
    attention = 2 * settings.layers * settings.heads * length * tokens
    logits = 3 * settings.vocabulary * tokens
    return BYTES_PER_PARAMETER * parameters(settings) + 4 * (activations + attention + logits)


def check_memory(settings: Settings, free_bytes: int) -> None:
    """Refuse a size that does not fit.

    Parameters
    ----------
    settings
        What would be trained.
    free_bytes
        Memory that is free now.

    Raises
    ------
    InputError
        When it needs more than `SHARE_OF_FREE` of the memory; the error names the largest width that fits.

    Examples
    --------
    >>> check_memory(presets.settings(), 8_000_000_000)
    """
    needed, limit = memory_bytes(settings), int(SHARE_OF_FREE * free_bytes)
    if needed > limit:
        message = f"training needs {needed} bytes and {limit} can be had"
        largest = largest_width(settings, limit)
        raise InputError(message, "train_no_memory", given=needed, limit=limit, width=largest)


def largest_width(settings: Settings, limit: int) -> int:
    """Give the largest of `WIDTHS` that fits in `limit` bytes with the other settings as they are; 0 when none does."""
    fitting = [width for width in WIDTHS if memory_bytes(replace(settings, width=width, heads=1)) <= limit]
    return max(fitting, default=0)


def operations(settings: Settings) -> float:
    """Floating-point operations of one update: about 6 per parameter and token, and those of attention.

    Source
    ------
    Kaplan et al. (2020), «Scaling Laws for Neural Language Models», arXiv:2001.08361, section 2.1.
    """
    weights = parameters(settings) - settings.context * settings.width
    length = max(length for length, _ in settings.lengths)
    attention = 6 * settings.layers * length * settings.width
    return float(settings.batch_tokens * (6 * weights + attention))


def trial(settings: Settings) -> float:
    """Time some updates: operations per second of this machine, as training uses it."""
    state = advance(start(settings), steps=2)
    began = time.perf_counter()
    advance(state, steps=_TRIAL)
    return _TRIAL * operations(settings) / (time.perf_counter() - began)


_asked: dict[str, Future[float]] = {}


def speed(backend: Backend, device: str = "cpu") -> Future[float]:
    """Measure the machine once per process, where slices run; the first to ask starts it."""
    before = _asked.get(device)
    if before is None or (before.done() and before.exception() is not None):
        _asked[device] = backend.submit(trial, presets.settings(device=device), learner="trial")
    return _asked[device]


def seconds(settings: Settings, operations_per_second: float) -> float:
    """Estimate how long a whole run takes, looks included."""
    looks = 1.1
    return looks * settings.steps * operations(settings) / operations_per_second
