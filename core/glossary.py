"""The words of the trade: what each means, where it is seen at work, and marks for them in any prose.

`annotate` turns the first appearance of each known term in a piece of Markdown into an element that
shows its definition when pointed at, tapped or focused; the style sheet of `css` does the rest, without
a line of JavaScript.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core import content
from core.course import COURSE, MORE
from core.schema import read
from core.search import fold, matches

FACTS = content.FOLDER.parent / "facts" / "glossary.yaml"
"""The lesson where each term is seen: the same in every language."""

LESSONS = tuple(lesson.id for lesson in COURSE + MORE)

_UNTOUCHED = re.compile(
    r"```.*?```"  # a fence
    r"|`[^`\n]*`"  # code in a line
    r"|\$\$.*?\$\$|(?<!\\)\$[^$\n]+?(?<!\\)\$"  # mathematics
    r"|!?\[[^\]\n]*\]\([^)\n]*\)"  # a link or a picture
    r"|(?m:^\#{1,6}\s[^\n]*)"  # a title
    r"|<[^>\n]*>"  # HTML
    r"|:[a-z-]+(?:\[|/[a-z_0-9]+:)"  # a directive of Streamlit: its name, not its text
    r"|https?://\S+"
    r"|\\.",  # an escaped character
    re.DOTALL,
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:^=])")


@dataclass(frozen=True)
class Term:
    """A word of the trade.

    Parameters
    ----------
    id
        The same in both languages.
    name, forms
        How it is said, and the ways of writing it that are recognised in prose.
    other
        How it is said in the other language.
    text
        What it means, in two lines.
    note
        How usage is divided, when it is.
    lesson
        Id of the lesson where it is seen at work.
    """

    id: str
    name: str
    other: str
    forms: tuple[str, ...]
    text: str
    note: str | None
    lesson: str


def load(language: str, folder: Path = content.FOLDER, facts: Path = FACTS) -> dict[str, Term]:
    """Read and check the glossary in one language, by id and in alphabetical order.

    Raises
    ------
    ContentError
        When a file is missing or wrong, or the languages do not have the same terms; the message names
        file, key and line.

    Examples
    --------
    >>> load("es")["attention"].other
    'attention'
    """
    files = (facts, *(folder / one / "glossary.yaml" for one in content.LANGUAGES))
    for file in files:
        content.read(file)
    return _load(language, files, tuple(file.stat().st_mtime_ns for file in files))


@lru_cache(maxsize=8)
def _load(language: str, files: tuple[Path, ...], _versions: tuple[int, ...]) -> dict[str, Term]:
    pages = dict(read(files[0])["pages"].items())
    both = {one: read(file)["terms"] for one, file in zip(content.LANGUAGES, files[1:], strict=True)}
    (other,) = (one for one in content.LANGUAGES if one != language)
    names = {one: {key: node["term"].text() for key, node in both[one].items()} for one in both}
    for one, terms in both.items():
        if names[one].keys() != pages.keys():
            lonely = sorted(names[one].keys() ^ pages.keys())
            raise terms.failure(f"the terms {lonely} are not in every file of the glossary")
    found = []
    for key, node in both[language].items():
        node.only("term", "forms", "text", "note")
        note = node.get("note")
        found.append(
            Term(
                key,
                names[language][key],
                names[other][key],
                node["forms"].texts(),
                node["text"].text(),
                note.text() if note else None,
                pages[key].one_of(LESSONS),
            )
        )
    return {term.id: term for term in sorted(found, key=lambda term: fold(term.name))}


def search(language: str, query: str, lesson: str = "") -> tuple[Term, ...]:
    """Find terms by any of their words, in either language; what a term is called comes first.

    Parameters
    ----------
    language
        ``"es"`` or ``"en"``.
    query
        Words that must all appear; every character is literal.
    lesson
        Id of the lesson where they are seen; empty for all.

    Examples
    --------
    >>> search("es", "backprop")[0].name
    'retropropagación'
    """
    found = [
        term
        for term in load(language).values()
        if lesson in ("", term.lesson)
        and matches(query, term.name, term.other, term.text, term.note or "", *term.forms)
    ]
    return tuple(sorted(found, key=lambda term: not matches(query, term.name, term.other)))


def annotate(markdown: str, language: str, skip: Collection[str] = ()) -> str:
    """Mark the first appearance of each known term, with its definition inside.

    Code, mathematics, links, titles, HTML and escaped characters are left as they are.

    Parameters
    ----------
    markdown
        A piece of prose.
    language
        ``"es"`` or ``"en"``.
    skip
        Ids of terms that are not marked.

    Returns
    -------
    str
        Markdown with HTML inside: it is drawn with ``unsafe_allow_html=True``.

    Examples
    --------
    >>> annotate("Un `token` es un token.", "es").split(">")[0]
    'Un `token` es un <span class="term" tabindex="0" role="term" aria-describedby="term-token-...'
    >>> annotate("Nothing to see.", "en")
    'Nothing to see.'
    """
    load(language)
    return _annotated(markdown, language, frozenset(skip))


@lru_cache(maxsize=1024)
def _annotated(markdown: str, language: str, skip: frozenset[str]) -> str:
    forms, pattern = _forms(language)
    done = set(skip)
    place = zlib.crc32(markdown.encode("utf-8", "surrogatepass"))

    def marked(match: re.Match[str]) -> str:
        found = forms.get(match.group()) or forms.get(match.group().lower())
        if found is None or found.id in done:
            return match.group()
        done.add(found.id)
        return _mark(match.group(), found, f"term-{found.id}-{place:08x}")

    pieces, last = [], 0
    for kept in _UNTOUCHED.finditer(markdown):
        pieces += [pattern.sub(marked, markdown[last : kept.start()]), kept.group()]
        last = kept.end()
    return "".join([*pieces, pattern.sub(marked, markdown[last:])])


@lru_cache(maxsize=4)
def _forms(language: str) -> tuple[dict[str, Term], re.Pattern[str]]:
    """Give the term of each form, and what finds them: longest first, whole words, initials as written."""
    forms = {form: term for term in load(language).values() for form in term.forms}
    ordered = sorted(forms, key=len, reverse=True)
    written = "|".join(
        re.escape(form) if form != form.lower() else f"(?i:{re.escape(form)})" for form in ordered
    )
    return forms, re.compile(rf"(?<![\w-])(?:{written})(?![\w-])")


def _mark(word: str, term: Term, element: str) -> str:
    definition = _MARKDOWN.sub(r"\\\1", html.escape(term.text, quote=False))
    return (
        f'<span class="term" tabindex="0" role="term" aria-describedby="{element}">{word}'
        f'<span class="term-definition" role="tooltip" id="{element}">{definition}</span></span>'
    )


def css(*, line: str, paper: str, ink: str, edge: str) -> str:
    """Give the rules that show a definition beside its term, in the colours of a theme.

    Parameters
    ----------
    line, paper, ink, edge
        Colours of the underline, and of the definition's background, text and border.

    Examples
    --------
    >>> "var(--" in css(line="#0B6E6E", paper="#FFF", ink="#000", edge="#CCC")
    False
    """
    return _RULES.replace("LINE", line).replace("PAPER", paper).replace("INK", ink).replace("EDGE", edge)


_RULES = """
.term { position: relative; border-bottom: 1px dotted LINE; cursor: help; anchor-scope: --term; }
.term:focus-visible { outline: 2px solid LINE; outline-offset: 2px; border-radius: 2px; }
.term-definition { display: none; position: absolute; z-index: 1000; left: 0; top: 100%;
  width: max-content; max-width: min(22rem, 80vw); padding: .55rem .75rem; border: 1px solid EDGE;
  border-radius: .5rem; background: PAPER; color: INK; font-size: .88rem; font-weight: 400; font-style: normal;
  line-height: 1.4; letter-spacing: 0; text-transform: none; text-align: left; white-space: normal; }
.term:hover > .term-definition, .term:focus > .term-definition { display: block; }
@supports (anchor-name: --term) and (position-area: bottom) {
  .term { anchor-name: --term; }
  .term-definition { position: fixed; position-anchor: --term; position-area: bottom span-right;
    left: auto; top: auto; margin: 0; position-try-fallbacks: flip-inline, flip-block, flip-block flip-inline; }
}
@media (max-width: 640px) {
  .term-definition { position: fixed; position-anchor: auto; position-area: none; left: .8rem; right: .8rem; top: auto;
    bottom: .8rem; width: auto; max-width: none; }
}
"""
