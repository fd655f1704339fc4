"""The quiz as one learner opens it, answers it and confirms, for all its tests."""

from __future__ import annotations

import time
from typing import Any

from streamlit.testing.v1 import AppTest

from core.content import Content
from core.quiz import exam, store
from core.quiz.questions import Question
from core.quiz.records import Run
from tests.pages import opening
from tests.pages.opening import page_at

ANA = "a" * 32
MIXED = (
    "mlp_stacked_lines",
    "tokenizer_what_changes_tokens",
    "mlp_one_update",
    "mlp_training_step",
    "attention_match_qkv",
    "pytorch_apply_step",
    "next_word_hotter_paris",
)
"""One question of each kind."""


def opened(learner: str = ANA, **query: Any) -> AppTest:
    return page_at("quiz", **({"learner": learner} | query))


def said(page: AppTest) -> str:
    return opening.said(page, "subheader")


def words(language: str = "es") -> Content:
    return Content("quiz", language)


def begun(*questions: str, mode: Any = "practice", seconds: int | None = None) -> Run:
    """Begin a run for Ana, as the form of its activity does."""
    run = exam.begin(mode, questions or MIXED, seed=5, now=time.time(), seconds=seconds)
    store.progress().begin(ANA, run)
    return run


def asked(run: Run, position: int, language: str = "es") -> Question:
    return exam.find(run.questions[position], language)


def put(page: AppTest, run: Run, position: int, answer: Any) -> None:
    """Give an answer with the widgets on the page, which is not told yet; pieces are pressed one by one."""
    key, question = f"_quiz.answer.{run.id}.{position}", asked(run, position)
    if question.kind in {"single", "predict"}:
        page.radio(key=f"{key}.es").set_value(answer)
    elif question.kind == "multiple":
        for option in question.options:
            page.checkbox(key=f"{key}.{option.id}").set_value(option.id in answer)
    elif question.kind == "order":
        for option in answer:
            page.button(key=f"{key}.{option}").click().run()
    elif question.kind == "match":
        for option, partner in answer.items():
            page.selectbox(key=f"{key}.{option}.es").set_value(partner)
    else:
        page.text_input(key=key).set_value(str(answer).replace(".", ","))


def fill(page: AppTest, run: Run, position: int, answer: Any) -> None:
    """Give an answer, and wait until the page has been drawn with it."""
    put(page, run, position, answer)
    page.run()


def confirm(page: AppTest, run: Run, position: int, confidence: float = 0.75) -> None:
    page.button(key=f"confirm--{run.id}--{position}--{round(confidence * 100)}").click().run()
    assert not page.exception


def go_on(page: AppTest, run: Run, position: int) -> None:
    page.button(key=f"next--{run.id}--{position}").click().run()
    assert not page.exception
