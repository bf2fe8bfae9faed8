"""Files whose schemas differ: what is aligned, what is widened and what is refused."""

from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.errors import DatasetError


def test_columns_in_another_order_go_by_name(parquet, read):
    """The first file's order is the table's."""
    reading = read(
        parquet(pa.table({"a": [1], "s": [{"x": 2, "y": 3}]}), pa.table({"s": [{"y": 6, "x": 5}], "a": [4]}))
    )
    assert reading.rows == [{"a": 1, "s.x": 2, "s.y": 3}, {"a": 4, "s.x": 5, "s.y": 6}]
    assert reading.passes == 1


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (pa.int32(), pa.int64(), pa.int64()),
        (pa.int8(), pa.uint32(), pa.int64()),
        (pa.null(), pa.int16(), pa.int32()),
        (pa.null(), pa.string(), pa.string()),
        (pa.null(), pa.bool_(), pa.bool_()),
        (pa.null(), pa.timestamp("ms"), pa.timestamp("us")),
        (pa.float32(), pa.float64(), pa.float64()),
        (pa.int64(), pa.float64(), pa.float64()),
        (pa.uint64(), pa.float32(), pa.float64()),
        (pa.decimal128(5, 2), pa.decimal128(20, 4), pa.decimal128(20, 4)),
        (pa.decimal128(38, 2), pa.decimal128(38, 6), pa.decimal256(42, 6)),
        (pa.decimal128(5, 2), pa.int64(), pa.decimal128(21, 2)),
        (pa.decimal128(5, 2), pa.float64(), pa.float64()),
        (pa.string(), pa.large_string(), pa.string()),
        (pa.string(), pa.binary(), pa.string()),
        (pa.timestamp("ns"), pa.timestamp("ms", "UTC"), pa.timestamp("us")),
        (pa.date32(), pa.date64(), pa.date32()),
    ],
    ids=str,
)
def test_types_that_have_room_for_each_other_are_widened(parquet, read, one, other, kind):
    """Whichever file comes first, the column is of the wider type."""
    tables = [
        pa.table({"x": pa.array([1, 2], pa.int64()).cast(each) if _of_numbers(each) else _some(each)})
        for each in (one, other)
    ]
    for order in (tables, tables[::-1]):
        reading = read(parquet(*order))
        assert reading.table.leaves[0].kind == kind
        assert len(reading.rows) == 4


def _of_numbers(kind):
    return pa.types.is_integer(kind) or pa.types.is_floating(kind)


def _some(kind):
    if pa.types.is_decimal(kind):
        return pa.array([Decimal("1.25"), Decimal(2)], kind)
    if pa.types.is_temporal(kind):
        return pa.array([86_400_000, 0], pa.int64()).view(pa.timestamp("ms")).cast(kind)
    return pa.nulls(2, kind)


def test_what_has_no_type_yet_may_become_a_struct(parquet, read):
    """A writer that saw no value could not know the members."""
    empty, full = (
        pa.table({"a": [0], "e": pa.nulls(1), "z": [9]}),
        pa.table({"a": [1], "e": [{"p": 1, "q": [2, 3]}], "z": [8]}),
    )
    rows = [
        {"a": 0, "e.p": None, "e.q.0": None, "e.q.1": None, "z": 9},
        {"a": 1, "e.p": 1, "e.q.0": 2, "e.q.1": 3, "z": 8},
    ]
    assert read(parquet(empty, full)).rows == rows
    assert read(parquet(full, empty)).rows == rows[::-1]


def test_doubles_of_decimals_are_the_nearest(parquet, read):
    """Beside a file in which the column is of doubles."""
    tables = pa.table({"x": [Decimal("0.1"), Decimal("123456789012345678.9")]}), pa.table({"x": [0.5]})
    assert [row["x"] for row in read(parquet(*tables)).rows] == [0.1, 123456789012345678.9, 0.5]


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (
            {"a": [1]},
            {"b": [1]},
            r"001.parquet: its columns are not those of .*000.parquet: 1 are missing \(a\) and 1 are more \(b\)",
        ),
        ({"a": [1], "b": [1]}, {"a": [1]}, r"1 are missing \(b\); all files"),
        ({"a": [1]}, {"a": [1], "b": [1], "c": [1]}, r"2 are more \(b, c\); all files"),
        (
            {"a": [1]},
            {"a": ["x"]},
            r"001.parquet: 1 of its columns are of other types than in .*000.parquet: 'a' is string here and int64 there",
        ),
        ({"a": [[1]]}, {"a": [1]}, "'a' is int64 here and a list of int64 there"),
        ({"a": [[1]]}, {"a": [[{"x": 1}]]}, "'a' is nested here and a list of int64 there"),
        ({"a": [1]}, {"a": [{"x": 1}]}, r"1 are missing \(a\) and 1 are more \(a.x\)"),
        ({"a": [True]}, {"a": [1]}, "'a' is int64 here and bool there"),
        ({"a": pa.array([1], pa.uint64())}, {"a": [1]}, "'a' is int64 here and uint64 there"),
    ],
)
def test_other_columns_and_types_are_refused(parquet, read, one, other, said):
    """Both files are named, and the columns."""
    with pytest.raises(DatasetError, match=said):
        read(parquet(pa.table(one), pa.table(other)))


def test_types_of_columns_that_are_left_out_may_differ(parquet, read):
    """They are not read."""
    folder = parquet(pa.table({"a": [1], "b": [1]}), pa.table({"a": [2], "b": ["x"]}))
    assert read(folder, excluded=("b",)).rows == [{"a": 1}, {"a": 2}]


def test_a_file_without_rows_adds_nothing(parquet, read):
    """Spark writes such ones."""
    folder = parquet(pa.table({"a": pa.array([], pa.int64())}), pa.table({"a": [1]}))
    assert read(folder).rows == [{"a": 1}]


def test_partition_folders_are_no_columns(read, tmp_path):
    """As for CSV: what the files hold is read, in the order of their paths."""
    for year in (2025, 2024):
        (tmp_path / f"year={year}").mkdir()
        pq.write_table(pa.table({"a": [year]}), tmp_path / f"year={year}" / "part.parquet")
    assert read(tmp_path).rows == [{"a": 2024}, {"a": 2025}]
