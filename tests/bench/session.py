"""A learner without a browser: speaks the websocket protocol of Streamlit, as the page in the browser does.

A hundred browsers do not fit in this machine; a hundred of these do, and they ask of the server the same.
"""

from __future__ import annotations

import time
from types import TracebackType
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

PATIENCE = 120.0
"""Seconds after which an answer is given up."""


class Session:
    """One learner on a server.

    Parameters
    ----------
    url
        Address of the server: ``http://127.0.0.1:8501``.

    Attributes
    ----------
    pages
        Hash of each page by its path; known after the first answer.
    widgets
        Where each widget of the last answers is: its id and the fragment that it belongs to, by its key.
    troubles
        Exceptions that were sent to the screen.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.pages: dict[str, str] = {}
        self.widgets: dict[str, tuple[str, str]] = {}
        self.troubles: list[str] = []
        self._states: dict[str, WidgetState] = {}
        self._page = ""
        self._query = ""
        self._ticking: tuple[float, str] | None = None
        self._socket: ClientConnection | None = None

    def __enter__(self) -> Session:
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = connect(address, max_size=None, open_timeout=PATIENCE, compression=None).__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            self._socket.close()

    def open(self, path: str = "", **query: str | int | float) -> float:
        """Go to a page by its path, as a click in the list of pages does; gives seconds until it was whole."""
        self._states.clear()
        self.widgets.clear()
        self._ticking = None
        self._page, self._query = self.pages.get(path, ""), urlencode(query)
        return self._ask()

    def change(self, key: str, state: WidgetState) -> float:
        """Give a widget another value; gives seconds until everything was drawn again."""
        state.id, fragment = self.widgets[key]
        self._states[state.id] = state
        waited = self._ask(fragment)
        if state.WhichOneof("value") == "trigger_value":
            del self._states[state.id]  # a button is pressed once
        return waited

    @property
    def ticking(self) -> str:
        """The part of the page that asks to be drawn again and again; empty when there is none."""
        return self._ticking[1] if self._ticking is not None else ""

    def stay(self, seconds: float) -> list[float]:
        """Look at a page that draws a part of itself again and again, as a browser asks it to; gives the seconds of each."""
        waits, until = [], time.monotonic() + seconds
        while self._ticking is not None and time.monotonic() < until:
            interval, fragment = self._ticking
            time.sleep(interval)
            waits.append(self._ask(fragment, ticked=True))
        return waits

    def _ask(self, fragment: str = "", *, ticked: bool = False) -> float:
        assert self._socket is not None, "open the session with `with`"
        asked = BackMsg()
        client = asked.rerun_script
        client.query_string, client.page_script_hash, client.fragment_id = self._query, self._page, fragment
        client.is_auto_rerun = ticked
        client.context_info.locale, client.context_info.url = "es-ES", f"{self.url}/"
        client.widget_states.widgets.extend(self._states.values())
        began = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        while not self._heard(ForwardMsg.FromString(self._message())):
            pass
        return time.perf_counter() - began

    def _message(self) -> bytes:
        assert self._socket is not None
        message = self._socket.recv(timeout=PATIENCE)
        assert isinstance(message, bytes)
        return message

    def _heard(self, message: ForwardMsg) -> bool:
        """Take in one message; True when it ends the answer."""
        kind = message.WhichOneof("type")
        if kind == "new_session" and self.ticking not in message.metadata.run.fragment_ids:
            self._ticking = None  # what it was part of is drawn anew: if it is still there it says so again
        elif kind == "navigation":
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            self._page = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._noted(message)
        elif kind == "auto_rerun":
            self._ticking = message.auto_rerun.interval, message.auto_rerun.fragment_id
        return kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _noted(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.troubles.append(element.exception.message)
        identity = getattr(getattr(element, kind or "", None), "id", "")
        if identity.startswith("$$ID-"):
            self.widgets[identity.split("-", 2)[2]] = identity, message.delta.fragment_id
