"""Numbers as each language writes them: cases worked by hand, and what no rounding may break."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import MINUS, Numbers, vega_locale

SPANISH, ENGLISH = Numbers("es"), Numbers("en")


def spaced(text: str) -> str:
    """Show no-break spaces as spaces, to read the cases."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    "share,digits,spanish,english",
    [
        (0.39, 1, "39,0 %", "39.0%"),
        (0.39, 0, "39 %", "39%"),
        (0.0004, 1, "< 0,1 %", "< 0.1%"),
        (0.0006, 1, "0,1 %", "0.1%"),
        (0.004, 0, "< 1 %", "< 1%"),
        (0.0, 1, "0,0 %", "0.0%"),
        (1.0, 1, "100,0 %", "100.0%"),
        (-0.25, 0, f"{MINUS}25 %", f"{MINUS}25%"),
    ],
)
def test_percent(share: float, digits: int, spanish: str, english: str) -> None:
    assert spaced(SPANISH.percent(share, digits)) == spanish
    assert spaced(ENGLISH.percent(share, digits)) == english


@pytest.mark.parametrize(
    "value,digits,spanish,english",
    [
        (1.25, 2, "1,25", "1.25"),
        (1234.5, 1, "1234,5", "1,234.5"),  # Spanish groups from five digits on
        (12345.5, 1, "12 345,5", "12,345.5"),
        (-0.001, 2, "0,00", "0.00"),  # no minus before a zero
        (-7.5, 1, f"{MINUS}7,5", f"{MINUS}7.5"),
        (math.nan, 2, "NaN", "NaN"),
        (math.inf, 2, "∞", "∞"),
        (-math.inf, 2, f"{MINUS}∞", f"{MINUS}∞"),
    ],
)
def test_decimal(value: float, digits: int, spanish: str, english: str) -> None:
    assert spaced(SPANISH.decimal(value, digits)) == spanish
    assert spaced(ENGLISH.decimal(value, digits)) == english


@pytest.mark.parametrize(
    "seconds,spanish",
    [
        (0.0004, "0,4 ms"),
        (0.012, "12 ms"),
        (0.9999, "1,0 s"),
        (3.2, "3,2 s"),
        (59.96, "1 min 00 s"),
        (125, "2 min 05 s"),
    ],
)
def test_seconds(seconds: float, spanish: str) -> None:
    assert spaced(SPANISH.seconds(seconds)) == spanish


@pytest.mark.parametrize(
    "count,size,short",
    [
        (900, "900 B", "900"),
        (8_000_000, "8,0 MB", "8,0 M"),
        (860_000, "860 kB", "860 mil"),
        (999_999, "1,0 MB", "1,0 M"),
    ],
)
def test_size_and_short(count: int, size: str, short: str) -> None:
    assert (spaced(SPANISH.size(count)), spaced(SPANISH.short(count))) == (size, short)


@pytest.mark.parametrize(
    "value,spanish,english",
    [
        (0.76051, "0,7605", "0.7605"),
        (1.0, "1", "1"),
        (0.5, "0,5", "0.5"),
        (-0.000123, f"{MINUS}0,000123", f"{MINUS}0.000123"),
        (-1.2e-5, f"{MINUS}1,2·10⁻⁵", f"{MINUS}1.2·10⁻⁵"),
        (99.996, "100", "100"),
        (1200.0, "1200", "1,200"),
        (123456.7, "123 457", "123,457"),
        (1.75e11, "1,75·10¹¹", "1.75·10¹¹"),
        (0.0, "0", "0"),
        (math.nan, "NaN", "NaN"),
        (-math.inf, f"{MINUS}∞", f"{MINUS}∞"),
    ],
)
def test_digits_that_count(value: float, spanish: str, english: str) -> None:
    assert spaced(SPANISH.significant(value)) == spanish
    assert spaced(ENGLISH.significant(value)) == english


@given(st.floats(-1e307, 1e307), st.integers(1, 9))
def test_digits_that_count_read_back(value: float, digits: int) -> None:
    written = ENGLISH.significant(value, digits).replace(",", "").replace(MINUS, "-")
    factor, _, power = written.partition("·10")
    power = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    assert float(f"{factor}e{power or 0}") == pytest.approx(value, rel=0.51 * 10.0 ** (1 - digits), abs=0)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        Numbers("fr")


@given(st.floats(-1e12, 1e12), st.integers(0, 6))
def test_a_written_decimal_reads_back_as_the_rounded_number(value: float, digits: int) -> None:
    for numbers, point, group in ((SPANISH, ",", "\N{NO-BREAK SPACE}"), (ENGLISH, ".", ",")):
        written = numbers.decimal(value, digits).replace(group, "").replace(point, ".").replace(MINUS, "-")
        assert float(written) == float(f"{value:.{digits}f}")


@given(st.floats(0, 1, exclude_min=True), st.integers(0, 4))
def test_a_share_above_zero_never_prints_as_zero(share: float, digits: int) -> None:
    written = SPANISH.percent(share, digits)
    assert "<" in written or any(digit in written for digit in "123456789")


@pytest.mark.parametrize("language", ["es", "en"])
def test_charts_write_percentages_like_the_text(language: str) -> None:
    locale = vega_locale(language)
    text = "39.0".replace(".", locale["decimal"]) + locale["percent"]
    assert text == Numbers(language).percent(0.39)
