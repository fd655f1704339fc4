"""Lesson 8: every activity, and a run from its start to its result, in one tab and in two."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from core.content import LANGUAGES, Content
from core.quiz import MODULES, exam, store
from core.quiz.misconceptions import misconceptions
from core.quiz.records import CONFIDENCE
from core.ui.quiz import ACTIVITIES
from tests.pages.quiz.paper import ANA, MIXED, asked, begun, confirm, fill, go_on, opened, put, said, words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_every_activity_opens_for_somebody_new(activity, language):
    opened(lang=language, **{"quiz.activity": activity})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("module", MODULES)
def test_every_module_can_be_practised(module, language):
    page = opened(lang=language, **{"quiz.module": module, "quiz.count": 5})
    page.button(key="quiz-begin").click().run()
    assert not page.exception
    run = store.progress().open_run(ANA)
    assert run is not None
    assert {asked(run, place).module for place in range(5)} == {module}
    assert asked(run, 0, language).stem in said(page)


@pytest.mark.parametrize("module, level, count", [("history", 3, 10), ("quiz", 0, 20)])
def test_a_module_with_fewer_questions_than_asked_for_says_so_before_it_begins(module, level, count):
    page = opened(**{"quiz.module": module, "quiz.level": level, "quiz.count": count})
    there_are = exam.available(module, level or None, "es")
    key = "practice.fewer" if level else "practice.fewer_all"
    name = words().value("modules")[module] or Content("home", "es").text(f"lessons.{module}.nav")
    sentence = words().text(key, module=name, n=there_are)
    assert sentence in said(page)
    page.button(key="quiz-begin").click().run()
    run = store.progress().open_run(ANA)
    assert run is not None
    assert len(run.questions) == there_are < count
    assert sentence not in said(opened("b" * 32, **{"quiz.module": "mlp", "quiz.count": 20}))


@pytest.mark.parametrize(
    "activity, name, given, nearest", [("exam", "length", 17, 20), ("practice", "count", 8, 10)]
)
def test_a_count_between_two_stops_becomes_the_nearest(activity, name, given, nearest):
    page = opened(**{"quiz.activity": activity, f"quiz.{name}": given})
    assert page.select_slider(key=f"quiz.{name}").value == nearest


def test_what_is_chosen_last_counts_even_if_it_arrives_with_begin():
    asked_for: dict[str, Any] = {"quiz.module": "mlp", "quiz.count": 10}
    page = opened(**asked_for)
    page.selectbox(key="quiz.module").set_value("attention")
    page.select_slider(key="quiz.count").set_value(5)
    page.button(key="quiz-begin").click().run()
    run = store.progress().open_run(ANA)
    assert run is not None
    assert {asked(run, place).module for place in range(len(run.questions))} == {"attention"}
    assert len(run.questions) == 5


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_every_level(module, level):
    assert exam.compose("practice", module=module, level=level, count=1)


def test_a_run_with_every_kind_of_question_all_right():
    run, page = begun(), opened()
    for position in range(len(MIXED)):
        fill(page, run, position, asked(run, position).key())
        confirm(page, run, position)
        assert words().text("feedback.right") in said(page)
        go_on(page, run, position)
    kept = store.progress().run_answers(ANA, run.id)
    assert [kept[place].score for place in range(len(MIXED))] == [1.0] * len(MIXED)
    assert words().text("results.no_ideas") in said(page)
    assert store.progress().open_run(ANA) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_answer_names_its_idea_and_links_to_what_refutes_it(language):
    run, page = begun("next_word_hotter_paris", "mlp_relu_door"), opened(lang=language)
    page.radio(key=f"_quiz.answer.{run.id}.0.{language}").set_value("cuts_reorder").run()
    confirm(page, run, 0, 0.95)
    idea = misconceptions(language)["cuts_reorder"]
    assert idea.name in said(page)
    assert idea.link.address(language) in said(page)
    question = asked(run, 0, language)
    assert all(option.why in said(page) for option in question.options)


def test_every_reason_is_said_and_no_verdict_before_the_end_of_an_exam():
    run, page = begun("mlp_relu_door", "mlp_rate_too_high", mode="exam"), opened(**{"quiz.activity": "exam"})
    fill(page, run, 0, "right")
    confirm(page, run, 0)
    assert words().text("feedback.right") not in said(page)
    assert asked(run, 1).stem in said(page)
    fill(page, run, 1, "faster_is_better")
    confirm(page, run, 1, 0.95)
    assert "1 de 2" in said(page)
    assert words().text("results.sure_and_wrong") in said(page)
    assert misconceptions("es")["faster_is_better"].name in said(page)


@pytest.mark.parametrize("question", ["quiz_match_analogies", "embeddings_match_company"])
def test_long_partners_are_written_in_full_where_nothing_cuts_them(question):
    run, page = begun(question), opened()
    partners = sorted(str(option.match) for option in asked(run, 0).options)
    lettered = [f"**{letter}.** {text}" for letter, text in zip("ABCD", partners, strict=True)]
    long = question == "quiz_match_analogies"
    assert all((one in said(page)) == long for one in lettered)
    boxes = page.selectbox
    shown = [one.replace("**", "") for one in lettered] if long else partners
    assert all(box.options == shown for box in boxes)
    fill(page, run, 0, asked(run, 0).key())
    confirm(page, run, 0)
    assert store.progress().run_answers(ANA, run.id)[0].score == 1.0


def test_confirming_waits_for_an_answer():
    run, page = begun(), opened()
    buttons = [page.button(key=f"confirm--{run.id}--0--{round(one * 100)}") for one in CONFIDENCE]
    assert all(button.disabled for button in buttons)
    fill(page, run, 0, "right")
    assert not page.button(key=f"confirm--{run.id}--0--75").disabled


WRONG = {
    "mlp_stacked_lines": "activation_is_optional",
    "tokenizer_what_changes_tokens": ["right_2", "right_3"],
    "mlp_one_update": 12345,
    "pytorch_apply_step": "otra cosa",
}


@pytest.mark.parametrize("question", WRONG)
def test_what_is_done_last_counts_even_if_it_arrives_with_the_click(question):
    """A quick hand confirms before the page has been drawn with its last tick."""
    run, page = begun(question, "mlp_relu_door"), opened()
    fill(page, run, 0, WRONG[question])
    put(page, run, 0, asked(run, 0).key())
    confirm(page, run, 0)
    assert store.progress().run_answers(ANA, run.id)[0].score == 1.0


def test_a_text_that_is_no_number_cannot_be_confirmed():
    run, page = begun("mlp_one_update", "mlp_relu_door"), opened()
    page.text_input(key=f"_quiz.answer.{run.id}.0").set_value("mucho").run()
    assert words().text("run.not_a_number") in said(page)
    assert page.button(key=f"confirm--{run.id}--0--75").disabled


def test_leaving_and_coming_back_loses_nothing():
    run, page = begun(mode="exam"), opened(**{"quiz.activity": "exam"})
    fill(page, run, 0, "right")
    confirm(page, run, 0)
    again = opened(**{"quiz.activity": "exam"})  # another day, another session
    assert words().text("run.place", n=2, total=len(MIXED)) in said(again)
    elsewhere = opened(**{"quiz.activity": "warmup"})
    assert words().text("modes.exam") in said(elsewhere)
    elsewhere.button(key="quiz-go-on").click().run()
    assert asked(run, 1).stem in said(elsewhere)


def test_a_question_left_for_later_comes_back_last():
    run, page = begun(mode="exam"), opened(**{"quiz.activity": "exam"})
    page.button(key=f"later--{run.id}.0").click().run()
    for position in range(1, len(MIXED)):
        fill(page, run, position, asked(run, position).key())
        confirm(page, run, position)
    assert asked(run, 0).stem in said(page)
    fill(page, run, 0, "right")
    confirm(page, run, 0)
    assert f"{len(MIXED)} de {len(MIXED)}" in said(page)


def test_two_tabs_on_one_question_keep_the_first_answer_and_say_so():
    run = begun("mlp_relu_door", "mlp_rate_too_high")
    one, other = opened(), opened()
    fill(one, run, 0, "right")
    fill(other, run, 0, "relu_is_absolute")
    confirm(one, run, 0)
    confirm(other, run, 0)
    kept = store.progress().run_answers(ANA, run.id)[0]
    assert kept.answer == "right"
    go_on(other, run, 0)
    assert words().text("run.other_tab") in said(other)


def test_a_double_click_answers_once_and_complains_of_nothing():
    run, page = begun("mlp_relu_door", "mlp_rate_too_high"), opened()
    fill(page, run, 0, "right")
    twin = opened()
    fill(twin, run, 0, "right")  # the same click, as it arrives the second time
    confirm(page, run, 0)
    confirm(twin, run, 0)
    assert len(store.progress().all_answers(ANA)) == 1
    go_on(twin, run, 0)
    assert words().text("run.other_tab") not in said(twin)


def test_time_that_is_over_ends_the_run():
    run = exam.begin("exam", MIXED, seed=5, now=time.time() - 100, seconds=60)
    store.progress().begin(ANA, run)
    page = opened(**{"quiz.activity": "exam"})
    assert f"0 de {len(MIXED)}" in said(page)
    assert store.progress().open_run(ANA) is None


def test_an_answer_after_the_time_is_not_taken(monkeypatch):
    run, page = begun(mode="exam", seconds=60), opened(**{"quiz.activity": "exam"})
    fill(page, run, 0, "right")
    late = time.time() + 100
    monkeypatch.setattr("core.ui.quiz.running.time.time", lambda: late)
    confirm(page, run, 0)
    assert store.progress().run_answers(ANA, run.id) == {}


def test_only_what_failed_is_asked_again():
    run, page = begun("mlp_relu_door", "mlp_rate_too_high", mode="exam"), opened(**{"quiz.activity": "exam"})
    fill(page, run, 0, "right")
    confirm(page, run, 0)
    fill(page, run, 1, "faster_is_better")
    confirm(page, run, 1)
    page.button(key="quiz-retry").click().run()
    again = store.progress().open_run(ANA)
    assert again is not None
    assert (again.mode, again.questions) == ("retry", ("mlp_rate_too_high",))
    assert asked(again, 0).stem in said(page)


def test_what_failed_and_what_was_left_are_two_things():
    left = ("mlp_relu_door", "next_word_hotter_paris")
    run, page = begun("mlp_rate_too_high", *left, mode="exam"), opened(**{"quiz.activity": "exam"})
    fill(page, run, 0, "faster_is_better")
    confirm(page, run, 0)
    page.button(key=f"quiz-end-yes--{run.id}").click().run()
    assert page.button(key="quiz-retry").label == words().text("results.retry", n=1)
    assert page.button(key="quiz-left").label == words().text("results.left", n=2)
    page.button(key="quiz-left").click().run()
    again = store.progress().open_run(ANA)
    assert again is not None
    assert (again.mode, set(again.questions)) == ("practice", set(left))


def test_nothing_failed_where_nothing_was_answered():
    run, page = begun("mlp_relu_door", mode="exam"), opened(**{"quiz.activity": "exam"})
    page.button(key=f"quiz-end-yes--{run.id}").click().run()
    assert not page.exception
    keys = [button.key for button in page.button]
    assert "quiz-left" in keys
    assert "quiz-retry" not in keys


@pytest.mark.parametrize("question", MIXED)
def test_another_language_keeps_what_was_chosen(question):
    run, page = begun(question, "mlp_relu_door"), opened()
    fill(page, run, 0, asked(run, 0).key())
    for language in ("en", "es"):
        page.query_params["lang"] = language
        page.run()
        assert not page.exception
        assert not page.button(key=f"confirm--{run.id}--0--75").disabled
    confirm(page, run, 0)
    assert store.progress().run_answers(ANA, run.id)[0].score == 1.0


def test_what_is_changed_in_another_language_is_kept_too():
    run, page = begun("mlp_relu_door", "mlp_rate_too_high"), opened()
    fill(page, run, 0, "relu_is_absolute")
    page.query_params["lang"] = "en"
    page.run()
    page.radio(key=f"_quiz.answer.{run.id}.0.en").set_value("right").run()
    page.query_params["lang"] = "es"
    page.run()
    confirm(page, run, 0)
    assert store.progress().run_answers(ANA, run.id)[0].answer == "right"


def test_a_warmup_asks_for_no_confidence_and_ends_by_itself():
    page = opened(**{"quiz.activity": "warmup"})
    page.button(key="quiz-begin").click().run()
    run = store.progress().open_run(ANA)
    assert run is not None
    assert run.seconds == exam.WARMUP_SECONDS
    for position in range(len(run.questions)):
        fill(page, run, position, asked(run, position).key())
        page.button(key=f"confirm--{run.id}--{position}").click().run()
    assert f"{len(run.questions)} de {len(run.questions)}" in said(page)
    assert {one.confidence for one in store.progress().all_answers(ANA)} == {None}


def test_the_same_link_gives_the_same_exam():
    chosen = []
    for learner in (ANA, "b" * 32):
        page = opened(learner, **{"quiz.activity": "exam", "quiz.seed": 7})
        page.button(key="quiz-begin").click().run()
        run = store.progress().open_run(learner)
        assert run is not None
        chosen.append((run.questions, run.seed))
    assert chosen[0] == chosen[1]


def test_review_asks_what_is_due_and_draws_the_curves():
    past = time.time() - 40 * 86400
    run = exam.begin("practice", ("mlp_relu_door", "cosine:5"), seed=1, now=past)
    store.progress().begin(ANA, run)
    for position in (0, 1):
        answered, _ = exam.take(
            run, position, asked(run, position).key(), confidence=0.75, seconds=3, now=past, language="es"
        )
        store.progress().confirm(ANA, answered)
    store.progress().finish(ANA, run.id, past)
    page = opened(**{"quiz.activity": "review"})
    assert "**2** de las 2" in said(page)
    page.button(key="quiz-begin").click().run()
    again = store.progress().open_run(ANA)
    assert again is not None
    assert again.mode == "review"
    assert {name.partition(":")[0] for name in again.questions} == {"mlp_relu_door", "cosine"}
    assert "cosine:5" not in again.questions  # with other numbers


def test_a_bank_that_changed_does_not_trap_anybody():
    gone = replace(begun(), id="9" * 32, questions=("mlp_from_the_past", *MIXED), started=time.time() + 1)
    store.progress().begin(ANA, gone)
    page = opened()
    assert f"0 de {len(gone.questions)}" in said(page)
    older = exam.begin("practice", ("pytorch_eval_mode", "mlp_relu_door"), seed=2, now=time.time() + 2)
    store.progress().begin(ANA, older)
    answered, _ = exam.take(older, 0, "right", confidence=0.5, seconds=1, now=time.time() + 2, language="es")
    store.progress().confirm(ANA, replace(answered, answer="an_option_of_before"))
    store.progress().finish(ANA, older.id, time.time() + 3)
    opened(**{"quiz.activity": "results"})
