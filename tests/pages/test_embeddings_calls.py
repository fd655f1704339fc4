"""The calls under the figures of lesson 4: what a learner is told to run makes the figure again."""

import numpy as np
import pytest

from core.content import LANGUAGES, Content
from core.ui import figure
from core.ui.embeddings.analogies import _call
from tests.pages.opening import page_of, result_of


def test_the_call_of_an_analogy_has_the_words_that_were_added():
    call = _call(("hombre", "rey", "mujer"), "es", ("rey reina reina",), "gatito", keep=False)
    assert result_of(call)["word"][0] == "rey reina reina"


def figure_and_call(monkeypatch, **query):
    """Give the table under the figure of an activity, and what the last line of its call gives."""
    found: dict = {}
    monkeypatch.setattr(figure, "foot", lambda provenance: found.update(it=provenance))
    page_of("embeddings", **query)
    table = found["it"].table
    return table() if callable(table) else table, result_of(found["it"].call)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"method": "tsne", "seed": "3", "words": "sopa, rey"},
        {"method": "axes", "model": "minilm", "theme": "own", "words": "king, queen, cat, dog"},
    ],
)
def test_the_call_of_the_map_makes_the_map(monkeypatch, query):
    table, given = figure_and_call(monkeypatch, activity="map", **query)
    assert table["vecinas que se quedan"].mean() == pytest.approx(float(given), abs=0.01)


@pytest.mark.parametrize(
    "query", [{}, {"near_es": "rey", "among": "animals"}, {"model": "minilm", "among": "food", "lang": "en"}]
)
def test_the_call_of_near_words_makes_the_three_lists(monkeypatch, query):
    table, given = figure_and_call(monkeypatch, activity="near", **query)
    word, *measures = table.columns
    for measure, found in zip(measures, given.values(), strict=True):
        distance = list(given)[measures.index(measure)] == "euclidean"
        expected = table.sort_values(measure, ascending=distance, kind="stable").head(len(found))
        assert found["similarity"].abs().to_numpy() == pytest.approx(
            expected[measure].abs().to_numpy(), abs=1e-4
        )
        assert set(found["word"]) <= set(table[word])
    assert list(given["cosine"]["word"]) == list(table[word].head(10))


@pytest.mark.parametrize(
    "query", [{}, {"keep": "1", "pool": "tortuga, dragón"}, {"model": "minilm", "lang": "en"}]
)
def test_the_call_of_an_analogy_makes_its_ranking(monkeypatch, query):
    table, given = figure_and_call(monkeypatch, activity="analogies", **query)
    assert list(given["word"]) == list(table["word"])
    assert given["similarity"].to_numpy() == pytest.approx(table["similarity"].to_numpy(), abs=1e-4)


def test_the_call_of_the_count_makes_its_shares(monkeypatch):
    table, given = figure_and_call(monkeypatch, activity="analogies", view="count")
    shares = [share for found in given.values() for share in found["right"]]
    assert shares == pytest.approx(list(table["right"]), abs=1e-4)


@pytest.mark.parametrize("case", ["bank", "gata", "llama", "banco", "vela", "bat"])
def test_the_call_of_a_word_in_context_reads_with_the_model_of_the_figure(monkeypatch, case):
    table, given = figure_and_call(monkeypatch, activity="context", case=case)
    maps, apart = given
    assert len(apart) == len(maps) == table["layer"].max() + 1
    assert np.concatenate(maps) == pytest.approx(table[["x", "y"]].to_numpy(), abs=1e-4)


@pytest.mark.parametrize("theme", ["all", "syllabus", "food"])
def test_the_call_of_the_birth_measures_the_families(monkeypatch, theme):
    table, given = figure_and_call(monkeypatch, activity="birth", birth_theme=theme)
    assert given == pytest.approx(list(table["together"]), abs=1e-4)


@pytest.mark.parametrize("model", ["minilm", "gatito"])
def test_the_call_of_a_search_makes_its_ranking(monkeypatch, model):
    table, given = figure_and_call(monkeypatch, activity="search", search_model=model)
    assert list(given["sentence"]) == list(table["sentence"])
    assert given["similarity"].to_numpy() == pytest.approx(table["similarity"].to_numpy(), abs=1e-4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_distance_is_never_negative_in_the_table(monkeypatch, language):
    table, _ = figure_and_call(monkeypatch, activity="near", lang=language)
    far = table[Content("embeddings", language).text("measures.euclidean")]
    assert (far > 0).all()
    assert far.corr(table.iloc[:, 1]) < 0
