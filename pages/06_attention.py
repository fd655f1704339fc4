"""Lesson 6: what every head of a model looks at, and whether it matters."""

from core.ui import attention, frame

lesson = frame.begin("attention")
attention.draw(lesson, lesson.activity(*attention.ACTIVITIES))
lesson.deeper()
lesson.end()
