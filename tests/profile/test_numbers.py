"""Reading numbers from texts against Python's own parser."""

import math
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.profile.cells import scan

# fmt: off
HARD = [
    "0", "-0", "-0.0", "+0e5", "000123", "9007199254740992", "9007199254740993", "9007199254740995",
    "18446744073709551616", "0.1", "0.30000000000000004", "123456789012345678", "1234567890123456789",
    "0.000000000000000000000000000123",
    "1e22", "1e23", "-1e23", "8.5e22", "1e-22", "1e-23", "4.35", "7.038531e-26", "6250000000000000000000e-21",
    "1.7976931348623157e308", "1.7976931348623159e308", "1e400", "1e-400", "1e-999999999999", "0e999999999999",
    "5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308",
    "1" + "0" * 400, "0." + "0" * 400 + "1", "1" * 800 + "e-800", "1e18446744073709551621", "1e-18446744073709551621",
    "9007199254740993.000000000000000000001", "9007199254740992.9999999999999999999", "9007199254740993.0000e-00",
    "-9007199254740993.0", "900719925474099.3e1", "90071992547409930000000e-7", "2.2250738585072012e-308", "1e309", "1e308",
    "9999999999999999999e-343", "9999999999999999999e289", "9999999999999999999e290", "10000000000000000000",
    "0." + "0" * 100_010 + "1e100010",
]
# fmt: on

decimal_texts = st.from_regex(r"[+-]? ?0{0,25}[0-9]{1,25}(\.[0-9]{1,40})?([eE][+-]?0{0,3}[0-9]{1,3})?", fullmatch=True)
plain_texts = st.one_of(st.floats(allow_nan=False, allow_infinity=False).map(repr), st.integers().map(str))
halves = st.floats(min_value=1e-4, max_value=1e30).map(
    lambda low: str(Decimal(low) + (Decimal(math.nextafter(low, math.inf)) - Decimal(low)) / 2)
)
"""What is in the middle between two doubles, or nearly, in 28 digits at most."""


def numbers_of(texts: list[str | None]) -> list[str]:
    """Return the numbers that a scan reads from *texts*, as Python writes them."""
    counts, registers = np.zeros(5, dtype=np.int64), np.zeros(512, dtype=np.uint8)
    found = scan(pa.array(texts, pa.string()), type_counts=counts, registers=registers, count_categories=False)
    return [repr(number) for number in found.numbers.tolist()]


def has_number(text: str) -> bool:
    """A blank after the sign is allowed by Deequ's patterns, but Spark's cast reads no number there."""
    return text[:2] not in ("- ", "+ ")


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(decimal_texts, plain_texts, halves), max_size=30))
def test_numbers_are_those_that_python_reads(texts):
    """Every bit is the same, for any number of digits, leading zeros and exponents up to 999."""
    assert numbers_of(texts) == [repr(float(text)) for text in texts if has_number(text)]


@pytest.mark.parametrize("text", HARD)
def test_hard_numbers_are_rounded_once(text):
    """At the edges of the fast way, of the range and of a rounding, the number is still the nearest one."""
    assert numbers_of([text]) == [repr(float(text))]


def test_numbers_stay_in_the_order_of_their_rows():
    """Numbers that need the full parser stand where they were, beside easy ones, texts and missing values."""
    hard = "0.12345678901234567890123"
    assert numbers_of(["1", hard, "x", None, "2", "-" + hard, "- 5", "3"]) == [
        "1.0", repr(float(hard)), "2.0", repr(-float(hard)), "3.0"
    ]  # fmt: skip


def test_one_number_out_of_range_does_not_spoil_its_neighbours():
    """An infinite one takes another way through the parser, with the others of its batch."""
    texts = ["+1e999", " 0.12345678901234567890123", "-1e999", "+ 7", "1e-999"]
    assert numbers_of(texts) == ["inf", "0.12345678901234568", "-inf", "0.0"]


def test_a_slice_of_a_longer_array_is_read_from_its_own_beginning():
    """Offsets and validity of the parent array do not shift the rows."""
    parent = pa.array(["9", None, "1.5", None, "0.12345678901234567890123", "8"], pa.string())
    counts, registers = np.zeros(5, dtype=np.int64), np.zeros(512, dtype=np.uint8)
    found = scan(parent[1:5], type_counts=counts, registers=registers, count_categories=True)
    assert found.numbers.tolist() == [1.5, 0.12345678901234567890123]
    assert found.categories == {"1.5": 1, "0.12345678901234567890123": 1}
    assert counts.tolist() == [2, 2, 0, 0, 0]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("7.0", 1), ("-7.0", 1), ("7e0", 1), ("1e3", 1), ("0.0", 1), ("12345678901234567890.0", 1), ("7.5", 0),
        ("7", 0), ("1e999", 0), ("0.12345678901234567890123", 0), ("x", 0), ("- 7.0", 0),
    ],
)  # fmt: skip
def test_whole_fractions_are_counted(text, whole):
    """Of Fractional values those whose number is whole, however it is written; infinity is none."""
    registers = np.zeros(512, dtype=np.uint8)
    arguments = {"type_counts": np.zeros(5, dtype=np.int64), "registers": registers, "count_categories": False}
    assert scan(pa.array([text, "0.12345678901234567890123"]), **arguments).whole == whole
