"""Train: the run in front of its learner, from the choices to what the model can do by now."""

from __future__ import annotations

import math
from typing import Any

import streamlit as st

from core.errors import CourseError
from core.gatito import training
from core.train_llm import Driver, estimate, milestones
from core.ui import frame
from core.ui.charts import train_llm as charts
from core.ui.train_llm import choices, player, runs, ticking, views
from core.ui.train_llm.choices import Choice


def draw(lesson: frame.Lesson) -> None:
    """The activity: choices at the left; player, figure and samples at the right."""
    ask, controls, figure = lesson.stage("train")
    with lesson.guard():
        choice = choices.draw(lesson, ask, controls)
        with controls:
            _needs(lesson, choice)
        if _predicted(lesson, choice):
            driver = runs.run(choice.settings, choice.probes)
            _figure(lesson, figure, driver, choice)


def _needs(lesson: frame.Lesson, choice: Choice) -> None:
    """Say before the start what the run will need."""
    settings = choice.settings
    found = runs.speed(settings.device)
    time = (
        lesson.t("needs.time", s=estimate.seconds(settings, found)) if found else lesson.t("needs.measuring")
    )
    st.caption(
        lesson.t(
            "needs.line", n=training.parameters(settings), b=estimate.memory_bytes(settings), time=time,
            device=lesson.value("devices").get(settings.device, settings.device),
        )
    )  # fmt: skip


def _predicted(lesson: frame.Lesson, choice: Choice) -> bool:
    """Ask once how wrong a model is that has learnt nothing."""
    return bool(
        lesson.predict(
            "blind", lesson.t("predict.question"), lesson.value("predict.options"), answer=lambda: _nearest(choice),
            say=lambda mine, truth: lesson.md(
                "predict.right" if mine == truth else "predict.wrong", n=choice.settings.vocabulary
            ),
        )
    )  # fmt: skip


def _nearest(choice: Choice) -> str:
    """Measure a model that has learnt nothing, and say which of the answers its loss is nearest to."""
    driver = runs.run(choice.settings, choice.probes)
    driver.wait()
    offered = {"nothing": 0.0, "floor": 1.0, "blind": math.log(choice.settings.vocabulary)}
    loss = driver.point.moments[0].held_out_loss if driver.point else math.inf
    return min(offered, key=lambda one: abs(offered[one] - loss))


def _figure(lesson: frame.Lesson, figure: Any, driver: Driver, choice: Choice) -> None:
    """Draw the figure whose picture ticks while the run plays; badge and actions stand still."""
    with figure:
        names = lesson.value("views")
        view = st.segmented_control(
            lesson.t("controls.view"), list(names), format_func=names.__getitem__, required=True,
            key=lesson.key("view", "loss", among=names), label_visibility="collapsed",
        )  # fmt: skip

    def live() -> None:
        _live(lesson, driver, choice, str(view or "loss"))

    settings = driver.settings
    lesson.figure(
        st.fragment(live, run_every=ticking.every([driver])),
        name="run",
        badge=frame.Badge(
            "real", model=lesson.t("figure.mine"), params=training.parameters(settings),
            language="es" if choice.kind != "own" else None, note=lesson.value("devices").get(settings.device),
        ),
        alt=lesson.t("figure.alt"),
        table=lambda: views.table(driver),
        source=[training.start, training.advance, training._Engine.update],  # noqa: SLF001  (the loop itself is the lesson)
        call=_call(settings),
    )  # fmt: skip


def _call(settings: training.Settings) -> str:
    return (
        "from core.gatito.training import advance, start\nfrom core.train_llm import Size, settings\n"
        f"state = start(settings(Size({settings.layers}, {settings.heads}, {settings.width}, {settings.context}), "
        f"steps={settings.steps}, learning_rate={settings.learning_rate}, seed={settings.seed}))\n"
        "state = advance(state, steps=100)\nstate.train_loss"
    )


def _live(lesson: frame.Lesson, driver: Driver, choice: Choice, view: str) -> None:
    """What changes while the run plays."""
    driver.touch()
    player.buttons(lesson, driver, choice)
    player.status(lesson, driver)
    if driver.error is not None:
        _trouble(lesson, driver, driver.error)
    point, facts = driver.point, driver.facts
    if point is None:
        st.container(height=charts.HEIGHT, border=False, key="train-waiting")
        lesson.seeing(lesson.md("seeing.waiting"))
    else:
        reached = milestones(driver.probes, facts, point.moments) if facts else []
        look = views.Look(lesson, driver, point, reached)
        views.draw(look, view)
        _samples(look)
        _milestones(look)
        lesson.seeing(_seen(look))
    ticking.follow("train", [driver])


def _trouble(lesson: frame.Lesson, driver: Driver, error: CourseError) -> None:
    frame.say_error(error)
    if error.key == "diverged" and driver.point is not None:
        lesson.note(lesson.md("notes.back", step=driver.point.state.step))


def _samples(look: views.Look) -> None:
    """What the model writes by now after each beginning, beginnings in a quiet colour."""
    pairs = zip(look.driver.probes.prompts, look.last.samples, strict=False)
    with st.container(key="train-samples", gap=None):
        for prompt, written in pairs:
            st.markdown(look.lesson.md("samples.line", prompt=prompt, written=written.rstrip() or "…"))


def _milestones(look: views.Look) -> None:
    """One badge per ability: when it came, or that it has not yet."""
    marks, t = [], look.lesson.t
    for one in look.reached:
        name = t(f"milestones.{one.id}")
        if one.moment is None:
            marks.append(t("milestones.not_yet", name=name))
        else:
            marks.append(t("milestones.came", name=name, step=one.moment.step, time=one.moment.seconds))
    with st.container(key="train-milestones"):
        st.markdown(" ".join(marks))


def _seen(look: views.Look) -> str:
    """Sentences from the numbers on screen."""
    md, moment, facts = look.lesson.md, look.last, look.driver.facts
    if moment.step == 0:
        return md("seeing.start", loss=moment.held_out_loss, n=look.driver.settings.vocabulary)
    said = [md("seeing.loss", step=moment.step, loss=moment.held_out_loss)]
    if facts is not None and facts.floor is not None:
        said.append(md("seeing.floor", floor=facts.floor, above=moment.held_out_loss / facts.floor - 1))
    elif facts is not None:
        one, two, three = facts.ngrams
        said.append(md("seeing.grams", one=one, two=two, three=three))
    came = [(one.moment.step, one) for one in look.reached if one.moment is not None]
    if came:
        newest = max(came, key=lambda pair: pair[0])[1]
        said.append(md(f"seeing.{newest.id}", now=newest.now))
    return " ".join(said)
