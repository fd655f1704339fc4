"""Computed questions about history: events dealt from the course's own timeline, to be put in order."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from core.content import LANGUAGES
from core.quiz.generators import contract
from core.quiz.generators.by_the_book import written_dates
from core.quiz.generators.draft import Draft, Generator


def _order(dice: random.Random) -> Draft:
    seed, level = dice.randint(0, 10**6), dice.choice(["easy", "normal"])
    solution = contract.dealt(seed, level)
    histories = {language: contract.history(language) for language in LANGUAGES}
    options, whys = {}, {}
    for place, event_id in enumerate(solution):
        events = {language: told[event_id] for language, told in histories.items()}
        options[f"item_{place + 1}"] = {language: event.title for language, event in events.items()}
        whys[f"item_{place + 1}"] = {
            language: f"{event.year}. {event.why}" for language, event in events.items()
        }
    return Draft({"ids": "|".join(solution), "count": len(solution)}, options, whys=whys)


def _order_again(values: Mapping[str, Any]) -> list[str]:
    """Sort by the date as it is written in the file of facts."""
    written = written_dates()
    return sorted(values["ids"].split("|"), key=written.__getitem__)


GENERATORS = (Generator("events_order", "history", 2, "order", _order, _order_again),)
