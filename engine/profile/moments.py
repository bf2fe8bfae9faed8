"""Count, sum, mean, spread and extremes of a column of numbers.

All are folded in row order, one value after the other, because the official documents are equal to the last bit only
then. The spread is Welford's update and, between states, the formula of Chan, Golub and LeVeque (1983), as in Spark's
CentralMomentAgg. Of equal extremes (0.0 and -0.0) the first one seen stays.
"""

import math

import numpy as np
from numba import njit

_FRESH = (0.0, 0.0, 0.0, 0.0, math.inf, -math.inf)
_COUNT, _SUM, _MEAN, _M2, _MINIMUM, _MAXIMUM = range(6)


@njit(cache=True, nogil=True)
def fold(values, acc) -> int:
    """Fold float64 *values* into *acc* = [count, sum, mean, m2, minimum, maximum], in place; return how many are below 0."""
    negative = 0
    count, total, mean, m2, low, high = acc[0], acc[1], acc[2], acc[3], acc[4], acc[5]
    for value in values:
        negative += value < 0
        count += 1.0
        total += value
        delta = value - mean
        step = delta / count
        mean += step
        m2 += delta * (delta - step)
        if value < low or count == 1.0:
            low = value
        if value > high or count == 1.0:
            high = value
    acc[0], acc[1], acc[2], acc[3], acc[4], acc[5] = count, total, mean, m2, low, high
    return negative


class Moments:
    """Sufficient statistics of the numbers seen so far. Empty: count 0, sum 0.0, everything else None."""

    __slots__ = ("_acc",)

    def __init__(self) -> None:
        self._acc = np.array(_FRESH)

    def update(self, values: np.ndarray) -> int:
        """Fold *values* (float64, no missing ones) in, in their order; return how many of them are below 0."""
        negative: int = fold(values, self._acc)
        return negative

    def merge(self, other: "Moments") -> None:
        """Join with the numbers that came after these; *other* stays as it is."""
        ours, theirs = self._acc.tolist(), other._acc.tolist()
        if not theirs[_COUNT]:
            return
        if not ours[_COUNT]:
            self._acc[:] = other._acc
            return
        count = ours[_COUNT] + theirs[_COUNT]
        delta = theirs[_MEAN] - ours[_MEAN]
        step = delta / count
        self._acc[:] = (
            count,
            ours[_SUM] + theirs[_SUM],
            ours[_MEAN] + step * theirs[_COUNT],
            ours[_M2] + theirs[_M2] + delta * step * ours[_COUNT] * theirs[_COUNT],
            theirs[_MINIMUM] if theirs[_MINIMUM] < ours[_MINIMUM] else ours[_MINIMUM],
            theirs[_MAXIMUM] if theirs[_MAXIMUM] > ours[_MAXIMUM] else ours[_MAXIMUM],
        )

    @property
    def packed(self) -> np.ndarray:
        """The six numbers that all of this is made of, as an array that is changed in place."""
        return self._acc

    @packed.setter
    def packed(self, numbers: np.ndarray) -> None:
        self._acc = numbers

    @property
    def count(self) -> int:
        """How many numbers were seen."""
        return int(self._acc[_COUNT])

    @property
    def sum(self) -> float:
        """The sum, 0.0 when empty."""
        return float(self._acc[_SUM])

    @property
    def mean(self) -> float | None:
        """The sum over the count, as the official container divides."""
        return self.sum / self.count if self.count else None

    @property
    def std_dev(self) -> float | None:
        """The population standard deviation, not negative; NaN where a value is infinite."""
        return math.sqrt(self._acc[_M2] / self._acc[_COUNT]) if self.count else None

    @property
    def minimum(self) -> float | None:
        """The smallest number."""
        return float(self._acc[_MINIMUM]) if self.count else None

    @property
    def maximum(self) -> float | None:
        """The largest number."""
        return float(self._acc[_MAXIMUM]) if self.count else None
