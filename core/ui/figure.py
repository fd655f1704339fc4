"""A figure and what every figure owes its reader: where it comes from, its code, its data, its link."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from core.content import Content, plain
from core.course import ROOT
from core.numbers import Numbers
from core.ui import browser, session
from core.ui.charts import theme

if TYPE_CHECKING:
    import pandas as pd
    from pandas.io.formats.style import Styler

MOST_ROWS = 1000
"""Rows shown on screen; the download has them all."""

PROJECTOR_SCALE = 1.4
"""How much larger a chart is on a projector."""

Table = Any
"""A pandas DataFrame, or a function that makes one when somebody asks for it."""


@dataclass(frozen=True)
class Badge:
    """Where a figure comes from.

    Parameters
    ----------
    kind
        ``"real"``: a real model computed it; ``"toy"``: really computed on numbers chosen by hand;
        ``"published"``: dates or figures read in cited sources; ``"drawing"``: a sketch that measures nothing.
    model
        Name of the model.
    params
        How many parameters it has.
    language
        ``"es"``, ``"en"`` or ``"multi"``: what it learnt from.
    seconds
        How long the computation took.
    note
        Anything else worth saying, already in the learner's language.
    """

    kind: Literal["real", "toy", "published", "drawing"]
    model: str | None = None
    params: int | None = None
    language: str | None = None
    seconds: float | None = None
    note: str | None = None

    def line(self, words: Content) -> str:
        """Write the badge as one line of Markdown."""
        parts = [f"**{words.text(f'badge.{self.kind}')}**"]
        if self.model:
            parts.append(plain(self.model))
        if self.params:
            parts.append(words.text("badge.params", count=self.params))
        if self.language:
            parts.append(words.text(f"badge.languages.{self.language}"))
        if self.seconds is not None:
            parts.append(words.text("badge.time", time=self.seconds))
        return " · ".join(parts + ([self.note] if self.note else []))


@dataclass(frozen=True)
class Provenance:
    """What the four actions under a figure need."""

    key: str
    badge: Badge
    table: Table = None
    source: Sequence[Any] = ()
    call: str = ""


_BADGE_ICONS = {"real": "verified", "toy": "toys", "published": "library_books", "drawing": "draw"}


def draw(chart: Any, data: Any, *, key: str, alt: str, on_select: Any, height: int | None) -> Any:
    """Draw a specification with its data, an Altair chart, or whatever a function draws."""
    if callable(chart) and not hasattr(chart, "to_dict"):
        return chart()
    spec = chart.to_dict() if hasattr(chart, "to_dict") else chart
    scale = PROJECTOR_SCALE if session.presenting() else 1.0
    dressed = theme.dress(spec, theme.palette(session.mode()), session.language(), scale)
    options: dict[str, Any] = {"on_select": on_select} if on_select else {}
    if height is not None:
        options["height"] = height
    return st.vega_lite_chart(data, dressed, width="stretch", key=key, alt=alt, **options)


def foot(provenance: Provenance) -> None:
    """Draw the badge and the four actions in small type; opening one reruns nothing else."""
    words = session.words("frame")
    with st.container(key=f"figure-foot--{provenance.key}", gap="xxsmall"):
        icon = _BADGE_ICONS[provenance.badge.kind]
        explain = words.text(f"badge.{provenance.badge.kind}_help")
        st.caption(f":material/{icon}: {provenance.badge.line(words)}", help=explain)
        _actions(provenance, session.language())


@st.fragment
def _actions(provenance: Provenance, language: str) -> None:
    words = Content("frame", language)
    with st.container(horizontal=True, key=f"figure-actions--{provenance.key}", gap="small"):
        if provenance.source or provenance.call:
            _opens(words, "code", provenance, _code)
        if provenance.table is not None:
            _opens(words, "table", provenance, _table)
        _link(words, provenance.key)
        key = f"download--{provenance.key}"
        label, icon = words.text("actions.download"), ":material/download:"
        popover = st.popover(label, type="tertiary", icon=icon, key=key, on_change="rerun")
        if popover.open:
            with popover:
                _download(words, provenance)


def _opens(
    words: Content, name: str, provenance: Provenance, fill: Callable[[Content, Provenance], None]
) -> None:
    """Draw one quiet action that opens a page over the page; what it holds is made only then."""
    key = f"{name}--{provenance.key}"
    if st.button(words.text(f"actions.{name}"), type="tertiary", icon=f":material/{name}:", key=key):
        st.dialog(words.text(f"actions.{name}_title"), width="medium")(fill)(words, provenance)


def _link(words: Content, key: str) -> None:
    """Copy the address in the browser; the server only says that it was done."""
    widget = f"{browser.COPY_LINK}--{key}"
    done = bool(st.session_state.get(widget))
    label = words.text("actions.copied" if done else "actions.link")
    icon = ":material/check:" if done else ":material/link:"
    st.button(label, type="tertiary", icon=icon, key=widget)


def _code(words: Content, provenance: Provenance) -> None:
    if provenance.call:
        st.caption(words.text("actions.call"))
        st.code(provenance.call, language="python")
    for piece in provenance.source:
        text, file, line = source_of(piece)
        st.caption(words.text("actions.source", file=file, line=line))
        st.code(text, language="python", height="content")


def _table(words: Content, provenance: Provenance) -> None:
    table = made(words, provenance)
    if len(table) > MOST_ROWS:
        st.caption(words.text("actions.rows", shown=MOST_ROWS, total=len(table)))
    shown = written(words.language, table.head(MOST_ROWS))
    st.dataframe(shown, hide_index=True, height=460, placeholder="—")


def written(language: str, table: pd.DataFrame) -> Styler:
    """Write the real numbers of a table as the language does; they stay numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> print(written("es", pd.DataFrame({"peso": [0.25, -1e-7]})).hide().to_string().strip())
    peso
    0,25
    −1·10⁻⁷
    """
    reals = table.select_dtypes("float").columns
    write: Callable[[Any], str] = Numbers(language).significant
    return table.style.format(dict.fromkeys(reals, write))


def _download(words: Content, provenance: Provenance) -> None:
    if provenance.table is not None:
        text = made(words, provenance).to_csv(index=False)
        name = f"{provenance.key}.csv"
        label, icon = words.text("actions.csv"), ":material/csv:"
        st.download_button(label, text, name, "text/csv", icon=icon, type="tertiary", on_click="ignore")
    picture = f"{browser.SAVE_PICTURE}--{provenance.key}"
    st.button(words.text("actions.picture"), type="tertiary", icon=":material/image:", key=picture)


@lru_cache(maxsize=128)
def source_of(piece: Any) -> tuple[str, str, int]:
    """Read the source of a function or class of `core`.

    Returns
    -------
    tuple
        ``(source, file, line)``; the file is relative to the repository.

    Examples
    --------
    >>> source_of(source_of)[1]
    'core/ui/figure.py'
    """
    bare = inspect.unwrap(piece)
    lines, first = inspect.getsourcelines(bare)
    file = Path(inspect.getsourcefile(bare) or "").resolve()
    shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else Path(file.name)
    return (
        inspect.cleandoc("\n" + "".join(lines)) if lines[0][:1] == " " else "".join(lines),
        shown.as_posix(),
        first,
    )


def made(words: Content, provenance: Provenance) -> pd.DataFrame:
    """Give the table, made now if it is still a function, with columns and kinds named in the language of the page.

    Of ``gradient_2`` the word is translated and the number stays.
    """
    table: pd.DataFrame = provenance.table() if callable(provenance.table) else provenance.table
    names = words.value("columns")
    names = names["all"] | names.get(provenance.key.partition("-")[0], {})

    def name(column: str) -> str:
        word, _, number = column.rpartition("_")
        return (
            f"{names[word]} {number}" if word in names and number.isdecimal() else names.get(column, column)
        )

    kinds = words.value("cells").get(provenance.key, {})
    told = {column: table[column].map(lambda code, of=of: of.get(code, code)) for column, of in kinds.items()}
    return table.assign(**told).rename(columns={column: name(str(column)) for column in table.columns})
