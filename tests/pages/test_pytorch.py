"""The page of lesson 7: every activity in both languages, a program run and drawn, hints, progress, hostile addresses.

The editor is a component whose keys only a browser presses; here its text is asked for as its button asks for it.
"""

import re
from functools import partial

import pytest
import streamlit as st

from core import sandbox
from core.content import LANGUAGES, Content
from core.numbers import Numbers
from core.sandbox import client
from core.sandbox.confinement import Layers
from core.sandbox.exercises import EXERCISES
from core.sandbox.probe import PROBES
from core.ui.pytorch import ACTIVITIES, running
from core.ui.pytorch.programs import PROGRAMS
from tests.core.sandbox.test_explain import ERRORS
from tests.pages.opening import page_of

WORDS = {language: Content("pytorch", language) for language in LANGUAGES}
FIRST = next(iter(EXERCISES))


@pytest.fixture(scope="module", autouse=True)
def warm():
    """One zygote for every test of this file, warm, so that no test waits for it in the page."""
    sandbox.shared().report()
    yield
    sandbox.shared().close()


opened = partial(page_of, "pytorch", 120)


def ran(page, name, code):
    page.session_state["_laboratory"][name].ask(code)
    page.run()
    assert not page.exception
    return page


def said(page):
    parts = (*page.markdown, *page.caption, *page.code, *page.get("html"))
    return " ".join(getattr(part, "value", None) or part.proto.body for part in parts).replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_every_activity_opens(activity, language):
    page = opened(lang=language, activity=activity)
    expected = {"path": "path.empty", "bench": "bench.empty", "walls": "walls.levels.full.name"}[activity]
    if activity != "walls" or sandbox.shared().report().level == "full":
        assert WORDS[language].text(expected) in said(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_solved_exercise_is_praised_kept_and_leads_on(language):
    page = ran(opened(lang=language, activity="path"), FIRST, EXERCISES[FIRST].solution)
    assert WORDS[language].text("checks_title.passed") in said(page)
    page.button(key="exercise-next").click().run()
    assert not page.exception
    assert page.query_params["pytorch.exercise"] == list(EXERCISES)[1]
    assert "1" in page.selectbox[0].label.split()  # how many are solved, also after going on


def test_an_unsolved_one_says_what_is_missing_and_shows_both():
    page = ran(opened(activity="path"), FIRST, EXERCISES[FIRST].solution.replace("ones(2, 3)", "ones(3, 2)"))
    assert WORDS["es"].text("checks_title.not_yet") in said(page)
    assert "(3, 2)" in said(page)
    assert WORDS["es"].text("checks_title.target") in said(page)


def test_hints_are_paged_both_ways_and_lead_to_the_solution():
    page = opened(activity="path")
    page.button(key="hint-first").click().run()
    assert WORDS["es"].text("path.hint_number", n=1, all=3) in said(page)
    for _ in range(2):
        page.button(key="hint-on").click().run()
    assert page.button(key="hint-on").disabled
    page.button(key="hint-back").click().run()
    assert WORDS["es"].text("path.hint_number", n=2, all=3) in said(page)
    page.button(key="hint-on").click().run()
    page.button(key="solution").click().run()
    assert EXERCISES[FIRST].solution.strip() in said(page)
    assert not page.exception


def test_a_run_that_the_page_interrupts_is_told_with_its_time_and_not_as_a_wish(monkeypatch):
    def interrupted(self, warming=""):
        if self.seconds > 0.3:
            st.stop()

    monkeypatch.setattr(running._Live, "draw", interrupted)
    page = opened(activity="bench", program="empty")
    ran(page, "bench-empty", "import time\nprint('A')\ntime.sleep(60)")
    monkeypatch.undo()
    page.run()
    assert not page.exception
    told, (words, number) = said(page), (WORDS["es"], Numbers("es"))
    (end,) = [one for one in page.session_state["_laboratory"]["bench-empty"].events if one.kind == "end"]
    assert 0.3 < end.usage.wall_seconds < 30
    assert words.text("ends.interrupted") in told
    assert words.text("seeing.wall", s=end.usage.wall_seconds) in told
    assert number.seconds(end.usage.wall_seconds) in told
    assert words.text("ends.stopped") not in told
    assert words.text("seeing.time", s=0.0) not in told


def test_a_run_that_is_stopped_before_it_began_has_no_time():
    page = opened(activity="bench", program="empty")
    lab = page.session_state["_laboratory"]["bench-empty"]
    lab.ask("print('A')")
    lab.stop()
    page.run()
    assert WORDS["es"].text("ends.stopped") in said(page)
    assert Numbers("es").seconds(0.0) not in said(page)


@pytest.mark.parametrize("program", [one for one in PROGRAMS if one not in {"gatito", "gpt2", "mistake"}])
def test_a_program_of_the_syllabus_runs_and_its_question_has_the_answer(program):
    page = ran(opened(activity="bench", program=program), f"bench-{program}", PROGRAMS[program])
    assert WORDS["es"].text("ends.finished") in said(page)
    question = WORDS["es"].value(f"bench.programs.{program}").get("question")
    if question:
        asked = ran(
            opened(activity="bench", program=program, predict="1"), f"bench-{program}", PROGRAMS[program]
        )
        assert WORDS["es"].text("ends.finished") not in said(asked)
        asked.pills[0].set_value(asked.pills[0].options[0]).run()
        assert not asked.exception
        told = said(asked)
        options = WORDS["es"].value(f"bench.programs.{program}.options")
        truths = [
            one
            for one in options
            for key in ("right", "wrong")
            if WORDS["es"].text(f"bench.{key}", truth=one) in told
        ]
        assert len(truths) == 1


def test_a_value_that_is_shown_and_also_left_is_one():
    page = ran(opened(activity="bench", program="module"), "bench-module", PROGRAMS["module"])
    told = re.sub(r'<span class="term-definition".*?</span>|<.*?>', "", said(page))
    assert WORDS["es"].text("seeing.tensors", n=2, name="logits", count=30) in told
    assert said(page).count("**`loss`** · :gray[()") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_honest_program_is_no_attack_and_is_not_stopped(language):
    page, report = opened(lang=language, activity="walls"), sandbox.shared().report()
    hostile = len(PROBES) + 1  # the endless program is tried besides
    tried = {"n": hostile, "held": hostile - len(report.escaped)}
    assert WORDS[language].text("walls.seeing", **tried) in said(page)
    assert WORDS[language].text("walls.honest_worked") in said(page)
    table = page.dataframe[0].value
    honest = table[table.iloc[:, 0] == WORDS[language].text("walls.probes.honest")]
    assert honest.iloc[0, 1] == WORDS[language].text("walls.works")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_is_explained_with_its_drawing(language):
    page = ran(opened(lang=language, activity="bench", program="empty"), "bench-empty", ERRORS["linear"])
    words = Content("pytorch_errors", language)
    assert words.text("linear.title") in said(page)
    assert words.value("rules.matmul") in said(page)
    assert "data:image/svg+xml;base64," in said(page)


def test_a_server_for_others_without_walls_runs_nothing(monkeypatch):
    weak = client.Sandbox(Layers())
    monkeypatch.setattr(client, "_shared", weak)
    monkeypatch.setattr("core.ui.pytorch.running.open_to_others", lambda: True)
    try:
        page = ran(opened(activity="bench", program="empty"), "bench-empty", "print('ESCAPED')")
        assert Content("errors", "es").text("sandbox_shared") in " ".join(one.value for one in page.markdown)
        assert "ESCAPED" not in [one.value for one in page.code]
    finally:
        weak.close()


@pytest.mark.parametrize(
    "query",
    [
        {"exercise": "../../etc"},
        {"program": "<script>"},
        {"code": "print('</script>')"},
        {"activity": "''"},
        {"code": "\0" * 50},
    ],
)
def test_hostile_addresses_open(query):
    opened(**{"activity": "bench"} | query)


def test_code_of_a_link_stands_in_the_editor():
    page = opened(activity="bench", program="empty", code="print(6 * 7)")
    assert page.session_state["_laboratory"]["bench-empty"].code == "print(6 * 7)"
