"""Where the metrics of a run go, and what becomes of a way that fails."""

import io
import logging
import sys
from dataclasses import replace

import pytest
from emf import read_emf
from object_store import reached_at

from engine.errors import JobError
from engine.job.dataset import Dataset
from engine.job.definition import Job
from engine.metrics.publish import prepare_metrics, publish
from engine.outcome import Outcome
from engine.readers.csv.options import CsvFormat


@pytest.fixture(autouse=True)
def told(caplog):
    """Let the log have all that is told."""
    caplog.set_level(logging.INFO, logger="engine")


def job(publishing):
    """Return a job whose metrics go there."""
    return Job(Dataset("/in", CsvFormat(header=True)), "/out", publishing=publishing)


@pytest.fixture
def outcome(metrics):
    """Give what a run over seven records has found."""
    return Outcome(7, None, None, (), metrics=metrics)


def test_every_way_has_the_same_numbers(tmp_path, hourly, outcome, capsys):
    """The file for the platform, the log and OpenMetrics, in one run."""
    folder, path = tmp_path / "made" / "cloudwatch", tmp_path / "m.prom"
    publish(job(replace(hourly, folder=str(folder), emf=True, openmetrics=str(path))), outcome)
    lines = capsys.readouterr().out.splitlines()
    assert '"MetricName":"feature_baseline_drift_income.monthly"' in (folder / "cloudwatch_metrics.jsonl").read_text()
    assert 0.356 in {value for line in lines for value in read_emf(line).values()}
    assert 'feature="income.monthly"} 0.356\n' in path.read_text()


def test_where_nobody_asks_nothing_is_done(outcome, capsys, caplog):
    """No line, no call, no file."""
    prepare_metrics(job(None))
    publish(job(None), outcome)
    assert capsys.readouterr().out == ""
    assert caplog.messages == []


def test_of_a_run_without_metrics_only_prometheus_hears(tmp_path, hourly, capsys, caplog):
    """CloudWatch knows missing data; a collector's file would go on telling the former numbers."""
    publishing = replace(hourly, folder=str(tmp_path), emf=True, put=True, openmetrics=str(tmp_path / "m.prom"))
    with reached_at("http://127.0.0.1:9"):
        publish(job(publishing), Outcome(0, None, None, ()))
    assert capsys.readouterr().out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["m.prom"]
    assert "model_monitor_records{" in (tmp_path / "m.prom").read_text()
    assert caplog.messages == ["There are no metrics: no record was compared or described, or emit_metrics is Disabled"]


def test_lines_of_a_former_run_are_removed_first(tmp_path, hourly):
    """Else the platform would send them for a run that fails. What a collector reads stays until it is replaced."""
    (tmp_path / "cloudwatch_metrics.jsonl").write_text("former")
    (tmp_path / "m.prom").write_text("# HELP model_monitor_former Of a former run.")
    prepare_metrics(job(replace(hourly, folder=str(tmp_path), openmetrics=str(tmp_path / "m.prom"))))
    assert [path.name for path in tmp_path.iterdir()] == ["m.prom"]


def test_a_path_that_will_not_do_is_refused_before_the_run(tmp_path, hourly):
    """Hours later it would be too late."""
    with pytest.raises(JobError):
        prepare_metrics(job(replace(hourly, openmetrics=str(tmp_path / "absent" / "m.prom"))))


def test_a_file_that_cannot_be_written_is_a_line(tmp_path, hourly, outcome, caplog):
    """The run is complete, and the other ways are gone."""
    (tmp_path / "file").write_text("")
    (tmp_path / "m.prom").write_text("a document of this run")
    publishing = replace(hourly, folder=str(tmp_path / "file" / "cloudwatch"), openmetrics=str(tmp_path / "m.prom"))
    publish(job(publishing), outcome)
    first, second = caplog.messages
    assert first.startswith("[metrics-not-written] cloudwatch_metrics.jsonl cannot be written to ")
    assert second.startswith("[metrics-not-written] The file of metrics ")
    assert (tmp_path / "m.prom").read_text() == "a document of this run"


@pytest.mark.parametrize("out", [None, io.TextIOWrapper(open("/dev/full", "wb", buffering=0))])  # noqa: SIM115
def test_a_standard_output_that_takes_nothing_is_a_line(hourly, outcome, monkeypatch, caplog, out):
    """Closed, or full."""
    monkeypatch.setattr(sys, "stdout", out)
    publish(job(replace(hourly, emf=True)), outcome)
    assert caplog.messages[0].startswith("[metrics-not-written] The metrics cannot be printed: ")


def test_a_call_that_fails_is_a_line(hourly, outcome, caplog):
    """Nothing is raised."""
    with reached_at("http://127.0.0.1:9"):
        publish(job(replace(hourly, put=True, region="us-east-1")), outcome)
    assert caplog.messages[0].startswith("[metrics-not-sent] 0 of 5 metrics were sent to CloudWatch: ")
