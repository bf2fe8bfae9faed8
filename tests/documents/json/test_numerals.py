"""Doubles in Java's layout, printed by Python and by Java."""

import json
import math
import random
import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.json.numerals import shortest
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
    -0.001: "-0.001",
    -9999999.0: "-9999999.0",
    -1e7: "-1.0E7",
    math.nextafter(0.001, 0): "9.999999999999998E-4",
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


def test_every_exponent_is_what_java_says(spark: "SparkSession") -> None:
    """49 mantissas of each of 2,046 exponents and of the subnormal numbers, both signs: as the JVM's Jackson prints.

    Jackson is what the official container prints with; the doubles reach it as JSON and come back as JSON.
    """
    generator = random.Random(13)
    bits = [
        sign << 63 | exponent << 52 | mantissa
        for exponent in range(2047)
        for sign, mantissa in [
            (0, 0), (1, 0), (0, 1), (1, 2**52 - 1),
            *((generator.getrandbits(1), generator.getrandbits(52)) for _ in range(45)),
        ]
    ]  # fmt: skip
    values = list(struct.unpack(f"<{len(bits)}d", struct.pack(f"<{len(bits)}Q", *bits)))
    java = spark.sparkContext._jvm
    mapper, doubles = java.com.fasterxml.jackson.databind.ObjectMapper(), java.java.lang.Class.forName("[D")

    printed = mapper.writeValueAsString(mapper.readValue(json.dumps(values), doubles))[1:-1].split(",")

    assert len(values) == 100_303
    assert java_doubles(spark)(values) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (2e23, "1.9999999999999998E23"),
        (1e23, "9.999999999999999E22"),
        (8.41e21, "8.409999999999999E21"),
        (4.8726570057e288, "4.8726570056999995E288"),
    ],
)
def test_java_17_has_more_digits_than_needed_for_some(spark: "SparkSession", value: float, printed: str) -> None:
    """Known cases that Java 19 and Python print shorter."""
    if spark.sparkContext._jvm.java.lang.Runtime.version().feature() >= 19:
        pytest.skip("Java 19 and later print the shortest")
    assert java_doubles(spark)([value]) == [printed]


def test_many_doubles_keep_their_order(spark: "SparkSession", monkeypatch: pytest.MonkeyPatch) -> None:
    """Values that cross in several chunks come back in order, the last chunk as well."""
    monkeypatch.setattr("engine.spark.doubles._CHUNK", 1_000)
    values = [i / 8 for i in range(2_500)]
    assert java_doubles(spark)(values) == shortest(values)


def test_no_doubles_are_no_texts(spark: "SparkSession") -> None:
    """An empty list gives an empty list."""
    assert java_doubles(spark)([]) == []
