"""The order of categories, against the official container's files and against Deequ itself."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.order import shard as shard_module
from engine.analysis.order.java_hash import pair_hash, string_hash
from engine.analysis.order.shard import category_order

SHARD = 5

SMALL_SHARDS = (
    {"x": ("yes", "no")},
    {"x": ("Male", "Female", "?x")},
    {"x": ("red", "green", "blue", "black")},
    {"x": ("left", "right"), "y": ("up", "down")},
    {"x": ("only",), "y": ("a b", "c.d", "😀")},
    {"x": ("left", "right"), "y": ("0", "1")},
    {"x": ("cow", "hen", "lion", "frog")},
)

LARGE_SHARDS = (
    {"x": ("yes", "no"), "y": ("a", "b", "c")},
    {"x": ("red", "green", "blue"), "y": ("1", "2.5"), "z": tuple(f"é{n}" for n in range(9))},
    {"one": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "two": ("😀", "😁", "🚀", "", "null x")},
    {"x": tuple(f"v{n}" for n in range(60)), "y": tuple(f"u{n}" for n in range(60))},
)

EQUAL_HASHES = (
    {"x": ("Aax", "BBx")},
    {"x": ("BBx", "Aax")},
    {"x": ("BBx", "Aax", "1x", "2x", "3x", "4x")},
    {"x": ("AaAax", "BBBBx", "AaBBx", "BBAax")},
    {"x": ("AaBBx", "BBBBx", "BBAax", "AaAax", "ax"), "y": tuple(f"u{n}" for n in range(60))},
)


def profiled(spark, shard) -> dict[str, tuple[str, ...]]:
    """Return the values of each column as Deequ's profiler lists them in one partition with *shard* side by side."""
    longest = max(map(len, shard.values()))
    rows = [tuple(values[n % len(values)] for values in shard.values()) for n in range(longest)]
    schema = ", ".join(f"{name} string" for name in shard)
    data = spark.createDataFrame(spark.sparkContext.parallelize(rows, 1), schema)
    profiles = spark._jvm.com.amazon.deequ.profiles.ColumnProfilerRunner().onData(data._jdf).run().profiles()
    return {name: _listed(profiles.apply(name).histogram().get().values().keysIterator()) for name in shard}


def _listed(iterator) -> tuple[str, ...]:
    values = []
    while iterator.hasNext():
        values.append(iterator.next())
    return tuple(values)


def test_no_columns_have_no_order():
    """A shard without low-cardinality columns gives nothing."""
    assert category_order({}) == {}


def test_a_column_without_values_is_empty():
    """A column of which no value is known is listed with no values."""
    assert category_order({"x": ()}) == {"x": ()}


@given(
    st.dictionaries(st.text(), st.lists(st.text(), unique=True, max_size=9), max_size=5),
)
def test_nothing_is_lost_or_invented(columns):
    """Each column keeps its values, whatever the text, lone surrogates included."""
    ordered = category_order(columns)
    assert {name: sorted(values) for name, values in ordered.items()} == {n: sorted(v) for n, v in columns.items()}


@given(st.lists(st.text(st.characters(codec="ascii"), min_size=1, max_size=1), unique=True), st.randoms())
def test_rows_do_not_decide(values, random):
    """Values whose hashes differ are listed in one order, in whatever order they are given."""
    shuffled = random.sample(values, len(values))
    assert category_order({"x": values}) == category_order({"x": shuffled})


def test_the_house_prices_are_listed_as_in_the_official_file(golden):
    """States, counties and the single event time of the golden case, given sorted, come back in the file's order."""
    features = json.loads((golden / "house_prices_2024_spark33" / "expected" / "constraints.json").read_text())[
        "features"
    ]
    domains = {f["name"]: tuple(f["string_constraints"]["domains"]) for f in features if "string_constraints" in f}
    names = [feature["name"] for feature in features]
    ordered = {}
    for start in range(0, len(names), SHARD):
        shard = [name for name in names[start : start + SHARD] if name in domains]
        ordered |= category_order({name: sorted(domains[name]) for name in shard})
    assert ordered == domains


def test_many_values_of_many_columns_are_hashed_once(monkeypatch):
    """The pairs of a wide table are hashed where their order can show: in columns of up to four values."""
    hashed = []
    monkeypatch.setattr(shard_module, "pair_hash", lambda one, other: hashed.append(other) or pair_hash(one, other))
    wide = {f"column {n}": tuple(f"value {m}" for m in range(50)) for n in range(20)}
    category_order(wide | {"flag": ("yes", "no")})
    assert len(hashed) == len(("yes", "no"))


@pytest.mark.parametrize("text", ["", "a", "Aa", "BB", "é", "😀", "New Mexico", "\x00\uffff"])
def test_strings_hash_as_in_java(spark, text):
    """The hash is Java's own, over UTF-16 code units."""
    assert string_hash(text) == spark._jvm.java.util.Objects.hashCode(text) & 0xFFFFFFFF


def test_pairs_hash_as_in_scala(spark):
    """The hash of a pair is the one that Scala gives a Tuple2."""
    pair = spark._jvm.scala.Tuple2("state", "New Mexico 😀")
    assert pair_hash(string_hash("state"), string_hash("New Mexico 😀")) == pair.hashCode() & 0xFFFFFFFF


@pytest.mark.slow
@pytest.mark.parametrize("shard", SMALL_SHARDS, ids=str)
def test_up_to_four_pairs_are_listed_as_spark_collects_them(spark, shard):
    """A shard of at most four (column, value) pairs in all keeps the order of Spark's hash table."""
    assert category_order(shard) == profiled(spark, shard)


@pytest.mark.slow
@pytest.mark.parametrize("shard", LARGE_SHARDS, ids=lambda shard: "-".join(shard))
def test_more_pairs_are_listed_by_their_hashes(spark, shard):
    """In a larger shard small columns follow the hash of the pair, large ones the hash of the text."""
    assert category_order(shard) == profiled(spark, shard)


@pytest.mark.slow
@pytest.mark.parametrize("shard", EQUAL_HASHES, ids=lambda shard: "-".join(shard["x"]))
def test_equal_hashes_follow_the_first_rows(spark, shard):
    """Values that Java cannot tell apart by hash are listed as Spark's tables probe for them."""
    assert category_order(shard) == profiled(spark, shard)
