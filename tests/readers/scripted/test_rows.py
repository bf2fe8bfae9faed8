"""Records that a user's script makes rows of, as the reader hands them over and takes the rows back."""

from datetime import UTC, datetime

import pytest
from captures import csv, lines, record, rows_of_script

from engine.errors import ScriptError
from engine.job.times import MonitoringWindow
from engine.readers.capture.damage import KINDS
from engine.readers.capture.envelope.statuses import NO_CAPTURE, NOT_JSON
from engine.readers.capture.options import CaptureFormat
from engine.readers.csv.options import CsvFormat

GOOD = record(csv("1,2"), csv("0"))


@pytest.fixture
def scripted(tmp_path):
    """Give a function that reads *files*, by name, by way of a script whose handler has that body."""

    def read(body, files, form, **settings):
        script = tmp_path / "script.py"
        script.write_text(f"def preprocess_handler(record):\n    {body}\n")
        for name, content in files.items():
            path = tmp_path / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return rows_of_script(tmp_path / "data", script, form, **settings)

    return read


def test_captured_records_are_rows_as_the_script_says(scripted):
    """Names are sorted; several rows, one or none may come of a record; columns may come late."""
    body = "n = record.endpoint_input.data; return [{'n': n, 'b' + n: 1}] * int(n)"
    found = scripted(body, {"a.jsonl": lines(*(record(csv(n)) for n in "102"))}, CaptureFormat())
    assert found.names == ("b1", "b2", "n")
    assert found.rows == [("1", None, "1"), (None, "1", "2"), (None, "1", "2")]


def test_only_good_records_reach_the_script(scripted):
    """Damaged ones are counted; sides and encodings are the script's affair."""
    content = lines(GOOD, "{", "", "{}", '{"captureData":{}}') + b'{"cap'
    found = scripted("return {'a': 1}", {"a.jsonl": content}, CaptureFormat())
    assert (len(found.rows), found.tally.unfinished) == (2, 1)
    assert found.tally.kinds == {KINDS[NOT_JSON]: 1, KINDS[NO_CAPTURE]: 1}


def test_records_without_a_line_end_between_reach_the_script_one_by_one(scripted):
    """Each with its own text, and the last one too."""
    content = "".join(record(csv(n)) for n in "123").encode()
    found = scripted("return {'a': record.endpoint_input.data}", {"a.jsonl": content}, CaptureFormat())
    assert found.rows == [("1",), ("2",), ("3",)]


def test_a_window_chooses_the_records_for_the_script(scripted):
    """By their times, where only a part of the hour is in it."""
    files = {"2024/03/18/13/a.jsonl": lines(GOOD, record(csv("1"), time="2024-03-18T13:40:00Z"))}
    window = MonitoringWindow(datetime(2024, 3, 18, 13, 30, tzinfo=UTC))
    assert scripted("return {'a': 1}", files, CaptureFormat(), window=window).rows == [("1",)]


@pytest.mark.parametrize(("header", "rows"), [(True, ["1", "2", "3"]), (False, ["x", "1", "2", "x", "3"])])
def test_lines_of_a_table_are_given_without_header_and_blank_lines(scripted, header, rows):
    """Each file's own header, wherever its splits are."""
    files = {"a.csv": b"x\n\n1\r\n \n2\n", "b.csv": b"\nx\n3"}
    for size in (4, 1000):
        found = scripted("return {'line': record}", files, CsvFormat(header=header), split_bytes=size)
        assert found.rows == [(row,) for row in rows]


def test_a_fault_names_the_records_line(scripted):
    """From 1, blank lines and damaged ones included."""
    with pytest.raises(ScriptError, match=r"b\.jsonl, line 4"):
        scripted(
            "return [] if record.endpoint_input.data == '1,2' else 1 / 0",
            {"a.jsonl": lines(GOOD, GOOD), "b.jsonl": lines(GOOD, "", "{", record(csv("3")))},
            CaptureFormat(),
        )


def test_what_the_script_prints_is_said(scripted):
    """With the tally."""
    found = scripted("print('seen'); return {'a': 1}", {"a.jsonl": lines(GOOD)}, CaptureFormat())
    assert any("seen" in line for line in found.tally.said)
