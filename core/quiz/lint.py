"""What keeps a bank of questions honest: ``python -m core.quiz.lint``.

Every rule here is a defect that some published bank had: wrong keys, the right answer always second or always
the longest, options without a reason, two languages that ask different things.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from core import course
from core.content import LANGUAGES
from core.quiz.bank import bank
from core.quiz.generators import GENERATORS, agrees, question
from core.quiz.misconceptions import misconceptions
from core.quiz.questions import KINDS, LEVELS, MODULES, Question

LEAST_QUESTIONS = 120
LEAST_GENERATORS = 20
LONGEST_MARGIN = 0.10
"""How far above chance the right option may be the longest."""
ONE = ("single", "predict")
"""Kinds with one right option among several."""

_LAZY = re.compile(
    r"(todas|ninguna) (de )?las anteriores|(all|none) of (the above|these)|todo lo anterior", re.IGNORECASE
)
_BADGE = re.compile(r"^\W*(in)?correct|^\W*(bien|mal|right|wrong)[.,!:]", re.IGNORECASE)


def complaints(seeds: Iterable[int] = range(3)) -> list[str]:
    """List everything that is wrong with the bank, its generators and its misconceptions.

    Parameters
    ----------
    seeds
        With which seeds every generator is tried.

    Returns
    -------
    list of str
        One sentence per defect; empty when there is none.
    """
    banks = {language: bank(language) for language in LANGUAGES}
    found = [*_counts(banks["es"]), *_languages(banks), *_links()]
    for language, questions in banks.items():
        for one in questions:
            found += [f"{language}, {one.id}: {what}" for what in defects(one)]
        found += [f"{language}: {what}" for what in habits(questions)]
    return found + list(_computed(list(seeds)))


def defects(one: Question) -> Iterator[str]:
    """List what is wrong with a question by itself.

    Examples
    --------
    >>> from core.quiz.questions import Option
    >>> alone = Option("right", "Four", True, "Correct! It is four")
    >>> list(defects(Question("q", "single", "mlp", 1, "How many?", (alone,))))
    ['needs three options at least', 'right: its reason begins with the verdict']
    """
    right = len(one.right)
    if one.kind in ONE:
        if right != 1:
            yield f"has {right} right options"
        if len(one.options) < 3:
            yield "needs three options at least"
    if one.kind == "multiple" and not 1 < right < len(one.options):
        yield "needs two right options and a wrong one"
    if one.kind in {"numeric", "fill"} and (right != 1 or not one.otherwise.strip()):
        yield "needs one right answer and a reason for unforeseen ones"
    if one.kind == "fill" and "____" not in one.stem:
        yield "has no gap"
    if len({option.text.casefold() for option in one.options}) < len(one.options):
        yield "has two options that read the same"
    for option in one.options:
        yield from (f"{option.id}: {what}" for what in _option_defects(option.text, option.why))
        if not option.correct and not option.misconception:
            yield f"{option.id}: no misconception is named"


def _option_defects(text: str, why: str) -> Iterator[str]:
    if not text.strip() or not why.strip():
        yield "its text or its reason is empty"
    if _BADGE.search(why):
        yield "its reason begins with the verdict"
    if _LAZY.search(text):
        yield "it stands for other options"


def habits(questions: Iterable[Question]) -> Iterator[str]:
    """List what could be guessed without knowing: by position or by length."""
    chosen = [one for one in questions if one.kind in ONE]
    for size in sorted({len(one.options) for one in chosen}):
        counts = Counter(
            next(place for place, option in enumerate(one.options) if option.correct)
            for one in chosen
            if len(one.options) == size
        )
        p = uniform_p([counts[place] for place in range(size)])
        if p <= 0.05:
            yield f"of {size} options the right one stands unevenly: {sorted(counts.items())}, p = {p:.3f}"
    share, chance = longest_share(chosen)
    if share > chance + LONGEST_MARGIN:
        yield f"the right option is the longest in {share:.0%}; by chance it would be in {chance:.0%}"


def longest_share(questions: Iterable[Question]) -> tuple[float, float]:
    """Give how often the right option is the longest (ties count), and how often it would be by chance."""
    chosen = [one for one in questions if one.kind in ONE]
    longest = sum(len(one.right[0].text) == max(len(option.text) for option in one.options) for one in chosen)
    chance = math.fsum(1 / len(one.options) for one in chosen)
    return longest / len(chosen), chance / len(chosen)


def uniform_p(counts: list[int]) -> float:
    """Give the p-value of a χ² test that all counts come from equal probabilities.

    Examples
    --------
    >>> round(uniform_p([10, 10, 10, 10]), 3), round(uniform_p([20, 5, 10, 5]), 3)
    (1.0, 0.002)
    """
    expected = sum(counts) / len(counts)
    statistic = math.fsum((count - expected) ** 2 / expected for count in counts)
    return _chi_square_tail(statistic, len(counts) - 1)


def _chi_square_tail(statistic: float, freedom: int) -> float:
    """Give the chance of a larger χ², by the recurrence of the incomplete gamma function."""
    half = statistic / 2
    tail, order = (math.exp(-half), 1.0) if freedom % 2 == 0 else (math.erfc(math.sqrt(half)), 0.5)
    while order < freedom / 2:
        tail += math.exp(order * math.log(half) - half - math.lgamma(order + 1)) if half else 0.0
        order += 1
    return min(1.0, tail)


def _counts(questions: tuple[Question, ...]) -> Iterator[str]:
    if len(questions) < LEAST_QUESTIONS:
        yield f"there are {len(questions)} questions; {LEAST_QUESTIONS} are needed"
    if len(GENERATORS) < LEAST_GENERATORS:
        yield f"there are {len(GENERATORS)} generators; {LEAST_GENERATORS} are needed"
    for name, wanted, got in (
        ("module", MODULES, {one.module for one in questions}),
        ("level", LEVELS, {one.level for one in questions}),
        ("kind", KINDS, {one.kind for one in questions}),
    ):
        yield from (f"no question has the {name} {one!r}" for one in wanted if one not in got)
    tags = Counter(one.tag for one in questions if one.tip)
    if tags["core"] != 3 or tags["key"] != 4:
        yield f"three core questions and four key ideas with their tips are needed; there are {dict(tags)}"


def _languages(banks: dict[str, tuple[Question, ...]]) -> Iterator[str]:
    """Compare what must not depend on the language."""
    first, *others = ({one.id: _bones(one) for one in questions} for questions in banks.values())
    for language, questions in banks.items():
        if len({one.id for one in questions}) < len(questions):
            yield f"{language}: two questions have the same id"
    for other in others:
        yield from (f"{one}: in one language only" for one in sorted(first.keys() ^ other.keys()))
        shared = sorted(first.keys() & other.keys())
        yield from (
            f"{one}: the languages ask different things" for one in shared if first[one] != other[one]
        )


def _bones(one: Question) -> tuple[object, ...]:
    options = tuple(
        (option.id, option.correct, option.misconception, option.value, option.place)
        for option in one.options
    )
    return one.kind, one.module, one.level, one.tolerance, one.tag, bool(one.tip), options


def _links() -> Iterator[str]:
    table, used = misconceptions("es"), _named_misconceptions()
    yield from (f"no question gives away {one!r}" for one in table if one not in used)
    yield from (f"{one!r} is given away and has no entry" for one in sorted(used) if one not in table)
    for one in table.values():
        if not course.lesson(one.link.lesson).exists:
            yield f"{one.id}: its page, {one.link.lesson}, does not exist"


def _named_misconceptions() -> set[str]:
    computed = (question(f"{name}:0", "es") for name in GENERATORS)
    options = (option for one in (*bank("es"), *computed) for option in one.options)
    return {option.misconception for option in options if option.misconception}


def _computed(seeds: list[int]) -> Iterator[str]:
    for name, generator in GENERATORS.items():
        for seed in seeds:
            if not agrees(generator, seed):
                yield f"{name}:{seed}: a second computation gives another key"
            made = [question(f"{name}:{seed}", language) for language in LANGUAGES]
            yield from (f"{name}:{seed}: {what}" for one in made for what in defects(one))
            if len({_bones(one) for one in made}) > 1:
                yield f"{name}:{seed}: the languages ask different things"


def main() -> int:
    """Print the complaints; give 1 when there are any."""
    found = complaints()
    for one in found:
        sys.stdout.write(f"{one}\n")
    counted = len(bank("es"))
    sys.stdout.write(f"{counted} questions, {len(GENERATORS)} generators, {len(found)} complaints\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
