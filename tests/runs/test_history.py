"""Metrics of runs that are kept, and runs that are judged by those before: by either door, over data and over none."""

import json
from functools import partial

import captures
import pytest
from captured_folders import hour_of

from engine import pipeline
from engine.__main__ import main as container
from engine.cli.main import main as command_line
from engine.documents.folder import CONSTRAINTS, DOCUMENTS, VIOLATIONS
from engine.documents.history.run_metrics import runs_in
from engine.spark.jvm.doorway import context_of

SIZE = {"metric": "Size", "strategy": "RelativeRateOfChange", "parameters": {"maxRateDecrease": 0.5}}
MEAN = {"metric": "Mean", "feature": "x.y", "strategy": "AbsoluteChange", "parameters": {"maxRateIncrease": 2}}


def rows(count, value=1):
    """Return so many records of CSV."""
    return "id,x.y\n" + "".join(f"{number},{value}\n" for number in range(count))


@pytest.fixture
def here(tmp_path, monkeypatch, session):
    """Give a folder with the baseline of ten records, which has checks; runs share the session of the tests."""
    monkeypatch.setattr(pipeline, "run", partial(pipeline.run, session=session))
    (tmp_path / "data.csv").write_text(rows(10))
    assert command_line(["baseline", str(tmp_path / "data.csv"), "-o", str(tmp_path / "base"), "--no-suggestions"]) == 0
    expect(tmp_path, SIZE, MEAN)
    return tmp_path


def expect(here, *checks):
    """Let the baseline have these checks against former runs."""
    constraints = json.loads((here / "base" / CONSTRAINTS).read_text())
    constraints["monitoring_config"]["anomaly_checks"] = checks
    (here / "base" / CONSTRAINTS).write_text(json.dumps(constraints))


def monitor(here, day, text, *words, history="history"):
    """Run the command over the data of a day and return its exit code."""
    (here / "data.csv").write_text(text)
    told = ["--metrics-repository", str(here / history), "--metric-time", f"2024-03-{day:02d}", *words]
    return command_line(
        ["monitor", str(here / "data.csv"), "--baseline", str(here / "base"), "-o", str(here / "out"), *told]
    )


def violations(here):
    """Return what the anomalies among the violations are about, and their descriptions."""
    found = json.loads((here / "out" / VIOLATIONS).read_text())["violations"]
    return [
        (each["feature_name"], each["description"])
        for each in found
        if each["constraint_check_type"] == "anomaly_check"
    ]


def kept(here, history="history"):
    """Return the runs in the repository, in the order of their times."""
    return [run for path in sorted((here / history).iterdir()) for run in runs_in(path.read_text())]


def test_a_run_is_judged_by_those_before_it(here, caplog):
    """The first ones have nobody to be compared with, which is told and no violation; a break is one."""
    assert monitor(here, 1, rows(10)) == 0
    assert "check of Size by RelativeRateOfChange is not judged: RelativeRateOfChange needs 1 former run" in caplog.text
    assert monitor(here, 2, rows(9)) == 0
    assert "2 anomaly checks against 1 former runs" in caplog.text
    assert monitor(here, 3, rows(4, 5)) == 1
    of = "{} is an anomaly by {}. Observed: {}, after 2 former runs. Deequ:".format
    assert violations(here) == [
        (
            "Dataset",
            f"{of('Size', 'RelativeRateOfChange', 4)} Change of 0.4444444444444444 is not in bounds [0.5, Infinity]. Order=1.",
        ),
        (
            "x.y",
            f"{of('Mean of x.y', 'AbsoluteChange', 5)} Change of 4.0 is not in bounds [-Infinity, 2.0]. Order=1.",
        ),
    ]
    assert [run.value("Size", None) for run in kept(here)] == [10, 9, 4]


def test_a_repeated_run_is_kept_once_and_not_compared_with_itself(here):
    """Nor with later ones; its file and its documents are the same, byte for byte."""
    for day, count in ((1, 10), (2, 10), (3, 3)):
        monitor(here, day, rows(count))
    second = sorted((here / "history").iterdir())[1]
    before = second.read_bytes()
    assert monitor(here, 2, rows(10)) == 0
    assert (second.read_bytes(), len(kept(here))) == (before, 3)
    assert monitor(here, 2, rows(4)) == 1
    assert violations(here)[0][1].startswith(
        "Size is an anomaly by RelativeRateOfChange. Observed: 4, after 1 former run."
    )


def test_an_empty_window_is_an_anomaly_of_its_records(here, caplog):
    """Their number is kept; the mean of none is not."""
    monitor(here, 1, rows(10))
    assert monitor(here, 2, rows(0)) == 1
    assert [feature for feature, _ in violations(here)] == ["Dataset"]
    assert "check of Mean of x.y by AbsoluteChange is not judged: this run has no such metric" in caplog.text
    (here / "none").mkdir()
    words = ["--baseline", str(here / "base"), "-o", str(here / "out"), "--metrics-repository", str(here / "history")]
    assert (
        command_line(["monitor", str(here / "none"), "--format", "csv", *words, "--metric-time", "2024-03-01T12:00"])
        == 1
    )
    assert violations(here)[0][1].startswith(
        "Size is an anomaly by RelativeRateOfChange. Observed: 0, after 1 former run."
    )
    assert [run.value("Size", None) for run in kept(here)] == [10, 0, 0]
    assert len(kept(here)[1].metrics) == 1


def test_runs_of_other_tags_and_of_baselines_are_no_history(here, caplog):
    """Tags tell series apart; a baseline's metrics are kept, and compared with nothing."""
    words = ["--metrics-repository", str(here / "history"), "--metric-time", "2024-02-01", "--tag", "model=a"]
    (here / "data.csv").write_text(rows(1000))
    assert command_line(["baseline", str(here / "data.csv"), "-o", str(here / "other"), *words]) == 0
    monitor(here, 1, rows(1000), "--tag", "model=b")
    monitor(here, 2, rows(10), "--tag", "model=a")
    assert violations(here) == []
    assert [run.tag for run in kept(here)] == [
        {"model": "a", "run": "baseline"},
        {"model": "b", "run": "monitoring"},
        {"model": "a", "run": "monitoring"},
    ]
    assert caplog.text.count("2 anomaly checks against 0 former runs") == 2


def test_checks_without_a_repository_are_told(here, caplog):
    """Nothing is judged then, and the official documents are what they are without checks."""
    (here / "data.csv").write_text(rows(1))
    assert (
        command_line(["monitor", str(here / "data.csv"), "--baseline", str(here / "base"), "-o", str(here / "out")])
        == 0
    )
    assert "2 anomaly checks of the baseline are not judged, for no metrics repository is named" in caplog.text


def test_keeping_changes_no_document_and_reads_nothing_more(here, spark):
    """No Spark job beside the pass, however many metrics there are."""
    expect(here)
    status = context_of(spark).statusStore()
    words = ["monitor", str(here / "data.csv"), "--baseline", str(here / "base"), "-o", str(here / "plain")]
    before = status.jobsList(None).size()
    assert command_line(words) == 0
    plain = status.jobsList(None).size() - before
    expect(here, SIZE, MEAN)
    monitor(here, 1, rows(10))
    between = status.jobsList(None).size()
    monitor(here, 2, rows(10))
    assert status.jobsList(None).size() - between == plain
    for path in (here / "plain").iterdir():
        assert path.read_bytes() == (here / "out" / path.name).read_bytes()


def test_the_container_keeps_a_run_by_its_window_endpoint_and_schedule(here, spark):
    """Captured traffic, of which the window chooses the records; the message of the end counts anomalies too."""
    expect(here, SIZE)
    settings = {
        "dataset_source": str(
            hour_of(here, *(captures.record(captures.csv(f"{n}"), captures.csv("1")) for n in range(9)))
        ),
        "dataset_format": '{"sagemakerCaptureJson": {"captureIndexNames": ["endpointInput", "endpointOutput"]}}',
        "output_path": str(here / "out"),
        "baseline_constraints": str(here / "base" / CONSTRAINTS),
        "metrics_repository": str(here / "history"),
        "sagemaker_monitoring_schedule_name": "hourly",
        "sagemaker_endpoint_name": "endpoint",
    }
    for start, end, wanted in (("13", "14", 0), ("14", "15", 1)):
        window = {"start_time": f"2024-03-18T{start}:00:00Z", "end_time": f"2024-03-18T{end}:00:00Z"}
        assert container([], settings | window, root=here / "ml") == 0
        assert len(violations(here)) == wanted
    first, second = kept(here)
    assert first.tag == {
        "endpoint": "endpoint",
        "run": "monitoring",
        "schedule": "hourly",
        "window_start": "2024-03-18T13:00:00Z",
        "window_end": "2024-03-18T14:00:00Z",
    }
    assert (first.at, first.value("Size", None), second.value("Size", None)) == (1710766800000, 9.0, 0.0)


def test_a_history_in_a_store_is_one_as_well(here, s3):
    """Whole objects, one a run."""
    address = s3.address("history")
    told = ["--metrics-repository", address]
    base = ["--baseline", str(here / "base"), "-o", str(here / "out")]
    for day, count, code in ((1, 10, 0), (2, 2, 1)):
        (here / "data.csv").write_text(rows(count))
        words = [str(here / "data.csv"), *base, *told, "--metric-time", f"2024-03-0{day}"]
        assert command_line(["monitor", *words]) == code
    assert len(violations(here)) == 1
    assert [key.partition("-")[0] for key in s3.held() if key.endswith(".json")] == ["history/2024", "history/2024"]


def test_a_repository_that_cannot_be_used_is_told_before_data_are_read(here, caplog):
    """No document is left, for the run has failed."""
    (here / "file").write_text("")
    assert monitor(here, 1, rows(10), history="file") == 2
    assert "is expected to be a folder that can be read and written: a file of that name is in the way" in caplog.text
    assert "rows read" not in caplog.text
    assert not [name for name in DOCUMENTS if (here / "out" / name).exists()]


def test_a_damaged_history_costs_no_run(here, caplog):
    """It is told by its file's name, and the other runs count."""
    monitor(here, 1, rows(10))
    (here / "history" / "2024-03-02T00-00-00.000Z-0a.json").write_text("[{")
    assert monitor(here, 3, rows(1)) == 1
    assert "2024-03-02T00-00-00.000Z-0a.json: expected the JSON of a metrics repository of Deequ's" in caplog.text
    assert violations(here)[0][1].startswith(
        "Size is an anomaly by RelativeRateOfChange. Observed: 1, after 1 former run."
    )


def test_a_repository_that_is_gone_at_the_end_costs_no_document(here, caplog):
    """Its checks are violations that say so; the run fails with a sentence when the documents are written."""
    (here / "gone.py").write_text(
        "import pathlib\n"
        "def preprocess_handler(inference_record):\n"
        f"    if (folder := pathlib.Path({str(here / 'history')!r})).is_dir(): folder.rmdir()\n"
        "    id, value = inference_record.split(',')\n"
        "    return {'id': int(id), 'x.y': int(value)}\n"
    )
    assert monitor(here, 1, rows(10), "--preprocess", str(here / "gone.py")) == 2
    assert "history is expected to be a folder that can be read and written: No such file or directory" in caplog.text
    assert [feature for feature, _ in violations(here)] == ["Dataset", "x.y"]
    assert violations(here)[0][1].startswith(
        "Anomaly check cannot be judged: Size by RelativeRateOfChange. The metrics repository "
    )
