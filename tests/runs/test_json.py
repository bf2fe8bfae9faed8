"""Whole runs over JSON: what is written, against the same rows as CSV, and judged by each other's baselines."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.documents.folder import CONSTRAINTS, STATISTICS, VIOLATIONS
from engine.errors import DatasetError
from engine.job.dataset import Dataset, Script
from engine.job.definition import BaselinePaths, Job
from engine.pipeline import run
from engine.readers.csv.options import CsvFormat
from engine.readers.json_lines.options import JsonFormat

SAMPLE = Path(__file__).parents[2] / "sample_data"
TRAINING, WINDOW, WINDOW_LINES = (SAMPLE / name for name in ("training.csv", "window.csv", "window.jsonl"))


def _documents(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def _run(data, folder, session, baseline=None):
    """Run over *data*, CSV or JSON by its name, and write to *folder*; *baseline* is the folder of one."""
    written = CsvFormat(header=True) if data.suffix == ".csv" else JsonFormat()
    paths = None if baseline is None else BaselinePaths(str(baseline / STATISTICS), str(baseline / CONSTRAINTS))
    return run(Job(Dataset(str(data), written), str(folder), paths), session=session)


@pytest.fixture
def training_lines(tmp_path):
    """Write the training data as JSON lines, each number by its own text."""
    path = tmp_path / "training.jsonl"
    with TRAINING.open(newline="") as file, path.open("w") as lines:
        for row in csv.DictReader(file):
            lines.write("{" + ", ".join(f"{json.dumps(name)}: {_cell(text)}" for name, text in row.items()) + "}\n")
    return path


def _cell(text):
    try:
        float(text)
    except ValueError:
        return text if text in ("true", "false") else json.dumps(text or None)
    return text


def test_the_same_rows_give_the_same_documents(tmp_path, session, training_lines):
    """As CSV, as JSON lines and as a list over several lines: the documents are equal as text."""
    listed = tmp_path / "training.json"
    listed.write_text("[\n" + training_lines.read_text().strip().replace("\n", ",\n") + "\n]\n")
    for number, data in enumerate((TRAINING, training_lines, listed)):
        _run(data, tmp_path / f"out{number}", session)
    assert _documents(tmp_path / "out0") == _documents(tmp_path / "out1") == _documents(tmp_path / "out2")


def test_a_baseline_of_either_judges_a_window_of_the_other(tmp_path, session, training_lines):
    """All four pairs find the same: the five faults that are known."""
    found = []
    for name, data in (("csv", TRAINING), ("json", training_lines)):
        _run(data, tmp_path / name, session)
        for window in (WINDOW, WINDOW_LINES):
            out = tmp_path / f"{name} {window.suffix}"
            assert len(_run(window, out, session, baseline=tmp_path / name).violations) == 5
            found.append(_documents(out))
    assert all(documents == found[0] for documents in found)
    assert VIOLATIONS in found[0]


def test_columns_go_by_name(tmp_path, session):
    """In whatever order they stand; what the window lacks and what is new is told."""
    (tmp_path / "base.csv").write_text("a,b.c,ok\n" + "1,x,True\n2,y,False\n" * 50)
    (tmp_path / "same.jsonl").write_text(
        '{"ok": true, "b": {"c": "x"}, "a": 1}\n{"b": {"c": "y"}, "a": 2, "ok": false}\n' * 50
    )
    (tmp_path / "other.jsonl").write_text('{"b": {"c": "x"}, "z": [1], "ok": true}\n' * 99)
    _run(tmp_path / "base.csv", tmp_path / "base", session)
    same = _run(tmp_path / "same.jsonl", tmp_path / "same", session, baseline=tmp_path / "base")
    other = _run(tmp_path / "other.jsonl", tmp_path / "other", session, baseline=tmp_path / "base")

    assert same.violations == ()
    said = {each.check: each.description for each in other.violations}
    assert "Missing: a." in said["missing_column_check"]
    assert "Extra: z.0." in said["extra_column_check"]


def test_bad_lines_beyond_the_share_end_a_run(tmp_path, session):
    """Nothing is written."""
    (tmp_path / "a.jsonl").write_text('{"a": 1}\n' * 98 + '{"a": \n' * 2)
    with pytest.raises(
        DatasetError, match=r"2 of 100 records cannot be read, all of them not JSON \(first: .*, line 99\)"
    ):
        _run(tmp_path / "a.jsonl", tmp_path / "out", session)
    assert not (tmp_path / "out").exists() or list((tmp_path / "out").iterdir()) == []


def test_a_window_of_empty_objects_lacks_all_columns(tmp_path, session):
    """They are records, and not no data."""
    (tmp_path / "a.jsonl").write_text('{"id": 1, "n": {"k": 2}}\n' * 3)
    (tmp_path / "b.jsonl").write_text('{}\n{"n": {}}\n')
    _run(tmp_path / "a.jsonl", tmp_path / "baseline", session)
    found = _run(tmp_path / "b.jsonl", tmp_path / "out", session, baseline=tmp_path / "baseline")
    assert found.records == 2
    assert [(each.feature_name, each.check) for each in found.violations] == [
        ("Missing columns", "missing_column_check")
    ]


def test_a_script_gets_the_lines(tmp_path, session):
    """Each as its text, without those that are blank; what it returns are the rows."""
    (tmp_path / "a.jsonl").write_text('{"a": [1, 2]}\n\n{"a": [3]}\r\n')
    script = tmp_path / "script.py"
    script.write_text(
        "import json\n\ndef preprocess_handler(line):\n    return [{'n': n} for n in json.loads(line)['a']]\n"
    )
    data = Dataset(str(tmp_path / "a.jsonl"), JsonFormat(), preprocessor=Script(str(script)))
    job = Job(data, str(tmp_path / "out"), None)
    assert run(job, session=session).records == 3


def test_the_command_line_finds_it(tmp_path):
    """By how it begins, where its name says nothing."""
    (tmp_path / "data").write_text('{"id": 1, "city": {"name": "Rom"}}\n{"id": 2}\n')
    features = _engine(tmp_path, "baseline", "data", "-o", "out")
    assert features["id"]["numerical_statistics"]["sum"] == 3.0
    assert features["city.name"]["string_statistics"]["common"] == {"num_present": 1, "num_missing": 1}


def test_the_container_knows_its_key(tmp_path):
    """In the spelling of the API as in the SDK's; a list of objects is read under either."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.jsonl").write_text('{"id": 1, "n": [5, 6]}\n')
    (tmp_path / "data" / "b.json").write_text('[{"id": 2},\n {"id": 3}]\n')
    settings = ("--dataset-source", "data", "--output-path", "out", "--dataset-format", '{"Json": {"Line": true}}')
    features = _engine(tmp_path, *settings)
    assert list(features) == ["id", "n.0", "n.1"]
    assert features["id"]["numerical_statistics"]["sum"] == 6.0


def _engine(folder, *words):
    """Run the engine in a process of its own, and return the features of the statistics in `out`, by name."""
    command = [sys.executable, "-m", "engine", *words]
    done = subprocess.run(command, cwd=folder, env=dict(os.environ), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    features = json.loads((folder / "out" / STATISTICS).read_text())["features"]
    return {feature["name"]: feature for feature in features}
