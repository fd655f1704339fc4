"""Lesson 2: one text in, a probability for every token that could come next."""

from core.ui import frame
from core.ui.next_word import ACTIVITIES

lesson = frame.begin("next_word")
lesson.play(ACTIVITIES)
lesson.deeper()
lesson.end()
