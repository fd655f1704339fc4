"""A room full of learners: 1, 10, 30 and 60 at once click through the lessons, five of them training.

``python -m tests.bench.load [--rooms 1 10 30 60] [--minutes 60]`` prints a table; with minutes, the last room goes on
for that long and its memory is followed. Every learner is a `Session`: the server's side of a browser, without one.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

import psutil
from streamlit.proto.Common_pb2 import StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState

from core.course import COURSE, MORE, offered
from core.ui import tidying
from tests.bench.run import machine
from tests.bench.session import Session
from tests.bench.table import p95
from tests.browser.server import ROOT, Server

ROOMS = (1, 10, 30, 60)
THINKING = (0.5, 2.5)
"""Seconds that a learner looks at a page before the next click."""
ROUNDS = 2
TRAINERS = 5
TRAINING = {"mlp": "mlp-play", "train_llm": "train-play"}
"""Pages that train, and the key of their button."""
TRAINS_SECONDS = 8.0
"""How long a learner watches a training."""
SETTLES = tidying.EVERY_SECONDS * tidying.ROUNDS
"""Seconds in which a server forgets who left and tidies up: Streamlit keeps sessions for 120 in case they return."""
LOOKS = 6
"""How often the memory is looked at meanwhile."""


@dataclass
class Room:
    """What a room of learners saw: seconds of each answer by page, and what went wrong."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    troubles: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, page: str, seconds: float) -> None:
        """Add one answer."""
        with self.lock:
            self.waits[page].append(seconds)


def learner(url: str, number: int, room: Room, until: float, *, trains: bool = False) -> None:
    """Walk through the lessons, as somebody who looks at each for a while, until there is no time left."""
    thinking = random.Random(number)
    try:
        with Session(url) as session:
            room.note("home", session.open(lang="es"))
            rounds = 0
            while rounds < ROUNDS or time.monotonic() < until:
                _round(session, room, thinking, trains=trains)
                rounds += 1
    except (OSError, TimeoutError, KeyError) as error:
        room.troubles.append(f"learner {number}: {error!r}")


def _round(session: Session, room: Room, thinking: random.Random, *, trains: bool) -> None:
    lessons = offered(COURSE + MORE)
    for lesson in thinking.sample(lessons, len(lessons)):
        time.sleep(thinking.uniform(*THINKING))
        room.note(lesson.id, session.open(lesson.url_path, lang="es", predict=0))
        room.troubles += [f"{lesson.id}: {one}" for one in session.troubles]
        session.troubles.clear()
        if lesson.id == "next_word":
            for _ in range(3):
                time.sleep(thinking.uniform(*THINKING))
                warmth = f"{thinking.choice((0.2, 0.5, 0.8, 1.2, 1.5)):.2f}".replace(".", ",")
                moved = WidgetState(string_array_value=StringArray(data=[warmth]))
                room.note("next_word, a slider", session.change("next_word.temperature", moved))
        if trains and TRAINING.get(lesson.id) in session.widgets:
            if not session.ticking:  # else it trains since the last time: the button would pause it
                play = WidgetState(trigger_value=True)
                room.note(f"{lesson.id}, play", session.change(TRAINING[lesson.id], play))
            for waited in session.stay(TRAINS_SECONDS):
                room.note(f"{lesson.id}, a picture while it trains", waited)


def together(url: str, size: int, seconds: float = 0.0) -> Room:
    """Let `size` learners in at once, and wait until the last one leaves."""
    room, until = Room(), time.monotonic() + seconds if seconds else 0.0
    at_once(size, lambda number: learner(url, number, room, until, trains=number < TRAINERS))
    return room


def at_once(size: int, visit: Callable[[int], None]) -> None:
    """Let so many visitors in at once, and wait until the last one leaves."""
    threads = [threading.Thread(target=visit, args=(number,)) for number in range(size)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def resident(server: Server) -> int:
    """Bytes of memory of a server and of the processes that it started."""
    assert server.process is not None
    parent = psutil.Process(server.process.pid)
    return sum(one.memory_info().rss for one in [parent, *parent.children(recursive=True)])


def report(size: int, room: Room, before: int, during: int) -> str:
    """Write a room as rows of a Markdown table."""
    rows = []
    for page, waits in sorted(room.waits.items()):
        worst = p95(waits) if len(waits) > 1 else waits[0]
        rows.append(f"| {size} | {page} | {len(waits)} | {1000 * median(waits):,.0f} | {1000 * worst:,.0f} |")
    each = (during - before) / size / 1e6
    rows.append(f"| {size} | memory per session: {each:.1f} MB; errors: {len(room.troubles)} | | | |")
    return "\n".join(rows + [f"<!-- {one} -->" for one in room.troubles[:5]])


def measured(server: Server, size: int, work: Callable[[], Room]) -> str:
    """Let a room work while its memory is followed."""
    before, peak, done = resident(server), [0], threading.Event()

    def follow() -> None:
        while not done.wait(0.5):
            peak[0] = max(peak[0], resident(server))

    watching = threading.Thread(target=follow)
    watching.start()
    room = work()
    done.set()
    watching.join()
    return report(size, room, before, max(peak[0], before))


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("--rooms", type=int, nargs="+", default=ROOMS, help="learners at once")
    parser.add_argument("--minutes", type=float, default=0.0, help="how long the last room goes on")
    chosen = parser.parse_args(arguments)
    print(f"{machine()}\n\n| learners | page | answers | p50 ms | p95 ms |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        with Server(ROOT / "tests" / "bench" / "one_line.py", Path(folder)) as plain:
            for size in chosen.rooms:
                print(one_line(plain, size), flush=True)
        with Server(ROOT / "Home.py", Path(folder)) as server:
            together(server.url, 1)  # the models are loaded once
            calm = settling(server)
            for size in chosen.rooms:
                long = 60 * chosen.minutes if size == chosen.rooms[-1] else 0.0
                print(measured(server, size, partial(together, server.url, size, long)), flush=True)
            after = settling(server)
            print(f"\nMemory with the models loaded: {calm / 1e6:,.0f} MB; after everybody left: {after / 1e6:,.0f} MB"
                  f" ({100 * (after / calm - 1):+.1f} %).")  # fmt: skip


def settling(server: Server) -> int:
    """Wait until a server has tidied up after those who left, telling its memory on the way; its bytes at the end."""
    for look in range(1, LOOKS + 1):
        time.sleep(SETTLES / LOOKS)
        print(f"<!-- {SETTLES * look / LOOKS:.0f} s after: {resident(server) / 1e6:,.0f} MB -->", flush=True)
    return resident(server)


def one_line(server: Server, size: int) -> str:
    """The same with an app of one line: what Streamlit alone takes."""

    def visit(number: int) -> None:
        thinking = random.Random(number)
        with Session(server.url) as session:
            for _ in range(2 * ROUNDS):
                room.note("(one-line app)", session.open())
                time.sleep(thinking.uniform(*THINKING))

    room = Room()
    at_once(size, visit)
    waits = room.waits["(one-line app)"]
    return (
        f"| {size} | (one-line app) | {len(waits)} | {1000 * median(waits):,.0f} | {1000 * p95(waits):,.0f} |"
    )


if __name__ == "__main__":
    main()
