"""What every lesson with a model imports, imported while the learner reads Home.

Importing torch and transformers takes seconds, once per server. Home does not wait for it and neither does the
learner: a thread does it as soon as the first page is on the screen. It first reads every text of the course, so that
a broken file is in the server's log before anybody opens its page.
"""

from __future__ import annotations

import logging
import threading

import streamlit as st
from streamlit.runtime import Runtime

from core.errors import ContentError

PATIENCE = 3.0
"""Seconds from the first visit of a server to the imports: its page is drawn by then, and they hold the interpreter."""


def soon() -> None:
    """Begin in a while, once per server; where pages run without one nothing is begun."""
    if served():
        _begin()


def served() -> bool:
    """Say whether a server runs the page; tests run pages without."""
    return Runtime.exists() and type(Runtime.instance()) is Runtime  # the one of a test only looks like it


@st.cache_resource(show_spinner=False)
def _begin() -> None:
    waiting = threading.Timer(PATIENCE, _prepare)
    waiting.daemon = True
    waiting.start()


def _prepare() -> None:
    from core.models.loading import prepare
    from core.preflight import looks

    try:
        looks.read_content()
    except (
        ContentError
    ) as error:  # the page that needs it says so too; whoever runs the server reads it first
        logging.getLogger(__name__).error("%s", error)
    prepare()
