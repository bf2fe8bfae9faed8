"""From settings to where metrics go."""

from datetime import UTC, datetime

import pytest

from engine.errors import JobError
from engine.job.publishing import Publishing
from engine.sagemaker.job import job_from, notes
from engine.sagemaker.settings import collect

NEEDED = {"dataset_source": "/in", "output_path": "/out", "dataset_format": '{"csv": {"header": true}}'}
NOW = datetime(2024, 3, 18, 14, 7, tzinfo=UTC)
ENABLED = {"publish_cloudwatch_metrics": "Enabled"}


def publishing(root, process=None, user=None, **settings):
    """Return where the metrics of a job go that has *settings* beside what it needs."""
    given = collect({**NEEDED, **(process or {})}, {"Environment": user or {}}, settings)
    return job_from(given, root=root, now=NOW).publishing


def test_a_schedule_of_an_endpoint(tmp_path):
    """The dimensions and the time are those of the schedule, and the file lies where the platform looks for it."""
    found = publishing(
        tmp_path,
        **ENABLED,
        sagemaker_endpoint_name="churn",
        sagemaker_monitoring_schedule_name="hourly",
        metric_time="2024-03-18T13:00:00Z",
        start_time="2024-03-18T12:00:00Z",
    )
    assert found == Publishing(
        time=datetime(2024, 3, 18, 13, tzinfo=UTC),
        dimensions=(("Endpoint", "churn"), ("MonitoringSchedule", "hourly")),
        folder=str(tmp_path / "output/metrics/cloudwatch"),
    )


def test_a_schedule_of_batch_transforms_has_no_endpoint(tmp_path):
    """One dimension, as officially."""
    assert publishing(tmp_path, **ENABLED, sagemaker_monitoring_schedule_name="daily").dimensions == (
        ("MonitoringSchedule", "daily"),
    )


@pytest.mark.parametrize(
    ("settings", "time"),
    [({"start_time": "2024-03-18T12:00:00Z"}, datetime(2024, 3, 18, 12, tzinfo=UTC)), ({}, NOW)],
)
def test_the_time_of_a_job_without_metric_time(tmp_path, settings, time):
    """The window's start, else now."""
    assert publishing(tmp_path, **ENABLED, **settings).time == time


@pytest.mark.parametrize("switch", [{}, {"publish_cloudwatch_metrics": "Disabled"}, {"put_metrics": "Disabled"}])
def test_where_nothing_is_enabled_nothing_is_published(tmp_path, switch):
    """Nor is anything tried: network isolation is none of this job's business."""
    assert publishing(tmp_path, **switch) is None


def test_every_way_is_by_itself(tmp_path):
    """Calls, the log and OpenMetrics need no file for the platform."""
    found = publishing(
        tmp_path,
        process={"AWS_REGION": "eu-west-1"},
        put_metrics="Enabled",
        emf="Enabled",
        openmetrics_path="m.prom",
        metrics_namespace="mine",
    )
    assert found == Publishing(NOW, namespace="mine", put=True, region="eu-west-1", emf=True, openmetrics="m.prom")


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        ({"process": {"CLOUDWATCH_METRICS_DIRECTORY": "/p"}}, "/p"),
        ({"process": {"CLOUDWATCH_METRICS_DIRECTORY": "/p"}, "user": {"CLOUDWATCH_METRICS_DIRECTORY": "/u"}}, "/u"),
        ({"user": {"CLOUDWATCH_METRICS_DIRECTORY": "/u"}, "cloudwatch_metrics_directory": "/s"}, "/s"),
    ],
)
def test_another_folder_for_the_file(tmp_path, given, folder):
    """The variable of the process, that of the job, the setting: the later ones win."""
    assert publishing(tmp_path / "absent", **ENABLED, **given).folder == folder


def test_without_a_platform_there_is_no_folder_and_a_note_says_so(tmp_path):
    """A folder /opt/ml of the engine's own making would help nobody."""
    assert publishing(tmp_path / "absent", **ENABLED) is None
    (note,) = notes(collect(NEEDED, None, ENABLED), root=tmp_path / "absent")
    assert note.startswith("publish_cloudwatch_metrics is Enabled, and no file of metrics is written")


def test_who_would_send_everything_twice_is_warned(tmp_path):
    """On a schedule the platform sends the file."""
    both = {**ENABLED, "put_metrics": "Enabled", "sagemaker_monitoring_schedule_name": "hourly"}
    (note,) = notes(collect(NEEDED, None, both), root=tmp_path)
    assert "each number counts twice" in note
    assert notes(collect(NEEDED, None, {**both, "sagemaker_monitoring_schedule_name": ""}), root=tmp_path) == ()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({**ENABLED, "metric_time": "noon"}, "metric_time is expected to be a time of ISO 8601"),
        ({"metrics_namespace": "AWS/EC2"}, "metrics_namespace is 'AWS/EC2'; expected a namespace"),
        ({"put_metrics": "yes"}, "put_metrics is 'yes'; known are Enabled, Disabled."),
        ({"emf": "json"}, "emf is 'json'; known are Enabled, Disabled."),
    ],
)
def test_what_is_not_understood_gets_a_sentence(tmp_path, settings, sentence):
    """Before anything is read."""
    with pytest.raises(JobError, match=sentence):
        publishing(tmp_path, **settings)


def test_a_namespace_that_nothing_goes_to_is_noted():
    """The platform has its own for the file."""
    (note,) = notes(collect(NEEDED, None, {"metrics_namespace": "mine"}))
    assert note.startswith("metrics_namespace has no effect")
    assert notes(collect(NEEDED, None, {"metrics_namespace": "mine", "emf": "Enabled"})) == ()
