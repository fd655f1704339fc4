"""The page of lesson 5: every activity in both languages, its buttons, hostile settings."""

from __future__ import annotations

import re
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


def test_a_gradient_that_is_not_there_may_turn_out_to_be_zero() -> None:
    page = opened(activity="microscope", init="zeros", activation="tanh", data="circle")
    assert "no es lo mismo que valer cero" in said(page)
    assert "no es cero" not in said(page)
    page.button(key="mlp-step").click().run()
    assert "0,0000" in said(page)


def test_gradients_that_are_all_zero_were_computed() -> None:
    page = opened(
        activity="inside", view="gradients", data="circle", activation="relu", optimizer="sgd", rate="1000000"
    )
    not_yet = "aún no ha acabado ninguna"
    assert not_yet in said(page)
    for _ in range(3):
        page.button(key="mlp-epoch").click().run()
    assert not_yet not in said(page)
    assert "sí se han calculado, y todos miden exactamente 0" in said(page)


def test_zeros_that_a_logarithmic_axis_leaves_out_are_told() -> None:
    page = opened(activity="inside", view="gradients", init="zeros", activation="tanh", data="circle")
    page.button(key="mlp-epoch").click().run()
    assert "Los que miden exactamente 0 no se dibujan" in said(page)


def test_weights_that_begin_at_zero_are_not_random() -> None:
    assert "empiezan al azar" in said(opened())
    zeros = said(opened(init="zeros"))
    assert "empiezan en cero" in zeros
    assert "al azar" not in zeros


def test_the_first_formula_writes_numbers_as_the_page_does() -> None:
    page = opened(activity="microscope")
    assert "{,}" in page.latex[0].value
    assert not re.search(r"\d\.\d", page.latex[0].value)


def test_a_penalty_is_a_row_of_its_own_and_the_products_sum_to_the_gradient() -> None:
    page = opened(activity="microscope", l2="0.1", optimizer="sgd", batch="5")
    page.button(key="mlp-epoch").click().run()
    words = Content("mlp", "es")
    (rows,) = [one.value for one in page.dataframe if words.text("microscope.columns.product") in one.value]
    assert rows[words.text("microscope.columns.point")].tolist()[-2:] == [
        "5",
        words.text("microscope.penalty"),
    ]
    written = rows[words.text("microscope.columns.product")]
    total = sum(float(one.replace("−", "-").replace(",", ".")) for one in written)
    told = re.search(r"es \*\*(−?[\d,]+)\*\*", said(page))
    assert told is not None
    assert total == pytest.approx(float(told[1].replace("−", "-").replace(",", ".")), abs=5e-4)
    assert "castigo a los pesos" in said(page)


def test_the_decay_of_adamw_has_its_place_in_the_step() -> None:
    page = opened(activity="microscope", l2="0.1", optimizer="adamw")
    page.button(key="mlp-epoch").click().run()
    assert r"(\hat g + \lambda w)" in page.latex[0].value
    assert "Es su decaimiento" in said(page)


@pytest.mark.parametrize("data, name", [("opinions", "encantó"), ("digits", "fila 1, columna 8")])
def test_an_input_is_found_by_what_it_is(data: str, name: str) -> None:
    page = opened(activity="microscope", data=data)
    (sources,) = [
        one for one in page.selectbox if one.label == Content("mlp", "es").text("microscope.source")
    ]
    assert name in sources.options
    page.button(key="mlp-step").click().run()
    assert ("Las palabras que más pesan" in said(page)) == (data == "opinions")


BROKEN = {"data": "plane", "activation": "relu", "rate": "1000000", "optimizer": "sgd"}


@pytest.mark.parametrize("activity", ["microscope", "missions", "compare", "inside"])
def test_every_activity_says_that_a_run_blew_up(activity: str) -> None:
    page = opened(activity=activity, mission="explode", **BROKEN)
    assert "Aciertos" not in said(page)  # numbers are neither right nor wrong
    page.button(key="mlp-epoch").click().run()
    assert "ha reventado" in said(page)
    if activity == "missions":  # there it is the question
        assert "demasiado alta" not in said(page)
        page.session_state["answer-explode"] = "rate"
        page.run()
        assert Content("mlp", "es").text("missions.proved") in said(page)
    assert "(aquí, 1000000) es demasiado alta" in said(page)


def test_a_mission_shows_its_own_points_whatever_was_there_before() -> None:
    page = opened(data="moons")
    page.session_state["mlp.activity"] = "missions"
    page.run()
    assert page.selectbox(key="mlp.data").value == "gaussians"
    assert page.text_input(key="mlp.hidden").value == "4"
    assert opened(activity="missions", mission="xor").selectbox(key="mlp.data").value == "xor"


def test_a_mission_under_way_is_left_alone() -> None:
    page = opened(activity="missions", mission="line", data="gaussians", hidden="")
    assert page.text_input(key="mlp.hidden").value == ""
    for activity in ("train", "missions"):
        page.session_state["mlp.activity"] = activity
        page.run()
    assert page.text_input(key="mlp.hidden").value == ""
    page.session_state["mlp.activity"] = "train"
    page.run()
    page.selectbox(key="mlp.data").set_value("moons").run()
    page.session_state["mlp.activity"] = "missions"
    page.run()
    assert page.selectbox(key="mlp.data").value == "gaussians"


def test_two_kinds_of_loss_are_compared_by_what_they_get_right() -> None:
    page = opened(activity="compare", data="circle")
    page.button(key="mlp-epoch").click().run()
    page.button(key="mlp-keep").click().run()
    assert "están en el mismo sitio" in said(page)
    page.selectbox(key="mlp.loss").set_value("cross_entropy").run()
    assert "Los aciertos sí: A acierta el" in said(page)
    assert "A llegó a" not in said(page)
    page.selectbox(key="mlp.data").set_value("moons").run()
    assert Content("mlp", "es").text("compare.other_data") in said(page)
    assert "gana" not in said(page)


@pytest.mark.parametrize(
    "setting, value", [("noise", 0.5), ("seed", 1), ("points", 300), ("balance", 0.3), ("share", 0.8)]
)
def test_losses_on_other_test_points_have_no_winner(setting: str, value: float) -> None:
    page = opened(activity="compare", data="circle", **{setting: value})
    page.button(key="mlp-epoch").click().run()
    page.button(key="mlp-keep").click().run()
    page.session_state[f"mlp.{setting}"] = {"noise": 0.0, "seed": 0, "points": 500}.get(setting, 0.5)
    page.run()
    page.button(key="mlp-epoch").click().run()
    assert "no se ponen a prueba con los mismos puntos" in said(page)
    assert "gana" not in said(page)


@pytest.mark.parametrize("hidden", ["8;8", "8, 8", "8 8"])
def test_every_layer_has_an_activation_of_its_own(hidden: str) -> None:
    page = opened(hidden=hidden, activation="each")
    asked = {box.label for box in page.selectbox}
    assert {Content("mlp", "es").text("controls.activation_of", n=n) for n in (1, 2)} <= asked


def test_only_relus_die() -> None:
    own = {"activation_1": "relu", "activation_2": "tanh"}
    page = opened(hidden="8, 8", activation="each", init="zeros", data="circle", **own)
    page.button(key="mlp-epoch").click().run()
    assert "Hay 8 <" in said(page)  # the term is explained where it stands


def test_one_network_at_two_moments_has_no_winner() -> None:
    page = opened(activity="compare", data="circle")
    page.button(key="mlp-epoch").click().run()
    page.button(key="mlp-keep").click().run()
    page.button(key="mlp-epoch").click().run()
    assert "son la misma red en dos momentos, tras 1 y 2 épocas" in said(page)
    assert "gana" not in said(page)


def test_a_run_that_explodes_says_where_and_offers_the_cures() -> None:
    page = opened(**BROKEN)
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
