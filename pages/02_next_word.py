"""Lesson 2: one text in, a probability for every token that could come next."""

from core.ui import frame, next_word

lesson = frame.begin("next_word")
next_word.draw(lesson, lesson.activity(*next_word.ACTIVITIES))
lesson.deeper()
lesson.end()
