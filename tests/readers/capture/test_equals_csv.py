"""The same rows are the same statistics, whether they come as a CSV file or as captured traffic in any encoding."""

import csv as csv_module
import io
import json

import pytest
from captures import base64_of, body, csv, lines, record
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.analysis.data_quality.describe import describe as describe_state
from engine.job.dataset import Dataset
from engine.profile.state import DatasetState
from engine.readers.capture.options import CaptureFormat
from engine.readers.csv.options import CsvFormat
from engine.readers.look import look
from engine.readers.tables import Known

NAMES = ("a", "b c", "é")
CELLS = st.sampled_from(
    ["", "1", "-2.50", " 3", "1e5", "true", "x,y", '"', "''", "a\nb", "\r\n", "NULL", "NaN", "é😀"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12)


def delimited(rows):
    """Return *rows* as CSV whose fields are quoted, for a file may begin with what would be its byte order mark."""
    text = io.StringIO()
    csv_module.writer(text, quoting=csv_module.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return text.getvalue()


def least_quoted(rows):
    """Return *rows* as CSV with quotes where they are needed."""
    text = io.StringIO()
    csv_module.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def objects(rows):
    """Return *rows* as JSON objects, in which a missing value is a null."""
    return [{name: cell or None for name, cell in zip(NAMES, row, strict=True)} for row in rows]


def columns(rows):
    """Return *rows* as a list a column."""
    return {name: [row[place] for row in rows] for place, name in enumerate(NAMES)}


RECORD_A_ROW = {
    "CSV": lambda row: csv(least_quoted([row])),
    "CSV with names": lambda row: csv(delimited([NAMES, row])),
    "JSON object": lambda row: body(objects([row])[0]),
    "JSON list": lambda row: body(list(row)),
    "base64 of CSV": lambda row: base64_of(delimited([row])),
    "base64 of JSON": lambda row: base64_of(json.dumps(objects([row])[0], ensure_ascii=False), "application/json"),
}
ONE_RECORD = {
    "CSV": lambda rows: csv(least_quoted(rows)),
    "JSON columns": lambda rows: body(columns(rows)),
    "JSON instances": lambda rows: body({"instances": objects(rows)}),
    "JSON rows": lambda rows: body([list(row) for row in rows]),
    "JSON lines": lambda rows: body("\n".join(map(json.dumps, objects(rows)))),
    "base64 of CSV": lambda rows: base64_of(delimited(rows)),
}


def statistics(path, content, form):
    """Return the statistics document of a file of *content*, read as one split."""
    path.write_bytes(content)
    dataset = Dataset(str(path), form)
    shown = look(dataset, Known(NAMES))
    table = shown.table
    state = DatasetState(table.selected)
    for split in table.splits(shown.files):
        found = table.read(split, state.update).tally.found
        assert table.widened(found) is table
    return describe_state(state).to_json()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=TABLES)
@example(rows=[("", "", "")])
@example(rows=[(" ", "\t", "\ufeff"), ("\ufeff", "\r", "\n"), ("\0", "\x85", "\u2028")])
@example(rows=[("a", "b c", "é x"), ("a", "b c", "É")])
def test_captures_are_the_same_rows_as_csv(tmp_path, rows):
    """Each row a record, or all of them one: names, types, moments, sketches and categories are those of the file."""
    expected = statistics(tmp_path / "a.csv", delimited([NAMES, *rows]).encode(), CsvFormat(header=True))
    for encode in RECORD_A_ROW.values():
        content = lines(*(record(encode(row)) for row in rows))
        assert statistics(tmp_path / "a.jsonl", content, CaptureFormat()) == expected
    for encode in ONE_RECORD.values():
        assert statistics(tmp_path / "a.jsonl", lines(record(encode(rows))), CaptureFormat()) == expected


@pytest.mark.parametrize("form", RECORD_A_ROW)
def test_many_rows_are_the_same_as_csv(tmp_path, form):
    """Also where they are more than one batch."""
    rows = [(str(i), f"{i % 7}.50", "x" * (i % 3)) for i in range(4000)]
    expected = statistics(tmp_path / "a.csv", delimited([NAMES, *rows]).encode(), CsvFormat(header=True))
    content = lines(*(record(RECORD_A_ROW[form](row)) for row in rows))
    assert statistics(tmp_path / "a.jsonl", content, CaptureFormat()) == expected
