"""From the settings of the container's contract to a Job."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from engine.errors import JobError
from engine.frames.arguments import DataFrameFormat
from engine.job.asked import quality_from
from engine.job.dataset import Dataset, FormatOptions, Script
from engine.job.definition import BaselinePaths, Job
from engine.job.publishing import Publishing
from engine.job.quality import DATA_QUALITY, MODEL_QUALITY, ModelQuality
from engine.job.references import references_listed
from engine.job.repository import MetricsRepository, repository_at
from engine.job.semantics import Semantics
from engine.job.thresholds import Thresholds, thresholds_in
from engine.job.times import MonitoringWindow, moment
from engine.readers.formats import format_of, in_container, of_transform
from engine.readers.spelling import number
from engine.sagemaker.cloudwatch import DIRECTORY, folder_from, publishing_from
from engine.sagemaker.dataset_format import parse
from engine.sagemaker.settings import Settings
from engine.scripts.named import SECONDS, script_from
from engine.wording import quoted

_WHAT_IT_IS = {
    "dataset_source": "the folder or file that holds the data",
    "output_path": "the folder to write the documents to",
    "dataset_format": 'how the data is written, such as {"csv": {"header": true}}',
}

PLATFORM = Path("/opt/ml")

_TAGS = {
    "endpoint": "sagemaker_endpoint_name",
    "variant": "variant_name",
    "schedule": "sagemaker_monitoring_schedule_name",
}
"""The tags of a run in a metrics repository, and the settings that they come from."""

_INPUT_TYPE = "monitoring_input_type"
_THRESHOLDS = "data_quality_monitoring_config"
_REFERENCES = "rules_references"

_SCRIPTS = ("record_preprocessor_script", "post_analytics_processor_script")

_OF_FILES = (
    "dataset_source",
    "dataset_format",
    "text_encoding",
    "start_time",
    "end_time",
    "missing_values",
    "bad_records_share",
    "rules_path",
    _REFERENCES,
    *_SCRIPTS,
)
"""Settings that have no meaning for a table; `where` chooses its rows."""

_MODEL_QUALITY = (
    "problem_type",
    "inference_attribute",
    "probability_attribute",
    "probability_threshold_attribute",
    "positive_label",
    "ground_truth_attribute",
    "segment_by",
)


def job_from(settings: Settings, *, root: Path = PLATFORM, now: datetime | None = None) -> Job:
    """Return the job that *settings* describe.

    *root* is the platform's folder, and *now* the time of metrics that have no other. Raises JobError for what is missing,
    or unknown.
    """
    if settings.any_of("table"):
        _refuse_what_needs_files(settings)
        return _job(settings, Dataset(f"The table {settings.get('table')}", DataFrameFormat()), root, now)
    source, _ = required(settings, "dataset_source"), required(settings, "output_path")
    written = _written(settings, required(settings, "dataset_format"))
    return _job(
        settings,
        Dataset(
            source,
            written,
            settings.get("text_encoding") or "utf-8",
            window=window_from(settings) if format_of(written).has_times else None,
            preprocessor=_script(settings, "record_preprocessor_script"),
        ),
        root,
        now,
    )


def _job(settings: Settings, dataset: Dataset[FormatOptions], root: Path, now: datetime | None) -> Job:
    return Job(
        dataset=dataset,
        output=required(settings, "output_path"),
        baseline=_baseline(settings),
        semantics=Semantics(_choice(settings, "semantics", [each.value for each in Semantics]) or "corrected"),
        excluded=_names(settings.get("exclude_features_attribute") or ""),
        categorical_drift_method=_choice(settings, "categorical_drift_method", ("LInfinity", "ChiSquared")),
        scheduled=settings.any_of("sagemaker_monitoring_schedule_name", "start_time", "end_time"),
        postprocessor=_script(settings, "post_analytics_processor_script"),
        thresholds=_thresholds(settings),
        suggestions=_choice(settings, "suggestions", ("Enabled", "Disabled")) != "Disabled",
        rules=settings.get("rules_path"),
        publishing=publishing_of(settings, root=root, now=now),
        repository=_repository(settings),
        references=references_listed(settings.get(_REFERENCES) or "", name=_REFERENCES),
        quality=_quality(settings),
        report=_choice(settings, "report_enabled", ("true", "false")) == "true",
    )


def notes(settings: Settings, *, root: Path = PLATFORM) -> tuple[str, ...]:
    """Return a sentence for each setting that has less effect than its owner may think; they belong in the log."""
    found = []
    if settings.ignored:
        found.append(f"Ignored, for they concern AutoML and image jobs: {', '.join(settings.ignored)}.")
    found.extend(_of_metrics(settings, root))
    meant_for_models = [name for name in _MODEL_QUALITY if settings.any_of(name)]
    if meant_for_models and not _is_about_models(settings):
        found.append(f"Without effect, for they concern model quality alone: {', '.join(meant_for_models)}.")
    found.extend(_without_effect(settings))
    if settings.any_of("where") and not settings.any_of("table"):
        found.append("where has no effect, for no table is named.")
    if _is_batch(settings) and (text := settings.get("dataset_format")) and of_transform(parse(text)) is None:
        found.append(
            f"{_INPUT_TYPE} asks for a batch transform, and no transform is in the format that dataset_format names."
        )
    if settings.any_of(_THRESHOLDS) and _baseline(settings) is not None:
        found.append(f"{_THRESHOLDS} judges nothing in a monitoring run, which goes by its baseline's constraints.")
    if settings.any_of("script_timeout") and not settings.any_of(*_SCRIPTS):
        found.append("script_timeout has no effect, for no script is named.")
    return tuple(found)


def _of_metrics(settings: Settings, root: Path) -> Iterator[str]:
    if settings.any_of("metrics_namespace") and not any(_enabled(settings, way) for way in ("put_metrics", "emf")):
        yield "metrics_namespace has no effect: it is for put_metrics and emf, and neither is Enabled."
    if not _enabled(settings, "publish_cloudwatch_metrics"):
        return
    if folder_from(settings, root) is None:
        yield (
            f"publish_cloudwatch_metrics is Enabled, and no file of metrics is written: {root} is not there, and neither "
            f"cloudwatch_metrics_directory nor {DIRECTORY} names a folder."
        )
    elif _enabled(settings, "put_metrics") and settings.any_of("sagemaker_monitoring_schedule_name"):
        yield (
            "publish_cloudwatch_metrics and put_metrics are both Enabled: where SageMaker runs the schedule, it sends the file "
            "of metrics too, and each number counts twice; set one of them to Disabled."
        )


def _is_about_models(settings: Settings) -> bool:
    return _choice(settings, "analysis_type", (DATA_QUALITY, MODEL_QUALITY)) == MODEL_QUALITY


def _quality(settings: Settings) -> ModelQuality | None:
    if not _is_about_models(settings):
        return None
    return quality_from({name: settings.get(name) for name in _MODEL_QUALITY}, window_from(settings))


def _written(settings: Settings, text: str) -> FormatOptions:
    """Return how the data are written, as *text* says; of a batch transform they are what captured manifests name."""
    written = parse(text)
    container = format_of(written).container
    chosen: FormatOptions = written if container is None else container.choose(written, settings.get)
    return (of_transform(chosen) if _is_batch(settings) else None) or chosen


def _is_batch(settings: Settings) -> bool:
    return "BATCH" in (settings.get(_INPUT_TYPE) or "").upper()


def _refuse_what_needs_files(settings: Settings) -> None:
    """Raise JobError where settings say how files are read, or what only files are asked for: a table says it all itself."""
    of_models = ("analysis_type",) if _is_about_models(settings) else ()
    if found := [*of_models, *(name for name in _OF_FILES if settings.any_of(name))]:
        raise JobError(
            f"table names a table, which is read as it is, and {', '.join(found)} are for files: leave out one or the other.",
            code="table-with-settings-of-files",
        )


def _without_effect(settings: Settings) -> Iterator[str]:
    """Yield a sentence for settings that belong to another format than the one that is named."""
    text = settings.get("dataset_format")
    named = None if text is None else format_of(_written(settings, text)).container
    said: set[str] = set() if named is None else {*named.variables}
    for _, other in in_container():
        if named is None:
            return
        names = [name for name in other.variables if settings.any_of(name) and name not in said]
        said.update(names)
        if names and other.chooses_records:
            yield f"{', '.join(names)} select nothing in a {named.key} dataset: every record of dataset_source is read."
        elif names:
            yield f"{', '.join(names)} has no effect in a {named.key} dataset."


def publishing_of(settings: Settings, *, root: Path, now: datetime | None = None) -> Publishing | None:
    """Return where the numbers of a run go, None where nowhere; *root* and *now* are those of `job_from`."""
    return publishing_from(
        settings,
        written=_enabled(settings, "publish_cloudwatch_metrics"),
        put=_enabled(settings, "put_metrics"),
        emf=_enabled(settings, "emf"),
        root=root,
        now=now or datetime.now(UTC).replace(microsecond=0),
    )


def window_from(settings: Settings) -> MonitoringWindow | None:
    """Return the window that *settings* say, None where they say none. Raises JobError for times that are none."""
    if not settings.any_of("start_time", "end_time"):
        return None
    start, end = (
        None if (text := settings.get(name)) is None else moment(text, name=name) for name in ("start_time", "end_time")
    )
    return MonitoringWindow(start, end)


def _repository(settings: Settings) -> MetricsRepository | None:
    if not settings.any_of("metrics_repository"):
        return None
    time = settings.get("metric_time")
    return repository_at(
        settings.get("metrics_repository"),
        at=None if time is None else moment(time, name="metric_time"),
        window=window_from(settings),
        tags={tag: settings.get(name) for tag, name in _TAGS.items()},
    )


def _script(settings: Settings, name: str) -> Script | None:
    return script_from(
        settings.get(name),
        name=name,
        seconds=SECONDS if (seconds := settings.get("script_timeout")) is None else number(seconds, "script_timeout"),
        user=settings.user,
        process=settings.process,
    )


def required(settings: Settings, name: str) -> str:
    """Return the setting *name*. Raises JobError where it is not set, or empty."""
    if value := settings.get(name):
        return value
    flag = f"--{name.replace('_', '-')}"
    raise JobError(
        f"{name} is not set; give {_WHAT_IT_IS[name]}, as a variable of the job's environment or by {flag}.",
        code="setting-missing",
    )


def _choice(settings: Settings, name: str, known: Sequence[str]) -> str | None:
    """Return which of *known* is set, in its own spelling whatever the case of the letters; None where none is set."""
    given = settings.get(name)
    if given is None:
        return None
    for value in known:
        if value.casefold() == given.strip().casefold():
            return value
    raise JobError(f"{name} is {quoted(given)}; known are {', '.join(known)}.", code="setting-unknown-value")


def _enabled(settings: Settings, name: str) -> bool:
    return _choice(settings, name, ("Enabled", "Disabled")) == "Enabled"


def _baseline(settings: Settings) -> BaselinePaths | None:
    if not settings.any_of("baseline_statistics", "baseline_constraints"):
        return None
    return BaselinePaths(settings.get("baseline_statistics"), settings.get("baseline_constraints"))


def _thresholds(settings: Settings) -> Thresholds:
    given = settings.get(_THRESHOLDS)
    return Thresholds() if given is None else thresholds_in(given, name=_THRESHOLDS)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := part.strip()))
