"""Numbers written the way a language writes them, for text and for charts.

Spanish writes `39,0 %` and `1,25`; English writes `39.0%` and `1.25`. A share too small for the digits
asked says so (`< 0,1 %`) and never pretends to be zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Numbers:
    """Writes numbers in one language.

    Parameters
    ----------
    language
        ``"es"`` or ``"en"``.

    Raises
    ------
    ValueError
        When the language is another one.

    Source
    ------
    Real Academia Española, «Ortografía de la lengua española» (2010), on decimals, thousands and the
    space before the percent sign.

    Examples
    --------
    >>> spanish, english = Numbers("es"), Numbers("en")
    >>> spanish.percent(0.39).replace(NO_BREAK_SPACE, " "), english.percent(0.39)
    ('39,0 %', '39.0%')
    >>> spanish.decimal(1.25), english.integer(1234567)
    ('1,25', '1,234,567')
    """

    language: str

    def __post_init__(self) -> None:
        if self.language not in _MARKS:
            raise ValueError(f"language {self.language!r} is not one of {sorted(_MARKS)}")

    def percent(self, share: float, digits: int = 1) -> str:
        """Write a share in [0, 1] as a percentage; a tiny one becomes ``< 0,1 %``, an almost whole one ``> 99,9 %``."""
        sign = f"{NO_BREAK_SPACE}%" if self.language == "es" else "%"
        smallest = 10.0**-digits
        if 0 < share * 100 < smallest / 2:
            return f"<{NO_BREAK_SPACE}{self.decimal(smallest, digits)}{sign}"
        if digits and share < 1 and 100 - share * 100 < smallest / 2:
            return f">{NO_BREAK_SPACE}{self.decimal(100 - smallest, digits)}{sign}"
        return f"{self.decimal(share * 100, digits)}{sign}"

    def decimal(self, value: float, digits: int = 2) -> str:
        """Write a real number with a fixed count of digits after the mark."""
        if not math.isfinite(value):
            return _not_finite(value)
        written = f"{abs(value):,.{digits}f}"
        below_zero = value < 0 and any(digit in "123456789" for digit in written)
        return (MINUS if below_zero else "") + self._marks(written)

    def significant(self, value: float, digits: int = 4) -> str:
        """Write a real number with so many digits that count, without zeros at the end: ``0,05``, ``12,34`` or ``1,2·10⁻⁵``."""
        if value == 0 or not math.isfinite(value):
            return self.decimal(value, 0)
        place = int(f"{value:.{digits - 1}e}".partition("e")[2])
        if not -4 <= place < 6:
            return self.power_of_ten(value, digits)
        after = digits - 1 - place
        return self._without_end(self.decimal(value, after)) if after > 0 else self.decimal(value, 0)

    def power_of_ten(self, value: float, digits: int = 4) -> str:
        """Write a real number as a factor and a power of ten: ``1,2·10⁻⁵``."""
        factor, _, power = f"{value:.{digits - 1}e}".partition("e")
        short = self._without_end(self.decimal(float(factor), digits - 1))
        return f"{short}·10{str(int(power)).translate(_RAISED)}"

    def _without_end(self, written: str) -> str:
        """Take the zeros after the decimal mark away that say nothing, and the mark that stood alone."""
        return written.rstrip("0").removesuffix(_MARKS[self.language][0])

    def integer(self, value: int) -> str:
        """Write a whole number with its thousands grouped."""
        return self.decimal(int(value), digits=0)

    def seconds(self, value: float) -> str:
        """Write a lapse of time: ``0,4 ms``, ``12 ms``, ``3,2 s`` or ``2 min 05 s``."""
        if value < 0.9995:
            thousandths = value * 1000
            return f"{self.decimal(thousandths, 1 if thousandths < 1 else 0)}{NO_BREAK_SPACE}ms"
        if value < 59.95:
            return f"{self.decimal(value, 1)}{NO_BREAK_SPACE}s"
        minutes, rest = divmod(round(value), 60)
        return f"{self.integer(minutes)}{NO_BREAK_SPACE}min {rest:02d}{NO_BREAK_SPACE}s"

    def size(self, count: float) -> str:
        """Write a count of bytes in decimal units: ``900 B``, ``8,0 MB``, ``1,5 GB``."""
        return self._scaled(count, ("B", "kB", "MB", "GB", "TB"))

    def short(self, count: float) -> str:
        """Write a large count briefly: ``860 mil`` or ``1,0 M``; in English ``860 K`` or ``1.0 M``."""
        thousands = "mil" if self.language == "es" else "K"
        return self._scaled(count, ("", thousands, "M", "B" if self.language == "en" else "mil M"))

    def _scaled(self, count: float, units: tuple[str, ...]) -> str:
        step = 0
        while abs(count) >= 999.5 and step < len(units) - 1:
            count, step = count / 1000, step + 1
        digits = 1 if step >= 2 or (step == 1 and count < 9.95) else 0
        return f"{self.decimal(count, digits)}{NO_BREAK_SPACE}{units[step]}".rstrip(NO_BREAK_SPACE)

    def _marks(self, written: str) -> str:
        """Turn ``12,345.6`` into the language's own marks; Spanish groups from five digits on."""
        point, group = _MARKS[self.language]
        whole, _, fraction = written.partition(".")
        if self.language == "es" and len(whole) <= 5:
            whole = whole.replace(",", "")
        return whole.replace(",", group) + (point + fraction if fraction else "")


def vega_locale(language: str) -> dict[str, Any]:
    """Give the number locale that makes Vega write like `Numbers`.

    Parameters
    ----------
    language
        ``"es"`` or ``"en"``.

    Returns
    -------
    dict
        A d3-format locale, for ``config.locale.number`` of a specification.

    Examples
    --------
    >>> vega_locale("es")["decimal"]
    ','
    """
    point, group = _MARKS[language]
    sign = f"{NO_BREAK_SPACE}%" if language == "es" else "%"
    return {"decimal": point, "thousands": group, "grouping": [3], "currency": ["", ""], "percent": sign}


def _not_finite(value: float) -> str:
    """Show what is not a number as what it is: hiding it would be a lie."""
    if math.isnan(value):
        return "NaN"
    return "∞" if value > 0 else f"{MINUS}∞"


_MARKS = {"es": (",", NO_BREAK_SPACE), "en": (".", ",")}
"""The decimal mark and the thousands mark of each language."""

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
