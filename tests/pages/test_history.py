"""The page of lesson 1: every activity in both languages, its predictions, its game, hostile addresses."""

import re
import subprocess
import sys
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from core import history
from core.content import LANGUAGES, Content
from core.course import ROOT, lesson
from core.errors import ContentError
from core.ui.charts import history_game as board
from core.ui.history import ACTIVITIES
from tests.pages import opening
from tests.pages.opening import page_of, plain

PAGE = str(lesson("history").path)
opened = partial(page_of, "history")


def said(page):
    return opening.said(page, "subheader")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_every_activity_opens_and_says_what_is_seen(activity, language):
    page = opened(lang=language, **{"history.activity": activity})
    assert Content("frame", language).text("seeing.title") in said(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_every_story_shows_its_event(language):
    told = history.load(language)
    page = opened(lang=language)
    for path in told.stories.values():
        page.selectbox(key="history.path").set_value(path.id).run()
        for place, event_id in enumerate(path.events):
            assert told[event_id].title in [element.value for element in page.subheader], event_id
            if place < len(path.events) - 1:
                page.button(key="story-on").click().run()
        assert page.button(key="story-on").disabled
        assert not page.exception


def test_another_story_starts_at_its_beginning():
    page = opened(**{"history.step": "9"})
    page.selectbox(key="history.path").set_value("spanish").run()
    assert page.button(key="story-back").disabled


def test_an_arrow_of_the_card_leads_to_its_event():
    page = opened(**{"history.activity": "timeline", "history.event": "gpt2"})
    page.button(key="before--bpe").click().run()
    assert page.selectbox(key="history.event").value == "bpe"
    page.button(key="to-lineage").click().run()
    assert not page.exception
    assert page.radio(key="history.direction").value == "both"


def test_a_search_narrows_and_its_end_widens():
    page = opened(**{"history.activity": "timeline"})
    page.text_input(key="history.search").set_value("torres quevedo").run()
    assert page.selectbox(key="history.event").options == [
        f"{event.year} · {event.title}"
        for event in history.in_view(history.load("es"), query="torres quevedo")
    ]
    page.text_input(key="history.search").set_value(".*").run()
    assert Content("history", "es").text("timeline.none") in said(page)
    page.button(key="clear-filters").click().run()
    assert len(page.selectbox(key="history.event").options) == len(history.load("es").events)


def test_the_chosen_event_is_always_in_view():
    page = opened(**{"history.activity": "timeline", "history.event": "gpt4", "history.era": "foundations"})
    told = history.load("es")
    assert page.selectbox(key="history.event").value in {
        event.id for event in history.in_view(told, era="foundations")
    }


@pytest.mark.parametrize("activity", ["timeline", "lineage", "growth"])
def test_nothing_is_shown_before_the_guess(activity):
    page = opened(predict="1", **{"history.activity": activity})
    assert Content("frame", "es").text("seeing.title") not in said(page)


def test_the_guess_is_answered_from_the_facts():
    page = opened(predict="1", **{"history.activity": "timeline"})
    guess = next(group for group in page.pills if "1943" in group.options)
    guess.set_value("y1943").run()
    assert Content("history", "es").text("predict.timeline.right") in said(page)


@pytest.mark.parametrize("language, asked, seen", [("es", "1500", "7500"), ("en", "1,500", "7,500")])
def test_growth_keeps_as_many_figures_as_its_sources(language, asked, seen):
    page = opened(lang=language, predict="1", **{"history.activity": "growth"})
    words = Content("history", language)
    guess = next(
        group for group in page.pills if words.value("predict.growth.options")["x10"] in group.options
    )
    guess.set_value("x10").run()
    assert f"**{asked}**" in said(page)  # 175,000 million / 117 million is 1496
    assert f"**{seen}**" in said(page)  # 1.6 million million / 213 million is 7512


def test_a_perfect_game_is_called_perfect_and_its_best_is_kept():
    page = opened(**{"history.activity": "game", "history.seed": "5"})
    game = history.deal(history.load("es"), seed=5)
    words = Content("history", "es")
    for event_id in game.solution:
        page.button(key=f"deal--{game.dealt.index(event_id) + 1}").click().run()
    assert words.text("game.score", right=10, pairs=10) in said(page)
    assert words.text("game.perfect") in said(page)
    assert all(page.button(key=f"deal--{place}").disabled for place in range(1, 6))
    page.button(key="undo").click().run()
    assert not page.button(key=f"deal--{game.dealt.index(game.solution[-1]) + 1}").disabled
    page.button(key="again").click().run()
    assert not any(page.button(key=f"deal--{place}").disabled for place in range(1, 6))


def test_no_date_and_no_answer_reach_the_browser_before_the_last_one_is_placed():
    game = history.deal(history.load("es"), seed=5)
    names = {one: f"name of {one}" for one in game.dealt}
    dated = {one: f"1900 name of {one}" for one in game.dealt}
    for placed in range(len(game.dealt)):
        data = board.data(game.dealt[:placed], game.solution, names, dated)
        assert set(data["kind"]) <= {"mine", "free"}
        assert set(data["label"]) == {names[one] for one in game.dealt[:placed]} | {
            str(n + 1) for n in range(placed, 5)
        }
    assert set(board.data(game.dealt, game.solution, names, dated)["kind"]) == {"mine", "true", "line"}


@pytest.mark.parametrize(
    "query",
    [
        {"history.activity": "dinner"},
        {"history.step": "-3"},
        {"history.step": "999999"},
        {"history.path": "../../etc"},
        {"history.activity": "timeline", "history.event": "<script>", "history.era": "x", "history.themes": "cooking"},
        {"history.activity": "timeline", "history.search": "(((.*\\" * 20},
        {"history.activity": "lineage", "history.depth": "NaN", "history.direction": "up"},
        {"history.activity": "lineage", "history.depth": "7"},
        {"history.activity": "growth", "history.measure": "kilos"},
        {"history.activity": "game", "history.level": "x", "history.count": "1000", "history.seed": "-1"},
    ],
)  # fmt: skip
def test_hostile_addresses_give_the_defaults(query):
    opened(**query)


@pytest.mark.parametrize(
    "query, language, told",
    [
        ({"event": "gpt4", "depth": "2"}, "es", ["a 2 pasos como mucho, en 6 ideas (la más antigua, «El error baja",
                                                 "es de 2020)", "límite son 46 ideas", "es de 1888)", "está a 2 pasos"]),
        ({"event": "gpt4", "depth": "1"}, "es", ["a un paso como mucho, en 3 ideas", "límite son 46 ideas", "es de 1888)"]),
        ({"event": "gpt4"}, "es", ["se apoya en 46 ideas (la más antigua", "es de 1888)"]),
        ({"event": "gpt4", "depth": "1", "direction": "both"}, "en",
         ["stands, within one step, on 3 ideas", "limit there are 46 ideas", "is, within one step, behind 3 later ideas"]),
        ({"event": "shannon", "depth": "1", "direction": "descendants"}, "es",
         ["a un paso como mucho, detrás de 2 ideas posteriores", "límite son 61 ideas posteriores"]),
        ({"event": "shannon", "depth": "1"}, "es", ["se apoya en una sola idea: «"]),
        ({"event": "hebb", "depth": "1", "direction": "both"}, "es",
         ["se apoya en una sola idea: «", "límite son 78 ideas posteriores"]),
        ({"event": "cajal", "direction": "both"}, "es", ["no se apoya en ninguna otra idea", "detrás de 82 ideas posteriores"]),
        ({"event": "spam", "direction": "both"}, "en", ["stands on no other idea", "No other idea of this history stands on"]),
    ],
)  # fmt: skip
def test_a_lineage_says_what_is_seen_within_its_steps_and_what_there_is_in_all(query, language, told):
    text = plain(said(page_of("history", activity="lineage", lang=language, **query))).replace("**", "")
    for one in told:
        assert one in text
    assert not re.search(r"\b1 (ideas|pasos|steps)\b", text)
    if "depth" not in query:
        assert "como mucho" not in text


def test_the_projector_shows_the_figure_and_no_card():
    page = opened(present="1", **{"history.activity": "timeline"})
    assert not page.subheader


def test_a_broken_file_leaves_no_half_page(monkeypatch):
    def broken(language):
        raise ContentError("history.yaml, line 3, eras: 'name' is missing", "content", file="history.yaml")

    monkeypatch.setattr(history, "load", broken)
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    assert len(page.exception) == 1  # the entry script says it in a sentence
    assert not [*page.title, *page.header, *page.subheader, *page.markdown, *page.caption]


def test_no_torch_is_imported():
    program = (
        "from streamlit.testing.v1 import AppTest\n"
        f"page = AppTest.from_file({PAGE!r}, default_timeout=60)\n"
        "page.query_params['predict'] = '0'\n"
        "page.query_params['history.activity'] = 'growth'\n"
        "page.run()\n"
        "assert not page.exception, page.exception\n"
        "import sys\n"
        "assert not {'torch', 'transformers'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
