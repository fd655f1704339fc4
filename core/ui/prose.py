"""Prose on a page, with the words of the trade explained where they stand."""

from __future__ import annotations

import streamlit as st

from core import glossary
from core.ui import session


def write(markdown: str) -> None:
    """Draw Markdown in which the first use of each term shows its definition when pointed at or focused.

    Parameters
    ----------
    markdown
        Text of the course; what a learner typed must be escaped in it, as `core.content` does.
    """
    st.markdown(glossary.annotate(markdown, session.language()), unsafe_allow_html=True)
