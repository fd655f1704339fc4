"""The model card, written from what was measured."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.gatito.evaluate import Figure

_INTRO = """# Gatito

A GPT-2-shaped language model of {parameters:,} parameters that speaks the Spanish of one small world. It was trained by this
repository, from a probabilistic grammar that this repository owns (`core/gatito/`), so that a course can run a real
language model with the network cable out, and so that every figure about it can be checked.

- **Shape**: {layers} blocks, {heads} heads, width {width}, context {context} tokens, vocabulary {vocabulary:,} (byte-level BPE); output layer tied to the
  embeddings.
- **Data**: documents drawn afresh from the grammar at every step, {tokens:,} tokens in {steps:,} updates ({minutes:.0f} minutes on two processor
  cores). {families} sentence families, {words:,} words. No text from anywhere else.
- **Remake it**: `python -m core.gatito.train` (same seed, same machine: same bytes), then `python -m core.gatito.evaluate --card`.
- **Licence**: MIT, as the repository.

## Measured

On documents and combinations that training never drew. The *entropy floor* is exact: the grammar knows the probability of each document.

| what | measured | mark | |
|---|---:|---|---|
{rows}

## Training curve

Nats per token on 256 held-out documents; the floor is {floor:.3f}.

| update | loss | above the floor |
|---:|---:|---:|
{curve}

## What it cannot do

- It knows only its world: a word outside it (a brand, a verb in the first person it never met, another language) is noise to it, and what
  follows is noise too. The course marks such words.
- It has no opinions, no knowledge of the real world beyond a list of capitals and colours, and no use outside this course.
- Its sentences are simple: present and simple past, third person, few subordinate clauses.
- Its distributions are those its authors chose («El gato está en la mesa» 40 %), not those of Spanish as people speak it.
"""


def write_card(folder: Path, figures: Iterable[Figure]) -> None:
    """Write `README.md` in the model's folder from its config, its training curve and the figures measured."""
    from core.gatito.grammar import SENTENCES, TEXTS, vocabulary

    figures = list(figures)
    config = json.loads((folder / "config.json").read_text())
    training = json.loads((folder / "training.json").read_text())
    floor = next(float(f.value) for f in figures if f.name.startswith("entropy floor"))
    text = _INTRO.format(
        parameters=_parameters(config), layers=config["n_layer"], heads=config["n_head"], width=config["n_embd"],
        context=config["n_positions"], vocabulary=config["vocab_size"], tokens=training["tokens"], steps=training["steps"],
        minutes=training["seconds"] / 60, families=len(SENTENCES) + len(TEXTS), words=len(vocabulary()),
        rows="\n".join(_row(figure) for figure in figures), floor=floor, curve="\n".join(_curve(training["rows"], floor)),
    )  # fmt: skip
    (folder / "README.md").write_text(text)


def _parameters(config: dict[str, int]) -> int:
    from core.gatito.training import Settings, parameters

    return parameters(
        Settings(
            layers=config["n_layer"], heads=config["n_head"], width=config["n_embd"],
            context=config["n_positions"], vocabulary=config["vocab_size"],
        )
    )  # fmt: skip


def _row(figure: Figure) -> str:
    value = figure.value if isinstance(figure.value, str) else f"{figure.value:.4f}"
    return f"| {figure.name} | {value} | {figure.mark} | {'reached' if figure.reached else '**short**'} |"


def _curve(rows: list[list[float | None]], floor: float) -> list[str]:
    measured = [(int(row[0] or 0), float(row[2])) for row in rows if row[2] is not None]
    return [f"| {step} | {loss:.4f} | {loss / floor - 1:+.1%} |" for step, loss in measured]
