"""Doubles in Java's layout, printed by Python and by Java."""

import math
import random
import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.numerals import shortest
from engine.spark.doubles import java_doubles

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TYPICAL = {
    0.0: "0.0",
    1.0: "1.0",
    0.001: "0.001",
    0.000509: "5.09E-4",
    0.0001: "1.0E-4",
    -0.00025: "-2.5E-4",
    9999999.0: "9999999.0",
    1e7: "1.0E7",
    -12345678.9: "-1.23456789E7",
    38000000.0: "3.8E7",
    14402689218.907343: "1.4402689218907343E10",
    1e16: "1.0E16",
    1.5e300: "1.5E300",
    0.1 + 0.2: "0.30000000000000004",
    99.6352266805628: "99.6352266805628",
    5e-324: "4.9E-324",
    2.2250738585072014e-308: "2.2250738585072014E-308",
    1.7976931348623157e308: "1.7976931348623157E308",
    math.inf: "Infinity",
    -math.inf: "-Infinity",
}


@pytest.mark.parametrize(("value", "printed"), TYPICAL.items())
def test_layout(value: float, printed: str) -> None:
    """Plain from 0.001 to below ten million, else a digit, a point and a power of ten."""
    assert shortest([value]) == [printed]


def test_signed_zero_and_nan() -> None:
    """The sign of a zero is kept, and NaN has a name."""
    assert shortest([-0.0, math.nan]) == ["-0.0", "NaN"]


@given(st.floats(allow_nan=False))
def test_a_printed_double_reads_back_as_itself(value: float) -> None:
    """No digit that matters is lost."""
    assert float(shortest([value])[0]) == value


def test_java_prints_typical_doubles_alike(spark: "SparkSession") -> None:
    """Python's form is Java's where the values are those of everyday data."""
    generator = random.Random(7)
    values = [*TYPICAL, -0.0, math.nan, *(generator.gauss(0, 100) for _ in range(5_000)), *map(float, range(5_000))]
    assert java_doubles(spark)(values) == shortest(values)


def test_any_bit_pattern_is_what_java_says(spark: "SparkSession") -> None:
    """Random doubles, subnormal ones among them, are printed as `Double.toString` prints each by itself."""
    generator = random.Random(11)
    normal = [struct.unpack(">d", generator.randbytes(8))[0] for _ in range(2_000)]
    subnormal = [struct.unpack(">d", b"\x00\x00" + generator.randbytes(6))[0] for _ in range(500)]
    values = normal + subnormal

    one_by_one = [spark.sparkContext._jvm.java.lang.Double.toString(value) for value in values]

    assert java_doubles(spark)(values) == one_by_one


def test_many_doubles_keep_their_order(spark: "SparkSession", monkeypatch: pytest.MonkeyPatch) -> None:
    """Values that cross in several chunks come back in order, the last chunk as well."""
    monkeypatch.setattr("engine.spark.doubles._CHUNK", 1_000)
    values = [i / 8 for i in range(2_500)]
    assert java_doubles(spark)(values) == shortest(values)


def test_no_doubles_are_no_texts(spark: "SparkSession") -> None:
    """An empty list gives an empty list."""
    assert java_doubles(spark)([]) == []
