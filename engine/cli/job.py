"""From the words of the command line to a Job."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from engine.documents.folder import CONSTRAINTS, STATISTICS, document_in
from engine.errors import JobError, public
from engine.job.asked import quality_from
from engine.job.dataset import Dataset, FormatOptions, Script, refuse_unknown_encoding
from engine.job.definition import BaselinePaths, Job
from engine.job.publishing import Publishing, dimensions_said, refuse_namespace
from engine.job.quality import ATTRIBUTES, MODEL_QUALITY, ModelQuality
from engine.job.references import references_said
from engine.job.repository import MetricsRepository, repository_at, tags_said
from engine.job.semantics import Semantics
from engine.job.texts import refuse_texts, refuse_what_is_no_text
from engine.job.thresholds import thresholds_said
from engine.job.times import MonitoringWindow, moment, start_of_last
from engine.readers.capture.options import POSITIONS
from engine.readers.format import CommandLine, Flag
from engine.readers.formats import (
    FORMATS,
    command_line_named,
    find_format,
    format_of,
    of_transform,
    on_command_line,
)
from engine.readers.store import Store, open_store
from engine.readers.transform.format import FLAGS as TRANSFORM_FLAGS
from engine.readers.transform.manifests import first_named
from engine.scripts.named import script_from
from engine.wording import quoted

_PATHS = ("data", "output", "baseline", "preprocess", "postprocess", "rules", "openmetrics", "metrics_repository")


def job_of(arguments: argparse.Namespace, baseline: BaselinePaths | None, process: Mapping[str, str]) -> Job:
    """Return the job that *arguments* ask for; the user's scripts see what of the environment of this *process* is theirs.

    Raises JobError for what does not fit together, DatasetError where the format has to be found and cannot.
    """
    refuse_unknown_encoding(arguments.encoding)
    store = None if arguments.format else _listed(arguments.data)
    window = window_of(arguments)
    return Job(
        dataset=Dataset(
            arguments.data,
            _format(arguments, store),
            text_encoding=arguments.encoding,
            window=window,
            preprocessor=_script(arguments, "preprocess", process),
            listed=None if store is None else store.listed,
        ),
        output=arguments.output,
        baseline=baseline,
        semantics=Semantics(arguments.semantics),
        excluded=tuple(arguments.exclude),
        categorical_drift_method=arguments.categorical_drift_method,
        postprocessor=_script(arguments, "postprocess", process),
        thresholds=thresholds_said(_thresholds(arguments), flag="--threshold"),
        suggestions=getattr(arguments, "suggestions", False),
        rules=arguments.rules,
        references=references_said(arguments.reference, flag="--reference"),
        publishing=_publishing(arguments, window, process),
        repository=_repository(arguments, window),
        quality=_quality(arguments, window),
        report=arguments.report,
    )


def _quality(arguments: argparse.Namespace, window: MonitoringWindow | None) -> ModelQuality | None:
    given = {name: getattr(arguments, name) for name in ("problem_type", *ATTRIBUTES)}
    if arguments.analysis_type == MODEL_QUALITY:
        return quality_from(given, window)
    if said := [name for name, value in given.items() if value is not None]:
        raise JobError(
            f"--{said[0].replace('_', '-')} is about a model's answers; say --analysis-type {MODEL_QUALITY} too, or leave it "
            f"out",
            code="flag-of-model-quality",
        )
    return None


def paths_in(folder: str) -> BaselinePaths:
    """Return where the documents of a baseline in *folder* belong, whether they are there or not."""
    return BaselinePaths(document_in(folder, STATISTICS), document_in(folder, CONSTRAINTS))


def refuse_words(arguments: argparse.Namespace) -> None:
    """Raise JobError for a word that is no text, or an address with a password or a key in it."""
    refuse_what_is_no_text({"--threshold": "".join(_thresholds(arguments))})
    given = {("" if name == "data" else "--") + name: getattr(arguments, name, None) for name in _PATHS}
    refuse_texts({word: path for word, path in given.items() if path is not None})
    refuse_what_is_no_text({"--tag": "".join(arguments.tag)})
    for word in arguments.reference:
        refuse_texts({"--reference": word.partition("=")[2]})


def in_force(job: Job) -> str:
    """Return what *job* is asked to do, in one line; what is not set is not told."""
    window, scripts = job.dataset.window or MonitoringWindow(), (job.dataset.preprocessor, job.postprocessor)
    settings = {
        "data": job.dataset.source,
        "output": job.output,
        "baseline": job.baseline and os.path.dirname(job.baseline.statistics or job.baseline.constraints or ""),
        **format_of(job.dataset.format).shown(job.dataset.format),
        **{name: at and at.isoformat() for name, at in (("start", window.start), ("end", window.end))},
        "encoding": job.dataset.text_encoding,
        "exclude": ", ".join(job.excluded),
        "semantics": job.semantics.value,
        "categorical_drift_method": job.categorical_drift_method,
        "thresholds": ", ".join(job.thresholds.shown()),
        "rules": job.rules,
        **_asked(job.quality),
        "references": ", ".join(f"{name}={path}" for name, path in job.references),
        "metrics_repository": job.repository and job.repository.path,
        "tags": job.repository and ", ".join("=".join(tag) for tag in job.repository.tags),
        **{name: script and script.path for name, script in zip(("preprocess", "postprocess"), scripts, strict=True)},
        **_shown_publishing(job.publishing),
        "report": "report.html" if job.report else None,
        "script_timeout": next((script.seconds for script in scripts if script), None),
    }
    return ", ".join(f"{name} {_shown(value)}" for name, value in settings.items() if value not in (None, "", ()))


def _shown_publishing(publishing: Publishing | None) -> dict[str, object]:
    if publishing is None:
        return {}
    ways = {"emf": publishing.emf, "put_metrics": publishing.put}
    return {
        "openmetrics": publishing.openmetrics,
        "metrics": ", ".join(name for name, wanted in ways.items() if wanted),
        "dimensions": ", ".join(f"{name}={value}" for name, value in publishing.dimensions),
        "metrics_namespace": publishing.namespace,
    }


def _asked(quality: ModelQuality | None) -> Mapping[str, object]:
    if quality is None:
        return {}
    return {
        "problem_type": quality.problem.value,
        "inference_attribute": quality.inference,
        "probability_attribute": quality.probability,
        "probability_threshold_attribute": quality.threshold,
        "ground_truth_attribute": quality.ground_truth,
        "positive_label": quality.positive_label,
        "segment_by": quality.segment_by,
    }


def _shown(value: object) -> str:
    return quoted(public(value)) if isinstance(value, str) else repr(value)


def _listed(data: str) -> Store:
    """Open where the *data* lie and list them, once: the run takes the listing over."""
    store = open_store(data)
    return store.with_files(store.listing())


def _format(arguments: argparse.Namespace, store: Store | None) -> FormatOptions:
    """Return how the data are written, as the words say; where they leave it open, it is found in *store*.

    Where manifests of a batch transform lie there, it is found in what they name.
    """
    named = None if store is None else first_named(store)
    name = arguments.format if store is None else _found(arguments, named or store)
    known = None if name is None else command_line_named(name)
    if name is None or known is None:
        raise JobError(f"{'--format' if arguments.format else arguments.data}: {_not_read()}", code="format-not-read")
    _refuse_flags_of_others(arguments, known, also=() if named is None else TRANSFORM_FLAGS)
    read: FormatOptions = known.read(known.names[name], vars(arguments))
    transform = None if named is None else of_transform(read)
    if transform is None:
        return read
    return replace(transform, output_first=arguments.output_columns_position == POSITIONS[0])


def _refuse_flags_of_others(arguments: argparse.Namespace, known: CommandLine[Any], *, also: tuple[str, ...]) -> None:
    """Raise JobError for a flag that is neither one of the format *known* nor among those *also* allowed."""
    own = {*(flag.word for flag in known.flags), *also}
    for other in on_command_line():
        if said := [flag for flag in _said(arguments, other) if flag.word not in own]:
            raise JobError(
                f"{said[0].word} {other.flags_choose}, and {arguments.data} is read as {known.read_as}; "
                f"leave it out{other.or_say}",
                code="flag-of-another-format",
            )


def _found(arguments: argparse.Namespace, store: Store) -> str | None:
    """Return the name of the format that the data are in; data without a byte are of the one that the words are for."""
    if any(file.size for file in store.files()):
        return find_format(store, encoding=arguments.encoding)
    every = tuple(on_command_line())
    meant = next((known for known in reversed(every) if _said(arguments, known)), every[0])
    return next(iter(meant.names))


def _not_read() -> str:
    """Return what is said of data that are like no format."""
    *others, last = (form.title for form in FORMATS.values() if form.command_line is not None)
    read = f"this version reads {', '.join(others)} and {last} only"
    return f"the data are no text, and {read}; name the file's --encoding, or say --format csv if they are CSV all the same"


def _said(arguments: argparse.Namespace, known: CommandLine[Any]) -> tuple[Flag, ...]:
    """Return those of a format's flags that somebody has given."""
    return tuple(flag for flag in known.flags if getattr(arguments, flag.name) != flag.default)


def _thresholds(arguments: argparse.Namespace) -> Sequence[str]:
    """Return what is said of the judging to come; only a baseline run has words for it."""
    return getattr(arguments, "threshold", ())


def window_of(arguments: argparse.Namespace) -> MonitoringWindow | None:
    """Return the window that --start and --end say, or --last; None where they say none. Raises JobError for what is none."""
    start, end, last = arguments.start, arguments.end, arguments.last
    if last is not None and (start, end) != (None, None):
        raise JobError(
            "--last is a window that ends now, without --start and --end; give the one or the others",
            code="last-with-start-or-end",
        )
    if last is not None:
        now = datetime.now(UTC)
        return MonitoringWindow(start_of_last(last, end=now), now)
    if start is None and end is None:
        return None
    return MonitoringWindow(
        *(None if text is None else moment(text, name=name) for name, text in (("--start", start), ("--end", end)))
    )


def _publishing(
    arguments: argparse.Namespace, window: MonitoringWindow | None, process: Mapping[str, str]
) -> Publishing | None:
    """Return where metrics go; their time is the one that --metric-time says, else the window's start, else now.

    Raises JobError for what is said of them where they go nowhere.
    """
    refuse_namespace(arguments.metrics_namespace, name="--metrics-namespace")
    asked = Publishing(
        time=_metric_time(arguments) or (window and window.start) or datetime.now(UTC).replace(microsecond=0),
        dimensions=dimensions_said(arguments.dimension, flag="--dimension"),
        namespace=arguments.metrics_namespace,
        put=arguments.put_metrics,
        region=process.get("AWS_REGION"),
        emf=arguments.emf,
        openmetrics=arguments.openmetrics,
    )
    if asked.or_none() is None and (asked.dimensions or asked.namespace):
        raise JobError(
            f"{'--dimension' if asked.dimensions else '--metrics-namespace'} is about metrics, and they go nowhere; say "
            f"--openmetrics, --emf or --put-metrics, or leave it out",
            code="metrics-go-nowhere",
        )
    return asked.or_none()


def _repository(arguments: argparse.Namespace, window: MonitoringWindow | None) -> MetricsRepository | None:
    return repository_at(
        arguments.metrics_repository,
        at=_metric_time(arguments),
        window=window,
        tags=tags_said(arguments.tag, flag="--tag"),
    )


def _metric_time(arguments: argparse.Namespace) -> datetime | None:
    time = arguments.metric_time
    return None if time is None else moment(time, name="--metric-time")


def _script(arguments: argparse.Namespace, name: str, process: Mapping[str, str]) -> Script | None:
    return script_from(
        getattr(arguments, name), name=f"--{name}", seconds=arguments.script_timeout, user={}, process=process
    )
