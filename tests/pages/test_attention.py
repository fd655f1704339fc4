"""The page of lesson 6: every activity in both languages, predictions, hostile addresses, texts of every kind."""

from functools import partial

import pytest

from core.content import LANGUAGES, Content
from core.ui.attention import ACTIVITIES
from tests.pages import opening
from tests.pages.opening import page_of, seen

WORDS = {language: Content("attention", language) for language in LANGUAGES}


opened = partial(page_of, "attention", 120)


def said(page):
    return opening.said(page).replace("\\", "")


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
