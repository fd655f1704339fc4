"""From letters to tokens: the merges of a vocabulary one by one, or how the families without merges search."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from core import tokenizer
from core.content import quoted
from core.tokenizer import film as films
from core.tokenizer import searches
from core.tokenizer.film import Border, Film, Step
from core.tokenizer.library import LibraryBackend
from core.tokenizer.pieces import visible
from core.tokenizer.rules import SPACES_RANK, rules_of
from core.ui import figure as figures
from core.ui import frame
from core.ui.charts import tokenizer as charts
from core.ui.components import film as component
from core.ui.tokenizer import shared

LONGEST = 200
BEST_CUTS = 5

Said = tuple[list[str], list[str]]
"""What is said of each frame, and of what else could have happened there."""


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the word to what is seen."""
    ask, controls, _figure = lesson.stage("film")
    examples = lesson.value("film.words")
    with ask:
        word = lesson.text_input(
            "word", lesson.t("controls.word"), examples[0], examples=examples, max_chars=LONGEST
        )
    with controls:
        chosen = shared.vocabulary(lesson, "film_vocabulary", "cl100k_base", shared.options())
    with lesson.guard():
        if not word.strip():
            lesson.seeing(lesson.md("seeing.empty"))
            return
        loaded = tokenizer.backend(chosen)
        kind = loaded.vocabulary.kind
        if isinstance(loaded, LibraryBackend) and kind == "unigram":
            unigram(lesson, word, loaded)
        elif isinstance(loaded, LibraryBackend) and kind == "wordpiece":
            wordpiece(lesson, word, loaded)
        else:
            _merges(lesson, word, chosen)


def _merges(lesson: frame.Lesson, word: str, chosen: str) -> None:
    """Play the merges of a BPE vocabulary."""
    rules_of(chosen)  # loading is not joining
    film, seconds = frame.timed(films.film, word, chosen)
    name = shared.name_of(chosen)

    def merge(step: Step) -> str:
        places = lesson.t("film.places", n=step.places) if step.places > 1 else ""
        return lesson.t("film.merge", **names(step), rank=step.rank) + places

    said, rivals = told(lesson, film, merge)
    first, last = len(film.frame(0)), len(film.frame(len(film.steps)))

    lesson.figure(
        lambda: component.play(
            film, said, lesson.palette, lesson.value("film"), "tokenizer-film", rivals=rivals
        ),
        name="film",
        badge=frame.Badge("real", model=name, seconds=seconds),
        alt=lesson.t("figure.film_alt", text=word, first=first, last=last, steps=len(film.steps)),
        table=_table(film, said),
        source=[films.film, films.with_rules],
        call=f"from core.tokenizer.film import film\nfilm({word!r}, {chosen!r}).steps",
    )
    key = "seeing.film" if film.steps else "seeing.film_none"
    lesson.seeing(
        lesson.md(
            key, name=name, first=shared.counted(lesson, first, "symbols"), last=shared.counted(lesson, last)
        )
    )


def wordpiece(lesson: frame.Lesson, text: str, loaded: LibraryBackend) -> None:
    """Play how WordPiece looks pieces up, word by word."""
    words = loaded.chunks(text)
    looked = [(word, searches.longest_match(word, loaded)) for word in words]
    film, said = searched(lesson, looked)
    tries = sum(len(each) for _, each in looked)
    tokens = loaded.count(text)  # what was found of a word that ends unknown does not count
    lost = next((word for word, each in looked if each and not each[-1].found), None)

    lesson.figure(
        lambda: component.play(film, said, lesson.palette, lesson.value("film"), "tokenizer-film"),
        name="search",
        badge=frame.Badge("real", model=loaded.vocabulary.name),
        alt=lesson.t("figure.film_alt", text=text, first=len(words), last=tokens, steps=tries),
        table=_table(film, said),
        source=[searches.longest_match],
        call=f"from core.tokenizer.searches import longest_match\nlongest_match({words[0] if words else ''!r})",
    )
    told_lost = lesson.md("seeing.wordpiece_unknown", word=lost) if lost else ""
    looks, got = shared.counted(lesson, tries, "looks"), shared.counted(lesson, tokens)
    lesson.seeing(f"{lesson.md('seeing.wordpiece', tries=looks, found=got)} {told_lost}")


def unigram(lesson: frame.Lesson, text: str, loaded: LibraryBackend) -> None:
    """Draw the most probable ways to cut a word, or the beginning of a long one."""
    weighed = text.strip()[: searches.LONGEST]
    cuts, seconds = frame.timed(searches.best_cuts, weighed, loaded, BEST_CUTS)
    data = charts.cut_data(cuts, lesson.number)
    best = data.iloc[0]
    alt = lesson.t("figure.cuts_alt", n=len(cuts), text=weighed, cut=best["cut"], p=float(best["share"]))
    spec = charts.best_cuts(lesson.palette, lesson.t("figure.cut_share"))
    lesson.figure(
        lambda: figures.draw(spec, data, key="tokenizer-cuts", alt=alt, on_select=None, height=None),
        name="cuts",
        badge=frame.Badge("real", model=loaded.vocabulary.name, seconds=seconds),
        alt=alt,
        table=data[["cut", "share"]],
        source=[searches.best_cuts],
        call=f"from core.tokenizer.searches import best_cuts\nbest_cuts({weighed!r})",
    )
    said = [lesson.md("seeing.unigram", cut=str(best["cut"]), p=float(best["share"]))]
    if lost := tuple(dict.fromkeys(cuts[0].unknown)):
        pieces = quoted(lost, lesson.language)
        said.append(lesson.md(f"seeing.unigram_unknown.{'one' if len(lost) == 1 else 'many'}", pieces=pieces))
    if len(weighed) < len(text.strip()):
        said.append(lesson.md("seeing.unigram_beginning", n=len(weighed)))
    lesson.seeing(" ".join(said))


def told(lesson: frame.Lesson, film: Film, merge: Callable[[Step], str]) -> Said:
    """Write what is said of each frame of a film; `merge` writes the sentence of a merge."""
    symbols = film.frame(0)
    what = "bytes" if all(len(symbol) == 1 for symbol in symbols) else "chars"
    said = [lesson.t("film.chars", what=shared.counted(lesson, len(symbols), what))]
    rivals = [""]
    for step in film.steps:
        said.append(_said(lesson, step, merge))
        others = [
            lesson.t("film.rival", left=shown(a), right=shown(b), rank=rank) for a, b, rank in step.rivals
        ]
        rivals.append(lesson.t("film.rivals", rivals=shared.listed(others)) if others else "")
    return said, rivals


def searched(lesson: frame.Lesson, looked: list[tuple[str, list[searches.Try]]]) -> tuple[Film, list[str]]:
    """Turn look-ups into a film: a border appears where a piece was found, and goes if its word ends unknown."""
    said: list[str] = [lesson.t("film.look_start")]
    steps: list[Step] = []
    borders: list[Border] = []
    place = 0
    ends = []
    for word, tries in looked:
        lost = len(steps) + len(tries) if tries and not tries[-1].found else None
        for one in tries:
            steps.append(Step(one.written.encode(), b"", 0, 1))
            outcome = "look_yes" if one.found else "look_no" if one.end - one.start > 1 else "look_unknown"
            said.append(lesson.t(f"film.{outcome}", piece=visible(one.written)))
            if one.found and one.end < len(word):
                borders.append(Border(place + len(word[: one.end].encode()), len(steps), lost))
        place += len(word.encode())
        ends.append(place)
    borders += [Border(end) for end in ends[:-1]]
    text = "".join(word for word, _ in looked).encode()
    return Film(text, tuple(ends), tuple(steps), tuple(sorted(borders, key=lambda one: one.offset))), said


def _said(lesson: frame.Lesson, step: Step, merge: Callable[[Step], str]) -> str:
    if step.kind != "merge":
        return lesson.t(f"film.{step.kind}", piece=shown(step.left + step.right))
    return lesson.t("film.spaces", **names(step)) if step.rank == SPACES_RANK else merge(step)


def names(step: Step) -> dict[str, str]:
    """Write the two sides of a rule and what they make."""
    return {"left": shown(step.left), "right": shown(step.right), "piece": shown(step.left + step.right)}


def shown(piece: bytes) -> str:
    """Write bytes as text where they are text, else in hexadecimal."""
    try:
        return visible(piece.decode("utf-8"))
    except UnicodeDecodeError:
        return piece.hex(" ")


def _table(film: Film, said: list[str]) -> pd.DataFrame:
    """List the frames: what happened, and the pieces that there are then."""
    frames = range(len(film.steps) + 1)
    pieces = [" | ".join(shown(piece) for piece in film.frame(number)) for number in frames]
    return pd.DataFrame({"step": frames, "what": said, "pieces": pieces})
