"""The last page: every activity in both languages, the chatbot, the predictions, models that are not here."""

import time
from functools import partial

import pytest

from core.content import LANGUAGES, Content
from core.next_steps import answer
from core.ui.next_steps import ACTIVITIES
from core.ui.next_steps.chat import DOUBLE_CLICK
from tests.pages import opening
from tests.pages.opening import page_of

SEEN = sorted(set(ACTIVITIES) - {"multimodal"})


opened = partial(page_of, "next_steps", 120)


def said(page):
    return opening.said(page, "subheader")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", SEEN)
def test_every_activity_runs_and_says_what_is_seen(activity, language):
    page = opened(lang=language, **{"next_steps.activity": activity})
    assert Content("frame", language).text("seeing.title") in said(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", ["tune", "rag", "rlhf", "multimodal"])
def test_every_topic_has_its_page_and_its_drawing(topic, language):
    page = opened(lang=language, **{"next_steps.activity": topic})
    assert Content("next_steps", language).text(f"topics.{topic}.title") in [
        one.value for one in page.subheader
    ]
    assert Content("frame", language).text("badge.drawing") in said(page)


def test_the_chatbot_answers_and_starts_again():
    page = opened(**{"next_steps.activity": "chat"})
    for message in ("Mi nombre es Ana.", "¿Cuál es mi nombre?"):
        page.text_input(key="chat-message").set_value(message).run()
    assert "Tu nombre es Ana\\." in said(page)
    page.button(key="restart-talk").click().run()
    assert "Ana" not in said(page)
    page.text_input(key="chat-message").set_value("   ").run()
    assert not page.exception


@pytest.mark.parametrize("pause, times", [(0.0, 1), (DOUBLE_CLICK + 0.1, 2)])
def test_an_idea_can_be_sent_twice_but_not_by_a_double_click(pause, times):
    page = opened(**{"next_steps.activity": "chat"})
    for _ in range(2):
        next(one for one in page.button if one.label == "Tengo sed.").click().run()
        time.sleep(pause)
    assert said(page).count("Tengo sed\\.") == times


def test_a_model_that_is_not_here_waits_for_the_click_and_then_says_so():
    page = opened(**{"next_steps.activity": "load", "next_steps.model": "gpt2"})
    assert "openai-community/gpt2" in page.code[0].value
    page.button(key="run--gpt2").click().run()
    assert not page.exception
    assert Content("frame", "es").text("errors.title") in said(page)


@pytest.mark.parametrize("name", ["../../etc/passwd", "x" * 120, "<b>", "a/b/c"])
def test_a_name_that_is_no_model_is_told(name):
    page = opened(**{"next_steps.activity": "load", "next_steps.model": "hub", "next_steps.hub_id": name})
    assert Content("frame", "es").text("errors.title") in said(page)


def test_the_fine_tuning_waits_for_the_guess():
    page = opened(predict="1", **{"next_steps.activity": "tune"})
    words = Content("next_steps", "es")
    assert Content("frame", "es").text("seeing.title") not in said(page)
    guess = next(group for group in page.pills if words.text("predict.options.worse") in group.options)
    guess.set_value("worse").run()
    assert words.text("predict.right.worse") in said(page)
    assert words.text("tune.rest_worse").rstrip(".") in said(page)
    page.select_slider(key="next_steps.steps").set_value(0).run()
    assert words.text("predict.wrong.same") in said(page), "the bet stands, the result is of now"
    assert words.text("tune.rest_same").rstrip(".") in said(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_that_found_nothing_to_the_point_is_no_bad_copy(language):
    question = "¿Cuál es la capital de Francia?"
    page = opened(lang=language, **{"next_steps.activity": "rag", "next_steps.question": question})
    words = Content("next_steps", language)
    found = answer(question, words.text("defaults.documents").split("\n"))
    assert found.use == "missed"
    told = {"found": found.found, "given": found.given, "without": found.without}
    assert words.markdown("rag.seeing_missed", **told).split("**")[0] in said(page)


def test_a_token_that_cannot_be_seen_has_a_name_among_the_preferences():
    page = opened(**{"next_steps.activity": "rlhf", "next_steps.judged": "."})
    words = Content("next_word", "es").value("tokens")
    offered = page.pills(key="rlhf-liked").options
    assert words["newline"] in offered
    assert words["end"] in offered
    assert all(one.strip() for one in offered)
    page.pills(key="rlhf-liked").set_value("\n").run()
    assert f"«{words['newline']}»" in said(page).replace("\\", "")


def test_a_number_of_steps_between_two_stops_becomes_the_nearest():
    page = opened(**{"next_steps.activity": "tune", "next_steps.steps": "7"})
    assert page.select_slider(key="next_steps.steps").value == 5
    assert "En 5 pasos" in said(page)


def test_preferences_tell_what_was_done():
    page = opened(**{"next_steps.activity": "rlhf"})
    words = Content("next_steps", "es")
    beginning = {one: str(words.value(f"rlhf.{one}")).split(":")[0] for one in ("rises", "falls")}
    assert beginning["rises"] in said(page)
    assert beginning["falls"] not in said(page)
    liked = page.pills(key="rlhf-liked").value
    assert liked not in page.pills(key="rlhf-disliked").options
    page.pills(key="rlhf-disliked").set_value(page.pills(key="rlhf-disliked").options[0]).run()
    assert all(one in said(page) for one in beginning.values())
    page.pills(key="rlhf-liked").set_value(None).run()
    assert beginning["falls"] in said(page)
    assert beginning["rises"] not in said(page)
    page.select_slider(key="next_steps.strength").set_value(0.0).run()
    assert words.text("rlhf.seeing_still") in said(page)


def test_empty_boxes_are_told_in_a_sentence():
    for activity, key in (("tune", "next_steps.sentences"), ("rag", "next_steps.documents")):
        page = opened(**{"next_steps.activity": activity})
        page.text_area(key=key).set_value("  \n ").run()
        assert not page.exception
        assert Content("frame", "es").text("errors.title") in said(page)


def test_the_summary_tells_the_learners_own_figures():
    page = opened(**{"next_steps.activity": "summary"})
    page.text_input(key="next_steps.sentence").set_value("París es la capital de").run()
    assert "Francia" in said(page)


@pytest.mark.parametrize(
    "query",
    [
        {"next_steps.activity": "x"},
        {"next_steps.activity": "write", "next_steps.temperature": "-4", "next_steps.most": "1e9"},
        {"next_steps.activity": "tune", "next_steps.steps": "17", "next_steps.rate": "nan"},
        {"next_steps.activity": "rlhf", "next_steps.strength": "inf"},
        {"next_steps.activity": "summary", "next_steps.sentence": "$x_1$ *a* <b> ``` " * 10},
    ],
)
def test_hostile_addresses_are_harmless(query):
    opened(**query)
