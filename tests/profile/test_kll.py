"""The quantile sketch against Deequ's own, level by level and bit by bit."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.analysis.data_quality.buckets import weighted_items
from engine.profile.kll import SHRINKING_FACTOR, SKETCH_SIZE, KllSketch, capacity


def sketch_of(values: np.ndarray) -> KllSketch:
    """Return the sketch that took *values* in their order."""
    sketch = KllSketch()
    sketch.update(values)
    return sketch


def levels_of(sketch: KllSketch) -> list[list[str]]:
    """Return the items as Python writes doubles, so that 0.0 and -0.0 differ."""
    return [[repr(item) for item in level.tolist()] for level in sketch.levels]


def test_levels_grow_as_deequs(deequ_sketches):
    """Around the first compaction (2,050 items) and beyond, the levels are Deequ's after every one of these sizes."""
    values = np.random.default_rng(1).normal(size=5000)
    ours, theirs, taken = KllSketch(), deequ_sketches.of([]), 0
    for size in (0, 1, 2049, 2050, 2051, 2052, 5000):
        ours.update(values[taken:size])
        deequ_sketches.updated(theirs, values[taken:size].tolist())
        assert levels_of(ours) == deequ_sketches.levels(theirs), f"after {size} values"
        taken = size


def test_equal_values_and_zeros_of_both_signs_are_kept_as_deequ_keeps_them(deequ_sketches):
    """Where many values are equal, -0.0 goes before 0.0 as in Java."""
    values = np.random.default_rng(2).choice([-1.0, -0.0, 0.0, 1.0], 2300)
    assert levels_of(sketch_of(values)) == deequ_sketches.levels(deequ_sketches.of(values.tolist()))


def test_a_hundred_thousand_values_are_kept_as_deequ_keeps_them(spark, deequ_sketches, tmp_path):
    """Deequ's analyzer over one partition has the same sketch, many compactions later."""
    values = np.random.default_rng(3).lognormal(size=100_000).round(3)
    pq.write_table(pa.table({"x": values}), tmp_path / "values.parquet")
    frame = spark.read.parquet(str(tmp_path / "values.parquet")).coalesce(1)
    scala, analyzers = spark._jvm.scala, spark._jvm.com.amazon.deequ.analyzers
    parameters = scala.Option.apply(analyzers.KLLParameters(SKETCH_SIZE, SHRINKING_FACTOR, 1))
    state = analyzers.KLLSketch("x", parameters).computeStateFrom(frame._jdf, scala.Option.empty()).get()
    assert levels_of(sketch_of(values)) == deequ_sketches.levels(state.qSketch())


@pytest.mark.parametrize(
    ("size", "other_size"), [(5, 7), (1000, 1049), (1000, 1050), (1000, 1051), (2050, 1), (2500, 1500), (700, 3000)]
)
def test_two_sketches_merge_as_deequs(deequ_sketches, size, other_size):
    """The merged levels are Deequ's, and go on growing as Deequ's."""
    generator = np.random.default_rng(size)
    one, other, following = generator.normal(size=size), generator.normal(size=other_size), generator.normal(size=1500)
    ours = sketch_of(one)
    ours.merge(sketch_of(other))
    theirs = deequ_sketches.of(one.tolist()).merge(deequ_sketches.of(other.tolist()))
    assert levels_of(ours) == deequ_sketches.levels(theirs)
    ours.update(following)
    assert levels_of(ours) == deequ_sketches.levels(deequ_sketches.updated(theirs, following.tolist()))


@pytest.mark.parametrize("size", [2049, 2050, 2051])
def test_an_empty_sketch_changes_nothing_on_either_side(size):
    """Also a level that is just full stays as it is; Deequ would compact it."""
    values = np.arange(float(size))
    before, after = KllSketch(), sketch_of(values)
    before.merge(sketch_of(values))
    after.merge(KllSketch())
    assert levels_of(before) == levels_of(after) == levels_of(sketch_of(values))


def test_capacities_shrink_upwards():
    """Level 0 holds 2,050 items, the next ones 64 % each, and none fewer than 4."""
    assert [capacity(level) for level in (0, 1, 2, 40)] == [2050, 1314, 842, 4]


def test_a_batch_is_not_kept_alive():
    """The sketch has copies, so a caller may use its array again."""
    values = np.array([1.0, 2.0])
    sketch = sketch_of(values)
    values[:] = 9.0
    assert sketch.levels[0].tolist() == [1.0, 2.0]


ORDERS = {
    "ascending": lambda values: values,
    "descending": lambda values: values[::-1],
    "shuffled": lambda values: np.random.default_rng(4).permutation(values),
    "from both ends": lambda values: np.stack([values, values[::-1]], axis=1).ravel()[: len(values)],
    "sawtooth": lambda values: values.reshape(-1, 100).T.ravel(),
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [10_000, 100_000, 1_000_000])
def test_a_rank_is_off_by_less_than_the_bound(order, size):
    """The bound that the module states, 0.3 % of the count, at every item and in orders that alternate badly."""
    values = ORDERS[order](np.arange(size, dtype=np.float64))
    items, weights = weighted_items(sketch_of(values).levels)
    ordered = np.sort(values)
    errors = np.abs(np.cumsum(weights) - np.searchsorted(ordered, items, "right"))
    assert errors.max() < 0.003 * size
