"""Lesson 1: from Turing to today, every idea with its source, its arrows and the page where it is tried."""

from core import history
from core.ui import frame, session
from core.ui.history import ACTIVITIES

history.load(session.language())  # A broken file is told before anything is drawn: never half a page.
lesson = frame.begin("history")
ACTIVITIES[lesson.activity(*ACTIVITIES)](lesson)
lesson.deeper()
lesson.end()
