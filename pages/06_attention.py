"""Lesson 6: what every head of a model looks at, and whether it matters."""

from core.ui import frame
from core.ui.attention import ACTIVITIES

lesson = frame.begin("attention")
lesson.play(ACTIVITIES)
lesson.deeper()
lesson.end()
