"""Lesson 5: a multilayer network that learns in front of you, with a microscope."""

from core.ui import frame, mlp

lesson = frame.begin("mlp")
mlp.draw(lesson, lesson.activity(*mlp.ACTIVITIES))
lesson.deeper()
lesson.end()
