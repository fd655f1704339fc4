"""Every exercise: its solution passes, its start and at least three wrong ways do not, and its words are there."""

from __future__ import annotations

import pytest

from core.content import FOLDER, placeholders, read
from core.sandbox.exercises import CHAPTERS, EXERCISES, of_chapter
from tests.core.sandbox.wrong import WRONG, programs

LANGUAGES = ("es", "en")


def checked(sandbox, code, exercise):
    """Run a program, and give what its checker found and what else happened."""
    events = list(sandbox.start(code, exercise=exercise, look=False))
    return next((one for one in events if one.kind == "check"), None), events


def test_there_are_enough_exercises_in_every_chapter():
    assert len(EXERCISES) >= 30
    assert len(CHAPTERS) == 6
    assert all(len(of_chapter(chapter)) >= 5 for chapter in CHAPTERS)
    assert sum(len(of_chapter(chapter)) for chapter in CHAPTERS) == len(EXERCISES)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_passes_whatever_the_numbers(full, exercise):
    for _ in range(2):
        found, events = checked(full, EXERCISES[exercise].solution, exercise)
        assert found is not None, events
        assert found.passed, found
        assert events[-1].reason == "finished"


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_start_does_not_pass_and_runs(full, exercise):
    found, events = checked(full, EXERCISES[exercise].start, exercise)
    assert events[-1].reason == "finished", events
    assert found is not None
    assert not found.passed


@pytest.mark.parametrize("exercise", EXERCISES)
def test_wrong_ways_are_refused(full, exercise):
    wrong = programs(exercise)
    assert len(set(wrong) - {EXERCISES[exercise].solution}) == len(wrong) >= 3
    for code in wrong:
        found, events = checked(full, code, exercise)
        assert found is None or not found.passed, code
        assert found is not None or events[-1].reason == "error", events


def test_no_wrong_way_is_left_over():
    assert set(WRONG) == set(EXERCISES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_words_are_there(exercise, language):
    words = read(FOLDER / language / "pytorch_exercises.yaml")[exercise]
    assert set(words) == {"title", "task", "hints", "discussion"}
    assert len(words["hints"]) == 3
    assert len({*words["hints"], words["task"], words["discussion"]}) == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_its_sentence(language):
    """The keys of `FailedError` in the sources, each with no more values than are given."""
    import ast
    from pathlib import Path

    from core.sandbox import exercises

    sentences = read(FOLDER / language / "pytorch.yaml")["checks"]
    for path in Path(exercises.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id in {"holds", "FailedError"}
            ):
                place = call.args[1 if call.func.id == "holds" else 0]
                if isinstance(place, ast.Constant):
                    given = {one.arg for one in call.keywords if one.arg}
                    needed = {one.partition(":")[0] for one in placeholders(sentences[place.value])}
                    spread = any(one.arg is None for one in call.keywords)
                    assert spread or needed <= given, (path.name, place.value, needed - given)


def test_dots_left_in_a_function_are_told_from_a_missing_return(full):
    start = EXERCISES["tensors_rows"].start
    for code, key in ((start, "gives_dots"), (start.replace("return ...", "pass"), "gives_nothing")):
        found, _ = checked(full, code, "tensors_rows")
        assert found is not None
        assert found.key == key
