"""What a quantile sketch says of a range of values."""

from collections.abc import Sequence

import numpy as np

NUMBER_OF_BUCKETS = 10


def weighted_items(levels: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the items of a sketch in ascending order, and the weight of each; equal ones come in any order.

    A sort that keeps the order of equals takes ten times as long.
    """
    values = np.concatenate([np.asarray(level, dtype=np.float64) for level in levels])
    order = np.argsort(values)
    return values[order], weights_of(levels)[order]


def weights_of(levels: Sequence[Sequence[float] | np.ndarray]) -> np.ndarray:
    """Return the weight of each item of a sketch, level by level as they come."""
    return np.repeat(np.left_shift(1, np.arange(len(levels))), [len(level) for level in levels])


def bucket_counts(
    levels: Sequence[np.ndarray], minimum: float, maximum: float
) -> tuple[tuple[float, float, float], ...]:
    """Return (lower bound, upper bound, count) of ten equal ranges from *minimum* to *maximum*.

    The lower bound belongs to a bucket, the upper one only to the last. Counts are by the sketch: exact up to 2,050
    values. The order of operations is the official container's, on which the last bits of the bounds depend. Where the
    range is wider than a double, bounds are undefined (NaN), and nothing is below those, as in Deequ.
    """
    values, weights = weighted_items(levels)
    below = np.concatenate([[0], np.cumsum(weights)])
    with np.errstate(over="ignore", invalid="ignore"):
        width = np.float64(maximum) - np.float64(minimum)
        ends = minimum + width * np.arange(NUMBER_OF_BUCKETS + 1) / float(NUMBER_OF_BUCKETS)
    ranks = np.where(np.isnan(ends), 0, below[np.searchsorted(values, ends, "left")]).tolist()
    ranks[-1] = int(below[np.searchsorted(values, ends[-1], "right")])
    bounds = ends.tolist()
    return tuple(
        (bounds[place], bounds[place + 1], float(ranks[place + 1] - ranks[place])) for place in range(NUMBER_OF_BUCKETS)
    )
