"""The tables under the figures: their columns are named in the language of the page."""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module

import pytest

from core.content import LANGUAGES, Content
from core.course import COURSE, MORE
from core.ui import figure
from tests.pages.opening import page_of

DRAWN = [
    one.id for one in COURSE + MORE if one.id not in {"quiz", "glossary", "preflight"}
]  # the others have no figures
ALIKE = {"token", "bits", "bytes", "embeddings", "logit", "tokens", "x", "y"}
"""Names that both languages share."""

TEXT_OF_A_MODEL = {"token", "piece", "word", "row", "column", "label", "top", "text"}
"""Columns whose cells are what somebody or a model wrote."""

OF_PIECES = {"tokenizer-training", "tokenizer-list"}
"""Figures all of whose cells in words are such."""

CODES = {"vocabulary", "model"}
"""Columns of names that are the same in every language."""

VIEWS: dict[str, list[dict[str, str]]] = {
    "attention": [
        {"activity": "importance", "test": "swap"},
        {"activity": "switches", "experiment": "patch"},
        {"activity": "steps", "walk": "lens"},
    ],
    "embeddings": [{"activity": "analogies", "view": "count"}],
    "next_word": [{"activity": "share", "rolled": "1"}, {"activity": "write", "mode": "compare"}],
    "tokenizer": [{"activity": "train", "algorithm": "unigram", "view": view} for view in ("list", "use")],
}
"""More than what an activity shows at first."""


def test_the_numbers_of_a_table_are_written_as_the_language_does_and_stay_numbers():
    page = page_of("embeddings", 120)
    next(one for one in page.button if str(one.key).startswith("table--")).click().run()
    (table,) = page.dataframe
    assert table.value["x"].dtype.kind == "f"
    assert f"{table.value['x'][0]:.4g}".replace("-", "−").replace(
        ".", ","
    ) in table.proto.arrow_data.styler.display_values.decode(errors="ignore")


@pytest.mark.parametrize("lesson", DRAWN)
def test_no_column_and_no_cell_keeps_its_name_in_code(lesson, monkeypatch):
    found: dict[str, dict[str, set[str]]] = {language: defaultdict(set) for language in LANGUAGES}
    cells: dict[str, dict[str, set[str]]] = {language: defaultdict(set) for language in LANGUAGES}
    foot = figure.foot
    own = {language: names_of(language, TEXT_OF_A_MODEL | CODES) for language in LANGUAGES}

    def noted(language, provenance):
        if provenance.table is not None:
            table = figure.made(Content("frame", language), provenance)
            assert len(set(table.columns)) == len(table.columns), (provenance.key, list(table.columns))
            found[language][provenance.key] |= set(table.columns)
            for column in table.select_dtypes(["object", "string"]).columns.difference(sorted(own[language])):
                cells[language][provenance.key] |= {str(one) for one in table[column]}
        foot(provenance)

    for language in LANGUAGES:
        monkeypatch.setattr(figure, "foot", lambda provenance, language=language: noted(language, provenance))
        activities = [{"activity": one} for one in import_module(f"core.ui.{lesson}").ACTIVITIES]
        for view in activities + VIEWS.get(lesson, []):
            page_of(lesson, 120, lang=language, **view)
    assert found["es"]
    for key, columns in found["es"].items():
        code = {one for one in columns & found["en"][key] if one.isascii() and one.islower()}
        assert code <= ALIKE, key
    for key in cells["es"].keys() - OF_PIECES:
        both = cells["es"][key] & cells["en"][key]
        code = {one for one in both if one.isascii() and one.isidentifier() and one.islower()}
        assert code <= ALIKE, key


def names_of(language: str, columns: set[str]) -> set[str]:
    """What columns are called in a language, whatever the lesson."""
    named = Content("frame", language).value("columns")
    return {of.get(column, column) for of in named.values() for column in columns}
