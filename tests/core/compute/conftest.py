"""A pool of one child, for one test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.compute import Pool


@pytest.fixture
def pool() -> Iterator[Pool]:
    """Start with no child, and end the one that was needed."""
    pool = Pool(workers=1)
    yield pool
    pool.shutdown()
