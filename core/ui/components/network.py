"""The component that draws a network while it learns: one block of bytes in, three canvases out."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from core.mlp import TrainState, split
from core.mlp.datasets import PLANE, Array
from core.mlp.missions import dead_relus
from core.mlp.runs import curves
from core.mlp.surface import surface, units
from core.ui.charts.theme import Palette
from core.ui.components.tokens import component

CELLS = 100
_UNIT = 24
_ROLES = ("model", "learner", "other", "removed", "text", "muted", "grid", "paper", "surface")


@dataclass(frozen=True)
class Look:
    """How a run is drawn.

    Parameters
    ----------
    inputs
        What stands beside each input; an empty name for those that are not drawn.
    names
        What stands above each layer.
    labels
        Lines beside the losses: text and role of the colour.
    said
        What a screen reader says of the graph, the plane and the losses.
    picked
        Layer, unit and source (−1 for a bias) of the weight under the microscope.
    show_test
        Whether the points that only test are drawn.
    steps
        Whether the surface shows the decision alone, without shades.
    drawable
        Whether a click on the plane makes a point.
    shares
        For points that lie in no plane: name, share told right, and its text, of each class.
    compact
        Without the graph, for two runs side by side.
    """

    inputs: list[str]
    names: list[str]
    labels: list[tuple[str, str]]
    said: dict[str, str]
    picked: tuple[int, int, int] | None = None
    show_test: bool = False
    steps: bool = False
    drawable: bool = False
    shares: list[tuple[str, float, str]] = field(default_factory=list)
    compact: bool = False


def payload(state: TrainState, look: Look, palette: Palette) -> bytes:
    """Pack a run: the length of the heading (4 bytes), the heading as JSON, the surface, the units, the points."""
    in_plane = state.experiment.in_plane
    pictures = [picture for layer in units(state, _UNIT) for picture in layer] if in_plane else []
    known = split(state.experiment)
    kind = "number" if not known.points.classes else "two" if len(known.points.classes) == 2 else "classes"
    shown = surface(state, CELLS) if in_plane else np.zeros((0, 0))
    points = _points(state, kind) if in_plane else b""
    network = state.network
    inputs = len(look.inputs)
    heading = {
        "cells": CELLS if in_plane else 0, "pictures": in_plane, "kind": kind, "points": len(points) // 3,
        "epoch": state.epoch, "sizes": list(network.sizes[1:]), "inputs": look.inputs, "names": look.names,
        "weights": [_rounded(weight[:, :inputs] if not layer else weight) for layer, weight in enumerate(network.weights)],
        "dead": dead_relus(state), "picked": look.picked, "showTest": look.show_test, "steps": look.steps,
        "drawable": look.drawable, "compact": look.compact,
        "losses": [[row["epoch"], _number(row["train"]), _number(row["test"])] for row in curves([("", state.history)], 160)],
        "labels": look.labels, "shares": look.shares, "said": look.said,
        "colours": {role: getattr(palette, role) for role in _ROLES}, "scale": palette.diverging[::-1],
        "classColours": [palette.learner, palette.model, *palette.categorical[2:]],
    }  # fmt: skip
    told = json.dumps(heading).encode()
    cells = shown.astype(np.uint8) if kind == "classes" else _bytes(_stepped(shown) if look.steps else shown)
    return (
        struct.pack("<I", len(told))
        + told
        + cells.tobytes()
        + b"".join(_bytes(one).tobytes() for one in pictures)
        + points
    )


def network(
    state: TrainState,
    look: Look,
    palette: Palette,
    key: str,
    picked: Callable[[], None] | None = None,
    dotted: Callable[[], None] | None = None,
) -> None:
    """Draw a run; a click on a weight or on the plane calls back, where somebody listens."""
    drawn = component("course_network", "network")
    drawn(
        key=key,
        data=payload(state, look, palette),
        on_picked_change=picked or _unheard,
        on_dotted_change=dotted or _unheard,
    )


def _unheard() -> None:
    """Nobody listens: the rerun that a trigger brings is all that happens."""


def _bytes(values: Array) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """From −1 … 1 to 0 … 255."""
    return ((np.nan_to_num(np.clip(values, -1, 1)) + 1) * 127.5).astype(np.uint8)


def _stepped(values: Array) -> Array:
    return np.where(values > 0, 0.75, -0.75)


def _points(state: TrainState, kind: str) -> bytes:
    """Three bytes a point: x, y, and its class with 128 added where it only tests (a number goes from 0 to 127)."""
    known = split(state.experiment)
    place = _bytes(known.points.x[:, :2] / PLANE)
    what = ((known.points.y.clip(-1, 1) + 1) * 63.5 if kind == "number" else known.points.y).astype(np.uint8)
    what[known.test.numpy()] += 128
    return np.column_stack([place, what]).astype(np.uint8).tobytes()


def _rounded(weight: torch.Tensor) -> list[list[float]]:
    return [[_number(one) or 0.0 for one in row] for row in weight.tolist()]


def _number(value: float) -> float | None:
    return float(f"{value:.4g}") if np.isfinite(value) else None
