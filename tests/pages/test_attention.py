"""The page of lesson 6: every activity in both languages, predictions, hostile addresses, texts of every kind."""

import re
from functools import partial
from typing import Any

import pytest

from core.content import LANGUAGES, Content
from core.ui.attention import ACTIVITIES
from tests.pages import opening
from tests.pages.opening import page_of, seen

WORDS = {language: Content("attention", language) for language in LANGUAGES}


opened = partial(page_of, "attention", 120)


def said(page):
    """Give what a page says, without the marks of its terms and their definitions."""
    text = re.sub(r'<span class="term-definition".*?</span>', "", opening.said(page))
    return re.sub(r"</?span[^>]*>", "", text).replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_every_activity_opens_and_says_what_is_seen(activity, language):
    assert seen(opened(lang=language, activity=activity), language)


@pytest.mark.parametrize(
    "query",
    [
        {"activity": "importance", "test": "swap"},
        {"activity": "switches", "experiment": "patch"},
        {"activity": "switches", "experiment": "search"},
        {"activity": "steps", "walk": "lens"},
        {"activity": "steps", "step": "32"},
        {"activity": "look", "model": "minilm", "text": "The cat sat on the mat"},
        {"activity": "importance", "model": "minilm", "text": "The cat sat on the mat"},
        {"activity": "hunt", "hunted": "minilm"},
    ],
)
def test_every_way_of_an_activity_works(query):
    assert seen(opened(**query))


def test_nothing_is_shown_before_the_guess_and_everything_after():
    page = opened(predict="1", activity="importance")
    assert not seen(page)
    guess = next(group for group in page.pills if "comió" in group.options)
    guess.set_value("comió").run()
    assert seen(page)
    assert "Acertaste" in said(page)


def test_a_guess_is_asked_for_the_pages_own_sentences_and_not_at_each_letter():
    page = opened(predict="1", activity="importance", text="El gato que comió el rat")
    assert seen(page)
    for query in ({"experiment": "off"}, {"experiment": "patch"}, {"experiment": "search"}):
        assert not seen(opened(predict="1", activity="switches", **query))
    assert seen(opened(predict="1", activity="switches", heads="1.1"))


def test_the_two_heads_of_gender_flip_the_adjective_when_patched():
    page = opened(activity="switches", experiment="patch")
    assert "«satisfecho»" in said(page)
    assert "se convierte en «satisfecha»" in said(page)


def test_a_layer_button_adds_its_heads_and_takes_them_away():
    page = opened(activity="switches")
    page.button(key="layer-2").click().run()
    assert set(page.multiselect(key="attention.heads").value) == {"4.3", "4.4", "2.1", "2.2", "2.3", "2.4"}
    page.button(key="layer-2").click().run()
    assert set(page.multiselect(key="attention.heads").value) == {"4.3", "4.4"}


def test_steps_go_on_and_back_and_the_word_goes_back_in():
    page = opened(activity="steps")
    page.button(key="step-on").click().run()
    assert page.slider(key="attention.step").value == 2
    page.button(key="step-back").click().run()
    assert page.slider(key="attention.step").value == 1
    page.slider(key="attention.step").set_value(page.slider(key="attention.step").max).run()
    page.button(key="back-in").click().run()
    assert page.text_input(key="attention.text").value == "El gato que comió el ratón estaba satisfecho"
    assert page.slider(key="attention.step").value == 1


@pytest.mark.parametrize(
    "hostile",
    [
        {"head": "9.9"},
        {"head": "x"},
        {"threshold": "nan"},
        {"direction": "up"},
        {"activity": "../../etc"},
        {"model": "no-such"},
        {"activity": "steps", "step": "999999"},
        {"activity": "steps", "step": "390"},
        {"activity": "switches", "heads": "7.7"},
        {"text": "<script>alert(1)</script>"},
        {"text": "مرحبا بالعالم"},
        {"text": "🚀"},
        {"text": "a"},
    ],
)
def test_hostile_addresses_fall_back_to_what_works(hostile):
    assert seen(opened(**hostile))


@pytest.mark.parametrize("activity", ["look", "importance", "switches", "steps"])
def test_an_empty_text_gets_a_sentence(activity):
    page = opened(activity=activity)
    page.text_input(key="attention.text").set_value("  ").run()
    assert not page.exception
    assert Content("errors", "es").text("empty_text") in said(page)


@pytest.mark.parametrize("activity", ["look", "importance", "switches", "steps"])
def test_a_long_text_is_cut_in_sight(activity):
    page = opened(activity=activity)
    page.text_input(key="attention.text").set_value("El gato está en la mesa. " * 79).run()
    assert not page.exception
    assert seen(page)
    if activity == "look":
        assert "quedan fuera" in said(page)


def test_an_encoder_cannot_be_asked_for_words():
    page = opened(activity="importance", test="swap", model="minilm")
    assert not page.exception


@pytest.mark.parametrize("model", ["../..", "https://example.org/x", "nadie/nada"])
def test_a_hostile_or_absent_hub_model_gets_a_sentence(model):
    assert not seen(opened(model="hub", model_hub=model))


def test_the_order_of_the_drawing_is_said_to_be_that_of_the_row_only_where_it_is():
    assert "Tampoco ordena" in said(opened(activity="real_row"))
    page = opened(activity="real_row", row_head="2.3")
    assert "sí es el de esta fila: gato, comió, ratón, estaba" in said(page)
    assert "Tampoco ordena" in said(opened(activity="real_row", row_head="2.3", row_from="verb"))


def test_the_call_of_a_real_row_gives_the_row_that_is_drawn():
    page = opened(activity="real_row", row_from="verb")
    page.button(key="code--attention-real-row").click().run()
    names: dict[str, Any] = {}
    exec(compile(page.code[0].value.replace("attend(", "row = attend(", 1), "row", "exec"), names)  # noqa: S102
    assert names["row"][-1] == 0  # «estaba» cannot see what comes after it


@pytest.mark.parametrize(
    "query, words",
    [
        ({}, "pero taparla mueve solo 3,1"),
        ({"text": "París es la capital de"}, "Aun así, importa más «París»"),
        ({"whose": "2.2"}, "es también la que más importa"),
        ({"model": "minilm"}, "de lo que puede girar el vector"),
    ],
)
def test_what_is_most_looked_at_is_told_with_what_hiding_it_moves(query, words):
    assert words in said(opened(activity="importance", **query))


@pytest.mark.parametrize(
    "other, guess, line, seeing",
    [
        ("La gata que comió el ratón estaba", "no", "swap_yes_wrong", "¿de cuál de los dos toma"),
        ("La gato que comió el ratón estaba", "yes", "swap_yes_right", "«satisfecha»"),
        ("El gata que comió el ratón estaba", "yes", "swap_no_wrong", "solo mueve 0,4"),
        ("El gata que comió el ratón estaba", "no", "swap_no_right", "solo mueve 0,4"),
    ],
)
def test_the_verdict_of_a_swap_follows_the_guess_and_what_happened(other, guess, line, seeing):
    page = opened(predict="1", activity="importance", test="swap", other=other)
    next(one for one in page.pills if one.options == ["sí", "no"]).set_value(guess).run()
    b = "satisfecho" if other.startswith("El") else "satisfecha"
    assert WORDS["es"].text(f"predict.{line}", a="satisfecho", b=b) in said(page)
    assert seeing in said(page)
    assert ("¿de cuál de los dos" in said(page)) == other.startswith("La gata")


def test_the_same_sentence_twice_asks_nothing_and_compares_nothing():
    page = opened(predict="1", activity="importance", test="swap", other="El gato que comió el ratón estaba")
    assert "no hay nada que comparar" in said(page)


@pytest.mark.parametrize(
    "other, words",
    [
        ("El gata que comió el ratón estaba", "las dos frases acaban en «satisfecho»"),
        ("La reina que vio al rey estaba", "y no en «contenta»"),
        ("París es la capital de", "Lo que decide entre «satisfecho» y «Francia»"),
    ],
)
def test_a_patch_is_told_by_what_it_did(other, words):
    assert words in said(opened(activity="switches", experiment="patch", other=other))


def test_a_patch_of_no_head_says_so():
    page = opened(activity="switches", experiment="patch")
    page.multiselect(key="attention.heads").set_value([]).run()
    assert "No hay ninguna cabeza elegida" in said(page)


def test_the_first_token_is_told_as_a_sink_only_where_it_is_one():
    assert "es el sumidero" in said(opened(activity="look"))
    page = opened(activity="look", text="El gato está en la mesa. " * 20)
    assert "no hace de sumidero" in said(page)
    assert "es el sumidero" not in said(page)


def test_a_row_is_told_as_it_is_drawn():
    assert "mira sobre todo a «(inicio)»" in said(opened(activity="look", head="1.3"))
    assert "mira sobre todo a «El»" in said(opened(activity="look", head="1.3", sink="1"))
    assert "mira sobre todo a «comió»" in said(opened(activity="look", head="2.2"))
    assert "mira casi solo a «comió» (92" in said(opened(activity="look", head="2.2", sink="1"))
