"""Lesson 5: a multilayer network that learns in front of you, with a microscope."""

from core.ui import frame
from core.ui.mlp import ACTIVITIES

lesson = frame.begin("mlp")
lesson.play(ACTIVITIES)
lesson.deeper()
lesson.end()
