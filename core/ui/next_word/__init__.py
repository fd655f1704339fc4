"""The five activities of lesson 2, one room each; the page chooses which one to draw."""

import streamlit as st

from core.ui import frame
from core.ui.next_word.ladder import draw as ladder
from core.ui.next_word.remember import draw as remember
from core.ui.next_word.share import draw as share
from core.ui.next_word.surprise import draw as surprise
from core.ui.next_word.write import draw as write

ACTIVITIES = {"share": share, "write": write, "remember": remember, "surprise": surprise, "ladder": ladder}


@st.fragment
def draw(lesson: frame.Lesson, activity: str) -> None:
    """One activity; a moved slider runs and sends this part of the page alone."""
    ACTIVITIES[activity](lesson)
