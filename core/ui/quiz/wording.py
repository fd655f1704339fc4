"""Names and small sentences that several rooms of the quiz need."""

from __future__ import annotations

import re

from core import course
from core.content import Content
from core.quiz.bank import by_id
from core.quiz.generators import GENERATORS
from core.quiz.misconceptions import Misconception, misconceptions
from core.quiz.questions import Question
from core.quiz.records import CONFIDENCE
from core.ui.frame import Lesson

_MARKS = re.compile(r"[`*]")


def leaning(over: float) -> tuple[str, int]:
    """Say which way a confidence errs («over», «under» or «even») and by how many of a hundred."""
    way = "over" if over > 0.05 else "under" if over < -0.05 else "even"
    return way, round(100 * abs(over))


def module_names(lesson: Lesson) -> dict[str, str]:
    """Name every module that has questions: lessons as in the navigation, and the key ideas."""
    home = Content("home", lesson.language)
    own: dict[str, str] = lesson.value("modules")
    return {module: name or home.text(f"lessons.{module}.nav") for module, name in own.items()}


def confidence_names(lesson: Lesson) -> dict[float, str]:
    """Name the four ways of confirming."""
    return dict(zip(CONFIDENCE, lesson.value("confidence.names"), strict=True))


def where(lesson: Lesson, question: Question) -> str:
    """Say what kind of question it is: module, level and kind."""
    kind = lesson.t(f"kinds.{question.kind}")
    return f"{module_names(lesson)[question.module]} · {lesson.t('run.level', n=question.level)} · {kind}"


def plain_text(markdown: str) -> str:
    """Take the marks off a text of the bank, where Markdown is not drawn."""
    return _MARKS.sub("", markdown)


def plain_stem(question: Question, letters: int = 70) -> str:
    """Shorten what is asked to one line of plain text, for tables and charts."""
    bare = plain_text(question.stem)
    return bare if len(bare) <= letters else bare[: letters - 1].rstrip() + "…"


def item_name(lesson: Lesson, item: str, letters: int = 80) -> str:
    """Name what is asked, whatever its numbers; nothing for what the bank no longer has."""
    if item in GENERATORS:
        return Content("quiz_generated", lesson.language).text(f"generated.{item}.name")
    found = by_id(lesson.language).get(item)
    return plain_stem(found, letters) if found else ""


def idea(lesson: Lesson, misconception_id: str) -> Misconception:
    """Find a misconception in the language of the page."""
    return misconceptions(lesson.language)[misconception_id]


def quoted(lesson: Lesson, text: str) -> str:
    """Put a text between the quotation marks of the language."""
    opening, closing = lesson.value("feedback.quotes")
    return f"{opening}{text}{closing}"


def refutation(lesson: Lesson, misconception_id: str) -> str:
    """Write a misconception with the link that refutes it, in Markdown; the link opens beside the quiz."""
    found = idea(lesson, misconception_id)
    said = f"**{quoted(lesson, found.name)}.** {found.instead}"
    if not course.lesson(found.link.lesson).exists:
        return said
    link = f"[{lesson.t('feedback.see')}]({found.link.address(lesson.language)})"
    return f"{said} {link}: {found.look}"
