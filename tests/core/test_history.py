"""Lesson 1: facts that hold together, sources of the right form, stories, broken files and dates."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core import content, history
from core.content import LANGUAGES
from core.errors import ContentError
from core.history.dates import Span
from core.history.loading import FACTS

TOLD = {language: history.load(language) for language in LANGUAGES}
SPANISH = TOLD["es"]
SOURCES = [(event, source) for event in SPANISH for source in event.sources]
FORMS = {
    "doi": re.compile(r"10\.\d{4,9}/\S+"),
    "arxiv": re.compile(r"(\d{2})(0[1-9]|1[0-2])\.\d{4,5}"),
    "isbn": re.compile(r"97[89]-\d+-\d+-\d+-\d"),
    "url": re.compile(r"https://[^\s()<>]+"),
}


def isbn_holds(isbn: str) -> bool:
    """Check the last digit of an ISBN-13: digits weighted 1, 3, 1, 3… add up to a multiple of ten."""
    digits = [int(digit) for digit in isbn if digit.isdigit()]
    return (
        len(digits) == 13 and sum(digit * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    )


# The facts


def test_there_is_enough_and_from_before_turing_to_this_year():
    assert len(SPANISH.events) >= 60
    assert SPANISH.events[0].year < 1936
    assert SPANISH.events[-1].year >= 2026
    ids = set(SPANISH.by_id)
    assert {
        "torres_chess",
        "mcculloch_pitts",
        "turing_test",
        "eliza",
        "perceptron",
        "svm",
        "spam",
        "alexnet",
    } <= ids
    assert {
        "lstm",
        "word2vec",
        "backprop",
        "transformer",
        "bert",
        "gpt1",
        "chatgpt",
        "gpt4",
        "instructgpt",
    } <= ids
    assert {"scaling_laws", "preferences", "llama", "o1", "gemini"} <= ids


def test_both_languages_tell_the_same_events():
    spanish, english = TOLD["es"], TOLD["en"]
    assert [event.id for event in spanish] == [event.id for event in english]
    for one, two in zip(spanish, english, strict=True):
        assert (one.when, one.page, one.sources, one.after) == (two.when, two.page, two.sources, two.after)
        assert (one.practice is None, one.check is None) == (two.practice is None, two.check is None)


def test_arrows_join_known_events_and_never_run_backwards():
    for event in SPANISH:
        for parent in event.after:
            assert not event.when.before(SPANISH[parent].when), (parent, event.id)


@pytest.mark.parametrize("event, source", SOURCES, ids=[event.id for event, _ in SOURCES])
def test_a_source_has_the_form_of_its_kind(event, source):
    if source.kind is not None:
        assert FORMS[source.kind].fullmatch(source.value), source.value
    if source.kind == "arxiv":
        assert 2000 + int(source.value[:2]) == source.year
    if source.kind == "isbn":
        assert isbn_holds(source.value)


def test_the_isbn_check_can_fail():
    assert isbn_holds("978-0-262-63111-2")
    assert not isbn_holds("978-0-262-63111-3")
    assert not isbn_holds("978-0-262-36111-2")


def test_the_primary_source_is_of_the_time_of_its_event():
    for event in SPANISH:
        assert -1 <= event.sources[0].year - event.year <= 6, (event.id, event.sources[0].year)


def test_no_two_events_share_a_primary_source():
    titles = Counter((event.sources[0].title, event.sources[0].year) for event in SPANISH)
    found = Counter(source.value for event in SPANISH for source in event.sources[:1] if source.value)
    assert [title for title, count in titles.items() if count > 1] == []
    assert [value for value, count in found.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_told_in_full(language):
    for event in TOLD[language]:
        assert 120 <= len(event.text) <= 480, (event.id, len(event.text))
        assert len(event.short) <= 24, event.short
        assert len(event.title) <= 62, event.title
        for sentence in (event.text, event.why, event.wrong, event.practice or "."):
            assert sentence.endswith((".", "?")), (event.id, sentence)


def test_the_eras_touch_and_hold_every_event():
    for one, two in pairwise(SPANISH.eras):
        assert one.end == two.first
    assert all(sum(era.holds(event) for era in SPANISH.eras) == 1 for event in SPANISH)
    assert len(SPANISH.winters) == 2


def test_every_theme_has_events_and_every_lesson_of_the_course_is_led_to():
    assert {theme for event in SPANISH for theme in event.themes} == set(SPANISH.themes)
    led = {event.page for event in SPANISH}
    assert {"next_word", "tokenizer", "embeddings", "mlp", "attention", "pytorch", "train_llm"} <= led


def test_stories_go_forward_and_are_worth_walking():
    for story in SPANISH.stories.values():
        assert 6 <= len(story.events) <= 15
        for one, two in pairwise(story.events):
            assert not SPANISH[two].when.before(SPANISH[one].when), (story.id, one, two)


# What is wrong in a file is told with its place


def broken(tmp_path, change):
    """Write the repository's files with one change, and load them."""
    facts = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    texts = yaml.safe_load((content.FOLDER / "es" / "history.yaml").read_text(encoding="utf-8"))
    change({"facts": facts, "texts": texts})
    (tmp_path / "es").mkdir(exist_ok=True)
    for path, tree in ((tmp_path / "facts.yaml", facts), (tmp_path / "es" / "history.yaml", texts)):
        path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return history.load("es", folder=tmp_path, facts=tmp_path / "facts.yaml")


def event_of(files, event_id):
    return next(event for event in files["facts"]["events"] if event["id"] == event_id)


def test_an_unchanged_copy_loads(tmp_path):
    assert [event.id for event in broken(tmp_path, bool)] == list(SPANISH.by_id)


@pytest.mark.parametrize(
    "change, where",
    [
        (lambda files: event_of(files, "eliza").pop("date"), "'date' is missing"),
        (lambda files: event_of(files, "eliza").update(date="1966-13"), "date"),
        (lambda files: event_of(files, "eliza").update(date=1966), "text was expected"),
        (lambda files: event_of(files, "eliza").update(page="lesson_nine"), "lesson_nine"),
        (lambda files: event_of(files, "eliza").update(themes=["cooking"]), "cooking"),
        (lambda files: event_of(files, "eliza").update(after=["gpt4"]), "cannot lead"),
        (lambda files: event_of(files, "eliza").update(after=["eliza"]), "cannot lead"),
        (lambda files: event_of(files, "eliza").update(after=["nobody"]), "nobody"),
        (lambda files: event_of(files, "eliza").update(sources=[]), "no source"),
        (lambda files: event_of(files, "eliza")["sources"][0].update(arxiv="1706.03762"), "one identifier"),
        (lambda files: event_of(files, "eliza").update(landmrk=True), "landmrk"),
        (lambda files: files["facts"]["events"].append(event_of(files, "eliza")), "there twice"),
        (lambda files: files["facts"]["paths"][0]["events"].reverse(), "out of order"),
        (lambda files: files["facts"]["growth"][0].update(parameters=-1), "positive"),
        (lambda files: files["facts"]["growth"].append({"model": "X", "date": "2020", "arxiv": "2001.00001"}), "no figure"),
        (lambda files: files["texts"]["events"]["eliza"].update(text="  "), "empty"),
        (lambda files: files["texts"]["events"]["eliza"].pop("wrong"), "'wrong' is missing"),
        (lambda files: files["texts"]["events"].pop("eliza"), "no sentences"),
        (lambda files: files["texts"]["events"].update(ghost=files["texts"]["events"]["eliza"]), "no facts"),
        (lambda files: files["texts"]["events"]["lighthill"].update(try_="x"), "try_"),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_with_file_key_and_line(tmp_path, change, where):
    with pytest.raises(ContentError, match=r"\.yaml, line \d+, ") as told:
        broken(tmp_path, change)
    assert where in str(told.value)
    assert int(str(told.value.values["line"])) > 1


def test_the_line_is_that_of_the_key(tmp_path):
    with pytest.raises(ContentError) as told:
        broken(tmp_path, lambda files: event_of(files, "eliza").update(page="lesson_nine"))
    lines = (tmp_path / "facts.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[int(str(told.value.values["line"])) - 1].strip() == "page: lesson_nine"


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ContentError, match=r"history\.yaml"):
        history.load("es", folder=tmp_path)


# Dates


def test_a_month_ends_on_its_last_day():
    assert str(Span("2024-02").last) == "2024-02-29"
    assert str(Span("2023-12").last) == "2023-12-31"


@given(st.dates(), st.dates())
def test_days_come_before_as_dates_do(one, two):
    assert Span(one.isoformat()).before(Span(two.isoformat())) == (one < two)


@given(st.integers(1000, 9998))
def test_the_middle_of_a_year_is_in_the_middle(year):
    assert abs(Span(str(year)).moment - year - 0.5) < 0.01


@pytest.mark.parametrize("written", ["", "12", "1950-13", "1950-02-30", "1950-1", "the year of grace"])
def test_what_is_no_date_is_refused(written):
    with pytest.raises(ValueError, match=r"date|month|day|range"):
        Span(written)
