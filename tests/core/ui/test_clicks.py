"""A click that a page tells twice, once in passing and once by itself, is heard once."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import Mock

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


@pytest.fixture
def heard(monkeypatch) -> Iterator[list[ClientState | None]]:
    """What a server hears that tells clicks once; its session only listens."""
    came: list[ClientState | None] = []
    monkeypatch.setattr(AppSession, "request_rerun", lambda _, client: came.append(client))
    clicks.once.clear()
    clicks.once()
    clicks.once()  # as often as pages are made
    yield came
    clicks.once.clear()


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("ticked", [True, False])
def test_only_a_message_of_its_own_carries_a_click(heard, told, ticked):
    AppSession.request_rerun(Mock(), message(told, ticked=ticked))
    (client,) = heard
    assert client is not None
    assert [one.id for one in client.widget_states.widgets] == (["rate"] if ticked else ["told", "rate"])
    assert client.fragment_id == "picture"


def test_a_page_that_is_opened_asks_without_a_message(heard):
    AppSession.request_rerun(Mock(), None)
    assert heard == [None]
