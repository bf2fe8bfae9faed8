"""How Java writes a double: `Double.toString`, the layout of every number with a fraction in the documents."""

import math

NON_FINITE = frozenset({"NaN", "Infinity", "-Infinity"})


def shortest(values: list[float]) -> list[str]:
    """Return each double as Java writes it, with the fewest digits that read back as the same double.

    Plain from 0.001 to below 1.0E7, else one digit before the point and a power of ten: 9999999.0, 1.0E7, 5.09E-4.
    So does Java 19; Java 17 has more digits than needed for a few doubles (1.9999999999999998E23 for 2.0E23; 0.3 % of
    all bit patterns, none among a million of everyday size), which only Java itself prints: see `engine.spark.doubles`.
    Source: the documentation of java.lang.Double.toString, Java 19.
    """
    plain = float.__repr__
    return [plain(x) if 1e-3 <= x < 1e7 or -1e7 < x <= -1e-3 or x == 0.0 else _scientific(x) for x in values]


def _scientific(value: float) -> str:
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    digits, power = _digits_and_power(float.__repr__(abs(value)))
    if len(digits) == 1:  # Java gives two digits where one would do, the nearest two: 4.9E-324, not 5.0E-324
        digits = f"{abs(value):.1e}".partition("e")[0].replace(".", "")
    return f"{'-' if value < 0 else ''}{digits[0]}.{digits[1:]}E{power}"


def _digits_and_power(text: str) -> tuple[str, int]:
    """Split Python's form of a positive double: 0.000509 -> ("509", -4)."""
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    leading = len(whole + fraction) - len(digits)
    return digits.rstrip("0"), len(whole) - 1 - leading + int(exponent or 0)
