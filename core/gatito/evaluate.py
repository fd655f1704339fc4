"""`python -m core.gatito.evaluate [--json] [--card]`: every measurement of the model card, with its mark."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.gatito import measure, space
from core.gatito.card import write_card

FOLDER = Path(__file__).parents[2] / "assets" / "models" / "gatito"


@dataclass(frozen=True)
class Figure:
    """One measured figure, the mark it should reach, and whether it does."""

    name: str
    value: float | str
    mark: str
    reached: bool


def evaluate(folder: Path = FOLDER) -> list[Figure]:
    """Measure the model in `folder`; about a minute on two processor cores."""
    model, tokenizer, seconds = _load(folder)
    loss = measure.cross_entropy(model, tokenizer)
    figures = [
        Figure("entropy floor, nats per token", loss["floor"], "known exactly", True),
        Figure("cross-entropy, nats per token", loss["loss"], "", True),
        Figure("cross-entropy / floor", loss["ratio"], "<= 1.05", loss["ratio"] <= 1.05),
    ]
    wanted = {"mesa": 0.40, "cama": 0.25, "cocina": 0.20, "calle": 0.15}
    for word, p in measure.places(model, tokenizer).items():
        figures.append(
            Figure(
                f"El gato está en la → {word}", p, f"{wanted[word]:.2f} ± 0.03", abs(p - wanted[word]) <= 0.03
            )
        )
    both_ways = measure.capitals(model, tokenizer)
    figures += [_at_least(f"capitals: {way} first", share, 0.98) for way, share in both_ways.items()]
    agreed = measure.agreement(model, tokenizer)
    figures += [
        _at_least(f"agreement past an attractor: {k}", agreed[k], 0.99) for k in ("verb", "adjective", "both")
    ]
    recalled = measure.names(model, tokenizer)
    figures += [
        _at_least(f"name recalled over 20 messages: {k}", share, 0.98) for k, share in recalled.items()
    ]
    analogies = space.analogies(model, tokenizer)
    landed = analogies["rey_hombre_mujer"]
    figures.append(Figure("rey − hombre + mujer", landed, "reina", landed == "reina"))
    figures.append(
        _at_least(f"analogies, {analogies['questions']} questions: first", analogies["first"], 0.60)
    )
    together = space.neighbours_together(model, tokenizer)
    figures += [
        _at_least(f"5 nearest in the group: {group}", share, 0.80) for group, share in together.items()
    ]
    figures.append(Figure("load, seconds (torch imported)", seconds, "< 1", seconds < 1))
    size = (folder / "model.safetensors").stat().st_size / 1e6
    figures.append(Figure("weights, MB", size, "<= 8", size <= 8))
    return figures


def _at_least(name: str, value: float, mark: float) -> Figure:
    return Figure(name, value, f">= {mark:.2f}", value >= mark)


def _load(folder: Path) -> tuple[Any, Any, float]:
    """Open a model as the course does, and how long that took from a torch that is already imported."""
    import torch  # noqa: F401  (the mark counts from here)

    from core.models.loading import gpt2

    began = time.perf_counter()
    model, tokenizer = gpt2(folder)
    return model, tokenizer, time.perf_counter() - began


def main() -> None:
    """Print the table (or JSON) and, with `--card`, write the model card."""
    parser = argparse.ArgumentParser(prog="python -m core.gatito.evaluate", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--card", action="store_true", help="write README.md beside the model")
    parser.add_argument("--model", type=Path, default=FOLDER)
    chosen = parser.parse_args()
    figures = evaluate(chosen.model)
    if chosen.json:
        print(json.dumps([vars(figure) for figure in figures], ensure_ascii=False, indent=1))
    else:
        for figure in figures:
            value = figure.value if isinstance(figure.value, str) else f"{figure.value:.4f}"
            print(f"{figure.name:<52} {value:>10}  {figure.mark:<14} {'ok' if figure.reached else 'SHORT'}")
    if chosen.card:
        write_card(chosen.model, figures)


if __name__ == "__main__":
    main()
