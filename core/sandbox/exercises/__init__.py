"""The guided path: exercises in six chapters, checked by their properties on random inputs.

>>> len(EXERCISES) >= 30, CHAPTERS[0]
(True, 'tensors')
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.sandbox.exercises import (
    attention,
    autograd,
    broadcasting,
    gatito,
    language,
    modules,
    tensors,
    training,
)
from core.sandbox.exercises.exercise import CHAPTERS, Exercise, FailedError

__all__ = ["CHAPTERS", "EXERCISES", "Exercise", "check", "of_chapter"]

EXERCISES = {
    one.id: one
    for chapter in (tensors, broadcasting, autograd, modules, training, attention, language, gatito)
    for one in chapter.EXERCISES
}
"""Every exercise by its id, in the order of the path."""

MINE, TARGET = "check:yours", "check:target"
"""Names under which a checker shows two values; no name of Python can have a colon."""


def of_chapter(chapter: str) -> list[Exercise]:
    """List the exercises of a chapter.

    Examples
    --------
    >>> [one.id for one in of_chapter("autograd")][0]
    'autograd_square'
    """
    return [one for one in EXERCISES.values() if one.chapter == chapter]


def check(exercise_id: str, names: dict[str, Any], show: Callable[[str, Any], None]) -> dict[str, Any]:
    """Check a finished program, inside the walls.

    Parameters
    ----------
    exercise_id
        Which exercise.
    names
        What the program made.
    show
        Draws a value under a name: the learner's and the right one.

    Returns
    -------
    dict
        The claim of a `core.sandbox.events.Check`.
    """
    claim: dict[str, Any] = {"t": "check", "exercise": exercise_id, "passed": True, "key": "", "values": {}}
    try:
        mine, target = EXERCISES[exercise_id].check(names)
    except FailedError as failed:
        claim |= {"passed": False, "key": failed.key, "values": failed.values}
        mine, target = failed.yours, failed.right
    except Exception as error:  # noqa: BLE001 (the learner's objects may break anywhere when looked at)
        broke = {"name": "", "case": "", "type": type(error).__name__, "message": str(error)[:200]}
        return claim | {"passed": False, "key": "raised", "values": broke}
    for name, value in ((MINE, mine), (TARGET, target)):
        if value is not None:
            show(name, value)
    return claim
