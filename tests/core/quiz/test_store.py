"""What must not be lost: double clicks, two tabs, a killed server, a damaged or refusing disk, fifty at once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import StoreError
from core.quiz import exam, review, store
from core.quiz.database import ADDRESS_VARIABLE, IN_MEMORY, default_address
from core.quiz.records import Answered, Run
from core.quiz.store import Progress
from core.store import Store

ANA, BEA = "a" * 32, "b" * 32
QUESTIONS = (
    "mlp_relu_door",
    "mlp_test_data",
    "mlp_training_step",
    "mlp_match_words",
    "mlp_one_update",
    "mlp_backprop_name",
)
RUN = Run("1" * 32, "exam", QUESTIONS, 7, 1000.0, 600, None)


def answered(position: int = 0, answer: object = "right", at: float = 1010.0, run: Run = RUN) -> Answered:
    taken, _ = exam.take(run, position, answer, confidence=0.75, seconds=3.5, now=at, language="es")  # type: ignore[arg-type]
    return taken


@pytest.fixture
def progress(tmp_path: Path) -> Iterator[Progress]:
    made = Progress(f"sqlite:///{tmp_path / 'deep' / 'progress.sqlite3'}")
    yield made
    made.close()


def test_everything_comes_back_as_it_was(progress: Progress) -> None:
    progress.begin(ANA, RUN)
    answers = [
        answered(0), answered(1, ["right", "faster_is_better"]), answered(2, ["item_2", "item_1", "item_3", "item_4", "item_5"]),
        answered(3, {f"pair_{n}": "pair_1" for n in range(1, 5)}), answered(4, "0,95"), answered(5, "SGD"),
    ]  # fmt: skip
    for one in answers:
        assert progress.confirm(ANA, one) == one
    again = Progress(progress.address)
    assert again.open_run(ANA) == RUN
    assert again.run_answers(ANA, RUN.id) == dict(enumerate(answers))
    assert again.all_answers(ANA)[4].answer == 0.95
    assert again.seen(ANA) == set(QUESTIONS)
    assert {one.item: one for one in again.all_memories(ANA)} == review.replay(answers)
    again.close()


def test_confirming_twice_keeps_the_first_and_reviews_once(progress: Progress) -> None:
    first, second = answered(0, "right"), answered(0, "relu_is_absolute", at=1011.0)
    assert progress.confirm(ANA, first) == first
    assert progress.confirm(ANA, second) == first
    assert progress.all_answers(ANA) == [first]
    assert progress.all_memories(ANA) == [review.after(None, first)]


def test_two_tabs_racing_for_one_question_leave_one_answer(progress: Progress) -> None:
    kept: list[Answered] = []
    ready = threading.Barrier(8)

    def tab(number: int) -> None:
        ready.wait()
        kept.append(
            progress.confirm(
                ANA, answered(0, "right" if number % 2 else "relu_is_absolute", at=1000.0 + number)
            )
        )

    threads = [threading.Thread(target=tab, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(progress.all_answers(ANA)) == 1
    assert set(kept) == set(progress.all_answers(ANA))


def test_fifty_learners_at_once_lose_nothing(progress: Progress) -> None:
    learners = [f"{number:032x}" for number in range(50)]

    def sit(learner: str) -> None:
        progress.begin(learner, RUN)
        for position in (0, 4, 5):
            progress.confirm(learner, answered(position, {0: "right", 4: 0.95, 5: "backprop"}[position]))
        progress.finish(learner, RUN.id, 1100.0)

    threads = [threading.Thread(target=sit, args=(learner,)) for learner in learners]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert all(len(progress.run_answers(learner, RUN.id)) == 3 for learner in learners)
    assert all(progress.open_run(learner) is None for learner in learners)
    assert len(progress.item_rows()) == 150


def test_learners_do_not_mix_and_one_can_be_forgotten(progress: Progress) -> None:
    for learner in (ANA, BEA):
        progress.begin(learner, RUN)
        progress.confirm(learner, answered())
    progress.forget(ANA)
    assert (progress.all_answers(ANA), progress.open_run(ANA), progress.all_memories(ANA)) == ([], None, [])
    assert len(progress.all_answers(BEA)) == 1
    assert progress.open_run(BEA) == RUN


def test_a_run_ends_once_and_an_open_one_is_found_again(progress: Progress) -> None:
    progress.begin(ANA, RUN)
    progress.begin(ANA, replace(RUN, seed=99))  # the same id: nothing changes
    later = replace(RUN, id="2" * 32, started=2000.0)
    progress.begin(ANA, later)
    assert progress.open_run(ANA) == later
    progress.finish(ANA, later.id, 2100.0)
    progress.finish(ANA, later.id, 9999.0)
    assert progress.open_run(ANA) == RUN
    assert progress.finished_runs(ANA) == [replace(later, finished=2100.0)]


CRASHING = """
import os, sys
from core.quiz import exam
from core.quiz.records import Run
from core.quiz.store import Progress
from tests.core.quiz.test_store import ANA, QUESTIONS, RUN
progress = Progress(sys.argv[1])
progress.begin(ANA, RUN)
steps, pairs = [f"item_{n}" for n in range(1, 6)], {f"pair_{n}": f"pair_{n}" for n in range(1, 5)}
answers = ["right", ["right"], steps, pairs, 0.95, "SGD"]
for position, answer in enumerate(answers):
    taken, _ = exam.take(RUN, position, answer, confidence=0.5, seconds=1.0, now=1001.0, language="es")
    progress.confirm(ANA, taken)
    print(position, flush=True)
    sys.stdin.readline()
"""


def test_a_killed_server_loses_no_confirmed_answer(tmp_path: Path) -> None:
    """Kill −9 right after each confirmation, and start again on what is left."""
    address = f"sqlite:///{tmp_path / 'progress.sqlite3'}"
    for confirmed in range(1, 6):
        child = subprocess.Popen(
            [sys.executable, "-c", CRASHING, address], cwd=Path(__file__).parents[3],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert child.stdout is not None
        assert child.stdin is not None
        for position in range(confirmed):
            assert child.stdout.readline().strip() == str(position)
            if position < confirmed - 1:
                child.stdin.write("\n")
                child.stdin.flush()
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdin.close()
        child.stdout.close()
        survivor = Progress(address)
        assert sorted(survivor.run_answers(ANA, RUN.id)) == list(range(confirmed))
        assert len(survivor.all_memories(ANA)) == confirmed
        assert survivor.open_run(ANA) == RUN
        survivor.close()


@pytest.mark.parametrize("damage", ["text", "header", "middle"])
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "progress.sqlite3"
    healthy = Progress(f"sqlite:///{path}")
    healthy.begin(ANA, RUN)
    for number in range(300):
        healthy.confirm(ANA, answered(0, run=replace(RUN, id=f"{number:032x}")))
    healthy.close()
    content = bytearray(path.read_bytes())
    if damage == "text":
        content = bytearray(b"this is no database " * 500)
    else:
        place = 0 if damage == "header" else len(content) // 2
        content[place : place + 8192] = b"\xff" * len(content[place : place + 8192])
    path.write_bytes(content)
    progress = Progress(f"sqlite:///{path}")
    progress.confirm(ANA, answered())
    assert progress.all_answers(ANA) == [answered()]
    assert progress.set_aside is not None
    assert progress.set_aside.name.startswith("progress.damaged-")
    assert progress.set_aside.read_bytes() == bytes(content)
    progress.close()


def test_a_file_damaged_while_it_is_open_is_set_aside_too(progress: Progress) -> None:
    progress.begin(ANA, RUN)
    progress.confirm(ANA, answered())
    path = Path(progress.address.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    path.write_bytes(b"overwritten by something else" * 1000)
    assert progress.all_answers(ANA) == []
    assert progress.set_aside is not None


def test_a_healthy_file_is_never_set_aside(progress: Progress) -> None:
    progress.confirm(ANA, answered())
    progress.close()
    assert len(progress.all_answers(ANA)) == 1
    assert progress.set_aside is None


def test_a_disk_that_refuses_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError) as refused:
        Progress(f"sqlite:///{tmp_path / 'file' / 'progress.sqlite3'}").confirm(ANA, answered())
    assert refused.value.key == "store"


def test_a_full_disk_is_one_clear_error_and_keeps_what_was_confirmed(progress: Progress) -> None:
    progress.confirm(ANA, answered())
    full = progress._database._opened()

    from sqlalchemy import event

    @event.listens_for(full, "connect")
    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite lets it be no smaller than it is now

    full.dispose()

    def fill() -> None:
        for number in range(500):
            progress.confirm(ANA, answered(run=replace(RUN, id=f"{number:032x}")))

    with pytest.raises(StoreError, match="full"):
        fill()
    assert answered() in progress.all_answers(ANA)


def test_a_read_only_file_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "progress.sqlite3"
    writer = Progress(f"sqlite:///{path}")
    writer.confirm(ANA, answered())
    writer.close()
    reader = Progress(f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(StoreError):
        reader.confirm(ANA, answered(1, ["right"]))
    reader.close()


def test_the_course_notes_live_in_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "progress.sqlite3"
    notes, progress = Store(path), Progress(f"sqlite:///{path}")
    notes.save(ANA, "quiz", "visited", value=True)
    progress.confirm(ANA, answered())
    assert notes.notes(ANA, "quiz") == {"visited": True}
    assert progress.all_answers(ANA) == [answered()]
    notes.close()
    progress.close()


def test_merging_from_elsewhere_adds_what_is_new_and_works_memories_out_again(progress: Progress) -> None:
    progress.confirm(ANA, answered(0))
    theirs = [answered(0), answered(5, "backprop", at=1500.0), answered(5, "backprop", at=1500.0)]
    assert progress.merge(ANA, [RUN, RUN], theirs) == 1
    assert progress.merge(ANA, [RUN], theirs) == 0
    assert [one.position for one in progress.all_answers(ANA)] == [0, 5]
    assert {one.item for one in progress.all_memories(ANA)} == {"mlp_relu_door", "mlp_backprop_name"}


def test_merging_ends_a_run_that_was_ended_elsewhere(progress: Progress) -> None:
    progress.begin(ANA, RUN)
    progress.merge(ANA, [replace(RUN, finished=1200.0)], [])
    assert progress.open_run(ANA) is None
    progress.merge(ANA, [RUN, replace(RUN, finished=9999.0)], [])
    assert progress.finished_runs(ANA) == [replace(RUN, finished=1200.0)]


def test_statistics_name_nobody(progress: Progress) -> None:
    progress.confirm(ANA, answered())
    progress.confirm(BEA, answered())
    rows = progress.item_rows()
    assert sorted(rows["who"]) == [0, 1]
    assert ANA not in rows.to_csv()


def test_the_address_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_address() == f"sqlite:///{os.environ['LLM_POR_DENTRO_STORE']}"
    monkeypatch.setenv(ADDRESS_VARIABLE, "postgresql+psycopg://course@db/quiz")
    assert default_address() == "postgresql+psycopg://course@db/quiz"
    assert store.progress(IN_MEMORY) is store.progress(IN_MEMORY)


def test_the_tables_and_statements_are_postgresql_as_well() -> None:
    """No PostgreSQL is needed to see that nothing here speaks SQLite only."""
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateTable

    progress, dialect = Progress(IN_MEMORY), postgresql.dialect()
    for table in (progress.runs, progress.answers, progress.memories):
        assert "PRIMARY KEY" in str(CreateTable(table).compile(dialect=dialect))
        for statement in (table.insert(), table.delete().where(table.c.learner == ANA), table.select()):
            assert table.name in str(statement.compile(dialect=dialect))
