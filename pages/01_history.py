"""Lesson 1: from Turing to today, every idea with its source, its arrows and the page where it is tried."""

from core.ui import frame
from core.ui.history import ACTIVITIES

lesson = frame.begin("history")
ACTIVITIES[lesson.activity(*ACTIVITIES)](lesson)
lesson.deeper()
lesson.end()
