"""Which values of a shard count for the order of its categories: the constants here, and Deequ itself behind them."""

import pytest
from profiles import state_of

from engine.analysis.data_quality.describe import describe

MISSING = None
NUMBERS = tuple(str(number) for number in range(116))
"""Spark's estimate of the first 115 is exactly 120, which still are few; that of all is 121."""

SHARDS = {
    "four values": ({"x": ("red", "green", "blue", "black")}, ("blue", "green", "red", "black")),
    "a missing cell is a fifth": (
        {"x": ("red", "green", "blue", "black", MISSING)},
        ("blue", "green", "black", "red"),
    ),
    "NullValue is what a missing cell is": (
        {"x": ("red", "green", "blue", "NullValue", MISSING)},
        ("blue", "NullValue", "green", "red"),
    ),
    "numbers that are just few": ({"x": ("red", "left"), "n": NUMBERS[:115]}, ("red", "left")),
    "numbers that are just too many": ({"x": ("red", "left"), "n": NUMBERS}, ("left", "red")),
}
shards = pytest.mark.parametrize(("shard", "order"), SHARDS.values(), ids=SHARDS)


def _side_by_side(shard):
    """Return the columns of *shard* in one length: the shorter ones are repeated."""
    longest = max(map(len, shard.values()))
    return {name: [values[row % len(values)] for row in range(longest)] for name, values in shard.items()}


@shards
def test_the_order_depends_on_all_values_of_few_in_the_shard(shard, order):
    """Up to four pairs of column and value keep another order than five; numbers and missing cells are among them."""
    feature = describe(state_of(_side_by_side(shard))).features[0]
    assert tuple(category.value for category in feature.string.categories) == order


@pytest.mark.slow
@shards
def test_deequ_lists_them_in_that_order(spark, shard, order):
    """Its profiler counts a missing cell as the value NullValue, and no column of more than 120 values."""
    rows = [*zip(*_side_by_side(shard).values(), strict=True)]
    schema = ", ".join(f"{name} string" for name in shard)
    data = spark.createDataFrame(spark.sparkContext.parallelize(rows, 1), schema)
    profiles = spark._jvm.com.amazon.deequ.profiles.ColumnProfilerRunner().onData(data._jdf).run().profiles()
    names, listed = profiles.apply("x").histogram().get().values().keysIterator(), []
    while names.hasNext():
        listed.append(names.next())
    assert tuple(name for name in listed if name in order) == order
