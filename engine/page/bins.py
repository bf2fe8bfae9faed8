"""Two samples of numbers in the same bins: what their sketches hold, as shares of all values.

Every item of a sketch counts with its weight, as for the distance that a check measures.
"""

import math
import sys
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.analysis.data_quality.buckets import weighted_items
from engine.analysis.drift.distance import Cdf
from engine.documents.data_quality.distribution import Bucket
from engine.documents.data_quality.statistics import NumericalStatistics

_PARTS = 20
"""Of a document without a sketch each of the ten buckets is so many values, evenly spread."""

_KEPT = 4
"""So many distributions are kept for who asks again: a sentence, a picture and a row show the same one."""

_FINEST = 1 << 32
_TAIL = 0.01
_FAR = 0.5
"""Of the width of all values but the tails: beyond that a value is far out."""
_EXACT = 2.0**53


@dataclass(frozen=True, slots=True)
class Bins:
    """Ranges of one width from `low` to `high`, and of each sample the share of its values in each, in [0, 1].

    `below` and `above` say that the first and the last range hold what lies beyond them as well. `whole` says that the
    values are whole numbers: a range holds those between its edges, which are halves; the last one may reach beyond the
    `greatest` of them, which is `high` of others.
    """

    low: float
    high: float
    shares: tuple[tuple[float, ...], ...]
    below: bool = False
    above: bool = False
    whole: bool = False
    greatest: float = 0.0

    @property
    def highest(self) -> float:
        """The greatest of all shares, above 0."""
        return max(max(each) for each in self.shares)


@dataclass(frozen=True, slots=True)
class Gap:
    """Where two samples are farthest apart: the share of each that is at or below `value`, in [0, 1]."""

    value: float
    shares: tuple[float, float]

    @property
    def size(self) -> float:
        """How far they are apart, in [0, 1]."""
        return abs(self.shares[0] - self.shares[1])


@lru_cache(maxsize=_KEPT)
def cumulative(statistics: NumericalStatistics | None) -> Cdf | None:
    """Return the distribution of a feature; None where the document has none, or no value."""
    kll = None if statistics is None else statistics.distribution
    if kll is None:
        return None
    if kll.sketch is not None and kll.sketch.weight:
        values, weights = weighted_items([np.asarray(level, dtype=np.float64) for level in kll.sketch.levels])
        return Cdf(values, np.cumsum(weights))
    return _of_buckets(kll.buckets)


def bins_of(samples: tuple[Cdf, ...], *, most: int) -> Bins | None:
    """Return *samples*, one or more, in at most *most* bins on common bounds; None where no value is finite.

    The bounds hold the least and the greatest value, unless some are so far out that the others would be one bar.
    """
    finite = [each.values[np.isfinite(each.values)] for each in samples]
    if not any(map(len, finite)):
        return None
    every = np.concatenate(finite)
    low, high = float(every.min()), float(every.max())
    least, most_of_all = _near(samples, low, high)
    whole = bool(np.all(every == np.floor(every))) and max(abs(low), abs(high)) < _EXACT
    edges, number = _whole_edges(least, most_of_all, most) if whole else (_edges(least, most_of_all), most)
    shares = tuple(_shares(each, edges, number) for each in samples)
    return Bins(
        *edges,
        shares,
        below=_beyond(samples, edges[0], "left"),
        above=_beyond(samples, edges[1], "right"),
        whole=whole,
        greatest=most_of_all if whole else edges[1],
    )


def gap_between(one: Cdf, other: Cdf) -> Gap:
    """Return where the cumulative shares of *one* and *other* differ the most, at the least such value."""
    points = np.union1d(one.values, other.values)
    ours, theirs = one.at(points), other.at(points)
    place = int(np.abs(ours - theirs).argmax())
    return Gap(float(points[place]), (float(ours[place]), float(theirs[place])))


@lru_cache(maxsize=_KEPT)
def gap_of(now: NumericalStatistics | None, before: NumericalStatistics | None) -> Gap | None:
    """Return where a feature and that of the baseline are farthest apart; None where one has no distribution."""
    ours, theirs = cumulative(now), cumulative(before)
    return None if ours is None or theirs is None else gap_between(ours, theirs)


def quantile(sample: Cdf, share: float) -> float:
    """Return the least value that at least *share* of *sample* is at or below."""
    return float(sample.values[np.searchsorted(sample.ranks, share * sample.total)])


def _of_buckets(buckets: tuple[Bucket, ...]) -> Cdf | None:
    """The shares of the buckets alone matter, so that their counts may be of any size."""
    filled = [each for each in buckets if all(map(math.isfinite, (each.lower_bound, each.upper_bound, each.count)))]
    greatest = max((each.count for each in filled), default=0.0)
    if not greatest:
        return None
    middles = (np.arange(_PARTS) + 0.5) / _PARTS
    values = np.concatenate([each.lower_bound * (1 - middles) + each.upper_bound * middles for each in filled])
    weights = np.repeat([round(each.count / greatest * _FINEST) for each in filled], _PARTS)
    order = np.argsort(values, kind="stable")
    return Cdf(values[order], np.cumsum(weights[order]))


def _near(samples: tuple[Cdf, ...], low: float, high: float) -> tuple[float, float]:
    """Return bounds within *low* and *high*, moved in to where all but a few values are, where the others are far out."""
    first = min(quantile(each, _TAIL) for each in samples)
    last = max(quantile(each, 1 - _TAIL) for each in samples)
    width = last / 2 - first / 2
    if not np.isfinite(width) or width <= 0:
        return low, high
    far = width * _FAR
    return (first if first / 2 - low / 2 > far else low, last if high / 2 - last / 2 > far else high)


def _whole_edges(low: float, high: float, most: int) -> tuple[tuple[float, float], int]:
    """Return the outer edges and the number of bins that hold equally many whole numbers each."""
    numbers = int(high) - int(low) + 1
    width = -(-numbers // most)
    bins = -(-numbers // width)
    return (low - 0.5, low - 0.5 + bins * width), bins


def _edges(low: float, high: float) -> tuple[float, float]:
    """A single value stands in the middle, unless it is one of the greatest doubles, beyond which is no edge."""
    if high / 2 - low / 2 > 0:
        return low, high
    around = max(abs(low) / 20, 0.5)
    return max(low - around, -sys.float_info.max), min(high + around, sys.float_info.max)


def _shares(sample: Cdf, edges: tuple[float, float], number: int) -> tuple[float, ...]:
    low, high = edges
    weights = np.diff(sample.ranks, prepend=0)
    # Halves, for the range of doubles is wider than the greatest of them.
    places = (np.clip(sample.values, low, high) / 2 - low / 2) / (high / 2 - low / 2) * number
    filled = np.bincount(np.minimum(places.astype(np.int64), number - 1), weights, number)
    return tuple((filled / sample.total).tolist())


def _beyond(samples: tuple[Cdf, ...], edge: float, side: str) -> bool:
    return any(bool(each.values[0] < edge if side == "left" else each.values[-1] > edge) for each in samples)
