"""Thresholds that are given when a baseline is made: by either edge, into the constraints, and into the next run."""

import json
from functools import partial

import pytest

from engine import pipeline
from engine.__main__ import main as container
from engine.cli.main import main as command_line
from engine.documents.folder import CONSTRAINTS, DOCUMENTS, STATISTICS

BASELINE = "n,a:b=c.d\n" + "".join(f"{number},{'xy'[number % 2]}\n" for number in range(400))
CURRENT = "n,a:b=c.d\n" + "".join(f"{number},{'xyyyyyyyyz'[number % 10]}\n" for number in range(200, 600))
"""Half of the numbers are larger than before, by a distance of 0.3752; a tenth of the texts is new."""

FORMAT = '{"csv": {"header": true}}'


@pytest.fixture
def here(tmp_path, monkeypatch, session):
    """Give a folder with both files; runs share the session of the tests."""
    monkeypatch.setattr(pipeline, "run", partial(pipeline.run, session=session))
    (tmp_path / "baseline.csv").write_text(BASELINE)
    (tmp_path / "current.csv").write_text(CURRENT)
    return tmp_path


def baseline(folder, data, output, *words):
    """Run `baseline` and return its exit code."""
    return command_line(["baseline", str(folder / data), "-o", str(folder / output), *words])


def violated(folder):
    """Return what the run of the next data violates."""
    words = [str(folder / "current.csv"), "--baseline", str(folder / "out"), "-o", str(folder / "next")]
    assert command_line(["monitor", *words]) in (0, 1)
    violations = json.loads((folder / "next" / "constraint_violations.json").read_text())["violations"]
    return {(each["feature_name"], each["constraint_check_type"]) for each in violations}


def test_words_of_the_command_line_stand_in_the_constraints_and_hold(here):
    """General ones among the official settings, those of a feature beside its name; the next run goes by both."""
    said = ("domain_content_threshold=0.9", "n:comparison_threshold=0.5", "a:b=c.d:comparison_threshold=0")
    words = [word for each in said for word in ("--threshold", each)]
    assert baseline(here, "baseline.csv", "plain") == 0
    assert baseline(here, "baseline.csv", "out", *words) == 0

    expected = json.loads((here / "plain" / CONSTRAINTS).read_text())
    expected["monitoring_config"]["domain_content_threshold"] = 0.9
    for feature, threshold in zip(expected["features"], (0.5, 0.0), strict=True):
        feature["monitoringConfigOverrides"] = {"distribution_constraints": {"comparison_threshold": threshold}}
    assert json.loads((here / "out" / CONSTRAINTS).read_text()) == expected
    assert (here / "out" / STATISTICS).read_bytes() == (here / "plain" / STATISTICS).read_bytes()
    assert violated(here) == {("a:b=c.d", "baseline_drift_check")}


def test_the_setting_of_the_container_stands_in_the_constraints_and_holds(here):
    """`data_quality_monitoring_config`; a general setting."""
    config = '{"domain_content_threshold": 0.9, "distribution_constraints": {"perform_comparison": "Disabled"}}'
    settings = {"dataset_source": f"{here}/baseline.csv", "dataset_format": FORMAT, "output_path": f"{here}/out"}
    assert container([], {**settings, "data_quality_monitoring_config": config}, root=here / "ml") == 0

    written = json.loads((here / "out" / CONSTRAINTS).read_text())["monitoring_config"]
    assert (written["domain_content_threshold"], written["datatype_check_threshold"]) == (0.9, 1.0)
    assert written["distribution_constraints"]["perform_comparison"] == "Disabled"
    assert violated(here) == set()


@pytest.mark.parametrize(
    ("name", "content"),
    [("other.csv", "n,m\n1,2\n"), ("other.csv", "N\n1\n"), ("other.jsonl", "")],
    ids=["another", "case", "json"],
)
def test_a_threshold_of_a_feature_that_is_not_there_is_refused(here, caplog, name, content):
    """Before the data are read where their names are known, after it where they come with the records; nothing is written."""
    record = {
        "captureData": {"endpointInput": {"data": '{"m": 1}', "encoding": "JSON", "mode": "INPUT"}},
        "eventMetadata": {"eventId": "1"},
        "eventVersion": "0",
    }
    (here / name).write_text(content or json.dumps(record) + "\n")
    assert baseline(here, name, "out", "--threshold", "n :comparison_threshold=0.5") == 2
    assert "a threshold is given for 'n ', which is not among the columns that are read; the columns are" in caplog.text
    assert not [name for name in DOCUMENTS if (here / "out" / name).exists()]


def test_a_threshold_of_an_excluded_feature_is_refused(here, caplog):
    """It would never be heeded."""
    words = ["--exclude", "n", "--threshold", "n:comparison_threshold=0.5"]
    assert baseline(here, "baseline.csv", "out", *words) == 2
    assert "a threshold is given for 'n'" in caplog.text
