"""The dice of the grammar: drawing text with its exact probability, and reading the dice back from text.

A *family* is a plain function that receives a `Dice`, picks from weighted tables and says words:

    def animal_sound(dice):
        animal = dice.pick(ANIMALS)
        dice.say("el", animal.noun, animal.sound)

Run with a `Sampler` it writes text and adds up the log-probability of what it picked. Run with a `Reader`
it is replayed against a given text, so that the exact probability of *any* text, and of any next word, can
be computed by summing over every way the family could have written it.
"""

from __future__ import annotations

import math
import random
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

Item = TypeVar("Item")


class Table(Generic[Item]):
    """Items with probabilities that sum to 1.

    Parameters
    ----------
    weights
        ``{item: weight}`` or ``[(item, weight), …]``; weights are positive and get normalised.

    Examples
    --------
    >>> coin = Table([("cara", 3), ("cruz", 1)])
    >>> [round(p, 2) for p in coin.probabilities]
    [0.75, 0.25]
    """

    __slots__ = ("_edges", "items", "logs", "probabilities")

    def __init__(self, weights: Mapping[Item, float] | Iterable[tuple[Item, float]]) -> None:
        pairs = list(weights.items() if isinstance(weights, Mapping) else weights)
        total = math.fsum(weight for _, weight in pairs)
        self.items: Sequence[Item] = [item for item, _ in pairs]
        self.probabilities = [weight / total for _, weight in pairs]
        self.logs = [math.log(p) for p in self.probabilities]
        edges, running = [], 0.0
        for p in self.probabilities[:-1]:
            running += p
            edges.append(running)
        self._edges = edges

    @classmethod
    def even(cls, items: Iterable[Item]) -> Table[Item]:
        """Every item with the same probability."""
        return cls([(item, 1.0) for item in items])

    def index(self, u: float) -> int:
        """Position of the item that covers `u`, a number in [0, 1)."""
        return bisect(self._edges, u)


class Dice(Protocol):
    """What a family is given: it picks, it says, and it knows whether it writes training text."""

    held_out: bool

    def pick(self, table: Table[Item]) -> Item:
        """One item of the table."""
        ...

    def say(self, *words: str) -> None:
        """Append words to the text."""
        ...


Family = Callable[[Any], None]


class Sampler:
    """Draws: picks at random and remembers what was said and how probable it was.

    Parameters
    ----------
    seed
        Anything `random.Random` takes; the same seed draws the same text.
    held_out
        Draw the combinations that training text never contains.
    """

    __slots__ = ("_random", "held_out", "logp", "words")

    def __init__(self, seed: int | str, held_out: bool = False) -> None:
        self._random = random.Random(seed).random
        self.held_out = held_out
        self.words: list[str] = []
        self.logp = 0.0

    def pick(self, table: Table[Item]) -> Item:
        """An item of `table`, drawn with its probability."""
        position = table.index(self._random())
        self.logp += table.logs[position]
        return table.items[position]

    def say(self, *words: str) -> None:
        """Append words (a word may be a whole phrase)."""
        self.words += words


class _OffTextError(Exception):
    """The words said are not those of the text being read."""


class _NewChoiceError(Exception):
    """The replayed path has run out at a table of this size."""

    def __init__(self, table: Table[Any]) -> None:
        self.table = table


class Reader:
    """Replays a family along a fixed path of choices, checking each word against a text.

    Parameters
    ----------
    text
        The text that the words, joined by spaces, must begin (or, past its end, continue).
    path
        The choices to make, as positions in the tables met.
    """

    __slots__ = ("_path", "_step", "held_out", "logp", "said", "text")

    def __init__(self, text: str, path: tuple[int, ...], held_out: bool = False) -> None:
        self.text = text
        self._path = path
        self._step = 0
        self.held_out = held_out
        self.said = ""
        self.logp = 0.0

    def pick(self, table: Table[Item]) -> Item:
        """The item that the path dictates; where the path ends, the search branches."""
        if self._step == len(self._path):
            raise _NewChoiceError(table)
        position = self._path[self._step]
        self._step += 1
        self.logp += table.logs[position]
        return table.items[position]

    def say(self, *words: str) -> None:
        """Add words and stop as soon as they leave the text."""
        for word in words:
            self.said += (" " if self.said else "") + word
        shorter = min(len(self.said), len(self.text))
        if self.said[:shorter] != self.text[:shorter]:
            raise _OffTextError


def readings(family: Family, text: str, *, whole: bool = True, held_out: bool = False) -> Iterator[Reader]:
    """Every way in which `family` can write `text` (or, with `whole=False`, something that begins so).

    Parameters
    ----------
    family
        The function to replay.
    text
        Words joined by single spaces, as the family says them.
    whole
        Ask for exactly `text`; otherwise a reading ends as soon as one more whole word is known.

    Yields
    ------
    Reader
        With `logp` (nats) and `said`.

    Examples
    --------
    >>> def greet(dice):
    ...     dice.say("hola", dice.pick(Table([("Ana", 3), ("Luis", 1)])))
    >>> [round(math.exp(r.logp), 2) for r in readings(greet, "hola Ana")]
    [0.75]
    """
    stack: list[tuple[int, ...]] = [()]
    while stack:
        path = stack.pop()
        reader = Reader(text, path, held_out)
        try:
            family(reader)
        except _OffTextError:
            continue
        except _NewChoiceError as choice:
            if not whole and _next_word_known(reader.said, text):
                yield reader
                continue
            stack.extend((*path, position) for position in range(len(choice.table.items)))
            continue
        if reader.said == text or (not whole and len(reader.said) > len(text)):
            yield reader


def _next_word_known(said: str, text: str) -> bool:
    """Whether `said` goes past `text` by at least one word that can no longer grow."""
    return len(said) > len(text)
