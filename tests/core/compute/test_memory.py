"""What a child no longer needs goes back to the system."""

from __future__ import annotations

import time

import psutil
import pytest

from core.memory import give_back
from tests.core.compute import slices


@pytest.mark.skipif(not give_back(), reason="this C library keeps free memory for itself")
def test_a_child_that_rests_gives_its_memory_back(pool):
    empty = psutil.Process(pool.submit(slices.process, None).result()).memory_info().rss
    child = psutil.Process(pool.submit(slices.scatter, 0.2).result())
    limit = time.monotonic() + 20
    while child.memory_info().rss > empty + 20_000_000:
        assert time.monotonic() < limit, (empty, child.memory_info().rss)
        time.sleep(0.05)
    assert pool.submit(slices.add, 1).result() == 2  # and goes on as before
