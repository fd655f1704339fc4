"""A click is told once: what a page asks for by itself while a picture moves carries no click.

Streamlit's page notes a click, and tells the server of it a moment later, in a message of its own. A part of the page
that asks to be drawn again and again may ask in that moment, and its message then carries the click too. Told twice, a
click on «Pause» pauses and, once the button says «Train», plays again.
"""

from __future__ import annotations

import streamlit as st
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession

CLICKS = {"trigger_value", "string_trigger_value", "chat_input_value", "json_trigger_value"}
"""Values of widgets that say that something happened, and not how something stands."""


@st.cache_resource(show_spinner=False)
def once() -> None:
    """Let every session of this server hear a click once, from now on."""
    ask = AppSession.request_rerun

    def asked(self: AppSession, client_state: ClientState | None) -> None:
        if client_state is not None:
            strip(client_state)
        ask(self, client_state)

    AppSession.request_rerun = asked  # type: ignore[method-assign]  # Streamlit has no door between page and session


def strip(client: ClientState) -> None:
    """Take the clicks out of a message that nobody's hand sent: each comes in its own.

    Examples
    --------
    >>> from streamlit.proto.ClientState_pb2 import ClientState
    >>> ticked = ClientState(is_auto_rerun=True)
    >>> ticked.widget_states.widgets.add(id="play", trigger_value=True).id
    'play'
    >>> ticked.widget_states.widgets.add(id="rate", double_value=0.1).id
    'rate'
    >>> strip(ticked)
    >>> [one.id for one in ticked.widget_states.widgets]
    ['rate']
    """
    if client.is_auto_rerun:
        widgets = client.widget_states.widgets
        for place in reversed(range(len(widgets))):
            if widgets[place].WhichOneof("value") in CLICKS:
                del widgets[place]
