"""Two samples in the same bins: their shares are those of the values that the sketches stand for."""

import math
import sys

import numpy as np
import pytest
from page.conftest import numbers

from engine.documents.data_quality.distribution import Bucket, KllDistribution
from engine.documents.data_quality.statistics import NumericalStatistics
from engine.page.bins import bins_of, cumulative, gap_between, quantile


def _sample(*levels):
    return cumulative(numbers("x", *levels).numerical)


def test_shares_are_those_of_a_histogram_of_all_values():
    """NumPy counts each item as often as its level says, in thirty ranges from the least to the greatest of both."""
    rng = np.random.default_rng(1)
    ours, theirs = (rng.normal(0, 1, 400), rng.normal(1, 1, 30)), (rng.normal(2, 1, 500),)

    found = bins_of((_sample(*ours), _sample(*theirs)), most=30)

    bounds = (found.low, found.high)
    every = np.concatenate([*ours, *theirs])
    assert bounds == (every.min(), every.max())
    for shares, levels in zip(found.shares, (ours, theirs), strict=True):
        repeated = np.concatenate([np.repeat(level, 2**height) for height, level in enumerate(levels)])
        expected = np.histogram(repeated, bins=30, range=bounds)[0] / len(repeated)
        assert shares == pytest.approx(expected.tolist())


def test_a_bin_of_whole_numbers_holds_as_many_as_the_next():
    """Thirty bins over 0 to 44 would hold one number and then two; these hold two each."""
    found = bins_of((_sample(range(45)),), most=30)
    assert found.whole
    assert found.shares == (pytest.approx((2 / 45,) * 22 + (1 / 45,)),)
    assert found.greatest == 44, "the last range goes on, and no value stands there"


def test_a_value_far_out_does_not_squash_the_others():
    """The last bin holds it, and is said to."""
    found = bins_of((_sample([*(i / 1000 for i in range(1000)), 1e9]),), most=10)
    assert found.above
    assert not found.below
    assert found.high < 1.5
    assert sum(found.shares[0]) == pytest.approx(1)


@pytest.mark.parametrize(
    "values",
    [
        *((5.0,), (0.5, 0.5), (1e308, -1e308), (math.inf, 1.5, -math.inf), (5e-324, 0.0)),
        *((-1e-320, 1e-320), (2.0**60,), (sys.float_info.max, math.inf), (-sys.float_info.max,)),
    ],
)
def test_any_values_fill_bins(values):
    """One value, the widest and the narrowest range of doubles, and infinite ones among others."""
    found = bins_of((_sample(values),), most=30)
    assert math.isfinite(found.low) and math.isfinite(found.high) and found.low < found.high  # noqa: PT018
    assert sum(found.shares[0]) == pytest.approx(1)


def test_nothing_finite_is_no_picture():
    """An infinite value has no place between bounds."""
    assert bins_of((_sample((math.inf,)),), most=30) is None


def test_a_document_without_a_sketch_has_its_buckets():
    """Each counts with its number, evenly spread between its bounds."""
    buckets = (Bucket(0.0, 1.0, 30.0), Bucket(1.0, 2.0, 10.0), Bucket(math.nan, math.nan, 5.0))
    described = NumericalStatistics(40, 0, 1.0, 40.0, 1.0, 0.0, 2.0, distribution=KllDistribution(buckets))
    found = bins_of((cumulative(described),), most=2)
    assert found.shares[0] == pytest.approx((0.75, 0.25))


def test_where_two_samples_are_farthest_apart():
    """At 2, three of four values are at or below on one side, and one of four on the other."""
    gap = gap_between(_sample((1, 2, 2, 9)), _sample((1, 5, 6, 9)))
    assert (gap.value, gap.shares, gap.size) == (2.0, (0.75, 0.25), 0.5)


def test_a_median_counts_weights():
    """Of 1, 2, 3 and twice 4 and 5 the median is 4."""
    assert quantile(_sample((1, 2, 3), (4, 5)), 0.5) == 4.0
