"""Charts that put runs side by side: two of them step by step, all of them against computing, and a fine-tuning."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from core.ui.charts.theme import Palette
from core.ui.charts.train_llm import HEIGHT, Words, loss_axis, steps_axis

ENDS = (0.9, 9.0)
"""Between which losses nearly every run stays."""
SHORT_NAME = 24
"""Letters of a run's name of which two stand side by side on a phone."""


@lru_cache(maxsize=16)
def curves(
    palette: Palette, words: Words, steps: int, labels: tuple[str, ...], ends: tuple[float, float] = ENDS
) -> dict[str, Any]:
    """Held-out loss of two runs; the second one in the colour of comparisons."""
    label = dict(words)
    colour = {
        "field": "run", "type": "nominal", "legend": {"title": None},
        "scale": {"domain": list(labels), "range": [palette.model, palette.other]},
    }  # fmt: skip
    return {
        "width": "container",
        "height": HEIGHT,
        "mark": {"type": "line", "point": {"size": 18}},
        "encoding": {
            "x": steps_axis(label["steps"], steps),
            "y": loss_axis(label["loss"], *ends),
            "color": colour,
            "tooltip": [
                {"field": "run", "title": label["what"]},
                {"field": "step", "title": label["steps"]},
                {"field": "loss", "title": label["loss"], "format": ".3f"},
            ],
        },
    }  # fmt: skip


@lru_cache(maxsize=16)
def scaling(
    palette: Palette, words: Words, order: tuple[str, ...], ends: tuple[float, float] = ENDS
) -> dict[str, Any]:
    """Loss against operations, both on logarithmic axes; a line per run."""
    label = dict(words)
    short = max(map(len, order), default=0) <= SHORT_NAME
    return {
        "width": "container",
        "height": HEIGHT,
        "mark": {"type": "line", "point": {"size": 18}},
        "encoding": {
            "x": {
                "field": "operations", "type": "quantitative", "scale": {"type": "log"},
                "axis": {"title": label["operations"], "format": ".0e", "tickCount": 5, "grid": False},
            },
            "y": loss_axis(label["loss"], *ends),
            "color": {
                "field": "run", "type": "nominal", "legend": {"title": None, "columns": 2 if short else 1, "labelLimit": 320},
                "scale": {"domain": list(order), "range": list(palette.categorical)},
            },
            "tooltip": [
                {"field": "run", "title": label["what"]},
                {"field": "parameters", "title": label["parameters"], "format": ",d"},
                {"field": "step", "title": label["steps"]},
                {"field": "operations", "title": label["operations"], "format": ".2e"},
                {"field": "loss", "title": label["loss"], "format": ".3f"},
            ],
        },
    }  # fmt: skip


@lru_cache(maxsize=16)
def tuning(
    palette: Palette, words: Words, methods: tuple[str, ...], steps: int, top: float
) -> dict[str, Any]:
    """What is learnt (full lines) and what is forgotten (dashed ones), a colour per method, from no loss to `top`."""
    label = dict(words)
    x = steps_axis(label["steps"], steps)
    y = {
        "field": "loss", "type": "quantitative", "scale": {"domain": [0, top]},
        "axis": {"title": label["loss"], "values": list(range(0, int(top) + 1, 2))},
    }  # fmt: skip
    return {
        "width": "container",
        "height": HEIGHT,
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "mark": {"type": "line", "point": {"size": 20}},
                "encoding": {
                    "color": {
                        "field": "method", "type": "nominal", "legend": {"title": None},
                        "scale": {"domain": list(methods), "range": [palette.model, palette.other]},
                    },
                    "strokeDash": {
                        "field": "what", "type": "nominal", "legend": None,
                        "scale": {"domain": [label["wanted"], label["rest"]], "range": [[1, 0], [5, 4]]},
                    },
                    "tooltip": [
                        {"field": "method", "title": label["method"]},
                        {"field": "what", "title": label["what"]},
                        {"field": "step", "title": label["steps"]},
                        {"field": "loss", "title": label["loss"], "format": ".3f"},
                    ],
                },
            },
            {
                "transform": [{"filter": f"datum.step === {steps} && datum.method === '{methods[0]}'"}],
                "mark": {"type": "text", "align": "right", "dy": -13},
                "encoding": {"text": {"field": "what"}, "color": {"value": palette.text}},
            },
        ],
    }  # fmt: skip
