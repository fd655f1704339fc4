"""The three words that the laboratory adds to Python: ``metric``, ``plot`` and ``show``; and what pyplot draws."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import Any

from core.sandbox.claims import MOST_POINTS

Send = Callable[..., None]

MOST_METRICS = 20_000
LARGEST_SVG = 230_000


def names(send: Send) -> dict[str, Any]:
    """Make the module in which the learner's code runs, and give its names.

    Parameters
    ----------
    send
        Sends one frame.
    """
    from core.sandbox import inspection

    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module  # where pickle, dataclasses and typing look for the learner's classes
    sent = {"metrics": 0}

    def metric(name: str, value: Any) -> None:
        """Draw one more point of the live curve `name`."""
        sent["metrics"] += 1
        if sent["metrics"] <= MOST_METRICS:
            plain = value.detach() if hasattr(value, "detach") else value
            send({"t": "metric", "name": str(name)[:80], "value": float(plain)})

    def plot(x: Any, y: Any = None, label: str = "") -> None:
        """Draw y over x, or one list of numbers over its places."""
        first = _numbers(x)
        across = list(map(float, range(len(first)))) if y is None else first
        up = first if y is None else _numbers(y)
        if len(across) != len(up):
            raise ValueError(
                f"plot() got {len(across)} values of x and {len(up)} of y; give as many of one as of the other"
            )
        step = max(1, -(-len(up) // MOST_POINTS))
        send({"t": "figure", "x": across[::step], "y": up[::step], "label": str(label)[:80]})

    def show(value: Any, name: str = "") -> None:
        """Draw a value now, under the name it is given or has: a tensor, a module, the graph of a result."""
        own = next((known for known, one in inspection.named(module.__dict__) if one is value), "")
        inspection.send_value(send, str(name or own)[:80], value, module.__dict__)

    module.__dict__.update(metric=metric, plot=plot, show=show)
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.show = lambda *_args, **_kwargs: pictures(send)
    return module.__dict__


def pictures(send: Send) -> None:
    """Send every open figure of pyplot as SVG, and close them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    import io

    for number in pyplot.get_fignums():
        page = io.StringIO()
        pyplot.figure(number).savefig(page, format="svg", bbox_inches="tight")
        drawn = page.getvalue()
        if len(drawn) > LARGEST_SVG:
            raise ValueError(
                f"this picture is {len(drawn)} characters of SVG, and {LARGEST_SVG} fit; draw fewer points"
            )
        send({"t": "figure", "svg": drawn})
    pyplot.close("all")


def _numbers(values: Any) -> list[float]:
    if hasattr(values, "detach"):
        values = values.detach().flatten().tolist()
    return [float(one) for one in values]
