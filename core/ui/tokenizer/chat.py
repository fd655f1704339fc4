"""What is not seen: the special tokens around a conversation, and why nobody can type one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from core import tokenizer
from core.tokenizer import chat
from core.tokenizer.chat import TEMPLATES, Message, Wrapped
from core.tokenizer.pieces import views
from core.ui import frame
from core.ui.components import tokens as component
from core.ui.tokenizer import shared

LONGEST = 1_000


@dataclass(frozen=True)
class Row:
    """A conversation as one row of tokens."""

    text: str
    wrapped: list[Wrapped]

    def count(self, kind: str) -> int:
        """Count the tokens of one kind of part."""
        return sum(one.part.kind == kind for one in self.wrapped)


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the messages to what is seen."""
    ask, controls, _figure = lesson.stage("chat")
    with controls:
        vocabulary = shared.vocabulary(lesson, "chat_vocabulary", "qwen3", list(TEMPLATES))
        system = lesson.text_input(
            "system", lesson.t("controls.system"), lesson.t("chat.system"), max_chars=LONGEST, carry=False
        )
        answer = st.toggle(lesson.t("controls.answer"), key=lesson.key("answer", default=True))
        trust = st.toggle(lesson.t("controls.trust"), key=lesson.key("trust", default=False))
    ending = chat.ending(vocabulary)
    examples = [lesson.t(f"chat.{one}", special=ending) for one in ("plain", "spelled")]
    with ask:
        user = lesson.text_input(
            "user", lesson.t("controls.user"), examples[0], examples=examples, max_chars=LONGEST, carry=False
        )
    with lesson.guard():
        messages = [Message("system", system)] if system else []
        messages.append(Message("user", user))
        if ending not in user or _predicted(lesson, vocabulary, user, ending, trust=trust):
            wrapped, seconds = frame.timed(chat.wrap, messages, vocabulary, answer=answer, trust=trust)
            row = Row("".join(part.text for part in chat.parts(messages, vocabulary, answer=answer)), wrapped)
            _figure_of(lesson, vocabulary, row, messages, seconds)
            lesson.seeing(_seen(lesson, vocabulary, row, messages, answer=answer, trust=trust))


def _predicted(lesson: frame.Lesson, vocabulary: str, user: str, ending: str, *, trust: bool) -> bool:
    """Ask what the model gets when somebody types a special token, to a service that obeys or to one that does not."""
    asked = "chat_obeyed" if trust else "chat"
    return bool(
        lesson.predict(
            f"{asked}:{vocabulary}",
            lesson.t(f"predict.{asked}"),
            lesson.value("predict.chat_options"),
            answer=lambda: "order" if trust else "text",
            say=lambda mine, truth: lesson.md(
                f"predict.{asked}_{'right' if mine == truth else 'wrong'}",
                special=ending, n=chat.tokens_over(user, ending, vocabulary),
            ),
        )
    )  # fmt: skip


def _figure_of(
    lesson: frame.Lesson, vocabulary: str, row: Row, messages: list[Message], seconds: float
) -> None:
    tokens = [one.token for one in row.wrapped]
    shown = [
        one if wrapped.part.kind == "written" else replace(one, look=wrapped.part.kind, plain=False)
        for one, wrapped in zip(views(row.text, tokens), row.wrapped, strict=True)
    ]
    name = shared.name_of(vocabulary)
    rows = [component.Row(name, shared.counted(lesson, len(tokens)), shown, {})]
    lesson.figure(
        lambda: component.pieces(
            rows, component.Look("ids"), lesson.palette, shared.words(lesson), "tokenizer-chat"
        ),
        name="chat",
        badge=frame.Badge("real", model=name, seconds=seconds),
        alt=lesson.t("figure.chat_alt", n=len(tokens), specials=row.count("special")),
        table=lambda: _table(row),
        source=[chat.wrap, chat.parts],
        call="from core.tokenizer.chat import Message, wrap\n"
        f"wrap({[tuple(message) for message in messages]!r}, {vocabulary!r})".replace("('", "Message('"),
    )


def _seen(
    lesson: frame.Lesson, vocabulary: str, row: Row, messages: list[Message], *, answer: bool, trust: bool
) -> str:
    """Sentences from the numbers on screen."""
    total, specials = len(row.wrapped), row.count("special")
    honest = chat.parts(messages, vocabulary, answer=answer)
    forged = specials - sum(part.kind == "special" for part in honest)
    key = "seeing.chat_obeyed" if forged else "seeing.chat"
    said = [lesson.md(key, n=total, written=row.count("written"), specials=specials)]
    if forged:
        said.append(lesson.md("seeing.chat_danger_one" if forged == 1 else "seeing.chat_danger", n=forged))
    elif not trust and chat.spells_special(messages, vocabulary):
        said.append(lesson.md("seeing.chat_safe"))
    return " ".join(said)


def _table(row: Row) -> pd.DataFrame:
    table = tokenizer.table(row.text, [one.token for one in row.wrapped])
    return table.assign(kind=[one.part.kind for one in row.wrapped])
