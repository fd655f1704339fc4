"""Choosing questions, showing them in an order of their own, and taking answers."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from core.errors import InputError
from core.quiz.answers import read_number
from core.quiz.bank import by_id
from core.quiz.generators import GENERATORS, is_computed
from core.quiz.generators import question as computed
from core.quiz.grade import Grade, grade
from core.quiz.questions import MODULES, Answer, Question
from core.quiz.records import Answered, Mode, Run, new_run_id

COMPUTED_SHARE = 0.3
"""How much of a run is computed questions, when its module has any."""

QUICK = ("single", "predict")
"""Kinds that can be answered in a few seconds."""

WARMUP_QUESTIONS, WARMUP_SECONDS = 8, 60


def find(question_id: str, language: str) -> Question:
    """Find a question, written or computed.

    Raises
    ------
    InputError
        When there is none; the bank may have changed since the run began.
    """
    if is_computed(question_id):
        return computed(question_id, language)
    try:
        return by_id(language)[question_id]
    except KeyError:
        raise InputError(
            f"there is no question {question_id!r}", "quiz_unknown", question=question_id
        ) from None


def is_known(question_id: str, language: str) -> bool:
    """Say whether the bank still has a question; a run may be older than the bank."""
    return is_computed(question_id) or question_id in by_id(language)


def shown(question: Question, seed: int) -> Question:
    """Give a question with its options in the order of a run; pieces to be ordered never start in order.

    Examples
    --------
    >>> steps = find("mlp_training_step", "en")
    >>> [option.place for option in shown(steps, 3).options] != [0, 1, 2, 3, 4]
    True
    """
    dice, options = random.Random(f"{seed}-{question.id}"), list(question.options)
    dice.shuffle(options)
    if question.kind == "order" and all(option.place == place for place, option in enumerate(options)):
        options = options[1:] + options[:1]
    return replace(question, options=tuple(options))


def compose(
    mode: Mode,
    *,
    count: int = 10,
    seed: int = 0,
    module: str | None = None,
    level: int | None = None,
    seen: Collection[str] = (),
    language: str = "es",
) -> tuple[str, ...]:
    """Choose the questions of a run.

    Parameters
    ----------
    mode
        ``"practice"`` (a module), ``"exam"`` (every module in turn) or ``"warmup"`` (quick ones).
    count
        How many at most.
    seed
        The same seed chooses the same questions.
    module, level
        Restrict them.
    seen
        Items answered before; they come only when there are no others.

    Raises
    ------
    InputError
        When no question fits.

    Examples
    --------
    >>> chosen = compose("exam", count=9, seed=1)
    >>> sorted({find(one, "en").module for one in chosen}) == sorted(MODULES)
    True
    """
    dice = random.Random(f"{mode}-{module}-{level}-{seed}")
    fits = [one for one in _items(language) if _fits(one, mode, module, level)]
    if not fits:
        raise InputError(f"no question of {module} has the level {level}", "quiz_none")
    dice.shuffle(fits)
    fresh = sorted(fits, key=lambda one: one.name in seen)
    picked = _in_turn(fresh, count) if mode == "exam" else _mixed(fresh, count)
    if mode == "practice":
        picked.sort(key=lambda one: one.level)
    return tuple(one.asked(dice) for one in picked)


def available(module: str, level: int | None, language: str) -> int:
    """Say how many questions a practice can have at most.

    Examples
    --------
    >>> available("mlp", 3, "es") < available("mlp", None, "es")
    True
    """
    return sum(_fits(one, "practice", module, level) for one in _items(language))


def again(items: Iterable[str], seed: int, count: int) -> tuple[str, ...]:
    """Ask items again, in the order given; computed ones with new numbers."""
    dice = random.Random(f"again-{seed}")
    names = list(dict.fromkeys(items))[:count]
    return tuple(f"{name}:{dice.randrange(10**6)}" if name in GENERATORS else name for name in names)


def begin(
    mode: Mode,
    questions: Sequence[str],
    *,
    seed: int,
    now: float,
    seconds: int | None = None,
    module: str | None = None,
) -> Run:
    """Start a run."""
    return Run(new_run_id(), mode, tuple(questions), seed, now, seconds, module)


def take(
    run: Run,
    position: int,
    answer: Answer,
    *,
    confidence: float | None,
    seconds: float,
    now: float,
    language: str,
) -> tuple[Answered, Grade]:
    """Grade an answer and make the record of it.

    Raises
    ------
    InputError
        When the answer has another form than the question asks for, or the time is over.
    """
    if run.over(now):
        raise InputError("the time of this run is over", "quiz_over")
    asked = find(run.questions[position], language)
    if asked.kind == "numeric" and isinstance(answer, str):
        answer = read_number(answer, language)  # kept as a number, which means the same in every language
    given = grade(asked, answer, language)
    return record(run, position, asked, answer, given, confidence, seconds, now), given


def record(
    run: Run,
    position: int,
    asked: Question,
    answer: Answer,
    given: Grade,
    confidence: float | None,
    seconds: float,
    now: float,
) -> Answered:
    """Write down an answer and its grade."""
    return Answered(
        run=run.id,
        position=position,
        question=asked.id,
        kind=asked.kind,
        module=asked.module,
        level=asked.level,
        answer=answer,
        score=given.score,
        right=given.right,
        confidence=confidence,
        seconds=seconds,
        chosen=tuple(line.option.id for line in given.feedback if line.chosen),
        fell=given.misconceptions,
        offered=tuple(dict.fromkeys(one.misconception for one in asked.options if one.misconception)),
        at=now,
    )


@dataclass(frozen=True)
class _Item:
    """Something that can be asked: a written question or a generator."""

    name: str
    module: str
    level: int
    kind: str

    @property
    def is_computed(self) -> bool:
        return self.name in GENERATORS

    def asked(self, dice: random.Random) -> str:
        return f"{self.name}:{dice.randrange(10**6)}" if self.is_computed else self.name


def _items(language: str) -> list[_Item]:
    written = [_Item(one.id, one.module, one.level, one.kind) for one in by_id(language).values()]
    return written + [_Item(one.id, one.module, one.level, one.kind) for one in GENERATORS.values()]


def _fits(one: _Item, mode: Mode, module: str | None, level: int | None) -> bool:
    quick = one.kind in QUICK and one.level < 3
    return (
        (mode != "warmup" or quick)
        and (module is None or one.module == module)
        and level in {None, one.level}
    )


def _mixed(items: list[_Item], count: int) -> list[_Item]:
    """Take some computed ones among the written ones, as many as there are of each at most."""
    counted = [one for one in items if one.is_computed][: round(count * COMPUTED_SHARE)]
    rest = [one for one in items if not one.is_computed]
    chosen = (rest[: count - len(counted)] + counted)[:count]
    missing = [one for one in items if one not in chosen]
    chosen += missing[: count - len(chosen)]
    return sorted(chosen, key=items.index)


def _in_turn(items: list[_Item], count: int) -> list[_Item]:
    """Take one of each module in turn."""
    queues = {module: [one for one in items if one.module == module] for module in MODULES}
    picked: list[_Item] = []
    while len(picked) < count and any(queues.values()):
        for queue in queues.values():
            if queue and len(picked) < count:
                picked.append(queue.pop(0))
    return picked
