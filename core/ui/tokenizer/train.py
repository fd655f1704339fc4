"""Train: a vocabulary learnt from the learner's own text, merge by merge, and put to work at once."""

from __future__ import annotations

import time
import zlib
from typing import Any

import pandas as pd
import streamlit as st

from core import tokenizer
from core.content import quoted
from core.errors import InputError
from core.tokenizer import TrainedBpe, export, training
from core.tokenizer import film as films
from core.tokenizer.library import LibraryBackend
from core.ui import frame
from core.ui.components import film as player
from core.ui.components import tokens as component
from core.ui.tokenizer import film as film_room
from core.ui.tokenizer import shared
from core.ui.tokenizer.shared import Cut

MOST_MERGES = 500
SAMPLE = 1_200
"""Characters of the text that the film shows."""
SLICE_SECONDS = 0.2
REAL = "o200k_base"
LONGEST_TRY = 300
ALGORITHMS: tuple[export.Algorithm, ...] = ("wordpiece", "unigram")
"""Those that the library trains."""


def draw(lesson: frame.Lesson) -> None:
    """The activity, from the text to what was learnt from it."""
    ask, controls, _figure = lesson.stage("train")
    default = lesson.t("train.text")
    with ask:
        text = shared.area(lesson, "source", default, lesson.t("controls.source"), rows=5)
    with controls:
        algorithm, merges, view, tried = _controls(lesson)
    with lesson.guard():
        if len(text) > training.LARGEST:
            message = f"the text has {len(text)} characters, {training.LARGEST} fit"
            raise InputError(message, "too_long", given=len(text), limit=training.LARGEST)
        if text != default or algorithm != "byte_bpe" or view != "watch" or _predicted(lesson, text):
            if view == "use":
                full = _use(lesson, text, merges, tried)
            elif algorithm == "byte_bpe":
                full = _bpe(lesson, text, merges, view)
            else:
                full = _library(lesson, text, algorithm, merges, view, tried)
            if full:
                controls.caption(lesson.md("train.full", what=shared.listed(full)))


def _controls(lesson: frame.Lesson) -> tuple[Any, int, str, str]:
    """The algorithm, how much it learns, what is looked at, and a text to try it on."""
    algorithms, shown = lesson.value("controls.algorithms"), lesson.value("controls.views")
    algorithm = st.segmented_control(
        lesson.t("controls.algorithm"), list(algorithms), format_func=algorithms.__getitem__, required=True,
        key=lesson.key("algorithm", "byte_bpe", among=algorithms),
    )  # fmt: skip
    key = lesson.key("merges", 100, between=(0, MOST_MERGES))
    label = lesson.t("controls.merges") if algorithm == "byte_bpe" else lesson.t("controls.more_tokens")
    merges = st.slider(label, 0, MOST_MERGES, key=key)
    view = st.segmented_control(
        lesson.t("controls.view"), list(shown), format_func=shown.__getitem__, required=True,
        key=lesson.key("view", "watch", among=shown),
    )  # fmt: skip
    tried = lesson.text_input(
        "try", lesson.t("controls.try"), lesson.t("train.try"), max_chars=LONGEST_TRY, carry=False
    )
    return algorithm, int(merges), str(view), tried


def _predicted(lesson: frame.Lesson, text: str) -> bool:
    """Ask for the first merge of the text that the page brings."""
    first = tokenizer.train_bpe(text, 1)
    best = [pair for pair, _ in training.start(text).pairs(5)]
    pairs = sorted({first.merges[0].pair, *best})
    labels = {
        f"{a}-{b}": " + ".join(quoted([_sign(first, at)], lesson.language) for at in (a, b)) for a, b in pairs
    }
    truth, found = "{}-{}".format(*first.merges[0].pair), first.merges[0]
    pair = " + ".join(_sign(first, at) for at in found.pair)
    return bool(
        lesson.predict(
            "first-merge",
            lesson.t("predict.first"),
            labels,
            answer=lambda: truth,
            say=lambda mine, right: lesson.md(
                "predict.first_right" if mine == right else "predict.first_wrong", pair=pair, n=found.count
            ),
        )
    )


def _learn(text: str, merges: int) -> TrainedBpe:
    """Learn as many merges as asked, going on from those of before, and showing how far it is."""
    name = f"{zlib.crc32(text.encode('utf-8', 'surrogatepass'))}-{len(text)}"
    kept = st.session_state.get("_tokenizer.training")
    state = kept[1] if kept and kept[0] == name else training.start(text)
    place, started = st.empty(), time.monotonic()
    while len(state.merges) < merges and not state.finished:
        state = training.advance(state, merges - len(state.merges), seconds=SLICE_SECONDS)
        if time.monotonic() - started > SLICE_SECONDS * 2:
            place.progress(len(state.merges) / merges)
    place.empty()
    st.session_state["_tokenizer.training"] = (name, state)
    learnt: TrainedBpe = state.first(merges)
    return learnt


def _bpe(lesson: frame.Lesson, text: str, merges: int, view: str) -> list[str]:
    """Show how a BPE learns, or its list of merges; give what it stopped at, if the text gave no more."""
    learnt, seconds = frame.timed(_learn, text, merges)
    table = _titled(lesson, export.merges_table(learnt))
    backend = export.to_backend(learnt)
    film = films.with_rules(text[:SAMPLE], export.rules_learnt(learnt))
    order = {
        (learnt.vocabulary[one.pair[0]], learnt.vocabulary[one.pair[1]]): at
        for at, one in enumerate(learnt.merges)
    }
    at = [order[step.left, step.right] for step in film.steps]

    def merge(step: films.Step) -> str:
        place = order[step.left, step.right]
        names = film_room.names(step)
        return lesson.t("film.merge_counted", **names, rank=place + 1, count=learnt.merges[place].count)

    said, _ = film_room.told(lesson, film, merge)
    curve = [learnt.bytes_in, *(learnt.merges[place].length for place in at)]

    def drawn() -> None:
        if view == "list":
            st.dataframe(table, hide_index=True, height=430)
        else:
            player.play(
                film,
                said,
                lesson.palette,
                lesson.value("film"),
                "tokenizer-training",
                curve=curve,
                first=len(at),
            )
        _download(lesson, backend)

    lesson.figure(
        drawn,
        name="training",
        badge=frame.Badge("real", model="BPE", seconds=seconds, note=lesson.t("figure.badge_trained")),
        alt=lesson.t(
            "figure.train_alt", merges=len(learnt.merges), bytes=learnt.bytes_in, length=learnt.length
        ),
        table=table,
        source=[training.train_bpe, training.advance],
        call=f"from core.tokenizer import train_bpe\ntrain_bpe({text[:SAMPLE]!r}, {merges}).merges",
    )
    lesson.seeing(_seen(lesson, learnt, merges, filmed=len(text) if view == "watch" else 0))
    return _full(lesson, "byte_bpe", len(learnt.merges), merges, "merges")


def _seen(lesson: frame.Lesson, learnt: TrainedBpe, asked: int, filmed: int) -> str:
    """Sentences from the numbers of a training, and from how many characters the film would have to show."""
    if not learnt.merges:
        said = [lesson.md("seeing.train_none", bytes=learnt.bytes_in)]
    else:
        first = learnt.merges[0]
        said = [
            lesson.md(
                "seeing.train",
                merges=shared.counted(lesson, len(learnt.merges), "merges"),
                bytes=shared.counted(lesson, learnt.bytes_in, "bytes"),
                length=shared.counted(lesson, learnt.length, "symbols"),
                ratio=learnt.compression,
                count=first.count,
                first=" + ".join(_sign(learnt, one) for one in first.pair),
            )
        ]
    if len(learnt.merges) < asked:
        said.append(lesson.md("seeing.train_done"))
    if filmed > SAMPLE:
        said.append(lesson.md("seeing.train_sample", n=SAMPLE))
    return " ".join(said)


def _library(
    lesson: frame.Lesson, text: str, algorithm: export.Algorithm, more: int, view: str, tried: str
) -> list[str]:
    """Show how WordPiece or Unigram cuts, or its list; give what it stopped at, if the text gave no more."""
    size = export.smallest(text, algorithm) + more
    backend, seconds = frame.timed(_trained, text, algorithm, size)
    full = _full(lesson, algorithm, backend.size, size)
    if view == "watch" and tried.strip():
        (film_room.wordpiece if algorithm == "wordpiece" else film_room.unigram)(lesson, tried, backend)
        return full
    learnt = export.learnt(backend).dropna(axis="columns", how="all")
    table = _titled(lesson, learnt)

    def drawn() -> None:
        st.dataframe(table, hide_index=True, height=430)
        _download(lesson, backend)

    lesson.figure(
        drawn,
        name="list",
        badge=frame.Badge(
            "real", model=backend.algorithm, seconds=seconds, note=lesson.t("figure.badge_trained")
        ),
        alt=lesson.t("figure.list_alt", n=len(table)),
        table=table,
        source=[export.train_with_library],
        call="from core.tokenizer.export import train_with_library\n"
        f"train_with_library({text[:SAMPLE]!r}, {algorithm!r}, {size})",
    )
    limit = lesson.t("seeing.library_limit", n=export.LEARNT_FROM) if len(text) > export.LEARNT_FROM else ""
    said = lesson.md("seeing.library", name=backend.algorithm, n=len(table), limit=limit)
    longest = export.longest(backend)
    listed = lesson.md("seeing.list" if longest else "seeing.list_letters", n=len(table), longest=longest)
    lesson.seeing(f"{said} {listed}")
    return full


def _use(lesson: frame.Lesson, text: str, more: int, tried: str) -> list[str]:
    """Cut a text with the three vocabularies that were just learnt, and with a real one; give what each stopped at."""
    learnt = _learn(text, more)
    backends = {"byte_bpe": export.to_backend(learnt)}
    full = _full(lesson, "byte_bpe", len(learnt.merges), more, "merges")
    for algorithm in ALGORITHMS:
        size = export.smallest(text, algorithm) + more
        backends[algorithm] = _trained(text, algorithm, size)
        full += _full(lesson, algorithm, backends[algorithm].size, size)
    names = lesson.value("controls.algorithms")
    cuts = {}
    for one, backend in backends.items():
        tokens, seconds = frame.timed(backend.encode, tried)
        cuts[one] = Cut(names[one], tokens, seconds)
    cuts["real"] = shared.cut(tried, REAL)
    rows = [shared.row(lesson, tried, one, name=one.name) for one in cuts.values()]

    def drawn() -> None:
        component.pieces(rows, component.Look(), lesson.palette, shared.words(lesson), "tokenizer-try")
        _download(lesson, backends["byte_bpe"])

    counts = shared.listed([f"{row.name}, {row.count}" for row in rows])
    lesson.figure(
        drawn,
        name="use",
        badge=shared.badge(list(cuts.values()), lesson.t("figure.badge_trained")),
        alt=lesson.t("figure.pieces_alt", counts=counts),
        table=lambda: tokenizer.table(tried, cuts["byte_bpe"].tokens),
        source=[export.to_backend, export.train_with_library],
        call=f"from core.tokenizer import train_bpe\nfrom core.tokenizer.export import to_backend\n"
        f"list(to_backend(train_bpe({text[:SAMPLE]!r}, {more})).encode({tried!r}))",
    )
    count = {one: shared.counted(lesson, len(cuts[one].tokens)) for one in cuts}
    lesson.seeing(
        lesson.md(
            "seeing.use", bpe=count["byte_bpe"], wordpiece=count["wordpiece"], unigram=count["unigram"],
            real=cuts["real"].name, n=count["real"],
        )
    )  # fmt: skip
    return full


def _full(lesson: frame.Lesson, algorithm: str, learnt: int, asked: int, what: str = "tokens") -> list[str]:
    """Say what an algorithm stopped at, when the text gave fewer than the slider asks for."""
    if learnt >= asked:
        return []
    name = lesson.t(f"controls.algorithms.{algorithm}")
    return [lesson.t("train.full_one", name=name, amount=shared.counted(lesson, learnt, what))]


def _titled(lesson: frame.Lesson, table: pd.DataFrame) -> pd.DataFrame:
    return table.rename(columns=lesson.value("train.columns"))


def _trained(text: str, algorithm: export.Algorithm, size: int) -> LibraryBackend:
    """Train with the library, once per text and size in a session."""
    name = f"{zlib.crc32(text.encode('utf-8', 'surrogatepass'))}-{len(text)}-{algorithm}-{size}"
    kept: dict[str, LibraryBackend] = st.session_state.setdefault("_tokenizer.library", {})
    if name not in kept:
        while len(kept) >= 4:
            kept.pop(next(iter(kept)))
        kept[name] = export.train_with_library(text, algorithm, size)
    return kept[name]


def _download(lesson: frame.Lesson, backend: LibraryBackend) -> None:
    st.download_button(
        lesson.t("controls.download"), lambda: export.tokenizer_json(backend), "tokenizer.json",
        "application/json", icon=":material/download:", type="tertiary", on_click="ignore", key="tokenizer-json",
    )  # fmt: skip


def _sign(learnt: TrainedBpe, at: int) -> str:
    """Write a symbol so that it can be read: text, or its bytes."""
    return film_room.shown(learnt.vocabulary[at])
