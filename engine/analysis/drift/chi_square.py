"""Pearson's chi-square test of a feature's categories against those of a baseline, as Deequ makes it.

1. Expected counts are scaled to the number of observed values that the baseline knows; new values count nowhere.
2. While too many expected counts are small, the smallest is added to the next one, on both sides. Two categories are
   too few for the test unless both are expected `COCHRAN` times (Cochran, "The chi-square test of goodness of fit",
   Annals of Mathematical Statistics, 1952); of more, one in five may be below `YATES` (Yates, Moore and McCabe, "The
   Practice of Statistics", 1999, p. 734).
3. Which of equal expected counts is the smallest is the order of the Scala map in which Deequ keeps them, and so is the
   order of the sum, on which its last bits depend.

Source: the behaviour of com.amazon.deequ.analyzers.Distance 2.1.0 and of Spark's `Statistics.chiSqTest`.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine.analysis.order.scala_map import mutable_map_order

COCHRAN = 10
YATES = 5
SMALL_SHARE = 0.2
LEAST_CATEGORIES = 2


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """What the test says: `statistic` from 0 (just as expected) to infinity, `p_value` from 1 to 0 (not by chance)."""

    statistic: float
    p_value: float


def chi_square(sample: Mapping[str, int], expected: Mapping[str, int]) -> ChiSquare | None:
    """Test the counts of *sample* against those of *expected*.

    None where Deequ makes no test: fewer than two expected categories are left, as where the sides have no value in
    common, or one that is left has a count of 0 on both sides.
    """
    observed, scaled = _regrouped(sample, _scaled(sample, expected))
    if len(scaled) < LEAST_CATEGORIES:
        return None
    statistic = _pearson([(observed.get(value, 0.0), count) for value, count in scaled.items()])
    return None if statistic is None else ChiSquare(statistic, upper_tail(statistic, len(scaled) - 1))


def cells(sample: Mapping[str, int], expected: Mapping[str, int]) -> dict[str, tuple[float, float]]:
    """Return what the test compares, the observed count and the expected one, by the value that is left of each group.

    A small category has been added to another one, under whose value both stand. Empty where no test is made.
    """
    observed, scaled = _regrouped(sample, _scaled(sample, expected))
    if len(scaled) < LEAST_CATEGORIES:
        return {}
    return {value: (observed.get(value, 0.0), count) for value, count in scaled.items()}


def upper_tail(statistic: float, degrees: int) -> float:
    """Return the chance, in [0, 1], that chi-square with *degrees* (at least 1) of freedom is larger than *statistic*.

    This is the regularized upper incomplete gamma function Q(degrees / 2, statistic / 2); for whole degrees it is a
    finite sum of positive terms: Abramowitz and Stegun, 26.4.4 and 26.4.5.
    """
    if statistic == 0.0:
        return 1.0
    if math.isinf(statistic):
        return 0.0
    half, odd = statistic / 2, degrees % 2
    powers = [place + odd / 2 for place in range(degrees // 2)]
    terms = [math.exp(power * math.log(half) - half - math.lgamma(power + 1)) for power in powers]
    return min(1.0, math.fsum(terms) + (math.erfc(math.sqrt(half)) if odd else 0.0))


def _scaled(sample: Mapping[str, int], expected: Mapping[str, int]) -> dict[str, float]:
    """Return the *expected* counts as shares of the observed values that are expected at all, in Deequ's order."""
    known = float(sum(count for value, count in sample.items() if value in expected))
    total = float(sum(expected.values()))
    return {value: expected[value] / total * known for value in mutable_map_order(expected)} if total else {}


def _regrouped(sample: Mapping[str, int], expected: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """Return both sides with their small categories added up; *sample* may keep values that are not expected."""
    observed, left = {value: float(count) for value, count in sample.items()}, dict(expected)
    while len(left) >= LEAST_CATEGORIES and _too_small(left.values()):
        smallest = min(left, key=left.__getitem__)
        count, seen = left.pop(smallest), observed.pop(smallest, 0.0)
        following = min(left, key=left.__getitem__)
        left[following] += count
        observed[following] = seen + observed.get(following, 0.0)
    return observed, left


def _too_small(expected: Collection[float]) -> bool:
    if len(expected) == LEAST_CATEGORIES:
        return min(expected) < COCHRAN
    return sum(count < YATES for count in expected) > int(SMALL_SHARE * len(expected))


def _pearson(cells: Collection[tuple[float, float]]) -> float | None:
    """Return the statistic of (observed, expected) *cells*, added up in their order; None if a cell is 0 on both sides.

    Spark makes both sides equal in sum once more, where rounding has parted them by 1e-7.
    """
    if (0.0, 0.0) in cells:
        return None
    seen, meant = sum(observed for observed, _ in cells), sum(expected for _, expected in cells)
    scale = 1.0 if abs(seen - meant) < 1e-7 else seen / meant  # noqa: PLR2004
    statistic = 0.0
    for observed, expected in cells:
        if expected == 0.0:
            return math.inf
        statistic += (observed - expected * scale) ** 2 / (expected * scale)
    return statistic
