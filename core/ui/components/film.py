"""The component that plays a merge film: every frame is sent at once, and the browser goes forth and back."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence

from core.tokenizer.film import Film
from core.ui.charts.theme import Palette
from core.ui.components.tokens import colours, component

_SIGNS = {
    "start": "first_page", "back": "chevron_left", "play": "play_arrow",
    "pause": "pause", "forward": "chevron_right", "end": "last_page",
}  # fmt: skip
"""Names of Material symbols."""


def play(
    film: Film,
    said: Sequence[str],
    palette: Palette,
    words: dict[str, str],
    key: str,
    *,
    rivals: Sequence[str] = (),
    curve: Sequence[int] = (),
    first: int = 0,
) -> None:
    """Draw a film with its buttons.

    Parameters
    ----------
    film
        What is played.
    said
        What is said of each frame, the first one included: one sentence more than the film has steps.
    palette
        Colours of the theme.
    words
        Names of the buttons and small texts.
    key
        Key of the element.
    rivals
        What else is said of each frame, in small type.
    curve
        A number per frame, drawn as a line below.
    first
        Frame at which a film that was not there before starts.
    """
    last = len(film.steps)
    data = {
        "name": zlib.crc32(f"{film.text!r}{film.borders!r}".encode()),
        "bytes": base64.b64encode(film.text).decode(),
        "chunks": film.chunks,
        "borders": [[border.offset, border.since, border.until] for border in film.borders],
        "last": last,
        "first": min(first, last),
        "said": list(said),
        "rivals": list(rivals) or [""] * (last + 1),
        "curve": list(curve),
        "words": words,
        "signs": _SIGNS,
        "colours": colours(palette),
    }
    component("course_film", "film")(key=key, data=data)
