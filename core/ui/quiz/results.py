"""Results: of one run as it ends, and of everything answered so far."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import streamlit as st

from core.quiz import calibration, exam
from core.quiz import results as sums
from core.quiz.records import Answered, Mode, Run
from core.ui import frame
from core.ui.charts import quiz as charts
from core.ui.quiz import feedback, keeper, printing, running, takeaway, wording

MOST_IDEAS = 6
"""Misconceptions told at once: more would be a scolding."""

MOST_SURE = 5
"""Answers that were sure and wrong, told at once."""


def draw(lesson: frame.Lesson) -> bool:
    """Draw the activity: everything answered so far."""
    answers = keeper.attempt(lambda progress, learner: progress.all_answers(learner))
    keeper.say_troubles(lesson)
    if not answers:
        with st.container(key="quiz-start"):
            st.markdown(lesson.t("results.none"))
        takeaway.draw(lesson)
        return False
    total = sum(one.score for one in answers) / len(answers)
    with st.container(key="quiz-score"):
        st.markdown(lesson.md("results.so_far", n=len(answers), share=total))
    _ideas(lesson, answers)
    _figures(lesson, answers, "all")
    printing.draw(lesson, answers, run=None)
    takeaway.draw(lesson)
    return False


def belongs(run_id: str, activity: str, rooms: Mapping[str, str]) -> bool:
    """Say whether a run was played in an activity."""
    run = keeper.attempt(lambda progress, learner: progress.run(learner, run_id))
    return run is not None and rooms[run.mode] == activity


def just_ended(lesson: frame.Lesson, run_id: str) -> None:
    """Draw the result of a run that has just ended, with what to do next."""
    run = keeper.attempt(lambda progress, learner: progress.run(learner, run_id))
    if run is None:  # erased in another tab
        running.put_away()
        return
    kept = keeper.attempt(lambda progress, learner: progress.run_answers(learner, run_id))
    answers = [kept[place] for place in sorted(kept)]
    score = sums.add_up(run, answers)
    with st.container(key="quiz-score"):
        st.markdown(
            lesson.md(
                "results.run", right=score.right, total=score.asked, share=score.share, time=score.seconds
            )
        )
    _next_steps(lesson, run, answers)
    if not answers:
        return
    left = modules_left(lesson, run, answers)
    _sure_and_wrong(lesson, answers)
    _ideas(lesson, answers)
    _figures(lesson, answers, "run", left)
    printing.draw(lesson, answers, run=run, left=left)
    _questions(lesson, run, kept)


def _next_steps(lesson: frame.Lesson, run: Run, answers: Sequence[Answered]) -> None:
    """Offer to try again only what failed, to answer only what was left, and to leave."""
    known = {place: name for place, name in enumerate(run.questions) if exam.is_known(name, lesson.language)}
    given = {one.position: one.right for one in answers}
    failed = [name for place, name in known.items() if given.get(place) is False]
    left = [name for place, name in known.items() if place not in given]

    def ask(mode: Mode, names: list[str]) -> None:
        seed, items = int(time.time()), [name.partition(":")[0] for name in names]
        running.start(exam.begin(mode, exam.again(items, seed, len(items)), seed=seed, now=time.time()))
        lesson.set(activity="practice")

    with st.container(horizontal=True):
        if failed:
            st.button(
                lesson.t("results.retry", n=len(failed)), type="primary", icon=":material/replay:", key="quiz-retry",
                on_click=ask, args=("retry", failed),
            )  # fmt: skip
        if left:
            st.button(
                lesson.t("results.left", n=len(left)), type="secondary" if failed else "primary",
                icon=":material/skip_next:", key="quiz-left", on_click=ask, args=("practice", left),
            )  # fmt: skip
        st.button(lesson.t("results.another"), key="quiz-another", on_click=running.put_away)


def _ideas(lesson: frame.Lesson, answers: Sequence[Answered]) -> None:
    """Name the misconceptions still held, each with where to see that it is not so."""
    held = [name for name in sums.held(answers) if name != "counting_slip"]
    if not held:
        st.markdown(lesson.t("results.no_ideas"))
        return
    st.subheader(lesson.t("results.ideas", n=len(held)), anchor=False)
    for name in held[:MOST_IDEAS]:
        with st.container(key=f"idea--{name}"):
            st.markdown(wording.refutation(lesson, name))
    if len(held) > MOST_IDEAS:
        st.caption(lesson.t("results.more_ideas", n=len(held) - MOST_IDEAS))


def _sure_and_wrong(lesson: frame.Lesson, answers: Sequence[Answered]) -> None:
    wrong = calibration.sure_and_wrong(answers)
    if not wrong:
        return
    st.subheader(lesson.t("results.sure_and_wrong"), anchor=False)
    with st.container(key="quiz-prose"):
        lines = [
            _sure(lesson, one) for one in wrong[:MOST_SURE] if exam.is_known(one.question, lesson.language)
        ]
        st.markdown("\n".join(f"- {line}" for line in lines))


def _sure(lesson: frame.Lesson, answered: Answered) -> str:
    """Write what was asked, answered and right, where both fit in a line."""
    question = exam.find(answered.question, lesson.language)
    stem, texts = question.stem, {option.id: option.text for option in question.options}
    one_each = question.kind in {"single", "predict", "numeric", "fill"} and len(answered.chosen) == 1
    if not one_each or answered.chosen[0] not in texts:
        return stem
    yours, right = (wording.plain_text(text) for text in (texts[answered.chosen[0]], question.right[0].text))
    return lesson.t("results.sure_line", stem=stem, yours=yours, right=right)


def modules_left(lesson: frame.Lesson, run: Run, answers: Sequence[Answered]) -> list[str]:
    """Give the module of each question of a run that has no answer."""
    given = {one.position for one in answers}
    left = [name for place, name in enumerate(run.questions) if place not in given]
    return [exam.find(name, lesson.language).module for name in left if exam.is_known(name, lesson.language)]


def _figures(lesson: frame.Lesson, answers: Sequence[Answered], name: str, left: Sequence[str] = ()) -> None:
    first, second = st.columns(2, gap="large")
    with first:
        _modules(lesson, answers, name, left)
    with second:
        _calibration(lesson, answers, name)


def _modules(lesson: frame.Lesson, answers: Sequence[Answered], name: str, left: Sequence[str]) -> None:
    scores = sums.by_module(answers, left)
    data = charts.modules_data(scores, wording.module_names(lesson), lesson.number)
    st.subheader(lesson.t("results.modules"), anchor=False)
    worst = data.sort_values("share", kind="stable").iloc[0]
    lesson.figure(
        charts.modules(lesson.palette, len(data)),
        data=data,
        name=f"modules-{name}",
        badge=frame.Badge("real", note=lesson.t("badge")),
        alt=lesson.t("results.modules_alt", n=len(data), module=worst["module"], share=float(worst["share"])),
        source=[sums.by_module],
        call="from core.quiz.results import by_module\nby_module(answers)",
    )


def _calibration(lesson: frame.Lesson, answers: Sequence[Answered], name: str) -> None:
    levels = calibration.levels(answers)
    if not levels:
        return
    st.subheader(lesson.t("results.calibration"), anchor=False)
    data = charts.calibration_data(levels, lesson.number)
    claimed, right, perfect = (lesson.t(f"results.{key}") for key in ("claimed", "right", "perfect"))
    over = calibration.overconfidence(answers) or 0.0
    _way, apart = wording.leaning(over)
    lesson.figure(
        charts.calibration(lesson.palette, claimed, right, perfect),
        data=data,
        name=f"calibration-{name}",
        badge=frame.Badge("real", note=lesson.t("badge")),
        alt=lesson.t("results.calibration_alt", n=sum(level.count for level in levels), points=apart),
        source=[calibration.levels, calibration.interval, calibration.brier],
        call="from core.quiz.calibration import brier, levels\nlevels(answers), brier(answers)",
    )
    lesson.seeing(_said(lesson, over, calibration.brier(answers) or 0.0))


def _said(lesson: frame.Lesson, over: float, brier: float) -> str:
    way, apart = wording.leaning(over)
    return lesson.md(f"results.{way}", points=apart, brier=brier)


def _questions(lesson: frame.Lesson, run: Run, kept: Mapping[int, Answered]) -> None:
    """List every question with what was answered and why, folded."""
    st.subheader(lesson.t("results.questions"), anchor=False)
    for place, question_id in enumerate(run.questions):
        if not exam.is_known(question_id, lesson.language):
            continue
        question = exam.shown(exam.find(question_id, lesson.language), run.seed)
        answered = kept.get(place)
        icon = ":material/check:" if answered and answered.right else ":material/lightbulb:"
        key = f"{run.id}-all-{place}"
        with st.expander(
            f"{place + 1}. {wording.plain_stem(question, 90)}",
            icon=icon,
            key=f"quiz-again--{key}",
            on_change="rerun",
        ) as fold:
            if fold.open:
                st.markdown(question.stem)
                feedback.show(lesson, question, answered.answer if answered else None, key)
