"""Texts and numbers as the page shows them: cut to what can be read, and no character that commands anything."""

import math
import unicodedata

from engine.wording import foreign

LABEL, LINE, WHOLE = 60, 140, 300
"""Characters of a text that are shown as a name and in a line, and that a pointer shows when it rests on it."""

_PLAIN = (1e-4, 1e7)
"""From here to there numbers are written without an exponent."""
_DIGITS = 4
_MOST_MARKS = 3
_SMALLEST = 0.001


def label(text: str) -> str:
    """Return *text* short enough for a label; an empty one says so."""
    return _shown(text, LABEL) if text.strip() else "(empty)" if not text else "(blanks)"


def shortened(text: str) -> str:
    """Return *text* short enough for a line of a list."""
    return _shown(text, LINE)


def whole(text: str) -> str:
    """Return as much of *text* as a reader may want."""
    return _shown(text, WHOLE)


def count(number: float) -> str:
    """Return a whole number with commas between its thousands."""
    return f"{number:,.0f}"


def number(value: float) -> str:
    """Return *value* in four digits: `1,234`, `0.5`, `1.2e9`; what is infinite or undefined in words."""
    if not math.isfinite(value):
        return "undefined" if math.isnan(value) else "infinity" if value > 0 else "-infinity"
    size = abs(value)
    if value == 0 or _PLAIN[0] <= size < _PLAIN[1]:
        return _plain(value)
    mantissa, exponent = f"{value:.{_DIGITS - 1}e}".split("e")
    return f"{_trimmed(mantissa)}e{int(exponent)}"


def percent(share: float) -> str:
    """Return a *share* as a percentage of one place; 0% and 100% only where it is just that."""
    if not math.isfinite(share):
        return number(share)
    if 0 < share < _SMALLEST:
        return "<0.1%"
    if 1 - _SMALLEST < share < 1:
        return ">99.9%"
    return f"{_trimmed(f'{share * 100:.1f}')}%"


def _shown(text: str, longest: int) -> str:
    """Marks above and below a letter are stacked as high as they are many, over other lines: a few of them stay."""
    shown, marks = [], 0
    for character in foreign(text, longest):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            shown.append(character)
    return "".join(shown)


def _plain(value: float) -> str:
    places = _DIGITS - 1 - (math.floor(math.log10(abs(value))) if value else 0)
    return _trimmed(f"{value:,.{max(places, 0)}f}")


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
