"""Two components of the tokenizer page: coloured pieces that explain themselves, and a box that tells what is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from core.tokenizer.pieces import View, visible
from core.ui import settings
from core.ui.charts.theme import Palette

Show = Literal["text", "ids", "bytes"]

TALLEST = "24rem"
"""Height from which a row of pieces scrolls inside itself."""

_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Row:
    """The pieces of one vocabulary, or of one text.

    Parameters
    ----------
    name
        What stands in front of them.
    count
        How many tokens there are, in words.
    views
        The pieces to draw.
    groups
        What each group of pieces shows together, for pieces that are drawn grouped.
    first
        How many tokens stand before the first one drawn.
    note
        What else is to be said beside the count.
    """

    name: str
    count: str
    views: Sequence[View]
    groups: dict[int, str]
    first: int = 0
    note: str = ""

    def payload(self) -> dict[str, Any]:
        """Give what the browser needs; there may be thousands of tokens, so a plain one is its number and its text."""
        return {
            "name": self.name, "count": self.count, "note": self.note, "first": self.first,
            "start": self.views[0].start if self.views else 0,
            "views": [_short(one) if one.plain and not self.groups else _full(one) for one in self.views],
            "groups": {group: [text, visible(text)] for group, text in self.groups.items()},
        }  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How pieces are drawn.

    Parameters
    ----------
    show
        What stands under each piece: nothing, its id, or its bytes.
    invisible
        Whether spaces, line breaks and the like get a sign.
    grouped
        Whether tokens that share a visible character are drawn as one.
    linked
        Whether the rows cut the same text, so that a piece of one lights up those of the others.
    twin
        Whether the rows stand side by side.
    every
        After how many tokens a mark stands; 0 for none.
    marks
        What those marks say, in order.
    """

    show: Show = "text"
    invisible: bool = False
    grouped: bool = False
    linked: bool = True
    twin: bool = False
    every: int = 0
    marks: Sequence[str] = field(default_factory=tuple)


def pieces(rows: Sequence[Row], look: Look, palette: Palette, words: dict[str, Any], key: str) -> None:
    """Draw coloured pieces; hovering one explains it and lights up its kin.

    Parameters
    ----------
    rows
        A row per vocabulary or text.
    look
        How they are drawn.
    palette
        Colours of the theme.
    words
        The component's sentences: ``hint, nothing, part, token, bytes, where, same, space, looks``.
    key
        Key of the element.
    """
    data = {
        "rows": [row.payload() for row in rows],
        "show": look.show,
        "invisible": look.invisible,
        "grouped": look.grouped,
        "linked": look.linked,
        "twin": look.twin,
        "every": look.every,
        "words": {**words, "marks": list(look.marks)},
        "colours": colours(palette),
    }
    component("course_pieces", "pieces")(key=key, data=data)


def live_area(
    name: str,
    key: str,
    label: str,
    words: dict[str, str],
    *,
    rows: int = 3,
    files: bool = False,
    most: int = 5_000_000,
) -> str:
    """Draw a box of text that is read while it is typed, and give what it holds.

    Parameters
    ----------
    name
        Name of the box, unique on the page.
    key
        Key of a declared setting, which keeps the text.
    label
        What stands above it.
    words
        ``placeholder, open, too_big, not_text, halves``.
    rows
        Lines that it shows.
    files
        Whether a file can be opened or dropped into it.
    most
        Largest file in bytes.

    Returns
    -------
    str
        The text, with line breaks and every control character that it had.
    """
    widget = f"area--{name}"

    # A key that comes while the last one is being drawn interrupts its callback, and Streamlit does not call it again.
    _take(widget, key)
    kept = str(settings.remembered(key))
    mine = _typed(widget)
    data = {
        "text": None if mine.get("text") == kept else kept,
        "label": label, "placeholder": words["placeholder"], "rows": rows, "files": files, "most": most,
        "words": {name: words[name] for name in ("open", "too_big", "not_text")},
    }  # fmt: skip
    component("course_area", "area")(key=widget, data=data, on_typed_change=partial(_take, widget, key))
    if mine.get("halves") and mine.get("text") == kept:
        st.caption(words["halves"])
    return kept


def _typed(widget: str) -> dict[str, Any]:
    """What the box sent last: its text, how many halves of characters were left out, and a number of its own."""
    return (st.session_state.get(widget) or {}).get("typed") or {}


def _take(widget: str, key: str) -> None:
    """Put what was typed into the setting, once."""
    sent, taken = _typed(widget), f"{widget}--taken"
    if sent and st.session_state.get(taken) != sent["number"]:
        settings.change(key, sent["text"])
        st.session_state[taken] = sent["number"]


@lru_cache(maxsize=4)
def colours(palette: Palette) -> dict[str, str]:
    """Give the style variables of the components: roles of the theme, and four quiet tints to tell pieces apart."""
    teal, _, _, _, blue, olive, _, slate = palette.categorical
    strength = "26%" if palette.mode == "dark" else "17%"
    tints = (teal, blue, olive, slate)
    roles = ("model", "learner", "other", "removed", "text", "muted", "grid", "paper", "surface")
    return {
        **{name: getattr(palette, name) for name in roles},
        **{
            f"tint-{place}": f"color-mix(in srgb, {tint} {strength}, transparent)"
            for place, tint in enumerate(tints)
        },
        "removed-soft": f"color-mix(in srgb, {palette.removed} 35%, transparent)",
        "tallest": TALLEST,
        "mono": "ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace",
        "plain": "inherit",
    }


@lru_cache(maxsize=8)
def component(name: str, file: str) -> Callable[..., Any]:
    """Register a component from its three files, once per process.

    Parameters
    ----------
    name
        Name of the component, unique in the application.
    file
        Name of its files beside this one, without their endings.
    """
    html, css, js = ((_HERE / f"{file}.{part}").read_text(encoding="utf-8") for part in ("html", "css", "js"))
    return st.components.v2.component(name, html=html, css=css, js=js)


def _short(one: View) -> list[Any]:
    return [one.id, one.text]


def _full(one: View) -> list[Any]:
    own = [one.id, one.text, one.look, one.piece, one.bytes]
    return [*own, one.start, one.end, one.group, visible(one.text)]
