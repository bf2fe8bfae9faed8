"""Metrics of whole runs, as the container and as the command line."""

import json
import shutil
from functools import partial
from pathlib import Path

import pytest
from emf import read_emf
from object_store import reached_at
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics

from engine import pipeline
from engine.__main__ import main as container
from engine.cli.main import main as command_line

TRAINING = "age,plan\n" + "".join(f"{20 + number % 50},{'ab'[number % 2]}\n" for number in range(300))
WINDOW = "age,plan\n" + "".join(f"{60 + number % 50},{'ab'[number % 2]}\n" for number in range(300))
HOURLY = {
    "publish_cloudwatch_metrics": "Enabled",
    "sagemaker_endpoint_name": "churn",
    "sagemaker_monitoring_schedule_name": "hourly",
    "start_time": "2024-03-18T13:00:00Z",
    "end_time": "2024-03-18T14:00:00Z",
    "metric_time": "2024-03-18T13:00:00Z",
}


@pytest.fixture(autouse=True)
def on_one_session(monkeypatch, session):
    """Let runs use the Spark session of the whole test run."""
    monkeypatch.setattr(pipeline, "run", partial(pipeline.run, session=session))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, session):
    """Give a folder with a baseline, a window, and the platform's own folder in it; for copies."""
    folder = tmp_path_factory.mktemp("metrics")
    (folder / "training.csv").write_text(TRAINING)
    (folder / "window.csv").write_text(WINDOW)
    (folder / "ml").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "run", partial(pipeline.run, session=session))
        words = ["baseline", str(folder / "training.csv"), "-o", str(folder / "baseline"), "--no-suggestions"]
        assert command_line(words) == 0
    return folder


@pytest.fixture
def folder(prepared, tmp_path):
    """Give a copy of the test's own."""
    return Path(shutil.copytree(prepared, tmp_path / "own"))


def monitored(folder, data="window.csv", **settings):
    """Do a monitoring run as the container; return the lines for the platform, none where there is no file."""
    given = {
        "dataset_source": str(folder / data),
        "dataset_format": '{"csv": {"header": true}}',
        "output_path": str(folder / "out"),
        "baseline_constraints": str(folder / "baseline/constraints.json"),
        "baseline_statistics": str(folder / "baseline/statistics.json"),
        **HOURLY,
        **settings,
    }
    assert container([], given, root=folder / "ml") == 0
    path = folder / "ml/output/metrics/cloudwatch/cloudwatch_metrics.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else None


def test_the_file_for_the_platform(folder):
    """Its numbers are those of the documents, for each feature, with the schedule's dimensions and time."""
    lines = monitored(folder)
    hour = [{"Name": "Endpoint", "Value": "churn"}, {"Name": "MonitoringSchedule", "Value": "hourly"}]
    assert {line["Timestamp"] for line in lines} == {"2024-03-18T13:00:00Z"}
    found = {line["MetricName"]: line for line in lines if line["Dimensions"] == hour}
    assert len(found) * 2 == len(lines)

    numbers = json.loads((folder / "out/statistics.json").read_text())["features"][0]["numerical_statistics"]
    (drift,) = json.loads((folder / "out/constraint_violations.json").read_text())["violations"]
    assert found["feature_data_age"]["StatisticValues"] == {
        "SampleCount": 300.0,
        "Sum": numbers["sum"],
        "Minimum": numbers["min"],
        "Maximum": numbers["max"],
    }
    assert str(found["feature_baseline_drift_age"]["Value"]) in drift["description"]
    assert found["feature_baseline_drift_plan"]["Value"] == 0.0
    assert found["feature_completeness_plan"]["Value"] == 1.0
    assert "feature_data_plan" not in found
    assert (folder / "ml/output/message").read_text().startswith("CompletedWithViolations")


def test_constraints_that_emit_no_metrics(folder):
    """`emit_metrics` is heeded, for all features and for one of them."""
    path = folder / "baseline/constraints.json"
    constraints = json.loads(path.read_text())
    constraints["features"][0]["monitoringConfigOverrides"] = {"emit_metrics": "Disabled"}
    path.write_text(json.dumps(constraints))
    assert {line["MetricName"].rpartition("_")[2] for line in monitored(folder)} == {"plan"}

    constraints["monitoring_config"]["emit_metrics"] = "Disabled"
    path.write_text(json.dumps(constraints))
    assert monitored(folder) is None


def test_an_empty_window_has_no_metrics(folder):
    """To CloudWatch it is missing data; a former run's lines are gone."""
    assert monitored(folder)
    (folder / "empty.csv").write_text("age,plan\n")
    assert monitored(folder, "empty.csv", openmetrics_path=str(folder / "m.prom")) is None
    families = {family.name: family.samples[0].value for family in read_openmetrics((folder / "m.prom").read_text())}
    assert families == {
        "model_monitor_time_seconds": 1710766800.0,
        "model_monitor_records": 0.0,
        "model_monitor_violations": 0.0,
    }


def test_a_call_that_nobody_answers_fails_no_run(folder, caplog):
    """The documents are there, the message says what was found, and the log that nothing was sent."""
    with reached_at("http://127.0.0.1:9"):
        monitored(folder, put_metrics="Enabled", AWS_REGION="us-east-1")
    assert (folder / "out/constraint_violations.json").exists()
    assert "[metrics-not-sent] 0 of " in caplog.text
    assert (folder / "ml/output/message").read_text().startswith("CompletedWithViolations")


def test_a_baseline_run_has_metrics_too(folder):
    """What it has described; nothing is compared."""
    names = {
        line["MetricName"]
        for line in monitored(folder, "training.csv", baseline_constraints="", baseline_statistics="")
    }
    assert "feature_data_age" in names
    assert not [name for name in names if "drift" in name]


def test_the_command_line(folder, capsys):
    """--emf has standard output to itself, and both ways have the same numbers."""
    words = ["monitor", "{}/window.csv", "--baseline", "{}/baseline", "-o", "{}/out", "--openmetrics", "{}/m.prom"]
    words += ["--emf", "--dimension", "Endpoint=churn", "--metrics-namespace", "mine"]
    assert command_line([word.format(folder) for word in words]) == 1
    printed = capsys.readouterr()
    assert "1 violation" in printed.err
    extracted = {key: value for line in printed.out.splitlines() for key, value in read_emf(line).items()}
    drift = extracted["mine", "feature_baseline_drift_age", (("Endpoint", "churn"),)]
    families = {family.name: family.samples for family in read_openmetrics((folder / "m.prom").read_text())}
    assert {sample.labels["feature"]: sample.value for sample in families["model_monitor_feature_baseline_drift"]} == {
        "age": drift,
        "plan": 0.0,
    }
