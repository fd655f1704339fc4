"""The page of lesson 5: every activity in both languages, its buttons, hostile settings."""

from __future__ import annotations

from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from core.content import LANGUAGES, Content
from core.ui.mlp import ACTIVITIES
from tests.pages import opening
from tests.pages.opening import page_of

opened = partial(page_of, "mlp")


def said(page: AppTest) -> str:
    return opening.said(page, "latex")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_every_activity_opens(activity: str, language: str) -> None:
    page = opened(lang=language, **{"mlp.activity": activity})
    if activity != "inside":  # before the first epoch there are no gradients; activations are there
        assert Content("frame", language).text("seeing.title") in said(page)


def test_nothing_is_shown_before_the_guess() -> None:
    page = opened(predict="1")
    assert Content("frame", "es").text("seeing.title") not in said(page)


def test_an_epoch_back_and_again() -> None:
    page = opened()
    page.button(key="mlp-epoch").click().run()
    first = said(page)
    page.button(key="mlp-epoch").click().run()
    assert said(page) != first
    page.button(key="mlp-back").click().run()
    assert said(page) == first
    page.button(key="mlp-reset").click().run()
    assert "al azar" in said(page)


def test_a_gradient_that_is_not_there_is_not_zero() -> None:
    page = opened(**{"mlp.activity": "microscope"})
    assert Content("mlp", "es").text("microscope.not_yet") in said(page)
    page.button(key="mlp-step").click().run()
    assert Content("mlp", "es").text("microscope.not_yet") not in said(page)


def test_a_run_that_explodes_says_where_and_offers_the_cures() -> None:
    page = opened(
        **{"mlp.data": "plane", "mlp.activation": "relu", "mlp.rate": "1000000", "mlp.optimizer": "sgd"}
    )
    for _ in range(4):
        if not page.button(key="mlp-epoch").disabled:
            page.button(key="mlp-epoch").click().run()
    assert "ha reventado" in said(page)
    assert page.button(key="mlp-play").disabled
    page.button(key="mlp-back").click().run()
    assert not page.button(key="mlp-play").disabled


@pytest.mark.parametrize("hidden", ["0", "33", "1 2 3 4 5 6 7", "eight", "-3", "8,,8", "٣"])
def test_layers_that_cannot_be_read_give_a_sentence(hidden: str) -> None:
    page = opened(**{"mlp.hidden": hidden})
    sane = hidden == "8,,8"
    assert ("No se entienden las" in said(page)) != sane


@pytest.mark.parametrize("data", ["digits", "opinions", "own", "plane", "bumps", "moons"])
def test_every_set_of_points_opens(data: str) -> None:
    page = opened(**{"mlp.data": data})
    page.button(key="mlp-epoch").click().run()
    assert not page.exception
    assert Content("frame", "es").text("seeing.title") in said(page)


def test_a_control_can_be_hidden_by_the_link() -> None:
    page = opened(**{"mlp.hide": ["data", "seed", "noise", "play"]})
    keys = {
        one.key
        for kind in (page.selectbox, page.number_input, page.select_slider, page.button)
        for one in kind
    }
    assert page.multiselect(key="mlp.hide").value == ["data", "seed", "noise", "play"]
    assert not keys & {"mlp.data", "mlp.seed", "mlp.noise", "mlp-play"}
    assert "mlp.activation" in keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_points_that_do_not_fit_are_standardised_and_the_page_says_so(language) -> None:
    told = Content("mlp", language).text("controls.own_standardised")
    near = "x,y,class\n1,2,red\n-1,0.5,blue\n0,0,red\n2,2,blue"
    assert told not in said(opened(lang=language, data="own", own=near))
    assert told in said(opened(lang=language, data="own", own=near.replace("2,2", "200,2000")))
    assert told not in said(opened(lang=language, data="own", own="x,y,class\n1,2,red"))
