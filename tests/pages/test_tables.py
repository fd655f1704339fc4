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
ALIKE = {"token", "bits", "bytes", "logit", "x", "y"}
"""Names that both languages share."""

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
def test_no_column_keeps_its_name_in_code(lesson, monkeypatch):
    found: dict[str, dict[str, set[str]]] = {language: defaultdict(set) for language in LANGUAGES}
    foot = figure.foot

    def noted(language, provenance):
        if provenance.table is not None:
            columns = figure.made(Content("frame", language), provenance).columns
            assert len(set(columns)) == len(columns), (provenance.key, list(columns))
            found[language][provenance.key] |= set(columns)
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
