"""Typed columns against Spark reading the same Parquet file: distinct counts, texts and doubles."""

import math
import random
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import functions

from engine.profile.column import ColumnState
from engine.profile.typed.casts import spark_texts
from engine.profile.typed.plain import plain
from engine.profile.typed.present import TypedValues

ROWS = 3000


def whole(low, high, *, few):
    """Return whole numbers from *low* to *high*, the bounds among them; of *few* each is there often."""
    draw = random.Random(low + high)
    numbers = [low, high, 0, 1, *(draw.randint(low, high) for _ in range(30 if few else ROWS - 4))]
    return [draw.choice(numbers) for _ in range(ROWS)] if few else numbers


def with_nulls(values):
    return [None if place % 11 == 3 else value for place, value in enumerate(values)]


def decimals(precision, scale, *, few):
    most = 10**precision - 1
    large, small = whole(-most, most, few=few), whole(-min(most, 999), min(most, 999), few=few)
    mixed = [one if place % 2 else other for place, (one, other) in enumerate(zip(large, small, strict=True))]
    return [Decimal(f"{number}E-{scale}") for number in mixed]


def doubles(*, few):
    draw = random.Random(7)
    odd = [0.0, -0.0, 1.5, float("inf"), float("-inf"), 5e-324, 1e7, 1e-3, 123456789.123, 1.7976931348623157e308]
    numbers = odd + [draw.gauss(0, 10 ** draw.randint(-9, 9)) for _ in range(30 if few else ROWS - len(odd))]
    return [draw.choice(numbers) for _ in range(ROWS)] if few else numbers


def columns(*, few):
    """Return a column of every type that Spark reads from Parquet."""
    small = [number for number in doubles(few=few) if not 3e38 < abs(number) < math.inf]
    floats = np.resize(np.array([1.4e-45, 3.4e38, 0.1, *small], dtype=np.float32), ROWS)
    days, moments = whole(-130_000, 2_900_000, few=few), whole(-11_000_000_000, 250_000_000_000, few=few)
    bounds = {pa.int8(): 7, pa.int16(): 15, pa.int32(): 31, pa.int64(): 63}
    unsigned = {pa.uint8(): 8, pa.uint16(): 16, pa.uint32(): 32, pa.uint64(): 64}
    arrays = {
        **{
            str(kind): pa.array(with_nulls(whole(-(2**bits), 2**bits - 1, few=few)), kind)
            for kind, bits in bounds.items()
        },
        **{str(kind): pa.array(with_nulls(whole(0, 2**bits - 1, few=few)), kind) for kind, bits in unsigned.items()},
        "double": pa.array(with_nulls(doubles(few=few)), pa.float64()),
        "float": pa.array(floats, pa.float32()),
        "boolean": pa.array(with_nulls(place % 3 == 0 for place in range(ROWS)), pa.bool_()),
        "date": pa.array(with_nulls(days), pa.int32()).view(pa.date32()),
        "seconds": pa.array(with_nulls(moments), pa.int64()).view(pa.timestamp("s", "UTC")),
        "milliseconds": pa.array([each * 997 for each in moments], pa.int64()).view(pa.timestamp("ms")),
        "microseconds": pa.array([each * 999_983 for each in moments], pa.int64()).view(pa.timestamp("us", "UTC")),
        "local": pa.array([each * 999_983 for each in moments], pa.int64()).view(pa.timestamp("us")),
        "duration": pa.array(with_nulls(moments), pa.int64()).view(pa.duration("us")),
        "binary": pa.array([f"é{each}".encode() for each in days], pa.binary()),
        "text": pa.array(with_nulls(map(str, days)), pa.string()),
        "codes": pa.array(with_nulls(map(str, days)), pa.string()).dictionary_encode(),
        "numbered": pa.array(with_nulls(days), pa.int64()).dictionary_encode(),
    }
    for precision, scale in ((1, 0), (9, 2), (18, 18), (18, 4), (19, 0), (25, 10), (38, 38), (38, 6)):
        arrays[f"decimal({precision},{scale})"] = pa.array(
            with_nulls(decimals(precision, scale, few=few)), pa.decimal128(precision, scale)
        )
    return arrays


@pytest.fixture(scope="module", params=[True, False], ids=["few different values", "many different values"])
def typed(request):
    return columns(few=request.param)


@pytest.fixture
def frame(typed, spark, tmp_path):
    """Give what Spark reads, in UTC, of a file with the columns."""
    pq.write_table(pa.table(typed), tmp_path / "typed.parquet")
    former = spark.conf.get("spark.sql.session.timeZone")
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    yield spark.read.option("datetimeRebaseMode", "CORRECTED").parquet(str(tmp_path / "typed.parquet"))
    spark.conf.set("spark.sql.session.timeZone", former)


def state_of(values, *, batch=700):
    state = ColumnState()
    for first in range(0, len(values), batch):
        state.update(values[first : first + batch])
    return state


def present(values):
    return TypedValues.of(plain(values))


def named(name):
    return f"`{name}`"


def test_distinct_counts_are_sparks(frame, typed):
    """Every type is hashed as Spark hashes it, so that the estimate is approx_count_distinct(x, 0.05)."""
    counted = [functions.approx_count_distinct(named(name), 0.05).alias(name) for name in typed]
    sparks = frame.agg(*counted).first().asDict()
    assert {name: state_of(values).distinct.estimate() for name, values in typed.items()} == sparks


def test_texts_are_sparks(frame, typed):
    """A value's text, by which it is a category, is what Spark's cast to string makes of it."""
    typed = {name: values for name, values in typed.items() if not pa.types.is_string(plain(values).type)}
    rows = frame.select([functions.col(named(name)).cast("string").alias(name) for name in typed]).collect()
    for name, values in typed.items():
        ours, theirs = spark_texts(present(values).values), [row[name] for row in rows if row[name] is not None]
        if name == "float":  # before Java 19 a float may have more digits than it needs
            ours, theirs = ([np.float32(text) for text in texts] for texts in (ours, theirs))
        assert ours == theirs, name


def test_numbers_are_sparks(frame, typed):
    """A number is folded as the double that Spark's cast makes of it."""
    typed = {name: values for name, values in typed.items() if len(present(values).numbers())}
    rows = frame.select([functions.col(named(name)).cast("double").alias(name) for name in typed]).collect()
    for name, values in typed.items():
        theirs = [row[name] for row in rows if row[name] is not None]
        assert present(values).numbers().tolist() == theirs, name
