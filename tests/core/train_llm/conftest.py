"""Small data and a small run that the tests of this folder share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.train_llm import Size, probes, settings, world


@pytest.fixture(scope="session")
def tiny():
    """Settings of a run that takes milliseconds per update."""
    chosen = settings(Size(1, 2, 16, 64), world("small"), steps=60)
    return replace(chosen, batch_tokens=256, lengths=((32, 1),))


@pytest.fixture(scope="session")
def asked(tiny):
    """What is measured in that run."""
    return probes(tiny.data, "El rey")
