"""Types of texts against Deequ's DataType analyzer."""

import itertools
import struct

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyspark.sql import Column

from engine.profile.column import ColumnState
from engine.profile.types import BOOLEAN, FRACTIONAL, INTEGRAL, STRING, DataType

# fmt: off
TRICKY = [
    "5", "+5", "-5", "05", "-0", "  5", " 5", "5 ", "- 5", "-  5", "+ 5", "+-5", "--5", "5-", "\t5", "5\n", "\n5",
    ".5", "5.", "-.5", "1.5", "+1.5", "- 1.5", " 1.5", "1. 5", "1 .5", "1..5", "1.5.2", "1,5", "1_000", "1.5\n", "0x1F",
    "1e5", "1E5", "1e+5", "1E-3", "1.5E-3", "1.5e", "e5", "1e 5", "1e5.0", "1e", "1e+", "5e5e5", "1.e5", ".1e5", "5\r",
    "NaN", "nan", "inf", "Infinity", "-Infinity", "1e999", "5d", "5f", "5L", "0b1", "1/2", "50%", "$5", "5\x00",
    "true", "false", "True", "FALSE", " true", "true ", "true\n", "truefalse", "t", "yes", "null", "NULL", "N/A",
    "", " ", "-", "+", ".", "é", "\u0665", "\u0661.\u0665", "\uff15", "\u00bd", "\u00a05", "5\u00a0", "\u22125",
    "5\u2028", "5\x85", "12345678901234567890", "1234567890123456789012345.1234567890123456789012345",
]
# fmt: on
PIECES = ("", " ", "-", "+", "7", "42", ".", "e", "E", "true")


@pytest.fixture
def deequ_types(spark):
    """Return a function from texts to the type, as a place in the counts, that Deequ gives each."""

    def ask(texts: list[str]) -> list[int]:
        frame = spark.createDataFrame(list(enumerate(texts)), "id int, text string")
        state = spark._jvm.org.apache.spark.sql.DeequFunctions.stateful_datatype(frame["text"]._jc)
        rows = frame.coalesce(1).groupBy("id").agg(Column(state).alias("state")).collect()
        counts = {row["id"]: struct.unpack(">5q", row["state"]) for row in rows}
        return [counts[place].index(1) for place in range(len(texts))]

    return ask


def types_of(texts: list[str]) -> list[int]:
    """Return the type of each text, as a place in the counts."""
    found = []
    for text in texts:
        column = ColumnState()
        column.update(pa.array([text], pa.string()))
        found.append(column.types.counts.tolist().index(1))
    return found


def differences(texts: list[str], deequ: list[int]) -> list[tuple[str, int, int]]:
    """Return (text, our type, Deequ's) where they differ."""
    return [found for found in zip(texts, types_of(texts), deequ, strict=True) if found[1] != found[2]]


def test_tricky_texts_are_of_the_type_that_deequ_gives_them(deequ_types):
    """What looks like a number to other parsers is judged by Deequ's patterns."""
    assert differences(TRICKY, deequ_types(TRICKY)) == []


def test_every_short_combination_is_of_the_type_that_deequ_gives_it(deequ_types):
    """Signs, blanks, digits, points and exponents in any order, four pieces at most."""
    texts = sorted({"".join(pieces) for pieces in itertools.product(PIECES, repeat=4)})
    assert differences(texts, deequ_types(texts)) == []


def test_any_texts_of_these_letters_are_of_the_type_that_deequ_gives_them(deequ_types):
    """Texts of the letters that numbers and truth values are made of."""

    @settings(max_examples=8, deadline=None, database=None)
    @given(st.lists(st.text(alphabet="0123456789.eE+- tru", max_size=9), min_size=60, max_size=90))
    def agree(texts: list[str]) -> None:
        assert differences(texts, deequ_types(texts)) == []

    agree()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], DataType.UNKNOWN),
        ([None], DataType.UNKNOWN),
        (["1", None], DataType.INTEGRAL),
        (["1", "1.5"], DataType.FRACTIONAL),
        (["true", "false"], DataType.BOOLEAN),
        (["true", "1"], DataType.STRING),
        (["1", "x"], DataType.STRING),
        (["NaN", "1.5"], DataType.STRING),
    ],
)
def test_a_columns_type_follows_from_its_values(texts, expected):
    """One text makes a column String, one fraction Fractional; missing values say nothing."""
    column = ColumnState()
    column.update(pa.array(texts, pa.string()))
    assert column.types.inferred() is expected


def test_types_are_counted_one_by_one():
    """Each value counts as what it is alone, and negative numbers are counted besides."""
    column = ColumnState()
    column.update(pa.array(["1", "-2", "-2.5", "-0", "true", "x", "- 5", None], pa.string()))
    counts = column.types.counts
    assert (counts[INTEGRAL], counts[FRACTIONAL], counts[BOOLEAN], counts[STRING]) == (4, 1, 1, 1)
    assert (column.types.missing, column.types.present, column.types.negative) == (1, 7, 2)
