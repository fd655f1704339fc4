"""Drawings of the laboratory: what a run claims is shown as it is, escaped, and never more of it than fits."""

from __future__ import annotations

import base64
import html.parser
import math
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content import LANGUAGES, Content
from core.numbers import Numbers
from core.sandbox.events import Figure, Metric
from core.sandbox.explain import Box, Drawing
from core.sandbox.views import GraphView, ModuleView, Node, PlainView, Row, Sample, TensorView
from core.ui.charts import pytorch, pytorch_error, pytorch_tensor
from core.ui.charts.theme import DARK, LIGHT

WORDS = Content("pytorch", "es").value("figure")
RULES = {language: Content("pytorch_errors", language).value("rules") for language in LANGUAGES}
HOSTILE = "</td><script>alert(1)</script>\"' onload='x"


class Tags(html.parser.HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag, _attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.texts.append(data)


def unpacked(page: str) -> str:
    """Put the pictures of a page back as the text that they are."""
    return re.sub(
        r"data:image/svg\+xml;base64,([\w+/=]+)", lambda found: base64.b64decode(found[1]).decode(), page
    )


def view(shape, values, **more):
    return TensorView(shape, "float32", "cpu", sample=Sample(shape, tuple(values)), **more)


def drawn(tensor, palette=LIGHT, language="es"):
    return pytorch_tensor.tensor(tensor, palette, Numbers(language), WORDS)


def test_a_matrix_is_a_cell_per_number_in_its_rows():
    page = Tags(drawn(view((2, 3), (1, -2, 3, -4, 5, -6))))
    assert page.tags.count("tr") == 2
    assert page.texts == ["1", "−2", "3", "−4", "5", "−6"]


def test_a_cube_is_its_slices_and_a_scalar_one_cell():
    cube = Tags(drawn(view((2, 3, 4), range(24))))
    assert cube.tags.count("table") == 2
    assert [text for text in cube.texts if "[" in text] == ["[0]", "[1]"]
    assert Tags(drawn(view((), (7.5,)))).texts == ["7,50"]
    assert Tags(drawn(view((), (7.5,)), language="en")).texts == ["7.50"]


@pytest.mark.parametrize(
    "value, spanish, english",
    [
        (-0.0034, "−0,003", "−0.003"),
        (0.00012, "0,0001", "0.0001"),
        (-0.0000123, "−1,2·10⁻⁵", "−1.2·10⁻⁵"),
        (2.5e8 + 0.5, "2,5·10⁸", "2.5·10⁸"),
    ],
)
def test_small_and_large_numbers_are_written_as_the_language_does(value, spanish, english):
    assert pytorch_tensor.written(value, Numbers("es")) == spanish
    assert pytorch_tensor.written(value, Numbers("en")) == english


def test_a_layer_that_shares_its_numbers_says_with_whom():
    rows = (Row("wte", "Embedding", 1, 12, "", True), Row("lm_head", "Linear", 1, 0, "", True, "wte"))
    texts = Tags(pytorch_tensor.module(ModuleView("Net", 12, 12, rows), LIGHT, Numbers("es"), WORDS)).texts
    assert "12" in texts
    assert WORDS["shared"].replace("#", "wte") in texts


def test_what_is_no_number_is_framed_and_named():
    said = drawn(view((3,), (math.nan, math.inf, 1.0)))
    assert Tags(said).texts == ["NaN", "∞", "1"]
    assert said.count("dashed") == 2


def test_a_gradient_is_drawn_or_said_to_be_missing():
    waiting = drawn(view((1,), (2.0,), requires_grad=True, grad_state="not_yet"))
    there = drawn(view((1,), (2.0,), requires_grad=True, grad_state="there", grad=Sample((1,), (4.0,))))
    assert html.escape(WORDS["not_yet"]) in waiting
    assert Tags(there).texts == ["2", ".grad", "4"]


def test_empty_hidden_cut_complex_and_bool_tensors_say_so():
    assert WORDS["empty"] in drawn(view((0, 3), ()))
    assert WORDS["no_numbers"] in drawn(TensorView((3,), "qint8", "cpu"))
    cut = TensorView((100, 90), "float32", "cpu", sample=Sample((2, 2), (1, 2, 3, 4)))
    assert "2 × 2" in drawn(cut)
    assert "100 × 90" in drawn(cut)
    pair = TensorView((1,), "complex64", "cpu", sample=Sample((1,), (1.0, -2.0), complex=True))
    assert Tags(drawn(pair)).texts == ["1−2i"]
    truth = TensorView((2,), "bool", "cpu", sample=Sample((2,), (1.0, 0.0)))
    assert Tags(drawn(truth)).texts == ["True", "False"]


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_every_number_has_a_colour(value, one, other):
    for palette in (LIGHT, DARK):
        colour = pytorch_tensor.colour(value, min(one, other), max(one, other), palette)
        assert re.fullmatch(r"#[0-9a-f]{6}", colour)


def test_zero_is_white_and_signs_differ():
    low, zero, high = (pytorch_tensor.colour(value, -1.0, 1.0, LIGHT) for value in (-1.0, 0.0, 1.0))
    assert zero == "#ffffff"
    assert len({low, zero, high}) == 3


def test_nothing_that_a_run_claims_becomes_a_tag():
    module = ModuleView(HOSTILE, 3, 3, (Row(HOSTILE, HOSTILE, 0, 3, HOSTILE, trainable=True),))
    pages = [
        pytorch_tensor.plain(PlainView(HOSTILE, "str"), LIGHT),
        pytorch_tensor.module(module, LIGHT, Numbers("es"), WORDS),
        drawn(TensorView((1,), HOSTILE, HOSTILE, sample=Sample((1,), (1.0,)))),
        pytorch_error.drawing(Drawing("matmul", Box(HOSTILE, (2, 3), (1,)), Box(HOSTILE, (4, 5), (0,))), LIGHT, RULES["es"]),
        pytorch_error.drawing(Drawing("same", Box(HOSTILE, (2,), (0,)), Box(HOSTILE, (4,), (0,))), LIGHT, RULES["es"]),
        pytorch.picture("<svg onload='alert(1)'></svg>", HOSTILE),
    ]  # fmt: skip
    for page in pages:
        assert "script" not in Tags(unpacked(page)).tags
        assert "<svg onload" not in page


def test_a_graph_names_its_nodes_and_lets_no_label_out():
    nodes = (Node('y" ]; x [label="', leaf=False), Node("w", leaf=True, shape="(2, 3)", grad_state="not_yet"))
    dot = pytorch.graph(GraphView(nodes, ((1, 0),)), LIGHT, {"there": "sí", "not_yet": "no"})
    assert "n1 -> n0;" in dot
    assert "w (2, 3)" in dot
    assert dot.count('"') % 2 == 0
    assert re.search(r'n0 \[label="y  x label="', dot)


def test_curves_are_thinned_evenly_and_counted_by_name():
    points = pytorch.metric_points([Metric("a", 1.0), Metric("b", 5.0), Metric("a", 2.0)])
    assert points.to_numpy().tolist() == [["a", 0, 1.0], ["a", 1, 2.0], ["b", 0, 5.0]]
    many = pytorch.metric_points([Metric("loss", float(n)) for n in range(5000)])
    assert len(many) <= pytorch.MOST_DRAWN
    assert {b - a for a, b in pairwise(many["x"])} == {9}
    assert (many["x"] == many["y"]).all()


def test_a_plot_keeps_its_points_and_a_curve_its_size():
    points = pytorch.plot_points(Figure(x=(1.0, 2.0), y=(3.0, 4.0), label="l"))
    assert points[["x", "y"]].to_numpy().tolist() == [[1.0, 3.0], [2.0, 4.0]]
    for several in (False, True):
        spec = pytorch.curve(LIGHT, "paso", "loss", several=several)
        assert spec["height"] == 220
        assert ("color" in spec["encoding"]) == several


@pytest.mark.parametrize("rule", ["matmul", "broadcast", "same", "range"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_drawing_shows_its_sizes_and_says_its_rule(rule, language):
    drawing = Drawing(rule, Box("a", (2, 13), (1,)), Box("b", (14, 5), (0,)))
    said = unpacked(pytorch_error.drawing(drawing, DARK, RULES[language]))
    assert html.escape(RULES[language][rule]) in said
    assert re.search(r">\s*14\s*<", said)
    assert DARK.learner in said


def test_a_shape_is_written_as_python_does():
    for shape in ((), (3,), (2, 3)):
        assert pytorch_error.shape_text(shape) == str(shape)
