"""Structs, lists and maps as columns."""

import datetime
import json
from decimal import Decimal

import pyarrow as pa
import pytest
from pyspark.sql import functions

from engine.errors import DatasetError

DAY = datetime.date(2024, 1, 2)
MOMENT = datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)


def test_members_of_structs_have_dotted_names(parquet, read):
    """However deep; a member of a missing struct is missing."""
    rows = [{"x": 1, "y": {"z": "q"}}, None, {"x": None, "y": None}]
    reading = read(parquet(pa.table({"s": rows, "dotted.name": ["u", "v", "w"]})))
    assert reading.rows == [
        {"s.x": 1, "s.y.z": "q", "dotted.name": "u"},
        {"s.x": None, "s.y.z": None, "dotted.name": "v"},
        {"s.x": None, "s.y.z": None, "dotted.name": "w"},
    ]
    assert reading.table.settled


def test_members_with_few_different_texts_are_read_over_several_row_groups(parquet, read):
    """Arrow joins no codes of dictionaries there; neither of its own, nor of a pandas category."""
    words = pa.array(["car", "house", None] * 300)
    structs = pa.StructArray.from_arrays([words, words.dictionary_encode()], ["text", "code"])
    folder = parquet(pa.table({"s": structs, "t": words, "l": [["x", "y"], None, []] * 300}), row_group_size=100)
    rows = read(folder).rows
    assert [(row["s.text"], row["s.code"], row["t"]) for row in rows] == [(word,) * 3 for word in words.to_pylist()]
    assert [row["l.1"] for row in rows] == ["y", None, None] * 300


@pytest.mark.parametrize(
    "kind", [pa.list_(pa.int64()), pa.large_list(pa.int64()), pa.list_view(pa.int64())], ids=["list", "large", "view"]
)
def test_lists_of_plain_values_have_positions(parquet, read, kind):
    """As many as the longest list has; a shorter one lacks the last ones, and a missing one all."""
    lists = pa.array([[1, 2, 3], [], None, [4, None]], kind)
    reading = read(parquet(pa.table({"l": lists})))
    assert [list(row.values()) for row in reading.rows] == [[1, 2, 3], [None] * 3, [None] * 3, [4, None, None]]
    assert reading.table.names == ("l.0", "l.1", "l.2")


def test_lists_of_one_length_have_its_positions(parquet, read):
    """Within a struct too."""
    lists = pa.array([[1.5, 2.5], None], pa.list_(pa.float64(), 2))
    reading = read(parquet(pa.table({"s": pa.StructArray.from_arrays([lists], ["l"])})))
    assert reading.rows == [{"s.l.0": 1.5, "s.l.1": 2.5}, {"s.l.0": None, "s.l.1": None}]


def test_longer_lists_that_come_later_widen_the_columns(parquet, read):
    """In later rows, row groups and files; all is read again then, and the columns stay in their places."""
    tables = [pa.table({"l": [[1]] * 2000 + [[1] * width], "z": ["x"] * 2001}) for width in (2, 5, 3)]
    reading = read(parquet(*tables, row_group_size=700))
    assert reading.table.names == ("l.0", "l.1", "l.2", "l.3", "l.4", "z")
    assert not reading.table.settled
    assert reading.passes == 2
    assert [sum(row[f"l.{place}"] or 0 for row in reading.rows) for place in range(5)] == [6003, 3, 2, 1, 1]


def test_lists_without_a_value_are_no_column(parquet, read):
    """But the rows are there."""
    reading = read(parquet(pa.table({"l": pa.array([[], None], pa.list_(pa.int64())), "a": [1, 2]})))
    assert reading.rows == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("kind", [pa.null(), pa.int64()])
def test_a_later_file_may_have_the_first_value_of_all(parquet, read, kind):
    """What comes before has rows without a column, and then with the new ones."""
    nothing = pa.table({"l": pa.array([[], None], pa.list_(kind))})
    assert [batch.num_columns for batch in read(parquet(nothing)).batches] == [0]
    reading = read(parquet(nothing, pa.table({"l": [[7, 8]]})))
    assert reading.rows == [{"l.0": None, "l.1": None}] * 2 + [{"l.0": 7, "l.1": 8}]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (
            [[{"k": 1, "d": DAY}], [], [None, {"k": None, "d": None}]],
            ['[{"k":1,"d":"2024-01-02"}]', "[]", '[null,{"k":null,"d":null}]'],
        ),
        ([[[1, 2], []], [None]], ["[[1,2],[]]", "[null]"]),
        (
            [[{"x": 1.5, "y": float("nan")}], [{"x": 1e-9, "y": None}]],
            ['[{"x":1.5,"y":null}]', '[{"x":1.0E-9,"y":null}]'],
        ),
        ([[{"t": 'a "q" é\n'}]], ['[{"t":"a \\"q\\" é\\n"}]']),
        ([[{"b": True, "c": Decimal("1.50"), "m": MOMENT}]], ['[{"b":true,"c":1.50,"m":"2024-01-02 03:04:05"}]']),
        (pa.array([[("a", 1), ("b", None)], []], pa.map_(pa.string(), pa.int64())), ['{"a":1,"b":null}', "{}"]),
        (pa.array([[(7, [1])]], pa.map_(pa.int64(), pa.list_(pa.int64()))), ['{"7":[1]}']),
    ],
)
def test_what_is_nested_in_lists_is_json_text(parquet, read, values, texts):
    """Lists of structs, of lists and maps: one column; missing where the value is missing."""
    column = pa.concat_arrays([pa.array(values), pa.nulls(1, pa.array(values).type)])
    reading = read(parquet(pa.table({"j": column})))
    assert [row["j"] for row in reading.rows] == [*texts, None]
    assert all(json.loads(text) is not None for text in texts)


def test_json_texts_say_what_sparks_do(parquet, read, spark):
    """As values; Spark leaves missing members out, and prints times its own way."""
    values = pa.array([[{"k": 1, "t": 'a"b', "l": [1.5, -2e-9]}], [{"k": -5, "t": "é", "l": []}]] * 3)
    folder = parquet(pa.table({"j": values, "m": pa.array([[("a", 1)]] * 6, pa.map_(pa.string(), pa.int64()))}))
    frame = spark.read.parquet(str(folder)).select(functions.to_json("j").alias("j"), functions.to_json("m").alias("m"))
    ours = read(folder).rows
    for name in ("j", "m"):
        assert [json.loads(row[name]) for row in ours] == [json.loads(row[name]) for row in frame.collect()]


def test_two_columns_of_one_dotted_name_are_refused(parquet, read):
    """Nobody could tell which is meant."""
    with pytest.raises(DatasetError, match=r"several columns are called a\.b,"):
        read(parquet(pa.table({"a": [{"b": 1}], "a.b": [2]})))


def test_columns_are_left_out_by_their_dotted_names_and_positions(parquet, read):
    """Each of a list's positions is a column."""
    table = pa.table({"first": [1], "s": [{"x": 1, "y": 2}], "l": [[7, 8, 9]], "m": [[{"q": 1}]]})
    reading = read(parquet(table), excluded=("0", "s.x", "l.1", "m"))
    assert reading.rows == [{"s.y": 2, "l.0": 7, "l.2": 9}]
    assert len(reading.table.names) == 7
