"""Lesson 3: a text in, the pieces that a model reads out."""

from core.ui import frame
from core.ui.tokenizer import ACTIVITIES

lesson = frame.begin("tokenizer")
lesson.play(ACTIVITIES)
lesson.deeper()
lesson.end()
