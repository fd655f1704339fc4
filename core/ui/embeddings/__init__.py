"""The six activities of lesson 4, one room each; the page chooses which one to draw."""

import streamlit as st

from core.ui import frame
from core.ui.embeddings.analogies import draw as analogies
from core.ui.embeddings.birth import draw as birth
from core.ui.embeddings.context import draw as context
from core.ui.embeddings.map import draw as word_map
from core.ui.embeddings.near import draw as near
from core.ui.embeddings.search import draw as search

ACTIVITIES = {
    "map": word_map, "near": near, "analogies": analogies, "context": context, "birth": birth, "search": search,
}  # fmt: skip


@st.fragment
def draw(lesson: frame.Lesson, activity: str) -> None:
    """One activity; a moved slider runs and sends this part of the page alone."""
    ACTIVITIES[activity](lesson)
