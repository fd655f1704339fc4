"""Lesson 8, the quiz: questions whose wrong answers teach.

Rooms: `questions` (what a question is), `bank` (those written by hand), `generators` (those computed),
`misconceptions`, `grade`, `exam` (choosing, resuming, adding up), `review` (what to ask again, and when),
`calibration`, `statistics`, `store` (what is never lost), `transfer` (taking it elsewhere), `sheet` (results
on paper), `lint` (what keeps a bank honest).
"""

from core.quiz.bank import bank
from core.quiz.grade import Feedback, Grade, grade
from core.quiz.questions import KINDS, LEVELS, MODULES, Option, Question

__all__ = ["KINDS", "LEVELS", "MODULES", "Feedback", "Grade", "Option", "Question", "bank", "grade"]
