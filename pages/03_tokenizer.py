"""Lesson 3: a text in, the pieces that a model reads out."""

import streamlit as st

from core.ui import frame
from core.ui.tokenizer import ACTIVITIES

lesson = frame.begin("tokenizer")
activity = lesson.activity(*ACTIVITIES)
st.fragment(ACTIVITIES[activity])(lesson)  # what is typed redraws the activity, not the whole page
lesson.deeper()
lesson.end()
