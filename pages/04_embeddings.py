"""Lesson 4: words as places, and how much a flat map of them lies."""

from core.ui import frame
from core.ui.embeddings import ACTIVITIES

lesson = frame.begin("embeddings")
lesson.play(ACTIVITIES)
lesson.deeper()
lesson.end()
