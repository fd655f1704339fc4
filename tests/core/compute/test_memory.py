"""What a process no longer needs goes back to the system."""

from __future__ import annotations

import subprocess
import sys
import time

import psutil
import pytest

from core.course import ROOT
from core.memory import ARENAS, give_back, lay_out
from tests.core.compute import slices

CROWD = """
import ctypes, sys, threading

from core.memory import lay_out

if sys.argv[1] == "laid out":
    assert lay_out()
gate = threading.Barrier(12)


def work():
    gate.wait()
    kept = [bytearray(50_000) for _ in range(100)]
    gate.wait()


threads = [threading.Thread(target=work) for _ in range(12)]
for one in threads:
    one.start()
for one in threads:
    one.join()
ctypes.CDLL(None).malloc_stats()
"""


@pytest.mark.skipif(not give_back(), reason="this C library keeps free memory for itself")
def test_a_child_that_rests_gives_its_memory_back(pool):
    empty = psutil.Process(pool.submit(slices.process, None).result()).memory_info().rss
    child = psutil.Process(pool.submit(slices.scatter, 0.2).result())
    limit = time.monotonic() + 20
    while child.memory_info().rss > empty + 20_000_000:
        assert time.monotonic() < limit, (empty, child.memory_info().rss)
        time.sleep(0.05)
    assert pool.submit(slices.add, 1).result() == 2  # and goes on as before


@pytest.mark.skipif(not lay_out(), reason="this C library has no regions to set")
def test_a_crowd_of_threads_shares_few_regions():
    def regions(how: str) -> int:
        ran = subprocess.run(
            [sys.executable, "-c", CROWD, how], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return ran.stderr.count("Arena ")

    assert regions("laid out") <= ARENAS < regions("as it comes")
