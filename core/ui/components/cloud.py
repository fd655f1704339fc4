"""The component that draws words as points, in two or three dimensions, at one moment or at several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.ui.charts.theme import BASE_SIZE, Palette

if TYPE_CHECKING:
    import numpy as np

_HERE = Path(__file__).resolve().parent
_ROLES = ("model", "learner", "other", "removed", "text", "muted", "grid", "paper", "surface")
_DIGITS = 5
_LARGE = 18
"""Size of the letters on a projector."""

HEIGHT = 410


@dataclass(frozen=True)
class Frame:
    """Where the points are at one moment.

    Parameters
    ----------
    points
        Shape (n, 2) or (n, 3).
    label
        What stands beside the slider.
    said
        What is said when no word is looked at.
    notes
        What is said of each word; empty to use the cloud's own.
    """

    points: np.ndarray
    label: str = ""
    said: str = ""
    notes: Sequence[str] = ()

    def payload(self) -> dict[str, Any]:
        """Give what the browser needs, with as many digits as a screen can show."""
        columns = zip("xyz", self.points.T.round(_DIGITS).tolist(), strict=False)
        told = {"label": self.label, "said": self.said or None, "notes": list(self.notes) or None}
        return dict(columns) | told


@dataclass(frozen=True)
class Arrow:
    """A straight line from one place of the map to another; `colour` is a role of the palette."""

    start: Sequence[float]
    end: Sequence[float]
    colour: str = "model"
    text: str = ""
    dashed: bool = False

    def payload(self) -> dict[str, Any]:
        """Give what the browser needs."""
        return {
            "from": [float(value) for value in self.start], "to": [float(value) for value in self.end],
            "colour": self.colour, "text": self.text, "dashed": self.dashed,
        }  # fmt: skip


@dataclass(frozen=True)
class Cloud:
    """Everything that is drawn.

    Parameters
    ----------
    name
        Another name starts anew: unzoomed, at the first frame. The same one lets points glide to their new places.
    words
        A label per point, each once.
    frames
        One moment, or several for a film.
    extent
        Smallest and largest value per axis, shape (axes, 2): what fits the picture. Points outside lie on its edge.
    colours
        A colour per group.
    groups
        The group of each point.
    names
        A name per group, for the legend.
    colour
        A colour per point, instead of its group's.
    kind
        Per point: 0 plain, 1 a ring (the learner's), 2 larger.
    near, held
        Per point, its true neighbours and whether the map keeps each.
    pairs
        Points joined by a line.
    arrows
        Straight lines between places.
    notes
        What is said of each word.
    picked
        The chosen word.
    axis
        Names of the two axes.
    zero
        Whether the lines through zero are drawn.
    stretch
        Whether each axis may have its own scale.
    first
        Frame at which a film starts.
    height
        In pixels.
    """

    name: str
    words: Sequence[str]
    frames: Sequence[Frame]
    extent: np.ndarray
    colours: Sequence[str]
    groups: Sequence[int] = ()
    names: Sequence[str] = ()
    colour: Sequence[str] = ()
    kind: Sequence[int] = ()
    near: Sequence[Sequence[int]] = ()
    held: Sequence[Sequence[int]] = ()
    pairs: Sequence[tuple[int, int]] = ()
    arrows: Sequence[Arrow] = ()
    notes: Sequence[str] = ()
    picked: str = ""
    axis: tuple[str, str] | None = None
    zero: bool = False
    stretch: bool = False
    first: int = 0
    height: int = HEIGHT
    extra: dict[str, Any] = field(default_factory=dict)

    def payload(self, palette: Palette, text: dict[str, str], alt: str) -> dict[str, Any]:
        """Give what the browser needs."""
        lists: dict[str, Any] = {
            "group": self.groups, "names": self.names, "colour": self.colour, "kind": self.kind, "near": self.near,
            "held": self.held, "pairs": self.pairs, "notes": self.notes,
        }  # fmt: skip
        return {
            "name": self.name, "words": list(self.words), "frames": [frame.payload() for frame in self.frames],
            "dims": int(self.frames[0].points.shape[1]), "extent": self.extent.round(_DIGITS).tolist(),
            "colours": list(self.colours), "arrows": [arrow.payload() for arrow in self.arrows], "picked": self.picked,
            "axis": list(self.axis) if self.axis else None, "zero": self.zero, "stretch": self.stretch,
            "first": self.first, "height": self.height, "text": text, "alt": alt,
            "theme": {role: getattr(palette, role) for role in _ROLES},
            **{name: list(value) or None for name, value in lists.items()}, **self.extra,
        }  # fmt: skip


def draw(
    cloud: Cloud,
    palette: Palette,
    text: dict[str, str],
    alt: str,
    key: str,
    *,
    on_pick: Callable[[str], None] | None = None,
    large: bool = False,
) -> None:
    """Draw a cloud.

    Parameters
    ----------
    cloud
        What.
    palette
        Colours of the theme.
    text
        ``hint, into, out, whole, play, pause, slider``.
    alt
        One sentence for who does not see it.
    key
        Key of the element.
    on_pick
        Called before the rerun with the word that was clicked, or "" when it was let go.
    large
        Whether it is seen from far: larger letters and points.
    """

    def told() -> None:
        sent = (st.session_state.get(key) or {}).get("picked")
        if sent is not None and on_pick:
            on_pick(str(sent["word"]))

    data = cloud.payload(palette, text, alt) | {
        "picks": on_pick is not None,
        "size": _LARGE if large else BASE_SIZE,
    }
    _component()(key=key, data=data, on_picked_change=told)


@lru_cache(maxsize=1)
def _component() -> Callable[..., Any]:
    """Register the component, once per process; its picture can be saved, so it is not hidden in a shadow tree."""
    html, css, js = ((_HERE / f"cloud.{part}").read_text(encoding="utf-8") for part in ("html", "css", "js"))
    return st.components.v2.component("course_cloud", html=html, css=css, js=js, isolate_styles=False)
