"""Where a row lies that something is wrong with, in JSON and in merged records."""

import json

import pytest

from engine.job.dataset import Dataset
from engine.job.quality import ModelQuality, ProblemType
from engine.readers.answers.misplaced import place_of_row
from engine.readers.json_lines.options import JsonFormat
from engine.readers.look import look
from engine.readers.merged.options import MergedFormat
from engine.readers.tables import Known

ASKED = ModelQuality(ProblemType.REGRESSION, "0")


def places(path, written, rows, known):
    (found := look(Dataset(str(path), written), known))
    splits = found.table.splits(found.files)
    return [place_of_row(found.table, splits, row).described for row in range(rows)]


def test_an_object_is_in_its_line(tmp_path):
    """Blank and broken lines are lines, and no rows."""
    (tmp_path / "a.jsonl").write_text('{"a": 1}\n\n{"a": \n{"a": 2}\n7\n{"a": 3}')
    assert places(tmp_path / "a.jsonl", JsonFormat(lines=True), 3, Known()) == ["line 1", "line 4", "line 6"]


def test_an_element_of_one_text_has_a_number(tmp_path):
    """It may begin anywhere in a line."""
    (tmp_path / "a.json").write_text('[{"a": 1}, {"a": 2},\n{"a": 3}]')
    assert places(tmp_path / "a.json", JsonFormat(), 3, Known()) == ["record 1", "record 2", "record 3"]


@pytest.mark.parametrize(
    ("answers", "lines"), [(["1"], ["line 1"]), (["1", "2\n3", "4"], ["line 1", "line 2", "line 2", "line 3"])]
)
def test_a_merged_row_is_in_the_line_of_its_record(tmp_path, answers, lines):
    """Of several answers to one request all are."""
    records = (
        {
            "groundTruthData": {"data": each, "encoding": "CSV"},
            "captureData": {"endpointOutput": {"data": each, "encoding": "CSV"}},
        }
        for each in answers
    )
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    assert places(tmp_path / "a.jsonl", MergedFormat(), len(lines), Known(quality=ASKED)) == lines
