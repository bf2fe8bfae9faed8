"""Bodies that are like those before are read by what is between their values: what comes back is what each is by itself."""

import json

import numpy as np
import pytest
from captures import base64_of, body, captured, csv, lines, record
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.readers.capture.columns import columns_of
from engine.readers.capture.envelope.statuses import BLANK, GOOD, STATUS
from engine.readers.capture.records import CaptureRecords, CaptureRows, RowPlan
from engine.readers.csv.dialect import CsvDialect
from engine.readers.tally import MOST_NAMED, Found

BOTH = (True, True)
ONE_ROW = [
    '{"a":%s,"b":%s}',
    '{"a": %s, "b": {"c": %s, "d": [%s, %s]}}',
    '{"a":%s,"a":%s}',
    '{"instances":[{"a":%s,"b":%s}]}',
    '{"id":%s,"predictions":[[%s,%s]],"took":%s}',
    '{"predictions":[%s]}',
    '{"predictions":%s,"é\\"":%s}',
    '{"a":[%s],"b":[%s]}',
    '{"features":[%s,%s]}',
    '{"dataframe_split":{"columns":["a","b"],"data":[[%s,%s]]}}',
    "[%s,%s]",
    "[[%s, [%s]]]",
    "%s",
]
"""Bodies with places for values: one row each, where the other side has no more."""

MORE_ROWS = [
    '{"instances":[{"a":%s,"b":%s},{"a":%s,"b":%s}]}',
    '{"instances":[{"a":%s,"b":%s},{"a":%s,"b":%s},{"a":%s,"b":%s}]}',
    '{"instances":[{"a":%s,"b":%s},{"b":%s,"a":%s}]}',
    '{"instances":[{"a":%s},{"a":%s,"b":[]}],"inputs":[%s]}',
    '{"a":[%s,%s],"b":[%s,%s]}',
    '{"id":%s,"predictions":[%s,%s],"took":[%s,{}]}',
    "[[%s,%s],[%s,%s]]",
    "[[%s,%s],[%s]]",
    "[[%s],[[%s]]]",
    "[%s,[%s]]",
    "[%s,%s]",
    '{"a":%s}\n{"a":%s}\n{"a":%s}',
    '{"instances":[%s]}{"instances":[%s]}',
    '{"dataframe_split":{"columns":["a","b"],"data":[[%s,%s],[%s,%s]]}}',
    '{"dataframe_split":{"data":[[%s],[%s],[%s]],"index":[%s],"columns":["a"]}}',
    '{"dataframe_split":{"columns":[%s,%s],"data":[[%s,%s]]}}',
    '{"a":%s',
    '{"a":%s}}',
    "%s%s",
    "%s[]%s{}",
]
ANSWERS = ["5", "0.25", '"5"', '"5""6"', "5,6", "5\n6", "5\n6\n", "", " ", "5\r\n", "x" * 130, '"5']
"""CSV on the other side: most are one plain field, which is read without a look at the whole record."""

VALUES = [
    "1", "-0.5", "12345678901234567890", "1e5", "true", "false", "null", "NaN", "Infinity", "-Infinity", '""', '"x"',
    '"a text of some length"', '"\\u00e9"', '"a\\"b"', '"\\ud83d\\ude00"', '"é"', '"},{"', "01", "1.", "nul",
]  # fmt: skip


def bodies_of(shapes):
    """Return a strategy of bodies: one of the *shapes*, with values in its places."""
    return st.tuples(shapes, st.lists(st.sampled_from(VALUES[:18] * 4 + VALUES), min_size=6, max_size=6)).map(
        lambda drawn: drawn[0] % tuple(drawn[1][: drawn[0].count("%s")])
    )


def rows_of(plan, block, records):
    """Return what becomes of the *records* of *block*: rows, statuses, the tally, and what is new."""
    block, records, batches = block.copy(), records.copy(), []
    rows = CaptureRows(plan, batches.append)
    tally = rows.take(block, records, len(block), "p")
    rows.flush()
    cells = [tuple(row.values()) for batch in batches for row in batch.to_pylist()]
    return cells, records[:, STATUS].tolist(), tally, rows.found()


def plan_for(found, sides, spelled):
    """Return the plan of a table with the columns that were *found*."""
    columns = columns_of(found, sides, (), ())
    return RowPlan(columns, columns.names, sides, CsvDialect(), spellings=dict.fromkeys(columns.names, spelled))


@settings(deadline=None, max_examples=100)
@given(
    data=st.data(),
    shapes=st.lists(st.sampled_from(ONE_ROW + MORE_ROWS), min_size=1, max_size=6),
    answers=st.lists(st.sampled_from([*ONE_ROW, *MORE_ROWS, "csv"]), min_size=1, max_size=3),
    spelled=st.integers(0, 2),
)
def test_each_record_is_what_it_is_by_itself(data, shapes, answers, spelled):
    """Whatever came before it: a record that is read alone has none before it that it could be like."""
    given_ = data.draw(st.lists(bodies_of(st.sampled_from(shapes)), min_size=2, max_size=14))
    made = [data.draw(st.sampled_from(answers)) for _ in given_]
    drawn = [
        csv(data.draw(st.sampled_from(ANSWERS[:2] * 6 + ANSWERS)))
        if one == "csv"
        else body(data.draw(bodies_of(st.just(one))))
        for one in made
    ]
    text = lines(*(record(body(one), two) for one, two in zip(given_, drawn, strict=True)))
    block = np.frombuffer(text, dtype=np.uint8)
    records, block = CaptureRecords(BOTH, None).find(block, final=True, at_edge=False)
    records = records[records[:, STATUS] != BLANK]
    found = Found()
    for _ in range(2):
        plan = plan_for(found, BOTH, spelled)
        rows, statuses, tally, new = rows_of(plan, block, records)
        alone = [rows_of(plan, block, records[place : place + 1]) for place in range(len(records))]
        assert rows == [row for each in alone for row in each[0]]
        assert statuses == [status for each in alone for status in each[1]]
        assert tally.ragged == tuple(odd for each in alone for odd in each[2].ragged)[:MOST_NAMED]
        assert (tally.short, tally.long) == tuple(
            sum(getattr(each[2], odd) for each in alone) for odd in ("short", "long")
        )
        assert new.names == sum((each[3] for each in alone), Found()).names
        found += new


@pytest.mark.parametrize("shape", [*ONE_ROW, *MORE_ROWS[:2], *MORE_ROWS[4:7], MORE_ROWS[11], MORE_ROWS[13]])
def test_what_is_like_one_before_takes_no_tape(shape):
    """Where there is no room for one, only such a body can be read."""
    values = ["1.5", '"x\\n"', "null", "true", "7", '"é"']
    text = lines(
        *(record(body(shape % tuple(values[place:] + values[:place])[: shape.count("%s")])) for place in range(3))
    )
    block = np.frombuffer(text, dtype=np.uint8)
    sides = (False, True)
    records, block = CaptureRecords(sides, None).find(block, final=True, at_edge=False)
    plan = plan_for(rows_of(plan_for(Found(), sides, 1), block, records)[3], sides, 1)
    batches = []
    rows = CaptureRows(plan, batches.append)
    rows.take(block.copy(), records[:1].copy(), len(block), "p")
    rows._tape[:] = -1
    rows.take(block.copy(), records[1:].copy(), len(block), "p")
    rows.flush()
    assert (rows._tape == -1).all()
    cells = [tuple(row.values()) for batch in batches for row in batch.to_pylist()]
    assert cells == rows_of(plan, block, records)[0]


def test_batches_of_any_size_are_alike(tmp_path):
    """Rows of a list come again, few or many, between others that do not."""
    sizes = (1, 2, 3, 300, 1, 20_000, 2)
    records = [record(body({"instances": [{"a": n, "b": f"x{n}"} for n in range(size)], "id": "7"})) for size in sizes]
    found = captured(tmp_path, *records)
    assert found.names == ("a", "b")
    assert found.rows == [(str(n), f"x{n}") for size in sizes for n in range(size)]


def test_clients_by_turns_keep_their_own_names(tmp_path):
    """One writes blanks, one another order, one sends base64, and one has a key more."""
    turns = [body('{"a":%d,"b":2}'), body('{"b": 2, "a": %d}'), body('{"a":%d,"b":2,"c":3}')]
    records = [
        record(base64_of(turn["data"] % n, "application/json") if n % 5 == 0 else {**turn, "data": turn["data"] % n})
        for n in range(60)
        for turn in turns
    ]
    found = captured(tmp_path, *records)
    assert found.names == ("a", "b", "c")
    assert found.rows == [(str(n), "2", "3" if place == 2 else None) for n in range(60) for place in range(3)]


@pytest.mark.parametrize(("answers", "values"), [(2, ("0.1", "0.9")), (1, None)])
def test_a_bare_list_is_paired_anew_each_time(tmp_path, answers, values):
    """With two rows it has one value for each, with one it is a row, though its text is like the one before."""
    two, one = body({"instances": [{"a": 1}, {"a": 2}]}), body({"instances": [{"a": 1}]})
    pairs = [(two, body([0.1, 0.9])), (one, body([0.1, 0.9]))] * 3
    found = captured(tmp_path, *(record(*pair) for pair in (pairs if answers == 2 else pairs[::-1])))
    alone = [captured(tmp_path, record(*pair)) for pair in pairs]
    assert len(found.rows) == 9
    assert [row[0] for row in found.rows if row[-1] == "2"] == ["0.9"] * 3
    assert [len(each.rows) for each in alone[:2]] == [2, 1]


def test_bodies_unlike_each_other_are_read_all_the_same(tmp_path):
    """More of them than are tried: each has its keys in an order of its own, or lacks some."""
    keys = "abcdefghijkl"
    rows = [{key: str(n) for place, key in enumerate(keys) if n >> place & 1} for n in range(1, 4096, 7)]
    found = captured(tmp_path, *(record(body(row)) for row in rows))
    assert sorted(found.names) == list(keys)
    assert found.rows == [tuple(row.get(name) for name in found.names) for row in rows]


def test_a_broken_body_leaves_no_trace():
    """What it changed in the text before it broke is as it was, so that all of it is looked at again."""
    good, broken = '{"a":"\\n","b":true,"c":1}', '{"a":"\\t","b":true,"c":x}'
    other = '{"a":"\\t","b":false,"c":1,"d":"\\u00e9"}'
    text = lines(*(record(body(each)) for each in (good, good, broken, other, good)))
    block = np.frombuffer(text, dtype=np.uint8)
    records, block = CaptureRecords((False, True), None).find(block, final=True, at_edge=False)
    found = rows_of(plan_for(Found(), (False, True), 1), block, records)[3]
    rows, statuses, _, _ = rows_of(plan_for(found, (False, True), 1), block, records)
    assert [status == GOOD for status in statuses[:5]] == [True, True, False, True, True]
    assert rows == [("\n", "True", "1", None)] * 2 + [("\t", "False", "1", "é"), ("\n", "True", "1", None)]


def test_scalars_around_the_rows_may_be_any(tmp_path):
    """An identifier beside the rows is another one each time; it is no column."""
    texts = [json.dumps({"id": n, "predictions": [[n, n + 1]], "model": f"m{n}"}) for n in range(5)]
    assert captured(tmp_path, *(record(body(text)) for text in texts)).rows == [(str(n), str(n + 1)) for n in range(5)]


def test_a_plain_field_beside_a_body_is_read_where_others_are_not(tmp_path):
    """One row each; in quotes, with a header, of another width, of several lines or of none, the field is read by all the rules."""
    answers = ["0", "1", '"2"', "y\n3", "4,5", "6\n", "", "7"]
    made = [record(body({"a": place, "b": "x"}), csv(answer)) for place, answer in enumerate(answers)]

    found = captured(tmp_path, *made, known_names=("y", "a", "b"))

    rows = [("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("6", "5"), ("7", "7")]
    assert found.rows == [(answer, place, "x") for answer, place in rows]
    assert (found.tally.headers, found.tally.long, sum(found.tally.kinds.values())) == (1, 1, 1)
