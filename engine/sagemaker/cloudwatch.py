"""From the settings of the container's contract to where a run's metrics go."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from engine.job.publishing import Publishing, refuse_namespace
from engine.job.times import moment
from engine.metrics.points import ENDPOINT, SCHEDULE
from engine.sagemaker.settings import Settings

DIRECTORY = "CLOUDWATCH_METRICS_DIRECTORY"
"""A variable of the platform's, besides the setting of that name in small letters, which wins."""

_DIMENSIONS = {ENDPOINT: "sagemaker_endpoint_name", SCHEDULE: "sagemaker_monitoring_schedule_name"}


def publishing_from(
    settings: Settings, *, written: bool, put: bool, emf: bool, root: Path, now: datetime
) -> Publishing | None:
    """Return where metrics go by *settings*, None where nowhere.

    They are *written* to a file, *put* into CloudWatch or printed as *emf* where that is asked for. Their time is that of
    metric_time, else of start_time, else *now*. The file lies below *root*, the platform's folder, unless another one is
    named; where neither is there, no file is written. Raises JobError for a time or a namespace that is none.
    """
    namespace = settings.get("metrics_namespace")
    refuse_namespace(namespace, name="metrics_namespace")
    asked = Publishing(
        time=now,
        dimensions=tuple((name, value) for name, key in _DIMENSIONS.items() if (value := settings.get(key))),
        namespace=namespace,
        folder=folder_from(settings, root) if written else None,
        put=put,
        region=settings.process.get("AWS_REGION"),
        emf=emf,
        openmetrics=settings.get("openmetrics_path"),
    ).or_none()
    # A time that nobody asks for is not even read.
    return None if asked is None else replace(asked, time=_time(settings, now))


def folder_from(settings: Settings, root: Path) -> str | None:
    """Return the folder for the file of metrics: the one that is named, else the platform's, None where there is none."""
    name = "cloudwatch_metrics_directory"
    named = settings.get(name) or settings.user.get(DIRECTORY) or settings.process.get(DIRECTORY)
    if named:
        return named
    return str(root / "output" / "metrics" / "cloudwatch") if root.is_dir() else None


def _time(settings: Settings, now: datetime) -> datetime:
    for name in ("metric_time", "start_time"):
        if text := settings.get(name):
            return moment(text, name=name)
    return now
