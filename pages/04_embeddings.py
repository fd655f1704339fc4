"""Lesson 4: words as places, and how much a flat map of them lies."""

from core.ui import embeddings, frame

lesson = frame.begin("embeddings")
embeddings.draw(lesson, lesson.activity(*embeddings.ACTIVITIES))
lesson.deeper()
lesson.end()
