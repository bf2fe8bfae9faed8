"""What the errors of a regression add up to.

Everything is folded in row order, one row after the other, for the official documents are equal to the last bit only
then. The official metrics are those of Spark's RegressionMetrics over its Summarizer, whose ways are kept: it leaves
zeros out of the running mean and makes up for them at the end. Between states its formulas are those of Chan, Golub and
LeVeque (1983). What the standard deviations need beside that are moments of up to the fourth order, in the formulas of
Pébay, "Formulas for robust, one-pass parallel computation of covariances and arbitrary-order statistical moments",
SAND2008-6212.
"""

import numpy as np
from numba import njit

(_ROWS, _ABSOLUTE, _SQUARED, _FOURTH, _PRESENT, _PRESENT_MEAN, _PRESENT_M2, _MEAN, _M2, _M3, _M4, _S1, _S2) = range(13)
"""The places of an accumulator: rows; sums of the error's size, square and fourth power; number, mean and squares of the
truths that are not 0; mean and central sums of all truths; and sums of the squared error times a truth's distance from
that mean, and times the square of that distance."""


@njit(cache=True, nogil=True)
def fold_errors(truths, predictions, acc) -> None:
    """Fold rows of float64 *truths* and *predictions* into *acc*, in place."""
    for row in range(len(truths)):
        truth = truths[row]
        error = truth - predictions[row]
        square = error * error
        acc[_ABSOLUTE] += abs(error)
        acc[_SQUARED] += square
        acc[_FOURTH] += square * square
        if truth != 0.0:
            difference = truth - acc[_PRESENT_MEAN]
            acc[_PRESENT_MEAN] += difference / (acc[_PRESENT] + 1.0)
            acc[_PRESENT_M2] += difference * (truth - acc[_PRESENT_MEAN])
            acc[_PRESENT] += 1.0
        _fold_moments(truth, square, acc)


@njit
def _fold_moments(truth, square, acc) -> None:
    before = acc[_ROWS]
    rows = before + 1.0
    acc[_ROWS] = rows
    delta = truth - acc[_MEAN]
    step = delta / rows
    term = delta * step * before
    acc[_MEAN] += step
    acc[_M4] += (
        term * step * step * (rows * rows - 3.0 * rows + 3.0) + 6.0 * step * step * acc[_M2] - 4.0 * step * acc[_M3]
    )
    acc[_M3] += term * step * (rows - 2.0) - 3.0 * step * acc[_M2]
    acc[_M2] += term
    # The sums of squared errors are brought to the new mean, and the row's own are added.
    others = acc[_SQUARED] - square
    acc[_S2] += step * step * others - 2.0 * step * acc[_S1]
    acc[_S1] -= step * others
    rest = delta - step
    acc[_S2] += square * rest * rest
    acc[_S1] += square * rest


class RegressionSums:
    """Sufficient statistics of the errors seen so far. Empty: no row."""

    __slots__ = ("_acc",)

    def __init__(self) -> None:
        self._acc = np.zeros(13)

    def update(self, truths: np.ndarray, predictions: np.ndarray) -> None:
        """Fold rows of float64 *truths* and *predictions* in, in their order; none is missing."""
        fold_errors(truths, predictions, self._acc)

    def merge(self, other: "RegressionSums") -> None:
        """Join with the rows that came after these; *other* stays as it is."""
        if not other.rows:
            return
        if not self.rows:
            self._acc = other._acc.copy()
            return
        ours, theirs = self._acc.copy(), other._acc
        self._acc[:_PRESENT] += theirs[:_PRESENT]
        self._merge_present(ours, theirs)
        self._merge_moments(ours, theirs)

    def _merge_present(self, ours: np.ndarray, theirs: np.ndarray) -> None:
        present = ours[_PRESENT] + theirs[_PRESENT]
        if not present:
            return
        delta = theirs[_PRESENT_MEAN] - ours[_PRESENT_MEAN]
        self._acc[_PRESENT] = present
        self._acc[_PRESENT_MEAN] += delta * theirs[_PRESENT] / present
        self._acc[_PRESENT_M2] += theirs[_PRESENT_M2] + delta * delta * ours[_PRESENT] * theirs[_PRESENT] / present

    def _merge_moments(self, ours: np.ndarray, theirs: np.ndarray) -> None:
        """Source: Pébay, equations for two sets."""
        a, b = ours[_ROWS], theirs[_ROWS]
        n, delta, acc = a + b, theirs[_MEAN] - ours[_MEAN], self._acc
        step = delta / n
        acc[_MEAN] += step * b
        acc[_M2] += theirs[_M2] + delta * step * a * b
        acc[_M3] += theirs[_M3] + delta * step * step * a * b * (a - b) + 3 * step * (a * theirs[_M2] - b * ours[_M2])
        acc[_M4] += theirs[_M4] + delta * step**3 * a * b * (a * a - a * b + b * b)
        acc[_M4] += 6 * step * step * (a * a * theirs[_M2] + b * b * ours[_M2])
        acc[_M4] += 4 * step * (a * theirs[_M3] - b * ours[_M3])
        one, two = (_recentred(acc_of, acc[_MEAN]) for acc_of in (ours, theirs))
        acc[_S1], acc[_S2] = one[0] + two[0], one[1] + two[1]

    @property
    def rows(self) -> int:
        """How many rows were seen."""
        return int(self._acc[_ROWS])

    @property
    def absolute(self) -> float:
        """The sum of the errors' sizes."""
        return float(self._acc[_ABSOLUTE])

    @property
    def squared(self) -> float:
        """The sum of the squared errors."""
        return float(self._acc[_SQUARED])

    @property
    def total(self) -> float:
        """The sum of the squared distances of the truths from their mean, as Spark's Summarizer has it."""
        acc = self._acc.tolist()
        rows, present = acc[_ROWS], acc[_PRESENT]
        if rows < 2:
            return 0.0
        made_up = acc[_PRESENT_MEAN] * acc[_PRESENT_MEAN] * present * (rows - present) / rows
        variance = max((acc[_PRESENT_M2] + made_up) / (rows - 1.0), 0.0)
        return float(variance * (rows - 1.0))

    @property
    def spread(self) -> "Spread":
        """The variances that the metrics' standard deviations are made of; rows are there."""
        acc = self._acc
        n = acc[_ROWS]
        mse, variance = acc[_SQUARED] / n, acc[_M2] / n
        return Spread(
            of_absolute=max(mse - (acc[_ABSOLUTE] / n) ** 2, 0.0),
            of_squared=max(acc[_FOURTH] / n - mse * mse, 0.0),
            of_distance=max(acc[_M4] / n - variance * variance, 0.0),
            together=float(acc[_S2] / n - mse * variance),
        )

    def read(self) -> tuple[float, ...]:
        """Return all that is known, as numbers."""
        return tuple(self._acc.tolist())


class Spread:
    """Population variances of a row's absolute error, of its squared error and of the truth's squared distance from the
    mean, and the covariance of the last two."""

    __slots__ = ("of_absolute", "of_distance", "of_squared", "together")

    def __init__(self, *, of_absolute: float, of_squared: float, of_distance: float, together: float) -> None:
        self.of_absolute, self.of_squared = float(of_absolute), float(of_squared)
        self.of_distance, self.together = float(of_distance), together


def _recentred(acc: np.ndarray, mean: float) -> tuple[float, float]:
    """Return the two sums of squared errors times distances, from another *mean*."""
    shift = mean - acc[_MEAN]
    first = acc[_S1] - shift * acc[_SQUARED]
    second = acc[_S2] - 2 * shift * acc[_S1] + shift * shift * acc[_SQUARED]
    return float(first), float(second)
