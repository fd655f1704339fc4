"""The course as a list: which lessons there are, in which order, and where each one lives.

A lesson is offered only when its page file exists, so the course map never promises an empty room.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Lesson:
    """One page of the course.

    Parameters
    ----------
    id
        Name shared by the module of `core`, the content file and the prefix of its query parameters.
    file
        Name of the page file inside ``pages/``.
    url_path
        Last part of its address, the same in every language and never the name that Streamlit infers
        from the file: a deep link would then show the page without Home's frame.
    icon
        Name of a Material symbol.
    number
        Place in the course from 1, or None for the pages beside it.
    """

    id: str
    file: str
    url_path: str
    icon: str
    number: int | None = None

    @property
    def path(self) -> Path:
        """Where the page file is."""
        return ROOT / "pages" / self.file

    @property
    def exists(self) -> bool:
        """Whether the page file is there."""
        return self.path.is_file()


COURSE = (
    Lesson("history", "01_history.py", "historia", "history_edu", 1),
    Lesson("next_word", "02_next_word.py", "siguiente-palabra", "step_into", 2),
    Lesson("tokenizer", "03_tokenizer.py", "tokens", "data_array", 3),
    Lesson("embeddings", "04_embeddings.py", "mapa", "bubble_chart", 4),
    Lesson("mlp", "05_mlp.py", "red-neuronal", "hub", 5),
    Lesson("attention", "06_attention.py", "atencion", "visibility", 6),
    Lesson("pytorch", "07_pytorch.py", "laboratorio", "science", 7),
    Lesson("quiz", "08_quiz.py", "cuestionario", "quiz", 8),
)
"""The lessons, in the order in which they are taught."""

MORE = (
    Lesson("train_llm", "09_train_llm.py", "entrena", "model_training"),
    Lesson("glossary", "10_glossary.py", "glosario", "menu_book"),
    Lesson("next_steps", "11_next_steps.py", "y-ahora", "flag"),
    Lesson("preflight", "12_preflight.py", "revision", "fact_check"),
)
"""The pages beside the course."""


def lesson(lesson_id: str) -> Lesson:
    """Find a page by its id.

    Raises
    ------
    KeyError
        When no page has that id.

    Examples
    --------
    >>> lesson("tokenizer").url_path
    'tokens'
    """
    for candidate in COURSE + MORE:
        if candidate.id == lesson_id:
            return candidate
    raise KeyError(f"no lesson {lesson_id!r}; there are {[one.id for one in COURSE + MORE]}")


def offered(section: tuple[Lesson, ...]) -> list[Lesson]:
    """List the pages of a section whose file exists, in order."""
    return [one for one in section if one.exists]


def neighbours(lesson_id: str) -> tuple[Lesson | None, Lesson | None]:
    """Find the page before and the page after one, among those that exist.

    Returns
    -------
    tuple
        ``(previous, next)``; None at either end.

    Examples
    --------
    >>> neighbours("history")[0] is None
    True
    """
    here = lesson(lesson_id)
    line = [one for one in COURSE + MORE if one.exists or one == here]
    place = line.index(here)
    after = line[place + 1] if place + 1 < len(line) else None
    return (line[place - 1] if place else None), after
