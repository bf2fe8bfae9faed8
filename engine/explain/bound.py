"""What another threshold would have done: the next round one by which a value would have passed."""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from engine.analysis.evidence import Relation

_DIGITS = range(2, 341)
"""The least double has 324 decimals before its first digit, and shows up to 17."""
_ALL_DIGITS = 400
"""More than the greatest double has, before its point and after."""


def holds(value: float, relation: Relation, bound: float) -> bool:
    """Return whether *value* stands to its *bound* as it should; a value that is equal does, NaN never does."""
    return value <= bound if relation is Relation.AT_MOST else value >= bound


def passing(value: float, relation: Relation, *, least: float = 0.0, most: float = math.inf) -> float | None:
    """Return the strictest threshold of two decimals by which *value* holds, with more decimals where two say 0.

    None where none from *least* to *most* is one.
    """
    if not math.isfinite(value):
        return None
    rounding = ROUND_CEILING if relation is Relation.AT_MOST else ROUND_FLOOR
    for digits in _DIGITS:
        bound = _rounded(value, digits, rounding)
        if (bound or not value) and least <= bound <= most and holds(value, relation, bound):
            return bound
    return None


def _rounded(value: float, digits: int, rounding: str) -> float:
    with localcontext(prec=_ALL_DIGITS):
        return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=rounding))


def effect(value: float, relation: Relation, setting: str, *, least: float = 0.0, most: float = 1.0) -> str:
    """Return the sentence on which *setting*, from *least* to *most*, would have let *value* pass; empty for an unknown one."""
    if math.isnan(value):
        return ""
    bound = passing(value, relation, least=least, most=most)
    if bound is None:
        return f"No {setting} lets this pass."
    return f"With a {setting} of {bound!r} this would pass."
