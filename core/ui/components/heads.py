"""The component that draws every head of a model at a glance and one of them large, on one canvas."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.ui.charts.theme import Palette

if TYPE_CHECKING:
    import numpy as np

_HERE = Path(__file__).resolve().parent
_ROLES = ("model", "learner", "text", "muted", "grid", "paper", "surface")

MOST_CELLS = 1_200_000
"""Weights, a byte each, that are sent to the browser at most; beyond, the last tokens are shown."""


@dataclass(frozen=True)
class View:
    """What is drawn, and how.

    Parameters
    ----------
    tokens
        Labels of the T tokens.
    weights
        Shape (L, H, T, T), from 0 to 1.
    layer, head
        The head drawn large, from 0.
    threshold
        Weights below are drawn faintly, or not at all as lines.
    direction
        ``"from"``: a token lights up what it looks at; ``"to"``: what looks at it.
    show
        ``"both"``, ``"matrix"`` or ``"lines"``.
    causal
        Whether the upper triangle is hidden.
    """

    tokens: Sequence[str]
    weights: np.ndarray
    layer: int
    head: int
    threshold: float = 0.0
    direction: str = "from"
    show: str = "both"
    causal: bool = True

    def payload(self, palette: Palette, text: dict[str, str], alt: str) -> bytes:
        """Give what the browser needs: a header, a byte per weight, and the large head's weights as they are.

        Bytes travel as they are only when they are all of the data, so the header goes in front of them.
        """
        layers, heads = self.weights.shape[:2]
        header = {
            "layers": layers, "heads": heads, "tokens": list(self.tokens), "layer": self.layer, "head": self.head,
            "threshold": self.threshold, "direction": self.direction, "show": self.show, "causal": self.causal,
            "mode": palette.mode, "theme": {role: getattr(palette, role) for role in _ROLES},
            "sequential": list(palette.sequential), "text": text, "alt": alt,
        }  # fmt: skip
        front = json.dumps(header, ensure_ascii=False).encode()
        rounded = (self.weights * 255).round().clip(0, 255).astype("uint8")
        exact = self.weights[self.layer, self.head].astype("<f4")
        return len(front).to_bytes(4, "little") + front + rounded.tobytes() + exact.tobytes()


def shown(layers: int, heads: int, tokens: int) -> int:
    """How many tokens the view can show, of so many.

    Examples
    --------
    >>> shown(6, 12, 64), shown(4, 4, 256), shown(12, 12, 1024)
    (64, 256, 91)
    """
    return min(tokens, int((MOST_CELLS / (layers * heads)) ** 0.5))


def draw(payload: bytes, key: str, on_pick: Callable[[int, int], None]) -> None:
    """Draw the heads.

    Parameters
    ----------
    payload
        Of `View.payload`.
    key
        Key of the element.
    on_pick
        Called before the rerun with the layer and head that were chosen.
    """

    def told() -> None:
        sent = (st.session_state.get(key) or {}).get("picked")
        if sent is not None:
            on_pick(int(sent["layer"]), int(sent["head"]))

    _component()(key=key, data=payload, on_picked_change=told)


@lru_cache(maxsize=1)
def _component() -> Callable[..., Any]:
    """Register the component, once per process; its picture can be saved, so it is not hidden in a shadow tree."""
    page, css, js = _parts()
    return st.components.v2.component("course_heads", html=page, css=css, js=js, isolate_styles=False)


def _parts() -> tuple[str, str, str]:
    page, css, js = ((_HERE / f"heads.{part}").read_text(encoding="utf-8") for part in ("html", "css", "js"))
    return page, css, js


def document(payload: bytes, title: str, note: str, palette: Palette, language: str) -> str:
    """A page of its own with the same picture, that needs nothing else: no server, no network.

    Parameters
    ----------
    payload
        Of `View.payload`.
    title, note
        What stands over and under the picture.
    """
    page, css, js = _parts()
    program = js.replace("export default function (component)", "function show(component)")
    data = base64.b64encode(payload).decode()
    body = "margin:2rem auto;max-width:60rem;padding:0 1rem;font-family:system-ui,sans-serif"
    look = f"body{{{body};background:{palette.paper};color:{palette.text}}}"
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{look}{css}</style><h1>{html.escape(title)}</h1>"
        f"<main>{page}</main><p>{html.escape(note)}</p><script>{program}\n"
        f'const bytes = Uint8Array.from(atob("{data}"), sign => sign.charCodeAt(0));\n'
        'show({ parentElement: document.querySelector("main"), data: bytes, setTriggerValue() {} });'
        "</script></html>"
    )
