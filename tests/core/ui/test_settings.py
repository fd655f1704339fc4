"""What an address may set: every kind of value there and back, and nothing hostile past the door."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from core.ui.settings import LONGEST_IN_LINK, Setting, clean, stops

TEMPERATURE = Setting("t", 1.0, between=(0.0, 2.0))
SEED = Setting("s", 0, between=(0, 2**31 - 1))
MODEL = Setting("m", "gatito", among=("gatito", "gpt2"))
LAYERS = Setting("l", ["a"], among=("a", "b", "c"))
RANGE = Setting("r", (1, 5), between=(1, 9))
SHOWN = Setting("b", default=False)
TEXT = Setting("x", "El gato", max_chars=40)


@pytest.mark.parametrize(
    "setting,value,raw",
    [
        (TEMPERATURE, 0.7, ["0.7"]),
        (TEMPERATURE, 0.1 + 0.2, ["0.3"]),
        (SEED, 7, ["7"]),
        (MODEL, "gpt2", ["gpt2"]),
        (LAYERS, ["b", "c"], ["b", "c"]),
        (LAYERS, [], [""]),
        (RANGE, (2, 3), ["2", "3"]),
        (SHOWN, True, ["1"]),
        (TEXT, "¿Qué? 100 % & más", ["¿Qué? 100 % & más"]),
    ],
)
def test_a_value_goes_to_the_address_and_comes_back(setting: Setting, value: Any, raw: list[str]) -> None:
    assert setting.encoded(value) == raw
    assert (
        setting.decoded(raw) == pytest.approx(value)
        if setting is TEMPERATURE
        else setting.decoded(raw) == value
    )


def test_the_default_of_another_language_is_nobodys_own() -> None:
    greeting = Setting("g", "hola", elsewhere=("hello",))
    assert greeting.checked("hello") == greeting.decoded(["hello"]) == "hola"
    assert greeting.checked("hello!") == greeting.decoded(["hello!"]) == "hello!"


@pytest.mark.parametrize("setting", [TEMPERATURE, SEED, MODEL, LAYERS, RANGE, SHOWN, TEXT])
def test_a_default_is_left_out_of_the_address(setting: Setting) -> None:
    assert setting.encoded(setting.default) is None


@pytest.mark.parametrize(
    "setting,raw",
    [
        (TEMPERATURE, ["nan"]),
        (TEMPERATURE, ["inf"]),
        (TEMPERATURE, ["-0.1"]),
        (TEMPERATURE, ["1e400"]),
        (TEMPERATURE, ["warm"]),
        (TEMPERATURE, []),
        (SEED, ["1.5"]),
        (SEED, ["9" * 5000]),
        (MODEL, ["../../etc/passwd"]),
        (LAYERS, ["b", "z"]),
        (RANGE, ["5", "1"]),
        (RANGE, ["5"]),
        (SHOWN, ["yes"]),
        (TEXT, ["a" * 41]),
    ],
)
def test_a_hostile_value_gives_the_default(setting: Setting, raw: list[str]) -> None:
    assert setting.decoded(raw) == setting.default


@given(
    st.lists(st.text(), max_size=3), st.sampled_from([TEMPERATURE, SEED, MODEL, LAYERS, RANGE, SHOWN, TEXT])
)
def test_whatever_an_address_says_the_value_is_allowed(raw: list[str], setting: Setting) -> None:
    value = setting.decoded(raw)
    assert setting.checked(value) == value
    assert type(value) is type(setting.default)


@pytest.mark.parametrize("value", [None, "1.0", True, float("nan"), [1.0], 3.0])
def test_a_value_of_another_kind_gives_the_default(value: Any) -> None:
    assert TEMPERATURE.checked(value) == 1.0


def test_a_text_too_long_for_a_link_stays_in_the_session_only() -> None:
    long = Setting("x", "", max_chars=10**6)
    assert long.checked("a" * (LONGEST_IN_LINK + 1)) != ""
    assert long.encoded("a" * (LONGEST_IN_LINK + 1)) is None


@given(st.text(st.characters(exclude_categories=())))
def test_clean_text_can_always_be_written_as_utf8(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned.encode("utf-8").decode("utf-8")) == cleaned
    assert "\x00" not in cleaned


def test_a_slider_stops_at_both_ends() -> None:
    assert stops(0.0, 2.0, 0.05)[::20] == [0.0, 1.0, 2.0]


def a_page() -> None:
    import streamlit as st

    from core.ui import settings

    key = settings.declare(settings.Setting("page.rate", 4, between=(0, 9)))
    st.select_slider("rate", range(10), key=key)
    settings.arrived()


def told(page: AppTest) -> bool:
    """Say whether a run tells the browser where the slider stands, instead of leaving it where it is."""
    return bool(page.select_slider[0].proto.set_value)


def test_a_slow_browser_is_told_again_where_a_slider_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    page = AppTest.from_function(a_page).run()
    assert (page.select_slider[0].value, told(page)) == (4, True)
    page.run()
    assert told(page), "the run before may have been overtaken by this one"
    page.select_slider[0].set_value(7).run()
    assert (page.select_slider[0].value, told(page)) == (7, False), "what the browser told it has"
    page.run()
    assert not told(page)
    monkeypatch.setattr("core.ui.settings.ARRIVES_WITHIN", 0.0)
    again = AppTest.from_function(a_page).run()
    assert not told(again.run()), "in the end it is left alone"
