"""The frame on a small page of its own: nothing is computed before a bet, and state survives everything."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from streamlit.testing.v1 import AppTest

import core.ui.frame  # noqa: F401 (before the content folder is another one)
from core import content
from core.ui.figure import source_of
from tests.pages.opening import deepen

LESSON: dict[str, Any] = {
    "idea": "One idea",
    "learnt": "One thing learnt",
    "activities": {"one": "First", "two": "Second"},
    "question": "Which?",
    "say": "It is {word}, you said {mine}",
    "deeper": {
        "analogy": {"text": "An analogy", "breaks": "Here"},
        "how": {"text": "How", "formula": "x^2", "symbols": [{"symbol": "x", "means": "a number"}]},
        "experiments": [
            {"name": "Cold", "question": "What now?", "answer": "Less", "settings": {"heat": 0.2}}
        ],
        "misunderstood": [{"wrong": "This", "right": "That"}],
    },
    "quiz": [
        {
            "id": f"q{name}",
            "stem": "Right?",
            "options": [
                {"text": "Yes", "correct": True, "why": "Because yes"},
                {"text": "No", "correct": False, "why": "Because no"},
            ],
        }
        for name in "ab"
    ],
}


@pytest.fixture(autouse=True)
def lesson_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the frame a lesson that no page of the course can change."""
    for language in content.LANGUAGES:
        shutil.copytree(content.FOLDER / language, tmp_path / language)
        text = yaml.safe_dump({**LESSON, "label": language})
        (tmp_path / language / "next_word.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(content, "FOLDER", tmp_path)


def page() -> None:
    """A page with one of everything."""
    import pandas as pd
    import streamlit as st

    from core.errors import InputError
    from core.numbers import Numbers
    from core.ui import frame

    lesson = frame.begin("next_word")
    lesson.activity("one", "two")
    ask, controls, _ = lesson.stage()
    with ask:
        text = lesson.text_input("text", lesson.t("label"), "hello", examples=["hello", "bye"])
    with controls:
        heat = lesson.slider("heat", "heat", 1.0, low=0.0, high=2.0, step=0.1)
        st.selectbox(
            "model",
            ["a", "b"],
            format_func=lambda code: f"{code} {lesson.language}",
            key=lesson.key("model", "a", among="ab"),
        )
        st.multiselect("layers", ["x", "y"], key=lesson.key("layers", ["x"], among="xy"))

    def answer() -> str:
        st.session_state["computed"] = st.session_state.get("computed", 0) + 1
        return "yes"

    with lesson.guard():
        if not text.strip():
            raise InputError("the text is empty", "empty_text")
        guess = lesson.predict(
            f"q:{text}",
            lesson.t("question"),
            ["yes", "no"],
            answer=answer,
            say=lambda mine, truth: lesson.md("say", word=truth, mine=mine),
        )
        if guess:
            data = pd.DataFrame({"x": [heat], "y": [1]})
            spec = {"mark": "bar", "height": 100, "encoding": {"x": {"field": "x"}, "y": {"field": "y"}}}
            lesson.figure(
                spec,
                data=data,
                name="one",
                badge=frame.Badge("toy", seconds=0.5),
                alt="A bar",
                source=[Numbers.size],
                call="f()",
            )
            lesson.seeing(f"heat {heat} {guess.choice}")
    lesson.deeper()
    lesson.end()


def opened(**query: str) -> AppTest:
    """Open the page at an address; dots of a parameter are written as two underscores."""
    at = AppTest.from_function(page, default_timeout=30)
    at.query_params["lang"] = "es"
    for name, value in query.items():
        at.query_params[name.replace("__", ".")] = value
    at.run()
    assert not at.exception
    return at


def texts(at: AppTest) -> str:
    return "\n".join(one.value for one in [*at.markdown, *at.caption])


def press(at: AppTest, start: str) -> None:
    """Press the first button whose key starts so."""
    next(one for one in at.button if str(one.key).startswith(start)).click().run()
    assert not at.exception


def test_nothing_is_computed_before_the_bet() -> None:
    at = opened()
    assert "computed" not in at.session_state
    assert not at.get("vega_lite_chart")
    assert "heat 1.0" not in texts(at)
    assert "El resultado espera tu apuesta" in texts(at)


def test_the_bet_reveals_once_and_says_one_line() -> None:
    at = opened()
    next(one for one in at.button_group if str(one.key).startswith("guess--")).set_value("no").run()
    at.run()
    assert at.session_state["computed"] == 1
    assert "It is yes, you said no" in texts(at)
    assert "heat 1.0 no" in texts(at)
    assert len(at.get("vega_lite_chart")) == 1


def test_skipping_is_one_click_and_computes_no_answer() -> None:
    at = opened()
    press(at, "skip--")
    assert "computed" not in at.session_state
    assert "heat 1.0 None" in texts(at)


def test_another_text_asks_again_and_empty_text_is_a_sentence() -> None:
    at = opened()
    press(at, "skip--")
    at.text_input(key="next_word.text").set_value("bye").run()
    assert "El resultado espera tu apuesta" in texts(at)
    at.text_input(key="next_word.text").set_value("   ").run()
    assert not at.exception
    assert "El texto está vacío" in texts(at)


def test_an_address_sets_every_kind_of_setting() -> None:
    at = opened(
        next_word__heat="0.3",
        next_word__model="b",
        next_word__text="*adiós* $x$",
        next_word__layers="y",
        predict="0",
    )
    assert at.select_slider(key="next_word.heat").value == 0.3
    assert at.selectbox(key="next_word.model").value == "b"
    assert at.multiselect(key="next_word.layers").value == ["y"]
    assert at.text_input(key="next_word.text").value == "*adiós* $x$"
    assert "heat 0.3" in texts(at)


@pytest.mark.parametrize("heat", ["nan", "-1", "9", "<script>", "1e999", ""])
def test_a_hostile_address_gives_the_default_and_is_cleaned(heat: str) -> None:
    at = opened(
        next_word__heat=heat, next_word__model="'; DROP", next_word__activity="none", unknown="x", predict="0"
    )
    assert at.select_slider(key="next_word.heat").value == 1.0
    assert at.selectbox(key="next_word.model").value == "a"
    assert not {"next_word.heat", "next_word.model", "next_word.activity"} & set(at.query_params)


def test_a_number_between_two_stops_goes_to_the_nearest() -> None:
    assert opened(next_word__heat="0.4321").select_slider(key="next_word.heat").value == 0.4


def test_a_change_goes_to_the_address_and_a_default_leaves_it() -> None:
    at = opened()
    at.select_slider(key="next_word.heat").set_value(0.5).run()
    assert at.query_params["next_word.heat"] == "0.5"
    at.select_slider(key="next_word.heat").set_value(1.0).run()
    assert "next_word.heat" not in at.query_params


def test_another_language_keeps_the_state() -> None:
    at = opened(predict="0")
    at.selectbox(key="next_word.model").set_value("b").run()
    at.multiselect(key="next_word.layers").set_value([]).run()
    at.query_params["lang"] = "en"
    at.run()
    assert at.selectbox(key="next_word.model").value == "b"
    assert at.multiselect(key="next_word.layers").value == []
    assert "Lesson 2 of 8" in texts(at)
    assert at.query_params["next_word.model"] == "b"


def test_an_experiment_sets_its_settings_and_keeps_its_question_in_sight() -> None:
    at = opened(predict="0")
    assert "What now?" not in texts(at)  # only the open tab is drawn
    deepen(at, "next_word", "experiments")
    press(at, "try--")
    assert at.select_slider(key="next_word.heat").value == 0.2
    assert texts(at).count("What now?") == 2  # in the tab, and above the stage
    press(at, "put-away--")
    assert texts(at).count("What now?") == 1


def test_the_sentence_travels() -> None:
    at = opened(predict="0", next_word__text="bye")
    press(at, "carry-it--")
    assert at.query_params["sentence"] == "bye"
    at.text_input(key="next_word.text").set_value("other").run()
    press(at, "bring-it--")
    assert at.text_input(key="next_word.text").value == "bye"
    at.text_input(key="next_word.text").set_value("other").run()
    at.text_input(key="next_word.text").set_value("the last word")
    press(at, "carry-it--")  # in the same message as what was typed last
    assert at.query_params["sentence"] == "the last word"


def test_a_question_of_the_quiz_gives_its_reason() -> None:
    at = opened(predict="0")
    at.radio(key="quiz--qa").set_value(1).run()
    assert "Because no" in texts(at)
    at.radio(key="quiz--qa").set_value(0).run()
    assert "Because yes" in texts(at)


def test_on_a_projector_prose_goes_away_and_the_figure_stays() -> None:
    at = opened(present="1", predict="0")
    assert "One idea" not in texts(at)
    assert "heat 1.0" not in texts(at)
    assert not at.tabs
    assert len(at.get("vega_lite_chart")) == 1


def test_every_figure_says_where_it_comes_from() -> None:
    said = texts(opened(predict="0")).replace("\N{NO-BREAK SPACE}", " ")
    assert "De juguete" in said
    assert "calculado en 500 ms" in said


def test_the_source_shown_is_the_function_itself() -> None:
    text, file, line = source_of(source_of)
    assert (file, line) == ("core/ui/figure.py", source_of.__wrapped__.__code__.co_firstlineno)
    assert "def source_of(" in text
