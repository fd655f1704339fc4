"""The three tables of the quiz, and how rows become records and back.

Plain types only: what runs on SQLite runs on PostgreSQL.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from core.quiz.records import Answered, Run
from core.quiz.review import Memory

if TYPE_CHECKING:
    from sqlalchemy import MetaData, RowMapping, Table


def tables(metadata: MetaData) -> tuple[Table, Table, Table]:
    """Describe the tables: runs, answers and memories, every one under its learner.

    Returns
    -------
    tuple
        ``(quiz_run, quiz_answer, quiz_memory)``.
    """
    from sqlalchemy import Boolean, Column, Double, Integer, String, Table, Text

    def learner() -> Column[str]:
        return Column("learner", String(32), primary_key=True)

    runs = Table(
        "quiz_run",
        metadata,
        learner(),
        Column("id", String(32), primary_key=True),
        Column("mode", String(16), nullable=False),
        Column("questions", Text, nullable=False),
        Column("seed", Integer, nullable=False),
        Column("started", Double, nullable=False, index=True),
        Column("seconds", Integer),
        Column("module", String(32)),
        Column("finished", Double),
    )
    answers = Table(
        "quiz_answer",
        metadata,
        learner(),
        Column("run", String(32), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("question", String(80), nullable=False, index=True),
        Column("kind", String(16), nullable=False),
        Column("module", String(32), nullable=False),
        Column("level", Integer, nullable=False),
        Column("answer", Text, nullable=False),
        Column("score", Double, nullable=False),
        Column("right", Boolean, nullable=False),
        Column("confidence", Double),
        Column("seconds", Double, nullable=False),
        Column("chosen", Text, nullable=False),
        Column("fell", Text, nullable=False),
        Column("offered", Text, nullable=False),
        Column("at", Double, nullable=False),
    )
    memories = Table(
        "quiz_memory",
        metadata,
        learner(),
        Column("item", String(80), primary_key=True),
        Column("due", Double, nullable=False, index=True),
        Column("last", Double, nullable=False),
        Column("stability", Double, nullable=False),
        Column("state", Text, nullable=False),
    )
    return runs, answers, memories


def run_row(learner: str, run: Run) -> dict[str, Any]:
    """Write a run as a row."""
    return {**vars(run), "learner": learner, "questions": json.dumps(run.questions)}


def run_of(row: RowMapping) -> Run:
    """Read a run from its row."""
    fields = {name: value for name, value in row.items() if name != "learner"}
    return Run(**{**fields, "questions": tuple(json.loads(row["questions"]))})


_LISTS = ("chosen", "fell", "offered")


def answer_row(learner: str, answered: Answered) -> dict[str, Any]:
    """Write an answer as a row."""
    lists = {name: json.dumps(getattr(answered, name)) for name in _LISTS}
    return {**vars(answered), **lists, "learner": learner, "answer": json.dumps(answered.answer)}


def answer_of(row: RowMapping) -> Answered:
    """Read an answer from its row."""
    fields = {name: value for name, value in row.items() if name != "learner"}
    lists = {name: tuple(json.loads(row[name])) for name in _LISTS}
    return Answered(**{**fields, **lists, "answer": json.loads(row["answer"])})


def memory_row(learner: str, memory: Memory) -> dict[str, Any]:
    """Write a memory as a row."""
    return {**vars(memory), "learner": learner, "state": json.dumps(memory.state)}


def memory_of(row: RowMapping) -> Memory:
    """Read a memory from its row."""
    fields = {name: value for name, value in row.items() if name != "learner"}
    return Memory(**{**fields, "state": json.loads(row["state"])})
