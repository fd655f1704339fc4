"""The rooms of the quiz's page, one per activity, and what they share."""

from __future__ import annotations

from collections.abc import Callable

from core.ui.frame import Lesson
from core.ui.quiz import exam, practice, results, review, teachers, warmup

ACTIVITIES: dict[str, Callable[[Lesson], bool]] = {
    "practice": practice.draw,
    "exam": exam.draw,
    "warmup": warmup.draw,
    "review": review.draw,
    "results": results.draw,
    "teachers": teachers.draw,
}
"""What draws each activity, and says whether a question is on screen: then nothing else should be."""
