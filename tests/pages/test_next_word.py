"""The page of lesson 2: every activity in both languages, the prediction, hostile addresses."""

from functools import partial

import pytest

from core.content import LANGUAGES, Content
from core.ui.next_word import ACTIVITIES
from tests.pages.opening import page_of, said, seen

opened = partial(page_of, "next_word")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_every_activity_opens_and_says_what_is_seen(activity, language):
    page = opened(lang=language, **{"next_word.activity": activity})
    assert Content("frame", language).text("seeing.title") in said(page)


def test_nothing_is_shown_before_the_guess_and_everything_after():
    page = opened(predict="1")
    assert Content("frame", "es").text("seeing.title") not in said(page)
    guess = next(group for group in page.pills if "mesa" in group.options)
    guess.set_value("mesa").run()
    assert Content("next_word", "es").text("predict.right", word="mesa") in said(page)
    assert Content("frame", "es").text("seeing.title") in said(page)


def test_a_button_forces_a_word_and_undo_takes_it_back():
    page = opened()
    page.button(key="force-0").click().run()
    assert page.text_input(key="next_word.text").value == "El gato está en la mesa"
    page.button(key="undo").click().run()
    assert page.text_input(key="next_word.text").value == "El gato está en la"


def test_writing_writes_and_the_same_seed_writes_the_same():
    texts = []
    for _ in range(2):
        page = opened(**{"next_word.activity": "write", "next_word.tokens": "11"})
        page.button(key="write-go").click().run()
        texts.append(said(page))
        assert "vivía en" in texts[-1]
    assert texts[0] == texts[1]


def test_two_branches_are_in_the_link_and_begin_anew_with_another_text():
    compare = {
        "next_word.activity": "write",
        "next_word.mode": "compare",
        "next_word.story": "El gato está en la",
    }
    page = opened(**compare, **{"next_word.branch_a": " calle", "next_word.branch_b": "of the sea"})
    chosen = [page.selectbox(key=f"next_word.branch_{one}") for one in "ab"]
    assert [one.value for one in chosen] == [" calle", " cama"]
    chosen[1].set_value(" cocina").run()
    assert page.query_params["next_word.branch_b"] == " cocina"
    assert "El gato está en la<b" in said(page)
    chosen[1].set_value(" calle").run()
    assert Content("next_word", "es").text("notes.same_branch") in said(page)
    page.text_input(key="next_word.story").set_value("París es la capital de").run()
    assert page.selectbox(key="next_word.branch_a").value == " Francia"
    assert "next_word.branch_a" not in page.query_params
    page.text_input(key="next_word.story").set_value("El gato está en la").run()
    assert [page.selectbox(key=f"next_word.branch_{one}").value for one in "ab"] == [" mesa", " cama"]


@pytest.mark.parametrize(
    "hostile",
    [
        {"next_word.temperature": "-5"},
        {"next_word.temperature": "nan"},
        {"next_word.top_k": "999999999999999999999"},
        {"next_word.top_p": "';--"},
        {"next_word.activity": "../../etc"},
        {"next_word.seed": "1e9"},
        {"next_word.model": "no-such"},
        {"next_word.text": "<script>alert(1)</script>"},
        {"next_word.text": "مرحبا"},
        {"unknown": "x" * 500},
    ],
)
def test_hostile_addresses_fall_back_to_what_works(hostile):
    page = opened(**hostile)
    assert Content("frame", "es").text("seeing.title") in said(page)


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_text_gets_a_sentence(text):
    page = opened()
    page.text_input(key="next_word.text").set_value(text).run()
    assert not page.exception
    assert Content("errors", "es").text("empty_text") in said(page)


@pytest.mark.parametrize("model", ["../..", "https://example.org/x", "a" * 119, "nadie/nada"])
def test_a_hostile_or_absent_hub_model_gets_a_sentence(model):
    page = opened(**{"next_word.model": "hub", "next_word.hub_id": model})
    assert Content("frame", "es").text("seeing.title") not in said(page)


def test_words_of_another_world_are_marked():
    page = opened(**{"next_word.text": "El gato usa blockchain"})
    assert "blockchain" in said(page)


def test_a_text_longer_than_the_context_is_cut_in_sight():
    page = opened()
    page.text_input(key="next_word.text").set_value("El gato está en la mesa. " * 76).run()
    assert not page.exception
    assert "quedan fuera" in said(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ["surprise", "ladder"])
def test_a_guess_comes_before_the_surprise_and_the_ladder(activity, language) -> None:
    page = page_of("next_word", predict="1", lang=language, activity=activity)
    assert not seen(page, language)
    assert not page.get("vega_lite_chart")
    next(one for one in page.button if str(one.key).startswith("skip--")).click().run()
    assert not page.exception
    assert seen(page, language)
    assert page.get("vega_lite_chart")


def test_a_long_text_says_how_much_of_it_is_shown() -> None:
    long = "El gato está en la mesa. " * 12
    assert Content("next_word", "es").text("notes.tail", shown=40, total=85)[:20] in said(
        page_of("next_word", activity="surprise", read=long)
    )
