"""What the quiz must not lose: runs, confirmed answers and memories, in the file of the course's store.

An answer is confirmed when its transaction is on disk; confirming it again changes nothing, so a double click,
a second tab or a retry after a crash are all harmless. A damaged file is set aside under another name and a new
one begun. Any address that SQLAlchemy knows may stand in for the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.quiz import review
from core.quiz.database import Database, default_address
from core.quiz.records import Answered, Run
from core.quiz.tables import answer_of, answer_row, memory_of, memory_row, run_of, run_row, tables

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection, Update


class Progress:
    """Runs, answers and memories in a database; safe to share between threads and processes.

    Parameters
    ----------
    address
        What SQLAlchemy connects to; the folder of a file is made on first use.

    Raises
    ------
    StoreError
        From every method, when the database cannot be read or written.

    Examples
    --------
    >>> from core.quiz.exam import begin, take
    >>> progress, run = Progress("sqlite://"), begin("practice", ["mlp_relu_door"], seed=0, now=0.0)
    >>> progress.begin("0" * 32, run)
    >>> answered, _ = take(run, 0, "right", confidence=0.95, seconds=4.0, now=5.0, language="en")
    >>> progress.confirm("0" * 32, answered) == progress.confirm("0" * 32, answered) == answered
    True
    >>> progress.close()
    """

    def __init__(self, address: str) -> None:
        from sqlalchemy import MetaData

        metadata = MetaData()
        self.runs, self.answers, self.memories = tables(metadata)
        self._database = Database(address, metadata)

    @property
    def address(self) -> str:
        """Where everything is kept."""
        return self._database.address

    @property
    def set_aside(self) -> Path | None:
        """Where a damaged file was put, if that happened."""
        return self._database.set_aside

    def begin(self, learner: str, run: Run) -> None:
        """Keep a run; one that is there already stays as it is."""
        from sqlalchemy.exc import IntegrityError

        def insert(connection: Connection) -> None:
            connection.execute(self.runs.insert(), run_row(learner, run))

        try:
            self._database.do(insert)
        except IntegrityError:
            return

    def finish(self, learner: str, run_id: str, now: float) -> None:
        """End a run; ending it again changes nothing."""
        self._database.do(lambda connection: connection.execute(self._ending(learner, run_id, now)))

    def run(self, learner: str, run_id: str) -> Run | None:
        """Find a run of a learner."""
        query = self.runs.select().where(self.runs.c.learner == learner, self.runs.c.id == run_id)
        found = self._database.rows(query)
        return run_of(found[0]) if found else None

    def open_run(self, learner: str) -> Run | None:
        """Find the run that a learner began last and has not ended."""
        query = (
            self.runs.select()
            .where(self.runs.c.learner == learner, self.runs.c.finished.is_(None))
            .order_by(self.runs.c.started.desc())
            .limit(1)
        )
        found = self._database.rows(query)
        return run_of(found[0]) if found else None

    def finished_runs(self, learner: str, limit: int = 50) -> list[Run]:
        """List the runs that a learner ended, latest first."""
        query = (
            self.runs.select()
            .where(self.runs.c.learner == learner, self.runs.c.finished.is_not(None))
            .order_by(self.runs.c.started.desc())
            .limit(limit)
        )
        return [run_of(row) for row in self._database.rows(query)]

    def confirm(self, learner: str, answered: Answered) -> Answered:
        """Keep an answer and what it says of the learner's memory, in one transaction.

        Returns
        -------
        Answered
            The answer that is kept: this one, or the one that was confirmed before for the same place.
        """
        from sqlalchemy.exc import IntegrityError

        def keep(connection: Connection) -> None:
            connection.execute(self.answers.insert(), answer_row(learner, answered))
            before = self._memory(connection, learner, answered.item)
            self._remember(connection, learner, review.after(before, answered), new=before is None)

        try:
            self._database.do(keep)
        except IntegrityError:
            kept = self.run_answers(learner, answered.run).get(answered.position)
            if kept is not None:
                return kept
            self._database.do(keep)  # another answer about the same item came in between
        return answered

    def run_answers(self, learner: str, run_id: str) -> dict[int, Answered]:
        """Give the answers of a run by their position."""
        query = self.answers.select().where(self.answers.c.learner == learner, self.answers.c.run == run_id)
        found = [answer_of(row) for row in self._database.rows(query)]
        return {one.position: one for one in found}

    def all_answers(self, learner: str) -> list[Answered]:
        """List every answer of a learner, oldest first."""
        query = self.answers.select().where(self.answers.c.learner == learner).order_by(self.answers.c.at)
        return [answer_of(row) for row in self._database.rows(query)]

    def seen(self, learner: str) -> set[str]:
        """Give the items that a learner has answered."""
        from sqlalchemy import select

        query = select(self.memories.c.item).where(self.memories.c.learner == learner)
        return {row["item"] for row in self._database.rows(query)}

    def all_memories(self, learner: str) -> list[review.Memory]:
        """List every memory of a learner, the one due first before."""
        query = self.memories.select().where(self.memories.c.learner == learner).order_by(self.memories.c.due)
        return [memory_of(row) for row in self._database.rows(query)]

    def merge(self, learner: str, runs: Sequence[Run], answers: Sequence[Answered]) -> int:
        """Add runs and answers from elsewhere, and work out the memories anew.

        Returns
        -------
        int
            How many answers were new.
        """
        known_runs = {
            row["id"] for row in self._database.rows(self.runs.select().where(self.runs.c.learner == learner))
        }
        known = {one.id for one in self.all_answers(learner)}
        new_runs = [
            run_row(learner, one)
            for one in {one.id: one for one in runs}.values()
            if one.id not in known_runs
        ]
        new = [one for one in {one.id: one for one in answers}.values() if one.id not in known]

        ended = {one.id: one.finished for one in runs if one.id in known_runs and one.finished is not None}

        def add(connection: Connection) -> None:
            if new_runs:
                connection.execute(self.runs.insert(), new_runs)
            for run_id, finished in ended.items():
                connection.execute(self._ending(learner, run_id, finished))
            if new:
                connection.execute(self.answers.insert(), [answer_row(learner, one) for one in new])
            mine = self.answers.select().where(self.answers.c.learner == learner)
            everything = [answer_of(row) for row in connection.execute(mine).mappings()]
            memories = review.replay(everything).values()
            connection.execute(self.memories.delete().where(self.memories.c.learner == learner))
            if memories:
                connection.execute(self.memories.insert(), [memory_row(learner, one) for one in memories])

        self._database.do(add)
        return len(new)

    def forget(self, learner: str) -> None:
        """Erase everything of a learner."""

        def erase(connection: Connection) -> None:
            for table in (self.runs, self.answers, self.memories):
                connection.execute(table.delete().where(table.c.learner == learner))

        self._database.do(erase)

    def item_rows(self) -> pd.DataFrame:
        """Give the answers of everybody, without saying whose: ``who`` is a number that starts at 0.

        Returns
        -------
        DataFrame
            Columns ``who, question, kind, module, level, score, right, confidence, chosen, at``.
        """
        import pandas as pd
        from sqlalchemy import select

        names = (
            "learner",
            "question",
            "kind",
            "module",
            "level",
            "score",
            "right",
            "confidence",
            "chosen",
            "at",
        )
        rows = self._database.rows(select(*(self.answers.c[name] for name in names)))
        frame = pd.DataFrame([dict(row) for row in rows], columns=list(names))
        frame.insert(0, "who", pd.factorize(frame.pop("learner"))[0])
        return frame

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _ending(self, learner: str, run_id: str, now: float) -> Update:
        """Write the statement that ends a run which is open."""
        ours = (self.runs.c.learner == learner) & (self.runs.c.id == run_id) & self.runs.c.finished.is_(None)
        return self.runs.update().where(ours).values(finished=now)

    def _memory(self, connection: Connection, learner: str, item: str) -> review.Memory | None:
        query = self.memories.select().where(self.memories.c.learner == learner, self.memories.c.item == item)
        row = connection.execute(query).mappings().first()
        return memory_of(row) if row else None

    def _remember(self, connection: Connection, learner: str, memory: review.Memory, *, new: bool) -> None:
        row = memory_row(learner, memory)
        if new:
            connection.execute(self.memories.insert(), row)
            return
        ours = (self.memories.c.learner == learner) & (self.memories.c.item == memory.item)
        connection.execute(self.memories.update().where(ours).values(row))


@lru_cache(maxsize=8)
def progress(address: str | None = None) -> Progress:
    """Give the process's progress at an address, the default one if none is named."""
    return Progress(address or default_address())
