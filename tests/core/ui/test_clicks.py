"""A click that a page tells twice, once in passing and once by itself, is heard once."""

from __future__ import annotations

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import StringTriggerValue
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.app_session import AppSession

from core.ui import clicks

TOLD = [
    WidgetState(id="told", trigger_value=True),
    WidgetState(id="told", json_trigger_value="[1]"),
    WidgetState(id="told", string_trigger_value=StringTriggerValue(data="hola")),
]


def message(told: WidgetState, *, ticked: bool) -> ClientState:
    """What a page sends: how a slider stands, and a click."""
    client = ClientState(is_auto_rerun=ticked, fragment_id="picture")
    client.widget_states.widgets.extend([told, WidgetState(id="rate", double_value=0.1)])
    return client


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("ticked", [True, False])
def test_only_a_message_of_its_own_carries_a_click(monkeypatch, told, ticked):
    heard: list[ClientState | None] = []
    monkeypatch.setattr(AppSession, "request_rerun", lambda _, client: heard.append(client))
    clicks.once()
    clicks.once()  # as often as pages are made
    AppSession.request_rerun(None, message(told, ticked=ticked))  # type: ignore[arg-type]
    (client,) = heard
    assert client is not None
    assert [one.id for one in client.widget_states.widgets] == (["rate"] if ticked else ["told", "rate"])
    assert client.fragment_id == "picture"


def test_a_page_that_is_opened_asks_without_a_message(monkeypatch):
    heard: list[ClientState | None] = []
    monkeypatch.setattr(AppSession, "request_rerun", lambda _, client: heard.append(client))
    clicks.once()
    AppSession.request_rerun(None, None)  # type: ignore[arg-type]
    assert heard == [None]
