"""The sheet of results: what goes on paper, in the learner's language."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from core.quiz import calibration, sheet
from core.quiz import results as sums
from core.quiz.generators import is_computed
from core.quiz.records import Answered, Run
from core.ui.frame import Lesson
from core.ui.quiz import parts, wording

MOST_IDEAS = 5


def draw(lesson: Lesson, answers: Sequence[Answered], run: Run | None, left: Sequence[str] = ()) -> None:
    """Offer the sheet, made when somebody asks for it."""
    key = f"quiz-sheet--{run.id if run else 'all'}"
    with st.expander(lesson.t("sheet.open"), icon=":material/print:", key=key, on_change="rerun") as opened:
        if not opened.open:
            return
        name = st.text_input(
            lesson.t("sheet.name"),
            max_chars=sheet.LONGEST_NAME,
            key=f"{key}-name",
            placeholder=lesson.t("sheet.hint"),
        )
        page = made(lesson, answers, run, name or "", left)
        words = {"picture": lesson.t("sheet.picture"), "print": lesson.t("sheet.print")}
        words["alt"] = ". ".join([page.title, *page.facts])
        parts.paper(
            sheet.svg(page), sheet.html(page, lesson.language), "llm-por-dentro", words, f"{key}-paper"
        )


def made(
    lesson: Lesson, answers: Sequence[Answered], run: Run | None, name: str, left: Sequence[str] = ()
) -> sheet.Sheet:
    """Write the sheet from the answers; `left` holds the module of each question without one."""
    names, scores = wording.module_names(lesson), sums.by_module(answers, left)
    asked = len(run.questions) if run else len(answers)
    points = sum(one.score for one in answers)
    held = [one for one in sums.held(answers) if one != "counting_slip"]
    levels = calibration.levels(answers)
    return sheet.Sheet(
        title=lesson.t("sheet.title"),
        subtitle=_subtitle(lesson, run),
        name=name,
        facts=[_asked(lesson, answers, run, asked, len(scores)), *_facts(lesson, answers, asked, points)],
        bars_title=lesson.t("results.modules"),
        bars=[
            sheet.Bar(names[module], score.share, lesson.number.percent(score.share, 0))
            for module, score in scores.items()
        ],
        points_title=lesson.t("results.calibration") if levels else "",
        points_axes=(lesson.t("results.claimed"), lesson.t("results.right")),
        points=[sheet.Point(one.confidence, one.share, one.count) for one in levels],
        ideas_title=lesson.t("sheet.ideas") if held else lesson.t("sheet.no_ideas"),
        ideas=[wording.quoted(lesson, wording.idea(lesson, one).name) for one in held[:MOST_IDEAS]],
        foot=lesson.t("sheet.foot"),
    )


def _subtitle(lesson: Lesson, run: Run | None) -> str:
    mode = lesson.t(f"modes.{run.mode}") if run else lesson.t("sheet.everything")
    moment = datetime.fromtimestamp(run.started if run else time.time()).astimezone()
    date = lesson.t(
        "sheet.date",
        day=str(moment.day),
        month=lesson.value("sheet.months")[moment.month - 1],
        year=str(moment.year),
    )
    return f"{mode} · {date}"


def _asked(lesson: Lesson, answers: Sequence[Answered], run: Run | None, asked: int, modules: int) -> str:
    """Say what was asked."""
    names = run.questions if run else [one.question for one in answers]
    computed = sum(map(is_computed, names))
    return lesson.t("sheet.what", asked=asked, modules=modules, computed=computed)


def _facts(lesson: Lesson, answers: Sequence[Answered], asked: int, points: float) -> list[str]:
    share = points / asked if asked else 0.0
    facts = [
        lesson.t("sheet.score", points=points, total=asked, share=share),
        lesson.t("sheet.right", right=sum(one.right for one in answers), answered=len(answers)),
        lesson.t("sheet.time", time=sum(one.seconds for one in answers)),
    ]
    over = calibration.overconfidence(answers)
    if over is not None:
        way, apart = wording.leaning(over)
        facts.append(lesson.t(f"sheet.{way}", points=apart))
    return facts
