"""The device that is chosen and why, and what is told without torch."""

from __future__ import annotations

import subprocess
import sys

import psutil
import pytest
import torch

from core import device
from core.course import ROOT
from core.errors import InputError


def test_the_choice_is_what_torch_says():
    found = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    chosen = device.pick()
    assert chosen.name == (found.type if found else "cpu")
    assert chosen.reason == ("accelerator" if found else "no_accelerator")
    torch.ones(1, device=chosen.name)


def test_the_processor_can_be_asked_for_and_has_the_memory_of_the_machine():
    chosen = device.pick("cpu")
    assert (chosen.name, chosen.reason) == ("cpu", "asked")
    assert chosen.total_bytes == psutil.virtual_memory().total
    assert 0 < chosen.free_bytes < chosen.total_bytes


@pytest.mark.parametrize("name", ["", "CUDA", "gpu", "cuda:0", "../..", "\0"])
def test_a_device_that_nobody_knows_is_refused(name):
    with pytest.raises(InputError) as error:
        device.pick(name)
    assert error.value.key == "unknown_device"


def test_a_device_that_is_not_here_is_refused():
    absent = next(name for name in ("xpu", "mps", "cuda") if name != device.accelerator())
    with pytest.raises(InputError) as error:
        device.pick(absent)
    assert error.value.key == "missing_device"


def test_an_accelerator_that_cannot_add_is_left_alone_and_said(monkeypatch):
    """Old cards and broken drivers: torch sees them, and every operation fails."""
    absent = next(name for name in ("xpu", "mps", "cuda") if name != device.accelerator())
    monkeypatch.setattr(device, "accelerator", lambda: absent)
    chosen = device.pick()
    assert (chosen.name, chosen.reason) == ("cpu", "broken_accelerator")


def test_every_reason_has_its_sentence():
    assert {device.pick("cpu").because, device.pick().because} <= set(device.REASONS.values())


def test_the_glimpse_needs_no_torch_and_agrees_with_the_machine():
    program = "import sys; from core.device import probe_without_torch; g = probe_without_torch()\n"
    program += "print(g.cores, g.total_bytes, g.likely, any(m in sys.modules for m in ('torch', 'numpy')))"
    child = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    cores, total, likely, heavy = child.stdout.split()
    assert int(cores) == device.cores() == len(psutil.Process().cpu_affinity())
    assert int(total) == psutil.virtual_memory().total
    assert likely in {"None", *device.KNOWN}
    assert heavy == "False"
