"""Train: a network that learns in front of you."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core import mlp
from core.mlp import TrainState, accuracy, split
from core.mlp.engine import Engine
from core.mlp.export import script
from core.mlp.missions import dead_relus
from core.mlp.runs import Run
from core.ui import frame
from core.ui.components import network as component
from core.ui.mlp import controls, runs

_DOTTED = "_mlp.dotted"
_HUGE = 1000.0
MOST_GUESSED = 400
"""Weights of the largest network whose result is guessed: its 200 epochs are trained on the spot, in a second or less."""
MOST_INPUTS = 10
"""Inputs that are drawn; digits have 64."""


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the settings to what is seen."""
    ask, places, _figure = lesson.stage("train")
    away = controls.hidden_by_link(lesson)
    with ask:
        controls.stage(lesson, away)
    with lesson.more_settings():
        controls.more(lesson, away)
        show = {
            name: st.toggle(lesson.t(f"controls.{name}"), key=lesson.key(name, default=False))
            for name in ("show_test", "steps")
        }
    with lesson.guard():
        experiment = controls.experiment(lesson)
        run = runs.run(experiment)
        if _predicted(lesson, run):
            with places:
                if "play" not in away:
                    buttons(lesson, run)
                _export(lesson, run)
            _figure_of(lesson, run, show)


def _predicted(lesson: frame.Lesson, run: Run) -> bool:
    """Ask once, for the spiral, how many of the test points a trained network will tell right."""
    small = len(run.state.vector) <= MOST_GUESSED
    if run.experiment.data != "spiral" or not run.experiment.hidden or not small:
        return True

    def answer() -> float:
        return round(100 * accuracy(mlp.advance(mlp.start(run.experiment), epochs=200, seconds=10.0)))

    return bool(
        lesson.predict(
            "spiral",
            lesson.t("predict.question"),
            numeric=(50, 100, 5),
            answer=answer,
            say=lambda mine, truth: lesson.md(
                "predict.right" if abs(mine - truth) <= 5 else "predict.wrong", n=int(truth)
            ),
        )
    )


def buttons(lesson: frame.Lesson, run: Run, *, plays: bool = True) -> None:
    """Play or pause where the picture moves, a step, an epoch, back, reset, and any earlier moment."""
    stuck = run.state.trouble is not None
    with st.container(horizontal=True, gap="xsmall", key="mlp-buttons"):
        if plays:
            _play(lesson, run, stuck)
        for name, icon, act, off in (
            ("step", "skip_next", run.step, stuck),
            ("epoch", "fast_forward", run.epoch, stuck),
            ("back", "undo", run.back, run.at == 0),
        ):
            st.button(
                lesson.t(f"buttons.{name}"),
                icon=f":material/{icon}:",
                key=f"mlp-{name}",
                on_click=act,
                disabled=off,
                help=lesson.t(f"buttons.{name}_help"),
            )
        st.button(
            lesson.t("buttons.reset"),
            icon=":material/replay:",
            type="tertiary",
            key="mlp-reset",
            on_click=runs.anew,
            args=(run.experiment,),
            disabled=len(run.moments) == 1,
        )
    if len(run.moments) > 2 and not run.playing:
        _scrub(lesson, run)


def _play(lesson: frame.Lesson, run: Run, stuck: bool) -> None:
    label, icon = ("pause", "pause") if run.playing else ("play", "play_arrow")
    st.button(
        lesson.t(f"buttons.{label}"), type="secondary" if stuck else "primary", icon=f":material/{icon}:", key="mlp-play",
        # Each label has an act of its own: the run may have stopped by itself since it was drawn.
        on_click=run.pause if run.playing else run.play, disabled=stuck,
    )  # fmt: skip


def _scrub(lesson: frame.Lesson, run: Run) -> None:
    """Any earlier moment."""
    key = f"mlp-moment-{len(run.moments)}"
    if st.session_state.get(key) != run.at:
        st.session_state[key] = run.at

    def look() -> None:
        if not run.playing:  # it may be told of a slider that has left the page since
            run.look(st.session_state[key])

    moments = list(range(len(run.moments)))
    st.select_slider(
        lesson.t("buttons.moment"),
        moments,
        key=key,
        on_change=look,
        format_func=lambda place: lesson.t("buttons.epoch_of", n=run.moments[place].epoch),
    )


def _export(lesson: frame.Lesson, run: Run) -> None:
    st.download_button(
        lesson.t("buttons.pytorch"),
        data=lambda: script(run.experiment, max(1, run.state.epoch)),
        file_name="network.py",
        mime="text/x-python",
        icon=":material/code:",
        type="tertiary",
        key="mlp-export",
        on_click="ignore",
        help=lesson.t("buttons.pytorch_help"),
    )


def _figure_of(lesson: frame.Lesson, run: Run, show: dict[str, bool]) -> None:
    def live() -> None:
        _live(lesson, run, show)

    lesson.figure(
        runs.ticking(run, live),
        name="network",
        badge=badge(lesson, run.state),
        alt=lesson.t("figure.alt", data=lesson.value("choices.data")[run.experiment.data]),
        table=lambda: table(run.state),
        source=[mlp.start, mlp.advance, Engine.step],
        call=call(run.state),
    )


def badge(lesson: frame.Lesson, state: TrainState) -> frame.Badge:
    """Real digits and sentences, or points drawn by a formula."""
    shape = "-".join(map(str, state.network.sizes))
    model = lesson.t("figure.network", shape=shape)
    if state.experiment.in_plane:
        return frame.Badge("toy", model=model, params=len(state.vector))
    return frame.Badge("real", model=model, params=len(state.vector))


def table(state: TrainState) -> pd.DataFrame:
    """The history as rows: epoch, both losses, and each layer's gradient."""
    names = [f"gradient_{layer + 1}" for layer in range(state.history.shape[1] - 3)]
    return pd.DataFrame(state.history, columns=["epoch", "train_loss", "test_loss", *names])


def call(state: TrainState) -> str:
    """What reproduces the run in a notebook."""
    given = repr(state.experiment)
    return (
        "from core.mlp import Experiment, accuracy, advance, start\n"
        f"state = advance(start({given}), epochs={max(1, state.epoch)})\naccuracy(state)"
    )


def _live(lesson: frame.Lesson, run: Run, show: dict[str, bool]) -> None:
    """What changes while the run plays."""
    if st.session_state.pop(_DOTTED, False):
        st.rerun()  # the box of the points stands outside of what ticks
    runs.tick(run)
    state = run.state
    component.network(
        state,
        look(lesson, state, runs.picked(run), show),
        lesson.palette,
        "mlp-network",
        lambda: runs.clicked("mlp-network"),
        lambda: _dotted(lesson, "mlp-network"),
    )
    blown(lesson, state)
    lesson.seeing(seen(lesson, state))


def look(
    lesson: frame.Lesson,
    state: TrainState,
    picked: tuple[int, int, int] | None = None,
    show: dict[str, bool] | None = None,
) -> component.Look:
    """How a run is drawn, with everything that is said of it."""
    known, show = split(state.experiment), show or {}
    names = inputs(lesson, state, "cell_short")
    if len(names) > MOST_INPUTS:
        names = [*names[: MOST_INPUTS - 1], "…"]
    hidden = len(state.experiment.hidden)
    layers = [
        lesson.t("figure.inputs"),
        *[lesson.t("figure.hidden", n=layer + 1) for layer in range(hidden)],
        lesson.t("figure.output"),
    ]
    labels = [
        (lesson.t("figure.epoch", n=state.epoch), "text"),
        (lesson.t("figure.train", x=loss_of(lesson, state.train_loss)), "model"),
        (lesson.t("figure.test", x=loss_of(lesson, state.test_loss)), "other"),
    ]
    if known.points.classes and state.trouble is None:
        labels.append((lesson.t("figure.right", p=accuracy(state)), "text"))
    said = {name: lesson.t(f"figure.{name}_alt", n=state.epoch) for name in ("graph", "plane", "losses")}
    return component.Look(
        names,
        layers,
        labels,
        said,
        picked,
        show.get("show_test", False),
        show.get("steps", False),
        state.experiment.data == "own",
        [] if state.experiment.in_plane or state.trouble else _shares(lesson, state),
    )


def inputs(lesson: frame.Lesson, state: TrainState, cell: str = "cell") -> list[str]:
    """What each input is called: a coordinate, a word of the opinions, or a cell of a digit."""
    e = state.experiment
    if e.in_plane:
        return [lesson.value("features")[name] for name in e.features]
    names = split(e).points.names
    if e.data == "opinions":
        return list(names)
    cells = (name.split(",") for name in names)
    return [lesson.t(f"figure.{cell}", row=int(row) + 1, column=int(column) + 1) for row, column in cells]


def _shares(lesson: frame.Lesson, state: TrainState) -> list[tuple[str, float, str]]:
    """For digits and sentences: how many test points of each class are told right."""
    known = split(state.experiment)
    told = mlp.answers(state, known.inputs[known.test]).numpy()
    truth = known.points.y[known.test.numpy()]
    rows = []
    for place, name in enumerate(known.points.classes):
        own = truth == place
        share = float((told[own] == place).mean()) if own.any() else 0.0
        rows.append((name, share, lesson.number.percent(share, digits=0)))
    return rows


def loss_of(lesson: frame.Lesson, loss: float) -> str:
    """Write a loss; one that exploded, or is no number any more, is only said to be huge."""
    return lesson.number.decimal(loss, 3) if loss < _HUGE else lesson.t("figure.huge")


def seen(lesson: frame.Lesson, state: TrainState) -> str:
    """Sentences from the numbers on screen."""
    known = split(state.experiment)
    which = "losses_begun" if state.epoch == 0 else "losses_one" if state.epoch == 1 else "losses"
    if state.epoch == 0 and state.batch == 0:
        start = "start_zeros" if state.experiment.init == "zeros" else "start"
        biases = sum(state.network.sizes[1:])
        weights = len(state.vector) - biases
        return lesson.md(f"seeing.{start}", n=weights, biases=biases, points=len(known.train))
    said = [
        lesson.md(
            f"seeing.{which}",
            n=state.epoch,
            train=loss_of(lesson, state.train_loss),
            test=loss_of(lesson, state.test_loss),
        )
    ]
    if state.trouble is not None:
        return said[0]
    if known.points.classes:
        said.append(
            lesson.md("seeing.right", p=accuracy(state), q=accuracy(state, train=True), n=len(known.test))
        )
    if state.test_loss > 3 * state.train_loss and state.test_loss - state.train_loss > 0.05:
        said.append(lesson.md("seeing.overfit"))
    if dead := sum(map(len, dead_relus(state))):
        said.append(lesson.md("seeing.dead_one" if dead == 1 else "seeing.dead", n=dead))
    return " ".join(said)


def blown(lesson: frame.Lesson, state: TrainState, said: tuple[str, ...] = ("where", "why", "back")) -> None:
    """Note at which step and layer a run broke, why that usually is, and the way back; nothing for one that did not."""
    if (broke := state.trouble) is not None:
        told = {
            "epoch": broke.epoch + 1, "step": broke.step + 1, "layer": broke.layer + 1,
            "what": lesson.value("trouble.what")[broke.what],
            "rate": controls.rate_of(lesson, state.experiment.learning_rate),
        }  # fmt: skip
        lesson.note(" ".join(lesson.md(f"trouble.{one}", **told) for one in said), "warning")


def _dotted(lesson: frame.Lesson, key: str) -> None:
    """A click on the plane adds a point of the learner's class."""
    found = st.session_state[key]["dotted"]
    if found is not None:
        line = f"{found[0]:.2f},{found[1]:.2f},{lesson.get('draw')}"
        st.session_state[_DOTTED] = True
        lesson.set(own=f"{str(lesson.get('own')).rstrip()}\n{line}")
