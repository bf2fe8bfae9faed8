"""Words of the command line that say where metrics go."""

import logging
from datetime import UTC, datetime, timedelta

from engine.cli.ground_truth import merge_job_of
from engine.cli.merged_run import quality_job_of
from engine.cli.words import parser
from engine.job.publishing import Publishing

ROWS = b"a,b\n1,2\n"


def test_without_a_word_they_go_nowhere(job_of):
    """And nothing is tried."""
    assert job_of(ROWS, name="a.csv").publishing is None


def test_every_word_finds_its_place(job_of, monkeypatch):
    """The region is the one of AWS_REGION, and the time the window's start."""
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    words = [
        "--openmetrics",
        "m.prom",
        "--emf",
        "--put-metrics",
        "--metrics-namespace",
        "mine",
        "--dimension",
        "Team=a",
    ]
    found = job_of(ROWS, *words, "--format", "csv", name="a.csv").publishing
    assert found == Publishing(
        time=found.time,
        dimensions=(("Team", "a"),),
        namespace="mine",
        put=True,
        region="eu-west-1",
        emf=True,
        openmetrics="m.prom",
    )


def test_without_a_window_the_time_is_now(job_of):
    """To the second, as every way has it."""
    time = job_of(ROWS, "--emf", name="a.csv").publishing.time
    assert abs(datetime.now(UTC) - time) < timedelta(hours=1)
    assert time.microsecond == 0


def test_the_time_is_that_of_the_window(job_of):
    """Its start, as officially."""
    record = b'{"captureData": {"endpointInput": {"encoding": "CSV", "data": "1,2"}}}\n'
    window = ("--start", "2024-03-18T13:00:00Z", "--end", "2024-03-18T14:00:00Z")
    assert job_of(record, "--emf", *window).publishing.time == datetime(2024, 3, 18, 13, tzinfo=UTC)


def test_a_time_that_is_said_is_theirs(job_of):
    """As it is that of the metrics that are kept."""
    words = ("--emf", "--metric-time", "2024-03-18T13:00:00Z")
    assert job_of(ROWS, *words, name="a.csv").publishing.time == datetime(2024, 3, 18, 13, tzinfo=UTC)


def test_the_time_of_a_models_metrics_is_that_of_the_window_that_was_merged(tmp_path):
    """Labels come late, and the answers are of the window's hour all the same."""
    words = ["quality", "--capture", "c", "--ground-truth", "t", "-o", str(tmp_path), "--emf", "--problem-type"]
    words += ["Regression", "--inference-attribute", "0", "--start", "2024-03-18T13:00:00Z"]
    arguments = parser().parse_args(words)
    job = quality_job_of(arguments, merge_job_of(arguments), None, {})
    assert job.publishing.time == datetime(2024, 3, 18, 13, tzinfo=UTC)


def test_the_log_shows_them(job_of, caplog):
    """In the line of what is in force."""
    caplog.set_level(logging.INFO, logger="engine")
    job_of(ROWS, "--emf", "--put-metrics", "--dimension", "Team=a", name="a.csv")
    assert "metrics 'emf, put_metrics', dimensions 'Team=a'" in caplog.text


def test_what_is_said_of_metrics_that_go_nowhere_is_refused(job_of, caplog):
    """Somebody expects something of it."""
    assert job_of(ROWS, "--metrics-namespace", "mine", name="a.csv") is None
    assert "--metrics-namespace is about metrics, and they go nowhere" in caplog.text
