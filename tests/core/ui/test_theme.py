"""Colours that can be told apart: against the paper, and from each other with any kind of colour vision."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from core.ui.charts.theme import DARK, LIGHT, Palette, chart_config, dress, palette

ROLES = ("model", "learner", "other", "removed")

# Source: Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision
# deficiency", IEEE TVCG 15(6), 2009: full protanopia, deuteranopia and tritanopia, on linear RGB.
VISIONS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(colour: str) -> np.ndarray:
    """Give the linear RGB of a hexadecimal colour, (3,) in [0, 1]."""
    channels = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Give the WCAG contrast ratio of two colours."""
    light, dark = sorted(
        (float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def distance(one: str, other: str, vision: str) -> float:
    """Give the CIE 1976 difference of two colours as somebody with that vision sees them."""
    return float(np.linalg.norm(lab(VISIONS[vision] @ linear(one)) - lab(VISIONS[vision] @ linear(other))))


def lab(rgb: np.ndarray) -> np.ndarray:
    """Give CIE L*a*b* (D65) of a linear RGB colour."""
    matrix = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    relative = matrix @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    root = np.where(relative > 0.008856, np.cbrt(relative), relative * 7.787 + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def test_the_measures_agree_with_known_values() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#FFFFFF", "#777777") == pytest.approx(4.48, abs=0.01)
    assert lab(linear("#FF0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda colours: colours.mode)
def test_text_reads_on_paper_and_marks_stand_out(colours: Palette) -> None:
    assert contrast(colours.text, colours.paper) >= 12
    assert contrast(colours.muted, colours.paper) >= 4.5
    assert contrast(colours.muted, colours.surface) >= 4.5
    assert contrast(colours.paper, colours.model) >= 4.5  # a word on a filled bar
    for role in ROLES:
        assert contrast(getattr(colours, role), colours.paper) >= 3, role


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda colours: colours.mode)
@pytest.mark.parametrize("vision", VISIONS)
def test_roles_are_told_apart_with_any_colour_vision(colours: Palette, vision: str) -> None:
    for one, other in combinations(ROLES, 2):
        assert distance(getattr(colours, one), getattr(colours, other), vision) >= 18, (one, other)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda colours: colours.mode)
def test_the_sequential_scale_grows_steadily_away_from_the_paper(colours: Palette) -> None:
    away = [contrast(colour, colours.paper) for colour in colours.sequential]
    assert away == sorted(away)
    assert away[-1] > 6 * away[0]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda colours: colours.mode)
def test_the_diverging_scale_is_quietest_at_zero_and_even_at_both_ends(colours: Palette) -> None:
    away = [contrast(colour, colours.paper) for colour in colours.diverging]
    middle = len(away) // 2
    assert away.index(min(away)) == middle
    assert away[0] / away[-1] == pytest.approx(1, abs=0.35)


def test_a_chart_wears_the_theme_and_keeps_what_it_set_itself() -> None:
    spec = {
        "mark": "bar",
        "height": 200,
        "config": {"axis": {"labelFontSize": 20}, "view": {"stroke": "red"}},
    }
    dressed = dress(spec, LIGHT, "es", scale=1.5)
    assert dressed["config"]["axis"]["labelFontSize"] == 20
    assert dressed["config"]["axis"]["labelColor"] == LIGHT.muted
    assert dressed["config"]["view"] == {"stroke": "red"}
    assert dressed["config"]["locale"]["number"]["decimal"] == ","
    assert dressed["height"] == 300
    assert spec["height"] == 200
    assert chart_config(LIGHT, "es", 1.5)["axis"]["labelFontSize"] == 20  # 13 pixels, half as much again


def test_anything_but_dark_is_light() -> None:
    assert (palette("dark"), palette("light"), palette(None)) == (DARK, LIGHT, LIGHT)
