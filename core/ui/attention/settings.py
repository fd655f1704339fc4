"""What the activities of lesson 6 share: the text, the model, its heads, and the words for tokens."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core import models
from core.attention.hooks import Head, heads
from core.ui import frame, model_box
from core.ui.charts.labels import distinct

MEAN = "mean"
STARTS = {"<s>", "<bos>", "<|begin_of_text|>"}
ENDS = {"<|endoftext|>", "</s>", "<eos>", "<|end_of_text|>"}
"""How vocabularies write the ends of a text; one that has a single mark for both ends writes it as an end."""
LABEL_SIGNS = 14
"""A longer token is shortened in charts; tables have it whole."""


def text(lesson: frame.Lesson) -> str:
    """The learner's sentence, the same one in every activity."""
    return lesson.text_input(
        "text", lesson.t("controls.text"), lesson.t("default_text"), examples=lesson.value("examples")
    )


def model(lesson: frame.Lesson, *, encoders: bool = False) -> str:
    """The model to look into: one of the catalogue, or any id of the hub."""
    listed = [one for one, card in models.CATALOGUE.items() if encoders or card.kind == "causal"]
    name = "model" if encoders else "writer"
    return model_box.model(lesson, name, listed, hub=f"{name}_hub")


def codes(loaded: models.LoadedModel) -> list[str]:
    """Every head of a model as it is written in links: «4.3» is the third of the fourth layer."""
    layers, each = heads(loaded)
    return [f"{layer + 1}.{head + 1}" for layer in range(layers) for head in range(each)]


def decoded(code: str) -> Head:
    """Layer and head, from 0, of a code."""
    layer, head = code.split(".")
    return int(layer) - 1, int(head) - 1


def head_name(lesson: frame.Lesson, code: str) -> str:
    """A head as the learner reads it."""
    if code == MEAN:
        return lesson.t("controls.mean")
    layer, head = code.split(".")
    return lesson.t("controls.head_name", layer=layer, head=head)


def counted_from_one(table: pd.DataFrame) -> pd.DataFrame:
    """A table of heads as the page counts them: `core` counts layers and heads from 0."""
    return table.assign(layer=table["layer"] + 1, head=table["head"] + 1)


def head(lesson: frame.Lesson, name: str, loaded: models.LoadedModel, *, mean: bool = False) -> str:
    """The head to look at, or the mean of all."""
    listed = [MEAN, *codes(loaded)] if mean else codes(loaded)
    start = MEAN if mean else ("4.4" if "4.4" in listed else listed[-1])
    key = lesson.key(name, start, among=listed)
    label = lesson.t("controls.head")
    return str(st.selectbox(label, listed, format_func=lambda one: head_name(lesson, one), key=key))


def label(lesson: frame.Lesson, token: str) -> str:
    """A token as the learner reads it, wherever it stands but at the first place of a text (see `inputs`)."""
    names = lesson.value("tokens")
    if token in STARTS | ENDS:
        return str(names["start" if token in STARTS else "end"])
    if not token.strip():
        return str(names["newline"]) if "\n" in token else "␣"
    plain = token.strip()
    return plain if len(plain) <= LABEL_SIGNS else plain[: LABEL_SIGNS - 1] + "…"


def is_word(token: str) -> bool:
    """Say whether a token writes something that can be read: neither blank nor an end of the text."""
    return bool(token.strip()) and token not in STARTS | ENDS


def inputs(lesson: frame.Lesson, tokens: Sequence[str], first: int = 0) -> list[str]:
    """The tokens that a model reads, so many others before them: the mark that opens a text is its start."""
    names = [label(lesson, token) for token in tokens]
    if first == 0 and tokens and tokens[0] in ENDS:
        names[0] = str(lesson.value("tokens")["start"])
    return names


def labels(lesson: frame.Lesson, tokens: Sequence[str]) -> list[str]:
    """Tokens that a model says, each with a label of its own."""
    return distinct([label(lesson, token) for token in tokens])


def offered(lesson: frame.Lesson, *texts: str) -> bool:
    """Whether every text is one of the page's own: only for those is a guess asked, not at each letter typed."""
    own = {*lesson.value("examples"), *lesson.value("others")}
    return set(texts) <= own


def height_for(rows: int, each: int = 24, least: int = 120, most: int = 430) -> int:
    """Pixels for so many rows of bars."""
    return max(least, min(most, rows * each + 30))
