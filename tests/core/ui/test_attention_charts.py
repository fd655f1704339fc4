"""The payload of the heads, the page and the picture that are taken away, and charts that bear their data."""

import base64
import json
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from core import attention
from core.ui.charts import attention as charts
from core.ui.charts import attention_export, theme
from core.ui.components import heads

TEXT = {"title": "Capa {layer}", "hint": "«</script>»", "from": "{list}", "to": "{list}", "decimal": ","}


@pytest.fixture
def view():
    run = attention.attend("El gato <b> come")
    return heads.View(run.tokens, run.weights, 3, 2, threshold=0.1)


def taken_apart(payload):
    size = int.from_bytes(payload[:4], "little")
    return json.loads(payload[4 : 4 + size]), payload[4 + size :]


def test_the_payload_holds_a_byte_per_weight_and_the_large_head_exactly(view):
    header, rest = taken_apart(view.payload(theme.LIGHT, TEXT, "alt"))
    tokens = len(view.tokens)
    assert header["tokens"] == list(view.tokens)
    bytes_of = np.frombuffer(rest[: 16 * tokens**2], "uint8").reshape(4, 4, tokens, tokens)
    assert np.abs(bytes_of / 255 - view.weights).max() <= 0.5 / 255 + 1e-6
    exact = np.frombuffer(rest[16 * tokens**2 :], "<f4").reshape(tokens, tokens)
    assert np.array_equal(exact, view.weights[3, 2])


def test_64_tokens_of_72_heads_fit_in_400_kb():
    weights = np.full((6, 12, 64, 64), 1 / 64, dtype=np.float32)
    payload = heads.View(["palabra"] * 64, weights, 0, 0).payload(theme.LIGHT, TEXT, "alt")
    assert len(payload) < 400_000


@pytest.mark.parametrize("layers, each, tokens", [(4, 4, 5), (6, 12, 64), (24, 16, 2048), (1, 1, 1)])
def test_what_is_shown_never_weighs_more_than_the_limit(layers, each, tokens):
    shown = heads.shown(layers, each, tokens)
    assert 1 <= shown <= tokens
    assert layers * each * shown**2 <= heads.MOST_CELLS


def test_the_page_taken_away_needs_nothing_else(view):
    payload = view.payload(theme.DARK, TEXT, "alt")
    page = heads.document(payload, "Atención <de> Gatito", "nota", theme.DARK, "es")
    assert "http" not in re.sub(r'"[A-Za-z0-9+/=]{200,}"', "", page)
    assert "<de>" not in page
    assert "export default" not in page
    data = re.search(r'atob\("([^"]+)"\)', page)
    assert data is not None
    assert base64.b64decode(data.group(1)) == payload


def test_the_picture_is_a_whole_svg_with_the_numbers_above_the_threshold(view):
    drawn = attention_export.svg(view, theme.LIGHT, "Gatito & <b>", lambda value: f"{value:.2f}")
    root = ET.fromstring(drawn)  # noqa: S314 - our own drawing
    names = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    tokens, weights = len(view.tokens), view.weights[3, 2]
    cells = [one for one in root.iter("{http://www.w3.org/2000/svg}rect") if one.get("fill-opacity")]
    assert len(cells) == tokens * (tokens + 1) // 2
    numbers = [f"{weights[i, j]:.2f}" for i in range(tokens) for j in range(i + 1) if weights[i, j] >= 0.1]
    assert names[-len(numbers) :] == numbers


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_charts_bear_no_data_and_only_colours_of_the_palette(palette):
    words = (("layer", "capa"), ("head", "cabeza"), ("column", "a"), ("top", "diría"))
    specs = [
        charts.shares(palette, "model", 200),
        charts.pairs(palette, (("a", "model"), ("b", "other")), 200),
        charts.heads(palette, words, 200, top=1.0),
        charts.heads(palette, words, 200, diverging=True, top=1.0),
        charts.lens(palette, words, 200),
        charts.tensor(palette, words, 200, diverging=True),
        charts.tensor(palette, words, 200, diverging=False),
    ]
    known = {value for value in vars(palette).values() if isinstance(value, str)}
    known |= {*palette.sequential, *palette.diverging, *palette.categorical}
    for spec in specs:
        text = json.dumps(spec)
        assert '"data"' not in text
        assert set(re.findall(r"#[0-9A-Fa-f]{6}", text)) <= known


def test_a_legend_too_long_for_a_phone_goes_one_name_under_another():
    def columns(*names):
        spec = charts.pairs(theme.LIGHT, tuple((name, "model") for name in names), 200)
        return spec["layer"][0]["encoding"]["color"]["legend"]["columns"]

    assert columns("tu frase", "la otra frase") == 2
    assert columns("atención que recibe", "cuánto cambia lo que sale al taparla") == 1
    assert columns("tu frase", "tu frase, con el trasplante", "la frase de donde viene") == 1
