"""A setting is one value in three places: the widget, the session and the address.

Streamlit can bind a widget to a query parameter itself (``bind="query-params"``), but it writes the
translated label of an option into the address, forgets the value on another page and accepts whatever
type the widget has. Here the address holds stable codes, every value is checked against what its lesson
allows, and a value survives page switches, hidden widgets and a change of language.
"""

from __future__ import annotations

import contextlib
import math
import time
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

LONGEST_IN_LINK = 2000
"""Characters of a text that still travel in a link; servers refuse much longer addresses."""

ARRIVES_WITHIN = 3.0
"""Seconds within which a slow browser may lose what was put into its widgets."""


@dataclass(frozen=True)
class Setting:
    """What a setting may be.

    Parameters
    ----------
    key
        Name in the session and in the address: ``"next_word.temperature"``.
    default
        Its value when nothing valid is given; its type is the type of the setting: bool, int, float,
        str, list of str, or a (low, high) tuple of numbers.
    between
        Smallest and largest number allowed.
    among
        The codes allowed, for a text or for each item of a list.
    max_chars
        Longest text allowed.
    elsewhere
        What the default is in the other languages of the course: such a value is nobody's own, and gives the default.
    """

    key: str
    default: Any
    between: tuple[float, float] | None = None
    among: Collection[str] | None = None
    max_chars: int = LONGEST_IN_LINK
    elsewhere: Collection[str] = ()

    def checked(self, value: Any) -> Any:
        """Give the value if the setting allows it and somebody chose it, else the default."""
        return value if self._allows(value) and value not in self.elsewhere else self.default

    def decoded(self, raw: list[str]) -> Any:
        """Read the value out of the raw strings of an address; none and hostile ones give the default."""
        if not raw:
            return self.default
        try:
            return self.checked(self._parsed(raw))
        except (ValueError, IndexError, OverflowError):
            return self.default

    def encoded(self, value: Any) -> list[str] | None:
        """Write a value for the address; None when it is the default or too long to travel."""
        if value == self.default or not self._allows(value):
            return None
        if isinstance(value, str):
            return [value] if len(value) <= LONGEST_IN_LINK else None
        if isinstance(value, list | tuple):
            return [_number_text(item) if not isinstance(item, str) else item for item in value] or [""]
        return [_number_text(value)]

    def _parsed(self, raw: list[str]) -> Any:
        kind = type(self.default)
        if kind is bool:
            return {"1": True, "0": False}[raw[-1]] if raw[-1] in {"0", "1"} else self.default
        if kind in (int, float):
            return kind(raw[-1])
        if kind is tuple:
            number = type(self.default[0])
            return (number(raw[0]), number(raw[1]))
        if kind is list:
            return [item for item in raw if item]
        return clean(raw[-1])

    def _allows(self, value: Any) -> bool:
        kind = type(self.default)
        if kind is float and type(value) is int:
            return self._allows(float(value))
        if kind is tuple and isinstance(value, tuple | list):
            return (
                len(value) == len(self.default) and all(map(self._in_range, value)) and value[0] <= value[-1]
            )
        if kind is list:
            return isinstance(value, list | tuple) and all(self._allows_text(item) for item in value)
        if isinstance(value, str) and kind is str:
            return self._allows_text(value)
        return type(value) is kind and (kind is bool or self._in_range(value))

    def _allows_text(self, value: Any) -> bool:
        known = self.among is None or value in self.among
        return isinstance(value, str) and known and len(value) <= self.max_chars

    def _in_range(self, value: float) -> bool:
        if not math.isfinite(value):
            return False
        return self.between is None or self.between[0] <= value <= self.between[1]


def clean(text: str) -> str:
    r"""Drop what no text of a learner needs and some machines choke on: control characters, lone surrogates.

    Line breaks and tabs stay.

    Examples
    --------
    >>> clean("ga\x00to\ud800 añil")
    'gato añil'
    """
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})


def declare(setting: Setting) -> str:
    """Make sure that a setting has a valid value in the session and its place in the address.

    Call it just before the widget of the same key. The widget's own value wins, then what the session
    remembers from before, then the address, then the default.

    Returns
    -------
    str
        The key, for the widget's ``key=``.
    """
    key, memory = setting.key, _memory()
    if key in st.session_state:
        value = setting.checked(_plain(st.session_state[key]))
        if key in memory and memory[key] != value:
            _sent().pop(key, None)  # the browser tells another value: it has its own
    elif key in memory:
        value = setting.checked(memory[key])
    else:
        value = setting.decoded(st.query_params.get_all(key))
    _seed(setting, value)
    memory[key] = value
    _publish(key, setting.encoded(value))
    return key


def remembered(key: str) -> Any:
    """Give the value of a declared setting.

    Raises
    ------
    KeyError
        When no setting of that key was declared in this session.
    """
    return _memory()[key]


def current(key: str) -> Any:
    """Give the value of a declared setting as the page has just sent it; for callbacks.

    What a button was given when it was drawn is older: a last change may come together with the click.

    Raises
    ------
    KeyError
        When no setting of that key was declared in this session.
    """
    known = _memory()[key]
    return _plain(st.session_state.get(key, known))


def change(key: str, value: Any) -> None:
    """Change a setting from a callback, before its widget is drawn; it is checked when declared."""
    _memory()[key] = value
    st.session_state[key] = value
    _sent()[key] = time.monotonic()


def stops(low: float, high: float, step: float) -> list[float]:
    """List the places where a slider stops, both ends included.

    Examples
    --------
    >>> stops(0.0, 0.3, 0.1)
    [0.0, 0.1, 0.2, 0.3]
    """
    return [round(low + place * step, 10) for place in range(round((high - low) / step) + 1)]


def snap(key: str, places: Sequence[float]) -> None:
    """Move a declared number to the nearest of the places where its slider stops."""
    value = float(st.session_state[key])
    if value not in places:
        change(key, min(places, key=lambda place: abs(place - value)))


def _seed(setting: Setting, value: Any) -> None:
    """Put the value into the session when it is not there as such.

    A widget whose options are translated is another widget in another language, and would start from
    its own default: so the value is put again after each change of language.
    """
    seeded: dict[str, str] = st.session_state.setdefault("_seeded", {})
    sent = _sent()
    language = str(st.session_state.get("_language", ""))
    missing = setting.key not in st.session_state
    stale = seeded.get(setting.key) != language
    given = list(value) if isinstance(value, list) else value
    if missing or stale or _plain(st.session_state[setting.key]) != value:
        st.session_state[setting.key] = given
        seeded[setting.key] = language
        sent[setting.key] = time.monotonic()
    elif setting.key in sent:
        # Declared a second time in a run, its widget is there already and has it.
        with contextlib.suppress(StreamlitAPIException):
            st.session_state[setting.key] = given


def arrived() -> None:
    """Say that a page was drawn to its end; what was put into its widgets a while ago has arrived.

    What an interrupted run had put there is lost on the way: the widget would begin at its first stop, and tell that to
    the server. A browser that is slow loses it too, when the next run overtakes the one that it has not drawn yet. So
    it is put there again, run after run, until one comes to its end, and for `ARRIVES_WITHIN` at least.
    """
    now = time.monotonic()
    st.session_state["_sent"] = {key: at for key, at in _sent().items() if now - at < ARRIVES_WITHIN}


def _publish(key: str, raw: list[str] | None) -> None:
    """Write a setting to the address if it is not there yet; each write is a message to the browser."""
    present = st.query_params.get_all(key)
    if raw is None and present:
        del st.query_params[key]
    elif raw is not None and present != raw:
        st.query_params[key] = raw


def _sent() -> dict[str, float]:
    """Give the keys of what was put into widgets and may not have reached the browser, and when it was put there."""
    sent: dict[str, float] = st.session_state.setdefault("_sent", {})
    return sent


def _memory() -> dict[str, Any]:
    """Give what the session remembers of every setting, drawn or not."""
    memory: dict[str, Any] = st.session_state.setdefault("_settings", {})
    return memory


def _plain(value: Any) -> Any:
    """Give lists as lists whatever Streamlit made of them, so that they compare."""
    return list(value) if isinstance(value, list) else value


def _number_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)
