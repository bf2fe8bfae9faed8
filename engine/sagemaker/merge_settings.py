"""From the settings of the container's contract to a merge with ground truth."""

from pathlib import Path

from engine.job.merge import MergeJob, moved
from engine.job.times import offset
from engine.readers.text.tolerance import share_set
from engine.sagemaker.job import PLATFORM, publishing_of, required, window_from
from engine.sagemaker.settings import Settings

_OF_MERGES = (
    *("dataset_source", "ground_truth_source", "output_path", "sagemaker_endpoint_name", "variant_name"),
    *("start_time", "end_time", "start_time_offset", "end_time_offset", "metric_time", "bad_records_share"),
    *("publish_cloudwatch_metrics", "put_metrics", "emf", "openmetrics_path", "metrics_namespace"),
    *(
        "cloudwatch_metrics_directory",
        "sagemaker_monitoring_schedule_name",
        "monitoring_input_type",
        "dataset_format",
        "hosts_timeout",
        "spark_secret",
    ),
)
"""Settings that a merge heeds, and those that mean nothing else for it."""


def merge_job_from(settings: Settings, *, root: Path = PLATFORM) -> MergeJob | None:
    """Return the merge that *settings* describe; None where they ask for an analysis, for they name no ground truth.

    *root* is the platform's folder. Raises JobError for what is missing or unknown.
    """
    if not settings.any_of("ground_truth_source"):
        return None
    window = window_from(settings)
    start, end = (
        None if (text := settings.get(name)) is None else offset(text, name=name)
        for name in ("start_time_offset", "end_time_offset")
    )
    return MergeJob(
        required(settings, "dataset_source"),
        required(settings, "ground_truth_source"),
        required(settings, "output_path"),
        endpoint=settings.get("sagemaker_endpoint_name"),
        variant=settings.get("variant_name"),
        window=window and moved(window, start, end),
        bad_records_share=share_set(settings.get),
        publishing=publishing_of(settings, root=root),
    )


def merge_notes(settings: Settings) -> tuple[str, ...]:
    """Return a sentence on the settings that have no effect in a merge, if any; it belongs in the log."""
    others = [name for name in settings.values if name not in _OF_MERGES]
    return (f"Without effect in a merge with ground truth: {', '.join(others)}.",) if others else ()
