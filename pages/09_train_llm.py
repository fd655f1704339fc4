"""Train your own LLM in a minute: from random numbers to sentences that are true, in front of you."""

from core.ui import frame
from core.ui.train_llm import ACTIVITIES

lesson = frame.begin("train_llm")
lesson.play(ACTIVITIES)
lesson.deeper()
lesson.end()
