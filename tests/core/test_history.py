"""Lesson 1: facts that hold together, sources of the right form, and walks, games and rows checked by hand."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, pairwise, permutations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core import content, history
from core.content import LANGUAGES
from core.errors import ContentError, InputError
from core.history.dates import Span
from core.history.game import LEVELS
from core.history.loading import FACTS
from core.history.timeline import DOT, GAP, LETTER

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


# Search


def ids(events):
    return [event.id for event in events]


def test_search_ignores_accents_and_capitals():
    assert ids(history.in_view(SPANISH, query="MARKOV oneguin")) == ["markov"]
    assert "shannon" in ids(history.in_view(SPANISH, query="entropia"))


@pytest.mark.parametrize("query", [".*", "[a-z]", "(", "\\", "^", "$|", "Turing.*", "?+", "{1}"])
def test_regular_expression_characters_are_plain_characters(query):
    everything = [
        (event.id, "\n".join((event.text, event.title, event.why, event.wrong, *event.people)))
        for event in SPANISH
    ]
    wanted = {one for one, text in everything if all(part in text.lower() for part in query.lower().split())}
    assert wanted <= set(ids(history.in_view(SPANISH, query=query)))
    assert len(history.in_view(SPANISH, query=query)) < 40


@given(st.text(max_size=60))
def test_any_search_gives_a_subset_in_order(query):
    found = ids(history.in_view(SPANISH, query=query))
    assert found == [event.id for event in SPANISH if event.id in set(found)]


def test_filters_add_up():
    chosen = history.in_view(SPANISH, era="deep", themes=["vision"])
    assert ids(chosen) == ids(e for e in SPANISH if 2009 <= e.year < 2017 and "vision" in e.themes)
    assert len(ids(history.in_view(SPANISH))) == len(SPANISH.events)


# Lineage


def naive_ancestors(told, event_id):
    """Find the ancestors of an event by asking, again and again, for the parents of what was found."""
    found = set(told[event_id].after)
    while more := {parent for one in found for parent in told[one].after} - found:
        found |= more
    return found


@pytest.mark.parametrize("event_id", list(SPANISH.by_id))
def test_ancestors_are_those_of_a_naive_walk_and_descendants_mirror_them(event_id):
    wanted = naive_ancestors(SPANISH, event_id)
    assert history.ancestors(SPANISH, event_id) == wanted
    for one in wanted:
        assert event_id in history.descendants(SPANISH, one)
    assert all(event_id in history.ancestors(SPANISH, one) for one in history.descendants(SPANISH, event_id))


def test_depth_counts_arrows():
    assert history.ancestors(SPANISH, "gpt2", depth=0) == set()
    assert history.ancestors(SPANISH, "gpt2", depth=1) == set(SPANISH["gpt2"].after) == {"gpt1", "bpe"}
    two = {"gpt1", "bpe", *SPANISH["gpt1"].after, *SPANISH["bpe"].after}
    assert history.ancestors(SPANISH, "gpt2", depth=2) == two


def test_a_lineage_worked_by_hand():
    found = history.lineage(SPANISH, "mcculloch_pitts", direction="ancestors")
    assert found.nodes == ("cajal", "turing_machine", "mcculloch_pitts")
    assert set(found.arrows) == {("cajal", "mcculloch_pitts"), ("turing_machine", "mcculloch_pitts")}
    assert found.steps == 1


@pytest.mark.parametrize("direction", ["ancestors", "descendants", "both"])
def test_arrows_of_a_lineage_are_among_its_nodes(direction):
    for event in SPANISH:
        found = history.lineage(SPANISH, event.id, direction=direction, depth=3)
        assert event.id in found.nodes
        assert {one for pair in found.arrows for one in pair} <= set(found.nodes)
        assert list(found.nodes) == [one for one in SPANISH.by_id if one in found.nodes]


def test_gpt4_goes_back_to_cajal():
    assert "cajal" in history.ancestors(SPANISH, "gpt4")
    assert "gpt4" in history.descendants(SPANISH, "markov")


# The game


@given(st.sampled_from(sorted(LEVELS)), st.integers(2, 8), st.integers(0, 2**31))
def test_a_hand_has_one_right_order_and_its_seed_repeats_it(level, count, seed):
    game = history.deal(SPANISH, level=level, count=count, seed=seed)
    assert game == history.deal(SPANISH, level=level, count=count, seed=seed)
    assert sorted(game.dealt) == sorted(set(game.solution))
    assert game.dealt != game.solution
    for one, two in pairwise(game.solution):
        assert SPANISH[one].when.before(SPANISH[two].when)
    moments = [SPANISH[one].when.moment for one in game.solution]
    gap, window = LEVELS[level]
    assert min(two - one for one, two in pairwise(moments)) >= gap
    assert moments[-1] - moments[0] <= window


def test_seeds_deal_different_hands():
    assert len({history.deal(SPANISH, seed=seed).dealt for seed in range(20)}) > 15


@pytest.mark.parametrize("count", [-1, 0, 1, 9, 1000])
def test_a_hand_of_another_size_is_refused(count):
    with pytest.raises(InputError):
        history.deal(SPANISH, count=count)


def test_the_score_counts_pairs_as_a_naive_loop_does():
    hand = history.deal(SPANISH, count=4, seed=3)
    for order in permutations(hand.solution):
        right = sum(
            hand.solution.index(one) < hand.solution.index(two) for one, two in combinations(order, 2)
        )
        found = history.score(SPANISH, order)
        assert (found.right, found.pairs) == (right, 6)
        assert (found.worst is None) == (order == hand.solution)


def test_a_score_worked_by_hand():
    found = history.score(SPANISH, ["chatgpt", "eliza", "gpt4"])
    assert (found.right, found.pairs, found.worst) == (2, 3, ("chatgpt", "eliza"))
    assert history.score(SPANISH, []).share == 1.0


# Rows of names


@pytest.mark.parametrize("width, count", [(560, 11), (300, 6), (900, 3)])
def test_no_name_covers_another(width, count):
    domain = (1885.0, 2030.0)
    placed = history.rows(SPANISH.events, domain, width, count, {"gpt4": "here"})
    boxes: dict[int, list[tuple[float, float]]] = {}
    for event, (row, left) in zip(SPANISH, placed, strict=True):
        x = (event.when.moment - domain[0]) / (domain[1] - domain[0]) * width
        length = (GAP + LETTER * len(event.short)) if row >= 0 else DOT / 2
        box = (x - length, x) if left and row >= 0 else (x, x + length)
        assert row < count
        boxes.setdefault(row, []).append(box)
    for row, found in boxes.items():
        ordered = sorted(found)
        assert all(one[1] <= two[0] + 1e-9 for one, two in pairwise(ordered) if row >= 0), row
    assert placed[list(SPANISH.by_id).index("gpt4")][0] >= 0


def test_only_the_asked_ones_get_a_name():
    placed = history.rows(SPANISH.events, (1885, 2030), 560, 9, ["eliza", "gpt4"], only=True)
    assert {event.id for event, (row, _) in zip(SPANISH, placed, strict=True) if row >= 0} == {
        "eliza",
        "gpt4",
    }


# Growth


@pytest.mark.parametrize("measure", ["parameters", "tokens", "flops"])
def test_growth_is_told_in_order_with_its_sources(measure):
    table = history.growth_table(SPANISH, measure)
    assert len(table) >= 6
    assert table["moment"].is_monotonic_increasing
    assert (table["value"] > 0).all()
    assert table["source"].str.startswith("https://").all()
    active = table["active"].dropna()
    assert (active < table.loc[active.index, "value"]).all()


def test_what_nobody_published_is_not_there():
    models = " ".join(one.model for one in SPANISH.growth)
    assert not re.search(r"GPT-4|GPT-5|Claude|Gemini", models)


def test_arithmetic_of_growth():
    assert history.times(SPANISH, "GPT", "GPT-3") == pytest.approx(175e9 / 117e6)
    with pytest.raises(KeyError):
        history.times(SPANISH, "GPT", "GPT-4")
    with pytest.raises(ValueError, match="kilos"):
        history.growth_table(SPANISH, "kilos")
