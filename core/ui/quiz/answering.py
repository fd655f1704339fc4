"""The widgets that take an answer, one shape per kind of question."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_uppercase
from typing import Any

import streamlit as st

from core.errors import InputError
from core.quiz.answers import LONGEST_ANSWER, read_number, write_number
from core.quiz.questions import Answer, Question
from core.ui.frame import Lesson
from core.ui.quiz.wording import plain_text

FITS_A_BOX = 24
"""Letters that a box to choose from shows on the narrowest phone."""


def widget(lesson: Lesson, question: Question, key: str) -> Answer:
    """Draw what takes the answer.

    Parameters
    ----------
    question
        With its options in the order in which they are shown.
    key
        Unique in the session for this question of this run.

    Returns
    -------
    str, float, list, dict or None
        The answer so far; None while it is not complete.
    """
    _WIDGETS[question.kind](lesson, question, f"_quiz.answer.{key}")
    return given(question, key, lesson.language)


def given(question: Question, key: str, language: str) -> Answer:
    """Read the answer as it is at this moment; in a callback, what the page has just sent included.

    Returns
    -------
    str, float, list, dict or None
        As from `widget`.
    """
    state, name = st.session_state, f"_quiz.answer.{key}"
    ids = [option.id for option in question.options]
    match question.kind:
        case "multiple":
            return [one for one in ids if state.get(f"{name}.{one}")] or None
        case "order":
            return list(state[name]) if len(state.get(name, [])) == len(ids) else None
        case "match":
            partners = {one: state.get(f"{name}.{one}.{language}") for one in ids}
            return (
                {one: str(partner) for one, partner in partners.items()} if all(partners.values()) else None
            )
        case "numeric":
            return _read(state.get(name), language)
        case "fill":
            return (state.get(name) or "").strip() or None
        case _:
            return state.get(f"{name}.{language}")


def placed(key: str) -> int:
    """Say how many pieces were put in order already, in the question of that key."""
    found = st.session_state.get(f"_quiz.answer.{key}")
    return len(found) if isinstance(found, list) else 0


def _choice(lesson: Lesson, question: Question, key: str) -> None:
    texts = {option.id: option.text for option in question.options}
    st.session_state[key] = st.radio(
        question.stem,
        list(texts),
        index=None,
        format_func=texts.__getitem__,
        key=_translated(key, lesson.language),
        label_visibility="collapsed",
    )


def _translated(key: str, language: str) -> str:
    """Give the key of a choice in this language; what was chosen in the other language is chosen there too.

    A widget whose options are translated is another widget: the choice is kept under the key without a language.
    """
    name = f"{key}.{language}"
    if name not in st.session_state and st.session_state.get(key) is not None:
        st.session_state[name] = st.session_state[key]
    return name


def _several(lesson: Lesson, question: Question, key: str) -> None:
    st.caption(lesson.t("run.several"))
    for option in question.options:
        st.checkbox(option.text, key=f"{key}.{option.id}")


def _number(lesson: Lesson, question: Question, key: str) -> None:
    label = lesson.t("run.number_unit", unit=question.unit) if question.unit else lesson.t("run.number")
    typed = st.text_input(
        label, key=key, max_chars=40, placeholder=lesson.t("run.number_hint"), live=True, autocomplete="off"
    )
    value = _read(typed, lesson.language)
    if value is not None:
        st.caption(lesson.t("run.read_as", value=write_number(value, lesson.language, digits=6)))
    elif typed and typed.strip():
        st.caption(f":material/lightbulb: {lesson.t('run.not_a_number')}")


def _read(typed: str | None, language: str) -> float | None:
    try:
        return read_number(typed, language) if typed and typed.strip() else None
    except InputError:
        return None


def _word(lesson: Lesson, question: Question, key: str) -> None:  # noqa: ARG001  every widget gets the same
    st.text_input(
        lesson.t("run.word"),
        key=key,
        max_chars=LONGEST_ANSWER,
        placeholder=lesson.t("run.word_hint"),
        live=True,
        autocomplete="off",
    )


def _order(lesson: Lesson, question: Question, key: str) -> None:
    """Press the pieces one after the other; what is placed is listed above."""
    placed: list[str] = st.session_state.setdefault(key, [])
    texts = {option.id: option.text for option in question.options}

    def place(option_id: str) -> None:
        if option_id not in placed:
            placed.append(option_id)

    def take_back() -> None:
        if placed:
            placed.pop()

    st.caption(lesson.t("run.order"))
    with st.container(key=f"ordered--{abs(hash(key))}", gap="xxsmall"):
        for number, option_id in enumerate(placed, start=1):
            st.markdown(f"**{number}.** {texts[option_id]}")
    for option in question.options:
        if option.id not in placed:
            st.button(
                option.text, key=f"{key}.{option.id}", width="stretch", on_click=place, args=(option.id,)
            )
    if placed:
        st.button(
            lesson.t("run.undo"),
            key=f"{key}.undo",
            type="tertiary",
            icon=":material/undo:",
            on_click=take_back,
        )


def _match(lesson: Lesson, question: Question, key: str) -> None:
    """Choose the partner of each piece; the partners are listed by their text, in one order for all.

    A box shows one line of each and a phone cuts it: long partners are written in full above, with a letter.
    """
    matches = {option.id: option.match or "" for option in sorted(question.options, key=_by_partner)}
    partners = {one: plain_text(text) for one, text in matches.items()}
    if max(map(len, partners.values())) > FITS_A_BOX:
        letters = dict(zip(matches, ascii_uppercase, strict=False))
        st.markdown("  \n".join(f"**{letters[one]}.** {text}" for one, text in matches.items()))
        partners = {one: f"{letters[one]}. {text}" for one, text in partners.items()}
    for option in question.options:
        name = f"{key}.{option.id}"
        st.session_state[name] = st.selectbox(
            option.text,
            list(partners),
            index=None,
            format_func=partners.__getitem__,
            placeholder=lesson.t("run.match_hint"),
            key=_translated(name, lesson.language),
        )


def _by_partner(option: Any) -> str:
    return str(option.match)


_WIDGETS: dict[str, Callable[[Lesson, Question, str], None]] = {
    "single": _choice,
    "predict": _choice,
    "multiple": _several,
    "numeric": _number,
    "fill": _word,
    "order": _order,
    "match": _match,
}
