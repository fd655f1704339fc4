"""What every test gets: no network, a store of its own, and one worker for what shares a server."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from tests.offline import cut_the_network

# Set before anything is imported: the hub's library and OpenMP read their variables once.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ.setdefault(
    "OMP_NUM_THREADS", "1"
)  # two workers on two cores: more threads only wait for each other

# Searching further is for the developer's machine; in CI the same commit gets the same verdict.
settings.register_profile("course", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("course")


def pytest_configure(config: pytest.Config) -> None:
    """Take the network away, and give this process a store that nobody else writes to."""
    cut_the_network()
    folder = tempfile.TemporaryDirectory(prefix="llm-por-dentro-")
    config.add_cleanup(folder.cleanup)
    os.environ["LLM_POR_DENTRO_STORE"] = str(Path(folder.name) / "progress.sqlite3")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file on one worker, as its tests share fixtures; all browser files on one, for the server."""
    for item in items:
        group = "browser" if item.get_closest_marker("browser") else item.nodeid.split("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))
