"""Gatito's word vectors while it learns: ``python -m core.embeddings.snapshots`` trains again and writes them.

The training is Gatito's own (same settings, same seed), stopped early. On another count of processor threads the sums
are rounded differently, so the run is a twin of the one that made Gatito, not the very same.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.embeddings.wordlists import everything
from core.errors import ModelError

if TYPE_CHECKING:
    import numpy as np

    from core.gatito.training import Settings

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "models" / "gatito_history"
FILE = FOLDER / "embeddings.safetensors"
STEPS = (0, 25, 50, 100, 200, 400, 800, 1600)
"""Updates after which the vectors are kept: each twice as many, as most happens early."""

_SLICE = 25


@dataclass(frozen=True)
class Snapshot:
    """The table of embeddings at one moment of a training.

    Parameters
    ----------
    step
        Updates done.
    loss
        Mean loss of the last updates before it (nats per token); None before the first.
    table
        float32, shape (words or tokens, width).
    """

    step: int
    loss: float | None
    table: np.ndarray


@dataclass(frozen=True)
class History:
    """What ships: the same words at several moments.

    Parameters
    ----------
    words
        The words, in the order of the rows.
    snapshots
        In the order of their steps.
    """

    words: tuple[str, ...]
    snapshots: tuple[Snapshot, ...]


def train(settings: Settings, steps: Sequence[int] = STEPS) -> Iterator[Snapshot]:
    """Train from the beginning and give the whole table of embeddings at each of the steps."""
    from core.gatito.training import advance, start

    state = start(settings)
    for step in steps:
        while state.step < step:
            state = advance(state, steps=min(_SLICE, step - state.step))
        table = state.weights["transformer.wte.weight"].float().numpy().copy()
        yield Snapshot(step, state.train_loss, table)


def save(snapshots: Sequence[Snapshot], words: Sequence[str], path: Path = FILE) -> None:
    """Keep the rows of some words at half precision; words of several tokens are left out."""
    import numpy as np
    from safetensors.numpy import save_file

    rows = _rows(words)
    tensors = {_name(one.step): one.table[list(rows.values())].astype(np.float16) for one in snapshots}
    losses = {str(one.step): one.loss and round(one.loss, 4) for one in snapshots}
    told = {"words": json.dumps(list(rows), ensure_ascii=False), "losses": json.dumps(losses)}
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, metadata=told)


@lru_cache(maxsize=1)
def history(path: Path = FILE) -> History:
    """Read what ships.

    Raises
    ------
    ModelError
        When the file is missing or damaged.

    Examples
    --------
    >>> told = history()
    >>> told.snapshots[0].step, told.snapshots[0].table.shape == (len(told.words), 128)
    (0, True)
    """
    import numpy as np
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            told = file.metadata()
            words, losses = json.loads(told["words"]), json.loads(told["losses"])
            tables = {int(step): file.get_tensor(_name(int(step))).astype(np.float32) for step in losses}
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"the history of Gatito cannot be read: {error}", "model_damaged", model="Gatito"
        ) from error
    return History(
        tuple(words), tuple(Snapshot(step, losses[str(step)], tables[step]) for step in sorted(tables))
    )


def _name(step: int) -> str:
    """Name the tensor of a step."""
    return f"step_{step:05d}"


def _rows(words: Sequence[str]) -> dict[str, int]:
    """Give the row of each word that is one token of Gatito's."""
    from transformers import PreTrainedTokenizerFast

    from core.gatito.training import TOKENIZER

    tokenizer = PreTrainedTokenizerFast.from_pretrained(str(TOKENIZER.parent))
    ids = {word: tokenizer(f" {word}", add_special_tokens=False)["input_ids"] for word in words}
    return {word: found[0] for word, found in ids.items() if len(found) == 1}


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, train and write."""
    from core.gatito.training import Settings

    parser = argparse.ArgumentParser(prog="python -m core.embeddings.snapshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=FILE, help="where to write")
    parser.add_argument("--steps", type=int, nargs="+", default=list(STEPS), help="updates to keep, in order")
    chosen = parser.parse_args(arguments)
    found = []
    for one in train(Settings(), chosen.steps):
        found.append(one)
        sys.stderr.write(f"step {one.step}, loss {one.loss}\n")
    save(found, everything("es"), chosen.out)


if __name__ == "__main__":
    main()
