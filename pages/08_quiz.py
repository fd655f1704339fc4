"""Lesson 8: questions whose wrong answers teach, and a memory of what to ask again."""

from core.ui import frame
from core.ui.quiz import ACTIVITIES, look

lesson = frame.begin("quiz")
look.apply()
asking = False
with lesson.guard():
    asking = ACTIVITIES[lesson.activity(*ACTIVITIES)](lesson)
if not asking:
    lesson.deeper()
    lesson.end()
