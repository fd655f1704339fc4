"""And now: load any model, three projects in a few lines, and honest words about what lies beyond."""

from core.ui import frame
from core.ui.next_steps import ACTIVITIES

lesson = frame.begin("next_steps")
ACTIVITIES[lesson.activity(*ACTIVITIES)](lesson)
lesson.end()
