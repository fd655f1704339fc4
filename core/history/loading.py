"""The events of the course, read from two files: facts once, sentences in each language.

Everything is checked as it is read. A history that loads has known themes, pages and parents, arrows
that never run backwards in time, and the same events in the facts as in the language.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from core import content
from core.course import COURSE, MORE
from core.history.dates import Span
from core.history.records import MEASURES, Event, Growth, History, Period, Source, Story
from core.schema import Node, read

FACTS = content.FOLDER.parent / "facts" / "history.yaml"
"""What is the same in every language."""

PAGES = tuple(lesson.id for lesson in COURSE + MORE)
IDENTIFIERS = ("doi", "arxiv", "isbn", "url")


def load(language: str, folder: Path = content.FOLDER, facts: Path = FACTS) -> History:
    """Read and check the history in one language; read again only when a file changes.

    Parameters
    ----------
    language
        ``"es"`` or ``"en"``.
    folder, facts
        Where the sentences and the facts are; the repository's own by default.

    Raises
    ------
    ContentError
        When something is missing or wrong; the message names file, key and line.

    Examples
    --------
    >>> load("es")["transformer"].when.written
    '2017-06-12'
    """
    texts = folder / language / "history.yaml"
    content.read(facts), content.read(texts)
    return _load(facts, texts, facts.stat().st_mtime_ns, texts.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load(facts: Path, texts: Path, _facts_ns: int, _texts_ns: int) -> History:
    fact, text = read(facts), read(texts)
    themes = {key: text["themes"][key].text() for key in fact["themes"].texts()}
    events = sorted(_events(fact, text, set(themes)), key=lambda event: (event.when.moment, event.when.last))
    by_id = {event.id: event for event in events}
    _check_arrows(fact, by_id)
    return History(
        events=tuple(events),
        eras=_periods(fact["eras"], text["eras"]),
        winters=_periods(fact["winters"], text["winters"]),
        themes=themes,
        stories=_stories(fact["paths"], text["paths"], by_id),
        growth=tuple(_growth(node) for node in fact["growth"]),
        by_id=by_id,
    )


def _events(fact: Node, text: Node, themes: set[str]) -> Iterator[Event]:
    sentences = dict(text["events"].items())
    seen: set[str] = set()
    for node in fact["events"]:
        event_id = node["id"].text()
        if event_id in seen:
            raise node.failure(f"the event {event_id!r} is there twice")
        if event_id not in sentences:
            raise text["events"].failure(f"the event {event_id!r} of {node.file.name} has no sentences here")
        seen.add(event_id)
        yield _event(node, sentences[event_id], themes)
    for event_id, node in sentences.items():
        if event_id not in seen:
            raise node.failure(f"the event {event_id!r} has no facts")


def _event(node: Node, text: Node, themes: set[str]) -> Event:
    node.only("id", "date", "people", "themes", "page", "landmark", "after", "check", "sources")
    page, check = node.get("page"), bool(node.get("check"))
    told = ("short", "people", "title", "text", "why", "wrong")
    text.only(*told, *["try"] * (page is not None), *["check"] * check)
    return Event(
        id=node["id"].text(),
        when=_span(node["date"]),
        people=(text.get("people") or node["people"]).texts(),
        themes=tuple(theme.one_of(themes) for theme in node["themes"]),
        page=page.one_of(PAGES) if page else None,
        landmark=bool(node.get("landmark")),
        after=node["after"].texts(),
        sources=_sources(node["sources"]),
        short=text["short"].text(),
        title=text["title"].text(),
        text=text["text"].text(),
        why=text["why"].text(),
        wrong=text["wrong"].text(),
        practice=text["try"].text() if page else None,
        check=text["check"].text() if check else None,
    )


def _sources(node: Node) -> tuple[Source, ...]:
    sources = tuple(_source(one) for one in node)
    if not any(source.kind for source in sources):
        raise node.failure(f"no source has any of {list(IDENTIFIERS)}")
    return sources


def _source(node: Node) -> Source:
    node.only("authors", "title", "year", "where", *IDENTIFIERS)
    kinds = [kind for kind in IDENTIFIERS if node.get(kind)]
    if len(kinds) > 1:
        raise node.failure(f"one identifier is enough, and there are {kinds}")
    kind = kinds[0] if kinds else None
    value = node[kind].text() if kind else None
    authors, title = node["authors"].texts(), node["title"].text()
    return Source(authors, title, node["year"].whole(), node["where"].text(), kind, value)


def _span(node: Node) -> Span:
    try:
        return Span(node.text())
    except ValueError as error:
        raise node.failure(str(error)) from error


def _periods(facts: Node, texts: Node) -> tuple[Period, ...]:
    found = []
    for node in facts:
        node.only("id", "from", "to")
        name = texts[node["id"].text()]["name"].text()
        period = Period(node["id"].text(), node["from"].whole(), node["to"].whole(), name)
        if period.first >= period.end:
            raise node.failure("it ends before it begins")
        found.append(period)
    return tuple(found)


def _stories(facts: Node, texts: Node, by_id: dict[str, Event]) -> dict[str, Story]:
    found = {}
    for node in facts:
        steps = tuple(step.one_of(by_id) for step in node["events"])
        late = [two for one, two in pairwise(steps) if by_id[two].when.before(by_id[one].when)]
        if late:
            raise node["events"].failure(f"{late[0]!r} is out of order")
        story_id = node["id"].text()
        words = texts[story_id]
        found[story_id] = Story(story_id, steps, words["name"].text(), words["intro"].text())
    return found


def _growth(node: Node) -> Growth:
    node.only("model", "date", "active", "arxiv", "url", *MEASURES)
    amounts = {name: found.number() if (found := node.get(name)) else None for name in MEASURES}
    active, source = node.get("active"), node.get("arxiv")
    if not any(amounts.values()):
        raise node.failure(f"there is no figure: one of {list(MEASURES)} is needed")
    link = f"https://arxiv.org/abs/{source.text()}" if source else node["url"].text()
    return Growth(
        node["model"].text(), _span(node["date"]), link, active.number() if active else None, **amounts
    )


def _check_arrows(fact: Node, by_id: dict[str, Event]) -> None:
    """Refuse an arrow from an unknown event, from itself or from the future."""
    for node in fact["events"]:
        child = by_id[node["id"].text()]
        for arrow in node["after"]:
            parent = by_id[arrow.one_of(by_id)]
            if parent is child or child.when.before(parent.when):
                raise arrow.failure(
                    f"{parent.id} ({parent.when.written}) cannot lead to {child.id} ({child.when.written})"
                )
