"""A chatbot in fifteen lines: the whole conversation is the prompt, every time."""

from __future__ import annotations

import time

import pandas as pd
import streamlit as st

from core import next_steps
from core.content import plain
from core.models import LoadedModel
from core.ui import frame, model_box

TALK, _LAST_IDEA = "_talk", "_talk.last_idea"
MOST_MESSAGES, MOST_LETTERS = 40, 200
DOUBLE_CLICK = 1.0
"""Seconds within which a second click on the same idea is the same click."""


def draw(lesson: frame.Lesson) -> None:
    """The activity, from a message to the answer of the model."""
    talk: list[str] = st.session_state.setdefault(TALK, [])
    ask, controls, _figure = lesson.stage("chat")
    with lesson.guard():
        loaded = model_box.ready(lesson)
        with ask:
            _message(lesson)
        with controls:
            st.caption(lesson.t("chat.intro"))
            st.button(
                lesson.t("controls.restart"),
                icon=":material/restart_alt:",
                key="restart-talk",
                on_click=talk.clear,
            )
        _figure_of(lesson, loaded, talk)
        _seeing(lesson, loaded, talk)


def say(text: str) -> None:
    """Add a message and its answer; from a callback."""
    talk: list[str] = st.session_state.setdefault(TALK, [])
    words = text.strip()[:MOST_LETTERS]
    if words:
        del talk[: max(0, len(talk) + 2 - MOST_MESSAGES)]
        talk.append(words)
        talk.append(next_steps.reply(talk))


def say_once(idea: str) -> None:
    """Add an idea, and let the second click of a double one go; from a callback."""
    now, last = time.monotonic(), st.session_state.get(_LAST_IDEA, ("", 0.0))
    st.session_state[_LAST_IDEA] = (idea, now)
    if last[0] != idea or now - last[1] > DOUBLE_CLICK:
        say(idea)


def _message(lesson: frame.Lesson) -> None:
    key = "chat-message"

    def send() -> None:
        say(st.session_state[key])
        st.session_state[key] = ""

    st.text_input(
        lesson.t("controls.message"), key=key, on_change=send, max_chars=MOST_LETTERS,
        placeholder=lesson.t("controls.message_hint"),
    )  # fmt: skip
    # Buttons, and no pills: a double click on a pill chooses it and lets it go before anybody reads it.
    with st.container(horizontal=True, gap="xsmall", key="chat-ideas"):
        for place, idea in enumerate(lesson.value("examples.messages")):
            st.button(idea, key=f"chat-idea--{place}", on_click=say_once, args=(idea,))


def _figure_of(lesson: frame.Lesson, loaded: LoadedModel, talk: list[str]) -> None:
    turns = [lesson.t("chat.you") if place % 2 == 0 else loaded.card.name for place in range(len(talk))]
    lesson.figure(
        lambda: _conversation(lesson, talk), name="talk", badge=model_box.badge(loaded),
        alt=lesson.t("chat.alt", model=loaded.card.name, count=len(talk)),
        table=pd.DataFrame({"turn": turns, "text": talk}).rename(columns=lesson.value("chat.columns")),
        source=[next_steps.reply, next_steps.write],
        call=f"from core.next_steps import reply\nreply({talk[:-1]!r})" if talk else "from core.next_steps import reply",
    )  # fmt: skip


def _conversation(lesson: frame.Lesson, talk: list[str]) -> None:
    with st.container(height=380, border=True, key="conversation", autoscroll=True):
        if not talk:
            st.caption(lesson.t("chat.empty"))
        for place, text in enumerate(talk):
            mine = place % 2 == 0
            icon = ":material/person:" if mine else ":material/pets:"
            with st.chat_message("user" if mine else "assistant", avatar=icon):
                st.markdown(plain(text) or "…")


def _seeing(lesson: frame.Lesson, loaded: LoadedModel, talk: list[str]) -> None:
    if not talk:
        lesson.seeing(lesson.t("chat.seeing_empty"))
        return
    read = len(loaded.tokenizer("\n".join(talk[:-1]) + "\n")["input_ids"])
    room = int(loaded.model.config.max_position_embeddings)
    lesson.seeing(lesson.md("chat.seeing", count=read, context=room, restart=lesson.t("controls.restart")))
