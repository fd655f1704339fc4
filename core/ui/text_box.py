"""The text box of a lesson: live, with one-click examples, and with the sentence that travels; and the box for a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.content import plain
from core.ui import session, settings

SENTENCE = "sentence"
"""Key of the one text that travels from lesson to lesson."""


def sentence() -> str:
    """Declare the carried sentence, and give its key's value."""
    settings.declare(settings.Setting(SENTENCE, session.words("frame").text("sentence.default")))
    return str(settings.remembered(SENTENCE))


def carry(text: str) -> None:
    """Carry another sentence; from a callback."""
    settings.change(SENTENCE, text)


def draw(key: str, label: str, *, max_chars: int, live: bool | str = True) -> str:
    """Draw the box of a declared setting, and give what is typed, cleaned."""
    placeholder = session.words("frame").text("stage.type_here")
    typed = st.text_input(label, key=key, live=live, max_chars=max_chars, placeholder=placeholder)
    return settings.clean(typed or "")


def upload(
    label: str, kinds: Sequence[str], largest: int, *, key: str, visible: bool = True
) -> UploadedFile | None:
    """Draw the box where a file is brought; Streamlit's own words in it are English, so the style sheet puts these.

    Parameters
    ----------
    label
        What is to be brought.
    kinds
        Endings of its name, without the dot.
    largest
        Bytes that it may have.
    key
        Of the widget.
    visible
        Whether the label is drawn or only read aloud.
    """
    words = session.words("frame")
    file = st.file_uploader(
        label, type=list(kinds), key=key, max_upload_size=largest // 1_000_000,
        label_visibility="visible" if visible else "collapsed",
    )  # fmt: skip
    st.caption(words.text("upload.most", kinds=", ".join(f".{one}" for one in kinds), size=largest))
    return file


def examples(key: str, text: str, offered: Sequence[str], take: Callable[[str], None]) -> None:
    """Draw the examples as a row that wraps; one click takes one."""
    widget = f"examples--{key}"
    st.session_state[widget] = text if text in offered else None

    def chosen() -> None:
        if st.session_state[widget] is not None:
            take(st.session_state[widget])

    label = session.words("frame").text("stage.examples")
    st.pills(label, offered, key=widget, on_change=chosen, label_visibility="collapsed", wrap=True)


def luggage(key: str, text: str, take: Callable[[str], None]) -> None:
    """Draw the quiet line that carries this text to the other lessons, or brings theirs here."""
    words, mine = session.words("frame"), sentence()
    with st.container(key=f"carry--{key}", horizontal=True, gap="small"):
        if text == mine:
            st.caption(f":material/luggage: {words.text('sentence.carried')}")
            return
        if text.strip():
            st.button(
                words.text("sentence.carry"),
                type="tertiary",
                icon=":material/luggage:",
                key=f"carry-it--{key}",
                on_click=lambda: carry(settings.clean(settings.current(key) or "")),
            )
        st.button(
            words.text("sentence.bring", sentence=plain(mine)),
            type="tertiary",
            icon=":material/input:",
            key=f"bring-it--{key}",
            on_click=take,
            args=(mine,),
        )
