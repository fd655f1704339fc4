"""The page of lesson 2: every activity in both languages, the prediction, hostile addresses."""

from functools import partial

import pytest

from core.content import LANGUAGES, Content
from core.ui.next_word import ACTIVITIES
from core.ui.next_word.share import _fits
from tests.pages.opening import page_of, plain, said, seen

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


def test_undo_takes_back_the_token_that_was_forced_and_nothing_of_the_learner():
    page = opened(**{"next_word.text": "The cat is on the"})
    page.button(key="force-0").click().run()
    longer = page.text_input(key="next_word.text").value
    assert len(str(longer)) > len("The cat is on the")
    page.button(key="undo").click().run()
    assert page.text_input(key="next_word.text").value == "The cat is on the"
    page.button(key="undo").click().run()
    assert page.text_input(key="next_word.text").value == "The cat is on"


def test_what_a_box_of_one_line_cannot_hold_is_not_offered_and_is_refused_with_a_sentence():
    page = opened(**{"next_word.text": "El gato está en la cama."})
    words = Content("next_word", "es")
    offered = {one.label for one in page.button}
    assert not offered & {words.text("tokens.newline"), words.text("tokens.end")}
    assert not any(_fits(one) for one in ("\n", "<|endoftext|>", "⟨C3⟩"))
    assert all(_fits(one) for one in (" mesa", ".", "⟨"))
    page.session_state["_next_word.refused"] = "\n"
    page.run()
    assert words.text("notes.not_in_a_box", token=words.text("tokens.newline")) in plain(said(page))


@pytest.mark.parametrize(
    "settings, told, untold",
    [
        (
            {"top_k": "1"},
            "Los recortes dejan un solo candidato: «mesa», que tenía 38,7",
            "El modelo apenas duda",
        ),
        ({"top_k": "1"}, "sale ahora siempre", "tal como lo aprendió"),
        (
            {"top_k": "2", "temperature": "2"},
            "«mesa» pasa de 39 % a 22 %. Los recortes dejan 2 candidatos y suben a «mesa» de 22 % a 56 %",
            "39 % a 56 %",
        ),
        ({"top_k": "4"}, "«calle», con 15 %. Los recortes dejan 4 candidatos; los tachados", "los otros"),
        ({"top_k": "3"}, "Los recortes dejan 3 candidatos y suben a «mesa» de 39 % a 46 %", "los otros"),
        ({"temperature": "0.1"}, "«mesa» se lleva 99,", "apenas duda"),
        ({"rolled": "1", "top_k": "1"}, "salió 100 veces: no podía salir otra cosa", "otra cuenta parecida"),
        ({}, "Con la temperatura en 1 se ve el reparto tal como lo aprendió", "recortes"),
    ],
)
def test_what_the_cuts_do_is_not_told_of_the_model(settings, told, untold):
    page = opened(**{f"next_word.{name}": value for name, value in settings.items()})
    words = plain(said(page)).replace("\N{NO-BREAK SPACE}", " ")
    assert told in words
    assert untold not in words


def test_a_model_that_ends_at_once_says_so():
    page = opened(
        **{
            "next_word.activity": "write",
            "next_word.story": "El gato está en la cama.",
            "next_word.seed": "3",
        }
    )
    assert Content("next_word", "es").text("seeing.write_empty") in plain(said(page))
    page.button(key="write-go").click().run()
    assert Content("next_word", "es").text("seeing.write_none") in plain(said(page))
    page = opened(**{"next_word.activity": "write", "next_word.tokens": "1"})
    page.button(key="write-go").click().run()
    assert Content("next_word", "es").text("seeing.write_one") in plain(said(page))


def test_a_name_that_the_model_cannot_copy_is_told():
    page = opened(**{"next_word.activity": "remember", "next_word.name": "Luisito"})
    assert "y aun así el modelo dice «Luis»" in plain(said(page))
    page = opened(
        **{
            "next_word.activity": "remember",
            "next_word.name": "e",
            "next_word.window": "24",
            "next_word.between": "40",
        }
    )
    assert "tu nombre quedó fuera" in plain(said(page))


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
    assert "El gato está en la<b" in plain(said(page))
    chosen[1].set_value(" calle").run()
    assert Content("next_word", "es").text("notes.same_branch") in plain(said(page))
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
    assert Content("frame", "es").text("seeing.title") in plain(said(page))


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_text_gets_a_sentence(text):
    page = opened()
    page.text_input(key="next_word.text").set_value(text).run()
    assert not page.exception
    assert Content("errors", "es").text("empty_text") in plain(said(page))


@pytest.mark.parametrize("model", ["../..", "https://example.org/x", "a" * 119, "nadie/nada"])
def test_a_hostile_or_absent_hub_model_gets_a_sentence(model):
    page = opened(**{"next_word.model": "hub", "next_word.hub_id": model})
    assert Content("frame", "es").text("seeing.title") not in plain(said(page))


def test_words_of_another_world_are_marked():
    page = opened(**{"next_word.text": "El gato usa blockchain"})
    assert "blockchain" in plain(said(page))


def test_a_text_longer_than_the_context_is_cut_in_sight():
    page = opened()
    page.text_input(key="next_word.text").set_value("El gato está en la mesa. " * 76).run()
    assert not page.exception
    assert "quedan fuera" in plain(said(page))


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
