"""The editor of the laboratory: Python with colours, line numbers and Ctrl+Enter, over a plain text box.

A text box of the browser, as assistive technology, phones and the browser's own undo know it, with a coloured copy
behind it: three hundred lines of our own instead of a vendored editor of half a megabyte or a package in an iframe that
would ask the network for its parts. What is typed stays in the tab until it is run.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.ui.charts.theme import Palette
from core.ui.components.tokens import colours, component


@dataclass(frozen=True)
class Pressed:
    """What the buttons do, called before the page is drawn again.

    Parameters
    ----------
    run
        Gets the code.
    stop, reset
        Get nothing.
    """

    run: Callable[[str], None]
    stop: Callable[[], None]
    reset: Callable[[], None]


def editor(
    name: str, code: str, pressed: Pressed, palette: Palette, words: dict[str, str], *, label: str, running: bool = False,
    wrong: int = 0, times: int = 0,
) -> None:  # fmt: skip
    """Draw the editor.

    Parameters
    ----------
    name
        What is edited: drafts are kept under it.
    code
        The text that the server knows; shown unless this tab has a later draft of it.
    pressed
        What happens when a button is pressed.
    palette
        Colours of the theme.
    words
        ``run, stop, reset, keys, leave``.
    label
        What stands above.
    running
        Whether it runs now.
    wrong
        Line to mark, from 1; 0 for none.
    times
        How often the text was replaced from here; another number makes it replace a draft.
    """
    key = f"editor--{name}"

    def ran() -> None:
        sent = (st.session_state.get(key) or {}).get("run")
        if isinstance(sent, dict) and isinstance(sent.get("code"), str):
            pressed.run(sent["code"])

    def stopped() -> None:
        if (st.session_state.get(key) or {}).get("stop"):
            pressed.stop()

    def went_back() -> None:
        if (st.session_state.get(key) or {}).get("reset"):
            pressed.reset()

    data: dict[str, Any] = {
        "name": name, "code": code, "version": f"{times}-{zlib.crc32(code.encode('utf-8', 'replace'))}", "label": label,
        "running": running, "wrong": wrong, "words": words, "colours": colours(palette) | _inks(palette),
    }  # fmt: skip
    component("course_editor", "editor")(
        key=key, data=data, on_run_change=ran, on_stop_change=stopped, on_reset_change=went_back
    )


def _inks(palette: Palette) -> dict[str, str]:
    _, _, _, rust, blue, olive, _, _ = palette.categorical
    return {"string": olive, "number": rust, "defined": blue}
