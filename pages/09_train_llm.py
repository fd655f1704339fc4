"""Train your own LLM in a minute: from random numbers to sentences that are true, in front of you."""

from core.ui import frame, train_llm

lesson = frame.begin("train_llm")
train_llm.draw(lesson, lesson.activity(*train_llm.ACTIVITIES))
lesson.deeper()
lesson.end()
