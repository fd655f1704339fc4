"""The page of lesson 6: every activity in both languages, predictions, hostile addresses, texts of every kind."""

import json
import re
from functools import partial
from typing import Any

import numpy as np
import pytest

from core import attention, models
from core.content import LANGUAGES, Content
from core.ui.attention import ACTIVITIES
from core.ui.attention.steps import refused
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


LONG = "El gato está en la mesa. " * 40
ENDED = "El gato está en la mesa. " * 10
"""After it Gatito ends the text."""


def called(page, figure):
    """Give what the call under a figure gives."""
    page.button(key=f"code--attention-{figure}").click().run()
    return opening.result_of(page.code[0].value)


def test_the_sink_of_a_long_text_is_its_own_first_token():
    page = opened(text=LONG, sink="1")
    assert "El primer token del texto, que no está entre los que se dibujan" in said(page)
    assert "Sus pesos son los exactos" not in said(page)
    assert "se ha repartido entre todos los demás, también los que no se dibujan" in said(page)
    row = attention.attend(LONG).without_first().row(3, 3)
    assert f"mira sobre todo a «en» ({100 * row.max():.0f}" in said(page)
    assert row[-273:].sum() > 0.995
    assert "suman 1,00" in said(page)
    assert "Sus pesos son los exactos" in said(opened(text=LONG))


def test_a_row_that_looks_before_what_is_drawn_says_how_much():
    whole = attention.attend(LONG, last=273)
    assert whole.row(0, 0).sum() < 0.995
    total = f"{whole.row(0, 0).sum():.2f}".replace(".", ",")
    assert f"Lo que se ve de la fila suma {total}" in said(opened(text=LONG, head="1.1"))


@pytest.mark.parametrize("sink", ["0", "1"])
@pytest.mark.parametrize("text", ["El gato que comió el ratón estaba", LONG])
def test_the_call_of_a_look_gives_the_weights_that_are_drawn(text, sink):
    run = attention.attend(text)
    weights = (run.without_first() if sink == "1" else run).weights[3, 3]
    found = called(opened(text=text, sink=sink), "heads")
    count = min(273, len(weights))
    assert np.allclose(found, weights[-count:, -count:], atol=1e-6)


def test_a_text_of_one_token_without_its_start_is_told_with_both():
    page = opened(text="a", sink="1")
    assert "Hay un solo token" not in said(page)
    p, q = attention.attend("a").row(3, 3)
    assert (
        f"«a» da {100 * p:.0f}\u00a0% de su atención a «(inicio)» y {100 * q:.0f}\u00a0% a sí mismo"
        in said(page)
    )


@pytest.mark.parametrize("language, end", [("es", "(fin del texto)"), ("en", "(end of text)")])
def test_a_text_that_the_model_ends_gets_no_word_more(language, end):
    page = opened(activity="steps", text=ENDED, step="400", lang=language)
    told = WORDS[language].text("stops.chosen_end", word=end, p=float(attention.answer(ENDED).p.max()))
    assert told in said(page)
    assert page.button(key="back-in").disabled


def test_the_end_of_a_text_is_not_called_its_start():
    assert "«(fin del texto)»" in said(opened(activity="steps", walk="lens", text=ENDED))
    assert "gana «(fin del texto)»" in said(opened(activity="importance", test="swap", text=ENDED)).lower()
    assert "«(inicio)»" in said(opened())


def test_the_call_of_a_swap_asks_the_same_model():
    page = opened(activity="importance", test="swap")
    page.button(key="code--attention-swap").click().run()
    assert page.code[0].value.count("'gatito').favourite") == 2


def test_the_call_of_a_long_masking_masks_the_same_tokens():
    page = opened(activity="importance", text=ENDED)
    assert len(called(page, "effect")) == 48


def test_a_chart_of_many_words_is_as_high_as_its_numbers_need():
    page = opened(activity="importance", text=ENDED)
    assert json.loads(page.get("vega_lite_chart")[0].proto.spec)["height"] >= 16 * 44


def test_bytes_of_a_letter_are_not_told_as_letters():
    page = opened(text="😀")
    assert "«⟨80⟩»" in said(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_of_a_long_text_say_what_is_drawn(language):
    words = WORDS[language]
    page = opened(activity="steps", step="5", text=ENDED, lang=language)
    total = len(attention.attend(ENDED).tokens)
    shape = f"4 × {total} × {total}"
    assert words.text("notes.steps_pattern", shown=14, total=total, shape=shape) in said(page)
    page = opened(activity="steps", walk="lens", text=ENDED, lang=language)
    assert words.text("notes.lens", shown=10, total=total) in said(page)


def test_steps_of_a_short_text_have_nothing_to_add():
    assert "Se dibujan" not in said(opened(activity="steps", step="5"))


def test_heads_are_not_patched_one_by_one_towards_the_end_of_a_text():
    page = opened(
        activity="switches", experiment="patch", text=ENDED, other="El gato que comió el ratón estaba"
    )
    assert "«(fin del texto)»" in said(page)
    assert "De una en una" not in said(page)


@pytest.mark.parametrize(
    "token, why", [("<|endoftext|>", "back_in_end"), ("Ã", "back_in_part"), ("Ġgato", None)]
)
def test_what_is_no_letter_cannot_join_the_text(token, why):
    loaded = models.load("gatito")
    assert refused(loaded, loaded.tokenizer.convert_tokens_to_ids(token)) == why
