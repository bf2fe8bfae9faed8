"""How far two samples of one feature are apart: numbers by their sketches, categories by their counts.

A distance is a number; whether it is too large is the business of a check.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.analysis.data_quality.buckets import weighted_items, weights_of
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

    @property
    def shares(self) -> np.ndarray:
        """The share of the weight of the first 0, 1, 2, ... values, in [0, 1]."""
        return np.concatenate([[0], self.ranks]) / self.total

    def at(self, points: np.ndarray) -> np.ndarray:
        """Return the share of the weight at or below each of *points*, in [0, 1]."""
        return self.shares[np.searchsorted(self.values, points, "right")]


def every_item(levels: Sequence[np.ndarray]) -> Cdf:
    """Return the distribution in which every item of a sketch counts with its weight."""
    values, weights = weighted_items(levels)
    return Cdf(values, np.cumsum(weights))


def last_of_equals(levels: Sequence[np.ndarray]) -> Cdf:
    """Return the distribution of the official container: of equal items only the heaviest one counts."""
    values, weights = weighted_items(levels)
    first = np.flatnonzero(np.append(True, values[1:] != values[:-1]))
    return Cdf(values[first], np.cumsum(np.maximum.reduceat(weights, first)))


def cdf_of(levels: Sequence[np.ndarray], semantics: Semantics) -> Cdf:
    """Return the distribution of the numbers of a sketch, one item or more, as *semantics* takes those that repeat."""
    return every_item(levels) if semantics.corrects(Matter.REPEATED_NUMBERS) else last_of_equals(levels)


def numerical_linf(one: Cdf, other: Cdf) -> float:
    """Return the largest difference of two cumulative shares, in [0, 1] (Kolmogorov-Smirnov)."""
    order, last = _sorted_together([one.values, other.values])
    # So many items of each side are at or below a point, where all that equal it are behind it.
    ours = np.cumsum(order < len(one.values))[last]
    theirs = np.flatnonzero(last) + 1 - ours
    return float(np.abs(one.shares[ours] - other.shares[theirs]).max())


def _sorted_together(parts: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the ascending order of all values of *parts*, and whether each, in that order, is the last of its equals."""
    values = np.concatenate(parts)
    order = np.argsort(values)
    points = values[order]
    return order, np.append(points[1:] != points[:-1], True)


def sketches_linf(one: Sequence[np.ndarray], other: Sequence[np.ndarray]) -> float:
    """Return the same of all items of the levels of two sketches, one item or more in each: they are sorted once, together."""
    weights, others = weights_of(one), weights_of(other)
    order, last = _sorted_together([*one, *other])
    ours = np.cumsum(np.concatenate([weights, np.zeros_like(others)])[order])[last]
    theirs = np.cumsum(np.concatenate([np.zeros_like(weights), others])[order])[last]
    return float(np.abs(ours / ours[-1] - theirs / theirs[-1]).max())


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
