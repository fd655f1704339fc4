"""One visitor: a browser tab that remembers everything that went wrong in it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request, Response

    from tests.browser.server import Server

SETTLES_WITHIN = 90.0
"""Seconds that a page may take, its models included, on a busy machine."""

WITHIN_MS = SETTLES_WITHIN * 1000
"""The same, as Playwright counts."""

FIRST_LINK = "The page that you have requested does not seem to exist. Running the app's main page."
"""What Streamlit tells the console when the very first visit of a server is a link to a page: it does not know the
pages before Home has run once. It then shows the right one, which the titles hold."""

RERUN, BEGUN = 11, 4
"""Fields of Streamlit's messages: in one from the browser, that it asks for the page anew (``BackMsg.rerun_script``);
in one from the server, that it has begun to make it (``ForwardMsg.new_session``)."""

ANSWERED_WITHIN = 10_000
"""Milliseconds after which a page that never began to answer is taken for calm, and the test tells what is wrong."""

LISTEN = """
([rerun, begun]) => {
  const wire = window.wire = { sent: 0, asked: -1, answered: 0 };
  const has = (wanted, data) => {
    const bytes = new Uint8Array(data);
    let at = 0;
    const number = () => {
      let value = 0;
      for (let scale = 1; at < bytes.length; scale *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * scale;
        if (byte < 128) { break; }
      }
      return value;
    };
    while (at < bytes.length) {
      const tag = number();
      if (Math.floor(tag / 8) === wanted) { return true; }
      const length = { 0: number, 1: () => 8, 2: number, 5: () => 4 }[tag % 8]();
      at += tag % 8 === 0 ? 0 : length;
    }
    return false;
  };
  const heard = new WeakSet();
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (!heard.has(this)) {
      heard.add(this);
      this.addEventListener('message', event => {
        if (event.data instanceof ArrayBuffer && has(begun, event.data)) { wire.answered = performance.now(); }
      });
    }
    wire.sent += 1;
    if (typeof data !== 'string' && has(rerun, data)) { wire.asked = performance.now(); }
    return send.call(this, data);
  };
}
"""
"""Counts what the page sends, and notes when it last asked the server for something, and when an answer last began."""

CALM = """
within => {
  const wire = window.wire ?? { asked: -1, answered: 0 };  // a page that nobody listens to
  const answered = wire.answered >= wire.asked || performance.now() - wire.asked > within;
  const app = document.querySelector('[data-testid="stApp"]');
  const waiting = '[data-testid="stSkeleton"], [data-testid="stAppSkeleton"], [data-stale="true"]';
  const charts = [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')];
  const calm = answered && app && app.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector(waiting)
    && charts.every(chart => chart.querySelector('canvas, svg'));
  if (!calm) { window.calmSince = null; return false; }
  window.calmSince ??= performance.now();
  return performance.now() - window.calmSince > 300;
}
"""
"""True once all that was asked is answered, the script done, everything drawn and nothing stale, for 0.3 s on end."""


class Visit:
    """A tab on a server of the course.

    Parameters
    ----------
    page
        A fresh Playwright page; what happens in it from now on is noted.
    server
        The server that it visits.

    Attributes
    ----------
    troubles
        Errors of the console and of scripts, failed requests, and requests that left this machine.
    """

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.troubles: list[str] = []
        self._log_read = len(server.said())
        page.add_init_script(f"({LISTEN})([{RERUN}, {BEGUN}])")
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def open(self, path: str = "", **query: str | int | float) -> Page:
        """Go to a page by its address, and wait until it is drawn.

        Parameters
        ----------
        path
            The `url_path` of a lesson; Home by default.
        query
            Query parameters; a dotted one goes in as ``**{"next_word.temperature": 0.7}``.
        """
        question = f"?{urlencode(query)}" if query else ""
        self.page.goto(f"{self.server.url}/{path}{question}", wait_until="commit")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the server has answered what was last done, and everything it sent is drawn."""
        self.page.evaluate("window.calmSince = null")  # what was calm before does not count
        self.page.wait_for_function(CALM, arg=ANSWERED_WITHIN, polling=50, timeout=WITHIN_MS)

    def sent(self) -> int:
        """Count the messages that the page has sent to the server since it was opened."""
        count: int = self.page.evaluate("window.wire.sent")
        return count

    def title(self) -> str:
        """Give the heading of the page as it is read."""
        return self.page.locator("h1").first.inner_text().strip()

    def expect_no_trouble(self) -> None:
        """Fail when anything went wrong so far: in the browser, on the page, or in the server's log."""
        shown = self.page.locator("body").inner_text()
        assert "Traceback (most recent call last)" not in shown, shown
        exceptions = self.page.get_by_test_id("stException")
        assert exceptions.count() == 0, exceptions.first.inner_text()
        assert not self.troubles, "\n".join(self.troubles)
        said = self.server.said()[self._log_read :]
        assert "Traceback" not in said, said

    def _console(self, message: ConsoleMessage) -> None:
        # A failed load is told by its response too, which knows the status.
        told = message.text.startswith("Failed to load resource") or message.text == FIRST_LINK
        if message.type == "error" and not told:
            self.troubles.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname != "127.0.0.1":
            self.troubles.append(f"a request left this machine: {request.url}")

    def _failed(self, request: Request) -> None:
        # A page that is left takes its unfinished requests with it; that is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"request failed: {request.url} ({request.failure})")

    def _response(self, response: Response) -> None:
        # At a deep link Streamlit first looks for its server below the page, and then beside it.
        looking = urlsplit(response.url).path.endswith(("/_stcore/health", "/_stcore/host-config"))
        if response.status >= 400 and not looking:
            self.troubles.append(f"status {response.status}: {response.url}")
