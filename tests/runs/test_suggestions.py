"""suggestions.json of a run: where it comes, where it does not, and that the official documents are as without it."""

import json
import os
from functools import partial
from pathlib import Path

import pytest

from engine import pipeline
from engine.__main__ import main as container
from engine.cli.main import main as command_line
from engine.documents.folder import CONSTRAINTS, DOCUMENTS, STATISTICS, SUGGESTIONS, VIOLATIONS

FORMAT = '{"csv": {"header": true}}'


@pytest.fixture
def here(tmp_path, monkeypatch, session):
    """Give a folder with data; runs share the session of the tests."""
    monkeypatch.setattr(pipeline, "run", partial(pipeline.run, session=session))
    (tmp_path / "data.csv").write_text("id,a.b\n" + "".join(f"{n},{'xy'[n % 2]}\n" for n in range(100)))
    return tmp_path


def documents(folder):
    """Return the texts of all documents in *folder*, by name."""
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_a_baseline_run_suggests_what_deequs_rules_do(here, capsys):
    """Feature by feature; the report names some. The other documents are, byte for byte, those of a run without."""
    assert command_line(["baseline", str(here / "data.csv"), "-o", str(here / "out")]) == 0
    assert "6 suggestions in suggestions.json, such as\n  'id' is unique\n" in capsys.readouterr().out
    assert command_line(["baseline", str(here / "data.csv"), "-o", str(here / "plain"), "--no-suggestions"]) == 0
    assert "suggestion" not in capsys.readouterr().out

    written, plain = documents(here / "out"), documents(here / "plain")
    suggested = json.loads(written.pop(SUGGESTIONS))
    assert written == plain
    assert written.keys() == {STATISTICS, CONSTRAINTS}
    assert [feature["name"] for feature in suggested["features"]] == ["id", "a.b"]
    assert [each["rule"] for each in suggested["features"][1]["suggestions"]] == [
        "CompleteIfCompleteRule",
        "CategoricalRangeRule",
    ]
    assert suggested["features"][1]["suggestions"][1]["dqdl"] == 'ColumnValues "`a.b`" in ["y", "x"]'


@pytest.mark.parametrize(("value", "written"), [(None, True), ("Enabled", True), ("disabled", False)])
def test_a_setting_of_the_container_turns_them_off(here, value, written):
    """They are made unless it says otherwise."""
    settings = {"dataset_source": f"{here}/data.csv", "dataset_format": FORMAT, "output_path": f"{here}/out"}
    assert container([], settings | ({} if value is None else {"suggestions": value}), root=here / "ml") == 0
    assert (here / "out" / SUGGESTIONS).exists() is written


def test_a_monitoring_run_suggests_nothing(here):
    """What is expected is known there."""
    assert command_line(["baseline", str(here / "data.csv"), "-o", str(here / "b"), "-q"]) == 0
    words = [str(here / "data.csv"), "--baseline", str(here / "b"), "-o", str(here / "out")]
    assert command_line(["monitor", *words]) == 0
    assert documents(here / "out").keys() == {STATISTICS, CONSTRAINTS, VIOLATIONS}


def test_the_constraints_are_the_last_document(here, monkeypatch):
    """Who waits for the document that says that the run is complete finds the suggestions there."""
    seen, replace = [], Path.replace
    monkeypatch.setattr(Path, "replace", lambda path, to: (seen.append(to.name), replace(path, to))[1])
    assert command_line(["baseline", str(here / "data.csv"), "-o", str(here / "out")]) == 0
    assert seen == [SUGGESTIONS, STATISTICS, CONSTRAINTS]


def test_the_next_run_leaves_nothing_of_them(here):
    """Neither a run without suggestions nor one that fails."""
    assert SUGGESTIONS in DOCUMENTS
    for words, code in ((["--no-suggestions"], 0), (["--encoding", "klingon"], 2)):
        assert command_line(["baseline", str(here / "data.csv"), "-o", str(here / "out")]) == 0
        assert SUGGESTIONS in os.listdir(here / "out")
        assert command_line(["baseline", str(here / "data.csv"), "-o", str(here / "out"), *words]) == code
        assert SUGGESTIONS not in os.listdir(here / "out")
