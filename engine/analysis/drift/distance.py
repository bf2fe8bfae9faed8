"""How far two samples of one feature are apart: numbers by their sketches, categories by their counts.

A distance is a number; whether it is too large is the business of a check.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.analysis.data_quality.buckets import weighted_items
from engine.job.semantics import Matter, Semantics


@dataclass(frozen=True, slots=True)
class Cdf:
    """A cumulative distribution: the share of `total` at or below each of the ascending `values` is `ranks` / `total`."""

    values: np.ndarray
    ranks: np.ndarray

    @property
    def total(self) -> int:
        """The weight of all values together."""
        return int(self.ranks[-1])

    def at(self, points: np.ndarray) -> np.ndarray:
        """Return the share of the weight at or below each of *points*, in [0, 1]."""
        places = np.searchsorted(self.values, points, "right")
        return np.concatenate([[0], self.ranks])[places] / self.total


def every_item(levels: Sequence[np.ndarray]) -> Cdf:
    """Return the distribution in which every item of a sketch counts with its weight."""
    values, weights = weighted_items(levels)
    return Cdf(values, np.cumsum(weights))


def last_of_equals(levels: Sequence[np.ndarray]) -> Cdf:
    """Return the distribution of the official container: of equal items only the last, heaviest one counts."""
    values, weights = weighted_items(levels)
    last = np.append(values[1:] != values[:-1], True)
    return Cdf(values[last], np.cumsum(weights[last]))


def cdf_of(levels: Sequence[np.ndarray], semantics: Semantics) -> Cdf:
    """Return the distribution of the numbers of a sketch, one item or more, as *semantics* takes those that repeat."""
    return every_item(levels) if semantics.corrects(Matter.REPEATED_NUMBERS) else last_of_equals(levels)


def numerical_linf(one: Cdf, other: Cdf) -> float:
    """Return the largest difference of two cumulative shares, in [0, 1] (Kolmogorov-Smirnov)."""
    points = np.union1d(one.values, other.values)
    return float(np.abs(one.at(points) - other.at(points)).max())


def categorical_linf(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Return the largest difference of a category's shares, in [0, 1]; both counts have a total above 0."""
    total, other_total = sum(one.values()), sum(other.values())
    return max(
        abs(one.get(value, 0) / total - other.get(value, 0) / other_total) for value in one.keys() | other.keys()
    )


def simple(distance: float, n: int, m: int) -> float:  # noqa: ARG001 - the methods of a table have one form
    """Return *distance* as it is."""
    return distance


def robust(distance: float, n: int, m: int) -> float:
    """Return *distance* less what samples of *n* and *m* values differ by from chance alone, in [0, 1].

    An undefined distance (NaN) stays undefined, so that no check takes it for none.
    Source: the two-sample Kolmogorov-Smirnov bound at alpha = 0.003, Knuth, TAOCP 2, 3.3.1.
    """
    # The difference comes first: of equals and of what cannot be compared, max keeps the first.
    return max(distance - 1.8 * math.sqrt((n + m) / (n * m)), 0.0)


COMPARISON_METHODS: dict[str, Callable[[float, int, int], float]] = {"Robust": robust, "Simple": simple}
