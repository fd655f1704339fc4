"""Which accelerator to use and why, and what can be told of a machine before torch is there."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import dataclass
from functools import lru_cache

from core.errors import InputError

KNOWN = ("cuda", "mps", "xpu", "cpu")
"""Kinds of device that the course runs on."""

REASONS = {
    "accelerator": "torch found this accelerator, the fastest place here to multiply matrices",
    "no_accelerator": "torch found no accelerator on this machine, and the course needs none",
    "broken_accelerator": "this machine has an accelerator, but torch could not add two numbers on it",
    "asked": "it was asked for by name",
}
"""Why a device was chosen, in a sentence; a page says the same in the learner's language, by the key."""


@dataclass(frozen=True)
class Device:
    """A place to compute.

    Parameters
    ----------
    name
        As torch writes it: ``"cuda"``, ``"mps"``, ``"xpu"`` or ``"cpu"``.
    reason
        Why it was chosen: a key of `REASONS`.
    total_bytes, free_bytes
        Memory of the device (of the machine, for the processor and for what shares its memory).
    """

    name: str
    reason: str
    total_bytes: int
    free_bytes: int

    @property
    def because(self) -> str:
        """The reason as a sentence."""
        return REASONS[self.reason]


@dataclass(frozen=True)
class Glimpse:
    """What is known of a machine without asking torch.

    Parameters
    ----------
    cores
        Processors that this process may use.
    total_bytes, free_bytes
        Memory of the machine.
    likely
        The accelerator that is probably there, from the traces of its driver; not yet checked, since only
        torch knows whether it can use it.
    """

    cores: int
    total_bytes: int
    free_bytes: int
    likely: str | None


def pick(preferred: str | None = None) -> Device:
    """Choose the accelerator that torch finds and that works, else the processor.

    Parameters
    ----------
    preferred
        One of `KNOWN`, to ask for it by name.

    Raises
    ------
    InputError
        For a name that is not known, or a device that this machine does not have.

    Source
    ------
    PyTorch documentation, ``torch.accelerator``.

    Examples
    --------
    >>> pick("cpu").because
    'it was asked for by name'
    """
    found = accelerator()
    if preferred is None:
        if found is None:
            return _device("cpu", "no_accelerator")
        return _device(found, "accelerator") if _works(found) else _device("cpu", "broken_accelerator")
    if preferred not in KNOWN:
        raise InputError(
            f"«{preferred}» is not a device; use one of {KNOWN}", "unknown_device", device=preferred
        )
    if preferred not in ("cpu", found):
        raise InputError(f"this machine has no {preferred}", "missing_device", device=preferred)
    return _device(preferred, "asked")


def accelerator() -> str | None:
    """Kind of accelerator that torch sees here, if any."""
    import torch

    if not torch.accelerator.is_available():
        return None
    current = torch.accelerator.current_accelerator()
    return current.type if current is not None and current.type in KNOWN else None


def probe_without_torch() -> Glimpse:
    """Look at the machine in milliseconds, for a page that must not wait for torch.

    Examples
    --------
    >>> probe_without_torch().cores >= 1
    True
    """
    import psutil

    memory = psutil.virtual_memory()
    return Glimpse(cores(), int(memory.total), int(memory.available), _likely())


def cores() -> int:
    """Count the processors that this process may use; a container can have fewer than its machine.

    Examples
    --------
    >>> cores() <= (os.cpu_count() or 1)
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _likely() -> str | None:
    if shutil.which("nvidia-smi"):
        return "cuda"
    if shutil.which("xpu-smi"):
        return "xpu"
    return "mps" if platform.system() == "Darwin" and platform.machine() == "arm64" else None


def _works(name: str) -> bool:
    """Whether a sum comes out: torch sees old cards and cards of a broken driver that it cannot use."""
    import torch

    try:
        return torch.ones(2, device=name).sum().item() == 2.0
    except (RuntimeError, AssertionError):  # AssertionError: this torch was built without it
        return False


def _device(name: str, reason: str) -> Device:
    total, free = _memory(name)
    return Device(name, reason, total, free)


def _memory(name: str) -> tuple[int, int]:
    """Total and free bytes of a device."""
    import psutil
    import torch

    if name in ("cuda", "xpu"):
        try:
            free, total = torch.accelerator.get_memory_info()
            return int(total), int(free)
        except RuntimeError:
            pass  # graphics inside the processor has no memory of its own: it shares the machine's
    memory = psutil.virtual_memory()
    return int(memory.total), int(memory.available)


@lru_cache(maxsize=4)
def bf16_is_fast(device: str = "cpu") -> bool:
    """Say whether mixed precision saves time: on an accelerator, and on a processor with instructions for it.

    A processor without them imitates each multiplication: there Gatito trains ten times slower than in fp32.

    Parameters
    ----------
    device
        As torch writes it.

    Examples
    --------
    >>> bf16_is_fast("cuda")
    True
    """
    import torch

    if device != "cpu":
        return True
    known = torch.cpu.get_capabilities()  # those of another architecture are not among them
    return any(known.get(instructions, False) for instructions in ("avx512_bf16", "amx_tile"))
