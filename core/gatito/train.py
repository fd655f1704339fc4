"""`python -m core.gatito.train --steps N --out DIR`: from the grammar to a model that any GPT-2 code loads.

Draws the corpus, trains the tokenizer, trains the model in slices (a checkpoint every few minutes, from which
the same command goes on) and writes config, tokenizer, weights and the curve. Same seed and machine: same bytes.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import time
from dataclasses import replace
from pathlib import Path

from core.gatito import tokenizer as gatito_tokenizer
from core.gatito.corpus import WorldStream
from core.gatito.training import Settings, State, advance, held_out, parameters, start

_SLICE = 25


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m core.gatito.train", description=__doc__)
    parser.add_argument("--steps", type=int, default=Settings().steps, help="updates in all")
    parser.add_argument(
        "--out", type=Path, default=Path("assets/models/gatito"), help="where to write the model"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--documents", type=int, default=30_000, help="documents for the tokenizer")
    parser.add_argument("--checkpoint", type=int, default=1000, help="updates between checkpoints")
    parser.add_argument("--threads", type=int, default=0, help="processor threads (0: all)")
    chosen = parser.parse_args(arguments)
    run(chosen.out, chosen.steps, chosen.seed, chosen.documents, chosen.checkpoint, chosen.threads)


def run(
    out: Path, steps: int, seed: int = 0, documents: int = 30_000, checkpoint: int = 1000, threads: int = 0
) -> State:
    """Train to the end (or go on from the last checkpoint in `out`) and save; gives the last state."""
    import torch

    if threads:
        torch.set_num_threads(threads)
    out.mkdir(parents=True, exist_ok=True)
    path = out / "tokenizer.json"
    saved = out / "checkpoint.pickle"
    if saved.exists():
        state: State = pickle.loads(saved.read_bytes())  # our own file, written below
    else:
        tokenizer = gatito_tokenizer.train(gatito_tokenizer.corpus(documents, seed=seed))
        gatito_tokenizer.save(tokenizer, out)
        settings = replace(Settings(), steps=steps, seed=seed, vocabulary=tokenizer.get_vocab_size())
        state = start(
            replace(settings, data=WorldStream(str(path)), warmup=min(settings.warmup, max(1, steps // 5)))
        )
    print(f"{parameters(state.settings):,} parameters, {steps} steps", file=sys.stderr)
    while state.step < steps:
        state = advance(state, steps=min(_SLICE, steps - state.step))
        if state.step % checkpoint < _SLICE or state.step == steps:
            state = held_out(state)
            saved.write_bytes(pickle.dumps(state))
        _progress(state, steps)
    save(state, out)
    saved.unlink()
    return state


def save(state: State, out: Path) -> None:
    """Weights and config as `transformers` reads them, and the training curve as JSON."""
    state.model().save_pretrained(str(out))
    rows = [row for row in state.history if row[2] is not None or row[0] % 50 == 0]
    curve = {
        "steps": state.step, "tokens": state.tokens_seen, "seconds": round(state.seconds, 1),
        "rows": [[row[0], round(row[1], 4), row[2] and round(row[2], 4)] for row in rows],
    }  # fmt: skip
    (out / "training.json").write_text(json.dumps(curve))


def _progress(state: State, steps: int) -> None:
    left = state.seconds / state.step * (steps - state.step)
    filled = "#" * (30 * state.step // steps)
    speed = state.tokens_seen / state.seconds
    held = f" held-out {state.held_out_loss:.4f}" if state.held_out_loss else ""
    line = f"[{filled:<30}] {state.step}/{steps} loss {state.train_loss:.4f}{held} {speed:,.0f} tokens/s {left / 60:.1f} min left"
    print(line, end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)


if __name__ == "__main__":
    began = time.perf_counter()
    main()
    print(f"\ntrained in {(time.perf_counter() - began) / 60:.1f} minutes", file=sys.stderr)
