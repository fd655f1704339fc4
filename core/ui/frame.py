"""What every page wears: header, stage, prediction, figure with its provenance, deeper tabs and ways on.

A page reads from top to bottom: ``begin``, the stage, widgets, a call of `core`, the figure, what you are
seeing, ``deeper``, ``end``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import streamlit as st

from core import course
from core.content import Content
from core.numbers import Numbers
from core.ui import below, figure, navigation, notices, prediction, prose, session, settings, stage, text_box
from core.ui.charts import theme
from core.ui.figure import Badge
from core.ui.notices import WAITING_HEIGHT, say_error
from core.ui.prediction import Guess
from core.ui.stage import Stage

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

__all__ = ["Badge", "Guess", "Lesson", "Stage", "begin", "say_error", "timed"]

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def begin(lesson_id: str) -> Lesson:
    """Start a page: its header is drawn, its visit noted.

    Parameters
    ----------
    lesson_id
        Id of a lesson of `core.course`.
    """
    navigation.through_home(lesson_id)
    session.count_anew()
    lesson = Lesson(lesson_id)
    stage.header(lesson.content, present=lesson.present)
    session.keep("visited", value=True, lesson=lesson_id)
    return lesson


def timed(
    function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> tuple[Result, float]:
    """Call a function and measure it: its result and the seconds it took, for the badge."""
    started = time.perf_counter()
    result = function(*args, **kwargs)
    return result, time.perf_counter() - started


class Lesson:
    """One page while it is being drawn.

    Attributes
    ----------
    id
        Id of the lesson.
    content
        Text of the lesson.
    language
        ``"es"`` or ``"en"``.
    mode, palette
        The theme the learner sees, and its colours by role.
    present
        Whether the page is on a projector.
    predicting
        Whether guesses are asked for; what only they need can be left out.
    number
        Writes numbers in the language of the page.
    """

    def __init__(self, lesson_id: str) -> None:
        self.id = lesson_id
        self.language = session.language()
        self.content = Content(lesson_id, self.language)
        self.present = session.presenting()
        self.predicting = session.predictions_on()
        self.mode = session.mode()
        self.palette = theme.palette(self.mode)
        self.number = Numbers(self.language)
        self.t = self.content.text
        self.md = self.content.markdown
        self.value = self.content.value
        self._slots: stage.Slots | None = None

    def key(
        self,
        name: str,
        default: Any,
        *,
        between: tuple[float, float] | None = None,
        among: Collection[str] | None = None,
        max_chars: int = settings.LONGEST_IN_LINK,
        elsewhere: Collection[str] = (),
    ) -> str:
        """Declare a setting just before its widget, and give the widget's key; see `core.ui.settings`."""
        named = f"{self.id}.{name}"
        return settings.declare(settings.Setting(named, default, between, among, max_chars, elsewhere))

    def get(self, name: str) -> Any:
        """Give the value of a declared setting."""
        return settings.remembered(f"{self.id}.{name}")

    def current(self, name: str) -> Any:
        """Give the value of a declared setting as the page has just sent it; in a callback."""
        return settings.current(f"{self.id}.{name}")

    def set(self, **values: Any) -> None:
        """Change settings from a callback."""
        for name, value in values.items():
            settings.change(f"{self.id}.{name}", value)

    def activity(self, *ids: str) -> str:
        """Let the learner choose one of the page's activities; only the chosen one is to be drawn."""
        labels = self.value("activities")
        key = self.key("activity", ids[0], among=ids)
        words = session.words("frame").text("stage.activity")
        with st.container(key="activities"):
            chosen = st.segmented_control(
                words,
                ids,
                format_func=labels.__getitem__,
                key=key,
                required=True,
                label_visibility="collapsed",
            )
        return chosen or ids[0]

    def play(self, rooms: Mapping[str, Callable[[Lesson], None]]) -> None:
        """Draw the activity that the learner chooses; what is moved in it runs and sends that part of the page alone."""
        st.fragment(rooms[self.activity(*rooms)])(self)

    def stage(self, name: str = "main") -> Stage:
        """Open a stage and give its places: ask, controls, figure."""
        places, self._slots = stage.build(self.content, name)
        return places

    def more_settings(self) -> DeltaGenerator:
        """Give the folded place for the settings that the stage has no room for."""
        place = self._slots.more if self._slots else st.container()
        return place.expander(session.words("frame").text("stage.more"), icon=":material/tune:")

    def slider(
        self, name: str, label: str, default: float, *, low: float, high: float, step: float, digits: int = 2
    ) -> float:
        """Draw a slider with numbers in the language of the page; Streamlit's are always English."""
        key = self.key(name, default, between=(low, high))
        stops = settings.stops(low, high, step)
        settings.snap(key, stops)
        return float(
            st.select_slider(
                label, stops, format_func=lambda stop: self.number.decimal(stop, digits), key=key
            )
        )

    def text_input(
        self,
        name: str,
        label: str,
        default: str,
        *,
        examples: Sequence[str] = (),
        max_chars: int = settings.LONGEST_IN_LINK,
        live: bool | str = True,
        carry: bool = True,
    ) -> str:
        """Draw the text box of a lesson, its one-click examples, and what carries the sentence.

        Returns
        -------
        str
            The text as typed, without control characters and lone surrogates.
        """
        key = self.key(name, default, max_chars=max_chars)
        text = text_box.draw(key, label, max_chars=max_chars, live=live)

        def take(another: str) -> None:
            settings.change(key, another)

        if examples:
            text_box.examples(key, text, examples, take)
        if carry and not self.present:
            text_box.luggage(key, text, take)
        return text

    def sentence(self) -> str:
        """Give the sentence that the learner carries through the lessons."""
        return text_box.sentence()

    def set_sentence(self, text: str) -> None:
        """Carry another sentence; from a callback."""
        text_box.carry(text)

    def predict(
        self,
        key: str,
        question: str,
        options: Mapping[str, str] | Iterable[str] = (),
        *,
        answer: Callable[[], Any],
        say: Callable[[Any, Any], str],
        numeric: tuple[float, float, float] | None = None,
        digits: int = 0,
        height: int = WAITING_HEIGHT,
        live: bool = False,
    ) -> Guess:
        """Ask for a guess before the result is computed; the guess is true once it may be shown.

        Parameters
        ----------
        key
            Another key asks again.
        question
            One sentence of Markdown.
        options
            Codes and their labels, or plain strings.
        answer
            Computes the truth; called once, after the commit, or in every run where `live`.
        say
            ``say(guess, truth)`` writes the one line of answer, in Markdown.
        numeric
            ``(low, high, step)``: guess a number with a slider instead, written with `digits` decimals.
        height
            Height in pixels of what waits in the figure's place.
        live
            Keep the bet when the settings change, and hold it against the result of now.
        """
        question_asked = prediction.Question(
            f"{self.id}--{key}", question, prediction.labels(options), numeric, digits, live
        )
        with self._slots.prediction if self._slots else st.container():
            guess = prediction.ask(question_asked, answer=answer, say=say)
        if not guess:
            with self._slots.figure if self._slots else st.container():
                stage.waiting(height)
        return guess

    def figure(
        self,
        chart: Any,
        *,
        name: str,
        badge: Badge,
        alt: str,
        data: Any = None,
        table: figure.Table = None,
        source: Sequence[Any] = (),
        call: str = "",
        on_select: Any = None,
        height: int | None = None,
    ) -> Any:
        """Draw a figure with its badge and its four actions; see `core.ui.figure`.

        Returns
        -------
        object
            The selection when `on_select` is given, or what a drawing function returns.
        """
        key = f"{self.id}-{name}"
        with self._slots.figure if self._slots else st.container(), st.container(key=f"figure--{key}"):
            event = figure.draw(chart, data, key=f"chart--{key}", alt=alt, on_select=on_select, height=height)
            shown = data if table is None else table
            figure.foot(figure.Provenance(key, badge, shown, source, call))
        return event

    def seeing(self, markdown: str) -> None:
        """Say what the figure shows, in sentences written from its numbers."""
        if self.present:
            return
        with self._slots.seeing if self._slots else st.container():
            prose.write(f"**{session.words('frame').text('seeing.title')}** {markdown}")

    def prose(self, markdown: str) -> None:
        """Draw Markdown with the words of the trade explained where they stand."""
        prose.write(markdown)

    def guard(self) -> AbstractContextManager[None]:
        """Turn a CourseError raised inside into its sentence, said where the figure would be."""
        return notices.guard(self._slots.figure if self._slots else None)

    def loading(
        self, what: str, size: float | None = None
    ) -> AbstractContextManager[Callable[[float], None]]:
        """Show that something loads; see `core.ui.notices.loading`."""
        return notices.loading(what, size, self._slots.figure if self._slots else None)

    def note(self, text: str, kind: notices.Kind = "info") -> None:
        """Draw a quiet note."""
        notices.note(text, kind)

    def warn_language(self, model: str, language: str, details: str = "") -> None:
        """Warn that a text is outside of what a model learnt; `language` as in a badge."""
        notices.warn_language(model, language, details)

    def deeper(self) -> None:
        """Draw the tabs below the stage."""
        self._slots = None
        if not self.present:
            below.deeper(self.content, self._experiment)

    def end(self) -> None:
        """Draw the end of the page: what was learnt, two questions, the lessons around."""
        self._slots = None
        if not self.present:
            below.end(self.content)
        below.ways(course.lesson(self.id))
        settings.arrived()

    def _experiment(self, place: int) -> None:
        self.set(**self.value("deeper.experiments")[place]["settings"])
        stage.start_experiment(self.id, place)
