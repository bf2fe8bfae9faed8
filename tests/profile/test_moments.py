"""Moments against Spark over one partition, and against numpy."""

import math

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import functions

from engine.profile.moments import Moments

GENERATOR = np.random.default_rng(11)
SAMPLES = {
    "normal": GENERATOR.normal(size=3001),
    "far from zero": GENERATOR.normal(1e9, 1e-2, 3000),
    "many sizes": GENERATOR.normal(size=3000) * 10.0 ** GENERATOR.integers(-30, 30, 3000),
    "constant": np.full(1000, 0.1),
    "one": np.array([-3.5]),
    "two": np.array([1e-300, 2e150]),
    "integers": GENERATOR.integers(-100, 100, 5000).astype(np.float64),
}

samples = pytest.mark.parametrize("values", SAMPLES.values(), ids=SAMPLES.keys())


def moments_of(values) -> Moments:
    """Return the moments of *values*, folded in their order."""
    moments = Moments()
    moments.update(np.asarray(values, dtype=np.float64))
    return moments


def test_sums_and_spreads_are_sparks_to_the_last_bit(spark, tmp_path):
    """Spark adds a partition row by row, and so do we: not one bit differs."""
    for name, values in SAMPLES.items():
        pq.write_table(pa.table({"x": values}), tmp_path / "values.parquet")
        frame = spark.read.parquet(str(tmp_path / "values.parquet")).coalesce(1)
        measures = (functions.sum, functions.avg, functions.stddev_pop, functions.min, functions.max, functions.count)
        sparks = tuple(frame.agg(*(measure("x") for measure in measures)).first())
        ours = moments_of(values)
        assert (ours.sum, ours.mean, ours.std_dev, ours.minimum, ours.maximum, ours.count) == sparks, name


@samples
def test_moments_are_numpys_but_for_rounding(values):
    """Pairwise sums and two passes give the same within rounding."""
    ours, scale = moments_of(values), np.abs(values).max()
    assert ours.sum == pytest.approx(math.fsum(values), abs=1e-12 * np.abs(values).sum())
    assert ours.mean == pytest.approx(np.mean(values), abs=1e-12 * scale)
    assert ours.std_dev == pytest.approx(np.std(values), rel=1e-9, abs=1e-12 * scale)
    assert (ours.minimum, ours.maximum, ours.count) == (values.min(), values.max(), len(values))


def test_nothing_seen_has_no_mean():
    """A fresh state has a sum of 0.0, and no other number."""
    fresh = Moments()
    assert (fresh.count, fresh.sum, fresh.mean, fresh.std_dev, fresh.minimum, fresh.maximum) == (0, 0.0, *[None] * 4)


def test_infinite_values_have_no_spread():
    """The sum is infinite and the standard deviation undefined."""
    moments = moments_of([1.0, math.inf, 2.0])
    assert (moments.sum, moments.minimum, moments.maximum) == (math.inf, 1.0, math.inf)
    assert math.isnan(moments.std_dev)


def test_of_equal_extremes_the_first_stays():
    """0.0 and -0.0 are equal, so the sign is that of the first one."""
    assert math.copysign(1, moments_of([0.0, -0.0]).minimum) == 1
    assert math.copysign(1, moments_of([-0.0, 0.0]).maximum) == -1


def merged(parts) -> Moments:
    """Return the moments of each of *parts*, merged from left to right."""
    first, *others = map(moments_of, parts)
    for other in others:
        first.merge(other)
    return first


def test_merged_spreads_are_sparks_to_the_last_bit(spark):
    """Spark merges its partitions in their order, as we merge states: not one bit differs.

    Sixteen rows come first, for Spark's first merge, with nothing, divides by their number and multiplies again. These
    are seeds and means of which another order of the same operations shows in the last bit.
    """
    sizes, columns = (16, *range(3, 66)), []
    for seed, mean in ((2, 0), (4, 0), (8, 0), (8, 1000)):
        draw = np.random.default_rng(seed)
        columns.append([draw.normal(mean + draw.normal(), 1, size) for size in sizes])
    parts = [np.column_stack(part).tolist() for part in zip(*columns, strict=True)]
    rows = spark.sparkContext.parallelize(parts, len(parts)).flatMap(lambda part: part)
    frame = spark.createDataFrame(rows, "a double, b double, c double, d double")

    sparks = frame.agg(*map(functions.stddev_pop, frame.columns)).first()

    assert [merged(column).std_dev for column in columns] == list(sparks)


@pytest.mark.parametrize("sign", [1, -1])
def test_of_equal_extremes_of_two_states_the_first_stays(sign):
    """A merge keeps the zero of the records that came before, for both extremes."""
    zeros = merged([[0.0 * sign], [-0.0 * sign]])
    assert (math.copysign(1, zeros.minimum), math.copysign(1, zeros.maximum)) == (sign, sign)
