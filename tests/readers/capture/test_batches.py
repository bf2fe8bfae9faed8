"""Records of several rows: which line of the input goes with which of the output."""

import pytest
from captures import base64_of, body, captured, csv, record

from engine.job.semantics import Semantics
from engine.readers.capture.damage import KINDS
from engine.readers.capture.envelope.statuses import ROWS

BOTH = ("endpointInput", "endpointOutput")
THREE = csv("1,2\n3,4\n5,6\n")
PAIRED = [("7", "1", "2"), ("8", "3", "4"), ("9", "5", "6")]


@pytest.mark.parametrize(
    "answer",
    [
        csv("7\n8\n9\n"),
        csv("7\r\n8\r\n9"),
        csv("7,8,9"),
        csv("7,8,9\n"),
        base64_of("7\n8\n9"),
        body([7, 8, 9]),
        body([[7], [8], [9]]),
        body("7\n8\n9"),
        body({"predictions": [7, 8, 9]}),
        body({"score": [7, 8, 9]}),
        body({"predictions": [{"score": 7}, {"score": 8}, {"score": 9}]}),
    ],
)
@pytest.mark.parametrize(
    "given", [THREE, body({"instances": [[1, 2], [3, 4], [5, 6]]}), body({"a": [1, 3, 5], "b": [2, 4, 6]})]
)
def test_lines_of_the_input_go_with_those_of_the_output(tmp_path, given, answer):
    """An answer is a line a row, a list of rows, or one line or bare list of values."""
    found = captured(tmp_path, record(given, answer), known_names=("score", "a", "b"))
    assert (found.rows, found.tally.kinds, found.tally.short + found.tally.long) == (PAIRED, {}, 0)


def test_an_answer_in_one_line_is_told_apart_by_the_number_of_rows(tmp_path):
    """Whatever came before it: a batch, one row, or as many fields for one row."""
    found = captured(
        tmp_path,
        record(csv("1,2"), csv("0")),
        record(THREE, csv("7,8,9")),
        record(THREE, csv("7\n8\n9")),
        record(csv("1,2\n3,4"), csv('"7",8')),
    )
    assert found.rows == [("0", "1", "2"), *PAIRED, *PAIRED, ("7", "1", "2"), ("8", "3", "4")]


def test_a_bare_list_is_a_row_for_a_row(tmp_path):
    """With one row on the other side it is one row, too, and with none it is one."""
    assert captured(tmp_path, record(csv("1"), body([7, 8]))).rows == [("7", "8", "1")]
    assert captured(tmp_path, record(body([7, 8]))).rows == [("7", "8")]
    assert captured(tmp_path, record(body([1, 2]), body([7, 8]))).rows == [("7", "8", "1", "2")]


@pytest.mark.parametrize(
    ("given", "answer", "names", "row"),
    [
        (csv("1,2"), body({"p": [0.1, 0.9]}), ("p.0", "p.1", "_c2", "_c3"), ("0.1", "0.9", "1", "2")),
        (body({"x": [1, 2, 3]}), csv("0"), ("_c0", "x.0", "x.1", "x.2"), ("0", "1", "2", "3")),
        (body({"x": [1, 2]}), body({"p": [3, 4, 5]}), ("p.0", "p.1", "p.2", "x.0", "x.1"), ("3", "4", "5", "1", "2")),
        (body({"x": [1, 2]}), body({"p": [3]}), ("p", "x.0", "x.1"), ("3", "1", "2")),
        (csv("1"), body({"label": "y", "p": []}), ("label", "_c1"), ("y", "1")),
    ],
)
def test_an_object_of_lists_is_a_row_where_its_columns_do_not_fit(tmp_path, given, answer, names, row):
    """A list of features or of probabilities is no column of rows that the other side has not."""
    found = captured(tmp_path, record(given, answer))
    assert (found.names, found.rows, found.tally.kinds) == (names, [row], {})


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (THREE, csv("7\n8")),
        (THREE, csv("7")),
        (THREE, csv("7,8")),
        (THREE, body([7, 8])),
        (THREE, body({"score": [7, 8]})),
        (csv("1,2"), csv("7\n8")),
        (csv("1,2"), csv("")),
        (csv(""), csv("7")),
        (csv("1,2"), body([])),
        (body([[1, 2], [3, 4]]), body([[7], [8], [9]])),
    ],
)
def test_rows_that_cannot_be_paired_are_a_bad_record(tmp_path, given, answer):
    """None of them is read; read alone, each side is good."""
    found = captured(tmp_path, record(csv("0,0"), csv("0")), record(given, answer))
    assert (found.rows, found.tally.kinds) == ([("0", "0", "0")], {KINDS[ROWS]: 1})
    assert [bad.line for bad in found.tally.bad] == [2]
    for alone in BOTH:
        assert captured(tmp_path, record(given, answer), sides=(alone,)).tally.kinds == {}


def test_observed_line_breaks_are_no_ends_of_rows(tmp_path):
    """72 lines of 58 input fields and one output are the official container's 4,178 columns: only commas part fields."""
    line = ",".join(f"{place}" for place in range(58))
    found = captured(tmp_path, record(csv("\n".join([line] * 72)), csv("0.5")), semantics=Semantics.OBSERVED)
    assert len(found.names) == 58 * 72 + 1 - 71
    assert [len(row) for row in found.rows] == [len(found.names)]
    assert found.rows[0][58:60] == ("57\n0", "1")


def test_corrected_the_same_lines_are_rows(tmp_path):
    """72 rows, and each has the one output that its line has."""
    line = ",".join(f"{place}" for place in range(58))
    found = captured(tmp_path, record(csv("\n".join([line] * 72)), csv("\n".join(["0.5"] * 72))))
    assert (len(found.names), len(found.rows), set(found.rows)) == (59, 72, {("0.5", *line.split(","))})


def test_a_quoted_line_break_ends_no_row(tmp_path):
    """Quotes mean what they mean in a CSV file; empty lines are passed over."""
    assert captured(tmp_path, record(csv('\n"1\n",""""\r\n\n"a,b",\n'))).rows == [("1\n", '"'), ("a,b", None)]


def test_a_record_of_many_rows_finds_room(tmp_path):
    """One record has more fields than a batch holds, behind and before others."""
    line = ",".join(["1"] * 2000)
    small, large = record(csv(line)), record(csv("\n".join([line] * 1200)))
    found = captured(tmp_path, small, large, small)
    assert (len(found.rows), set(found.rows)) == (1202, {("1",) * 2000})


def test_records_of_several_batches_keep_their_order(tmp_path):
    """The fields of one file are more than a batch holds."""
    rows = [[str(i)] + ["x"] * 3999 for i in range(600)]
    found = captured(tmp_path, *(record(csv(",".join(row))) for row in rows))
    assert len(found.batches) > 1
    assert [row[0] for row in found.rows] == [row[0] for row in rows]


@pytest.mark.parametrize(
    ("payload", "fields"), [("1\n3,4", 1), ("1,2,9\n3,4", 3), ("1\n3,4,5\n6", 1)], ids=["short", "long", "both"]
)
def test_a_row_of_another_width_is_filled_up_or_cut(tmp_path, payload, fields):
    """It is counted, and the first of its record named, with the record's line."""
    found = captured(tmp_path, *[record(csv("1,2"))] * 3, record(csv(payload)))
    rows = [line.split(",") for line in payload.split("\n")]
    assert found.rows[3:] == [(row[0], row[1] if len(row) > 1 else None) for row in rows]
    assert (found.tally.short, found.tally.long) == (sum(len(r) < 2 for r in rows), sum(len(r) > 2 for r in rows))
    assert [(each.line, each.fields) for each in found.tally.ragged] == [(4, fields)]


def test_a_quote_that_never_closes_swallows_no_row_of_its_payload(tmp_path):
    """It is data up to its line's end; the tally names the record."""
    found = captured(tmp_path, record(csv("1,2")), record(csv('3,"x\n4,y')), record(csv('5,"z"')))
    assert found.rows == [("1", "2"), ("3", '"x'), ("4", "y"), ("5", "z")]
    assert [each.line for each in found.tally.opened] == [2]
    assert found.tally.open_quotes == 1


@pytest.mark.parametrize(
    "form", [lambda rows: body(rows), lambda rows: csv("\n".join(",".join(map(str, row)) for row in rows))]
)
def test_a_record_of_more_rows_than_a_batch_has_room_for(tmp_path, form):
    """The batch before it is handed on, and there is room made for twice as many rows, with all that is kept of each."""
    wide = [[number % 7] * 4096 for number in range(700)]
    found = captured(tmp_path, record(csv(",".join(["5"] * 4096))), record(form(wide)))
    assert [row[0] for row in found.rows] == ["5", *(str(row[0]) for row in wide)]
    assert {len(row) for row in found.rows} == {4096}
    assert found.tally.kinds == {}
