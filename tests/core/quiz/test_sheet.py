"""The sheet of results: well-formed, escaped, and everything inside the page."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quiz.sheet import HEIGHT, LONGEST_NAME, WIDTH, Bar, Point, Sheet, html, svg, wrapped

SVG = "{http://www.w3.org/2000/svg}"
FULL = Sheet(
    title="Constancia", subtitle="Examen · 3 de marzo", name="Ada",
    facts=["12 puntos de 20: 60 %.", "Tiempo: 5 min."],
    bars_title="Puntos por módulo", bars=[Bar(f"Módulo {n}", n / 9, f"{n}") for n in range(9)],
    points_title="¿Sabes lo que sabes?", points_axes=("dijiste", "acertaste"),
    points=[Point(0.25, 0.1, 4), Point(0.95, 0.8, 400)],
    ideas_title="Ideas por revisar", ideas=["Una idea bastante larga que no cabe en una sola línea del papel"] * 5,
    foot="Esta hoja dice qué se respondió. " * 5,
)  # fmt: skip


def drawn(sheet: Sheet) -> ElementTree.Element:
    return ElementTree.fromstring(svg(sheet))  # noqa: S314  our own text


def test_everything_is_inside_the_page():
    for element in drawn(FULL).iter():
        for name, most in (("x", WIDTH), ("y", HEIGHT), ("cx", WIDTH), ("cy", HEIGHT)):
            if element.get(name) is not None and element.tag != f"{SVG}g":
                assert -10 <= float(element.get(name, "0")) <= most


def test_a_bar_is_as_long_as_its_share_and_a_point_where_it_belongs():
    root = drawn(FULL)
    bars = [float(one.get("width", "0")) for one in root.iter(f"{SVG}rect") if one.get("fill") == "#0B6E6E"]
    assert bars == pytest.approx([n / 8 * bars[-1] for n in range(9)], abs=0.1)
    low, high = root.iter(f"{SVG}circle")
    assert float(low.get("cx", "0")) < float(high.get("cx", "0"))
    assert float(low.get("cy", "0")) > float(high.get("cy", "0"))


@given(st.text(max_size=100))
def test_no_name_breaks_the_drawing(name):
    clean = "".join(mark for mark in name if mark.isprintable())
    texts = [one.text for one in drawn(Sheet(**{**vars(FULL), "name": clean})).iter(f"{SVG}text")]
    assert not clean.strip() or clean.strip()[:LONGEST_NAME] in texts


def test_a_script_stays_text():
    page = html(Sheet(**{**vars(FULL), "name": "<script>alert(1)</script>"}), "es")
    assert "<script>" not in page
    assert 'lang="es"' in page


@given(st.text(alphabet="ab ", max_size=80), st.integers(3, 20))
def test_wrapping_loses_no_word(text, letters):
    lines = wrapped(text, letters)
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= letters or " " not in line for line in lines)
