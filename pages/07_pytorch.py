"""Lesson 7: write PyTorch and run it, see what it made, and break nothing."""

from core.ui import frame
from core.ui.pytorch import ACTIVITIES

lesson = frame.begin("pytorch")
ACTIVITIES[lesson.activity(*ACTIVITIES)](lesson)
lesson.deeper()
lesson.end()
