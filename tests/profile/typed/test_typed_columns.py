"""Columns of other types than text: what they are, what is missing, which texts they are compared by."""

import datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from engine.profile.column import ColumnState
from engine.profile.typed.casts import spark_texts
from engine.profile.typed.plain import plain
from engine.profile.types import DataType

NAN = float("nan")
DAY = datetime.date(2024, 1, 2)
MORNING = datetime.datetime(2024, 1, 2, 3, 4, 5, 600_000, tzinfo=datetime.UTC)


def state_of(values, known=None):
    state = ColumnState(known)
    state.update(values)
    return state


def of_text(rows, known=None):
    return state_of(pa.array(rows, pa.string()), known)


def counts_of(state):
    return {kind.value: state.types.count(kind) for kind in DataType if state.types.count(kind)}


@pytest.mark.parametrize(
    ("values", "kind", "texts"),
    [
        (pa.array([-5, 7], pa.int8()), "Integral", ["-5", "7"]),
        (pa.array([0, 2**64 - 1], pa.uint64()), "Integral", ["0", "18446744073709551615"]),
        (pa.array([90, 7], pa.duration("ns")), "Integral", ["90", "7"]),
        (pa.array([1.5, 7.0], pa.float16()), "Fractional", ["1.5", "7.0"]),
        (pa.array([0.1, 1e10], pa.float32()), "Fractional", ["0.1", "1.0E10"]),
        (pa.array([0.1, 509e-6], pa.float64()), "Fractional", ["0.1", "5.09E-4"]),
        (pa.array([Decimal("1.50"), Decimal("0.00")], pa.decimal128(9, 2)), "Fractional", ["1.50", "0.00"]),
        (pa.array([Decimal("0.0000001")], pa.decimal256(70, 7)), "Fractional", ["1E-7"]),
        (pa.array([True, False]), "Boolean", ["true", "false"]),
        (pa.array([DAY], pa.date32()), "String", ["2024-01-02"]),
        (pa.array([DAY], pa.date64()), "String", ["2024-01-02"]),
        (pa.array([MORNING], pa.timestamp("ms")), "String", ["2024-01-02 03:04:05.6"]),
        (pa.array([MORNING], pa.timestamp("ns", "Asia/Tokyo")), "String", ["2024-01-02 03:04:05.6"]),
        (pa.array([MORNING.time(), datetime.time(3)], pa.time64("us")), "String", ["03:04:05.6", "03:00:00"]),
        (pa.array(["a", "b"], pa.large_string()), "String", ["a", "b"]),
        (pa.array(["a", "b"], pa.string_view()), "String", ["a", "b"]),
        (pa.array([b"\xc3\xa9", b"b"], pa.binary()), "String", ["é", "b"]),
        (pa.array([b"ab", b"cd"], pa.binary(2)), "String", ["ab", "cd"]),
        (pa.array(["1", "2"], pa.string()).dictionary_encode(), "Integral", ["1", "2"]),
        (pa.array([4, 5]).dictionary_encode(), "Integral", ["4", "5"]),
    ],
    ids=lambda each: str(each.type) if isinstance(each, pa.Array) else "",
)
def test_a_type_decides(values, kind, texts):
    """What a column is follows from its type, and each value is a category by its text; a null is missing."""
    state = state_of(pa.concat_arrays([values, pa.nulls(1, values.type)]))
    assert counts_of(state) == {kind: len(values), "Unknown": 1}
    assert list(state.categories.counts) == texts


def test_nan_is_missing():
    """As a null is: neither a number nor a value that counts as different."""
    state = state_of(pa.array([1.0, NAN, None, 2.5, NAN], pa.float64()))
    other = state_of(pa.array([1.0, None, None, 2.5, None], pa.float64()))
    assert counts_of(state) == counts_of(other) == {"Fractional": 2, "Unknown": 3}
    assert state.numbers.moments.sum == 3.5
    assert np.array_equal(state.distinct.registers, other.distinct.registers)


def test_a_column_of_nothing_is_unknown():
    """Also where it has a type."""
    for values in (pa.nulls(3), pa.nulls(3, pa.int64()), pa.array([NAN] * 3)):
        assert counts_of(state_of(values)) == {"Unknown": 3}
        assert state_of(values).types.inferred() is DataType.UNKNOWN


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array([3, -4, 10**6] * 99), ["3", "-4", "1000000"] * 99),
        (pa.array([0.5, -0.0, 7.0, 1e-9] * 99), ["0.5", "-0.0", "7.0", "1.0E-9"] * 99),
        (pa.array([Decimal("-1.25"), Decimal("3.00")], pa.decimal128(20, 2)), ["-1.25", "3.00"]),
        (pa.array([True, None, False]), ["true", None, "false"]),
        (pa.array([DAY], pa.date32()), ["2024-01-02"]),
    ],
)
def test_a_typed_column_is_what_its_texts_are(values, texts):
    """All but the distinct count, which goes by the type, is as of the CSV file that Spark writes of it."""
    known = frozenset({"3", "7.0", "3.00", "true"})
    typed, text = state_of(values, known), of_text(texts, known)
    assert counts_of(typed) == counts_of(text)
    assert (typed.types.negative, typed.types.whole) == (text.types.negative, text.types.whole)
    assert typed.categories.counts == text.categories.counts
    assert typed.members.count == text.members.count
    ours, theirs = typed.numbers, text.numbers
    assert (ours.moments.sum, ours.moments.std_dev) == (theirs.moments.sum, theirs.moments.std_dev)
    assert [level.tolist() for level in ours.sketch.levels] == [level.tolist() for level in theirs.sketch.levels]


def test_known_values_are_counted_among_many_different_ones():
    """Also where there are too many for categories."""
    state = state_of(pa.array(range(1000), pa.int64()), frozenset({"7", "999", "x"}))
    assert state.categories.counts is None
    assert state.members.count == 2


def test_bytes_that_are_no_text_are_a_category_too():
    """Those that are not UTF-8 are replaced, and equal texts are counted together."""
    assert state_of(pa.array([b"\xff", b"\xfe", b"a"])).categories.counts == {"\ufffd": 2, "a": 1}


def test_times_out_of_sparks_range_end_nothing():
    """They overflow, as far away as they are."""
    assert state_of(pa.array([2**62], pa.timestamp("ms"))).types.present == 1


@pytest.mark.parametrize(
    ("least", "text"), [(-(2**63), "-290308-12-21 19:59:05.224192"), (1 - 2**63, "-290308-12-21 19:59:05.224193")]
)
def test_the_first_microsecond_has_a_text(least, text):
    """As Spark prints it, though numpy takes it for no time at all: times out of range may become it."""
    assert spark_texts(pa.array([least], pa.timestamp("us"))) == [text]


@pytest.mark.parametrize(
    ("days", "text"),
    [(-719529, "-0001-12-31"), (-719528, "0000-01-01"), (2932897, "+10000-01-01"), (-1, "1969-12-31")],
)
def test_years_have_four_digits_as_in_java(days, text):
    """And a sign beyond those."""
    values = plain(pa.array([days], pa.int32()).view(pa.date32()))
    assert spark_texts(values) == [text]
    assert spark_texts(plain(values.cast(pa.timestamp("s")))) == [f"{text} 00:00:00"]


@pytest.mark.parametrize("values", [pa.array([[1]]), pa.array([{"a": 1}])])
def test_nested_values_are_several_columns(values):
    """Who reads them makes those."""
    with pytest.raises(TypeError, match="several columns"):
        state_of(values)
