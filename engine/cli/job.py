"""From the words of the command line to a Job."""

import argparse
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime, timezone
from pathlib import Path

from engine.documents.folder import CONSTRAINTS, STATISTICS
from engine.errors import JobError
from engine.job.dataset import Dataset, Script
from engine.job.definition import BaselinePaths, Job
from engine.job.semantics import Semantics
from engine.job.times import MonitoringWindow, moment, start_of_last
from engine.readers.capture.options import CaptureFormat
from engine.readers.csv.options import CsvFormat
from engine.readers.detect import CAPTURE, CSV, JSON, PARQUET, TSV, UNKNOWN, find_format
from engine.readers.store import list_files
from engine.sagemaker.dataset_format import capture_sides
from engine.scripts.named import script_from

_FIELD_DELIMITERS = {CSV: ",", TSV: "\t"}
_READ = "this version reads CSV and captured traffic only"
_NOT_READ = {
    JSON: f"JSON is not read yet, {_READ}; convert the data, or say --format csv if they are CSV",
    PARQUET: f"Parquet is not read yet, {_READ}; convert the data to CSV",
    UNKNOWN: f"the data are no text, and {_READ}; name the file's --encoding, or say --format csv "
    "if they are CSV all the same",
}
"""What is said of formats that can be named or found, and not be read."""

_OF_CSV = ("no_header", "field_delimiter", "quote_character", "quote_escape_character", "record_delimiter")
_OF_CAPTURES = ("capture_index_names", "start", "end", "last", "endpoint", "variant", "bad_records_share")
_UNSAID = {"no_header": False, "quote_character": '"'}
"""What the words of one format are where nobody has said them, but for those that are None then."""


def job_of(arguments: argparse.Namespace, baseline: BaselinePaths | None, process: Mapping[str, str]) -> Job:
    """Return the job that *arguments* ask for; the user's scripts see what of the environment of this *process* is theirs.

    Raises JobError for what does not fit together, DatasetError where the format has to be found and cannot.
    """
    dataset = Dataset(arguments.data, CsvFormat(), text_encoding=arguments.encoding)
    written = _format(arguments, dataset)
    return Job(
        dataset=replace(
            dataset,
            format=written,
            window=_window(arguments),
            preprocessor=_script(arguments, "preprocess", process),
        ),
        output=arguments.output,
        baseline=baseline,
        semantics=Semantics(arguments.semantics),
        excluded=tuple(arguments.exclude),
        categorical_drift_method=arguments.categorical_drift_method,
        postprocessor=_script(arguments, "postprocess", process),
    )


def documents_in(folder: str) -> BaselinePaths:
    """Return where the documents of the baseline in *folder* are; JobError where there is none."""
    present = {name: str(path) for name in (STATISTICS, CONSTRAINTS) if (path := Path(folder, name)).is_file()}
    if not present:
        raise JobError(
            f"{folder}: neither {STATISTICS} nor {CONSTRAINTS} is there; name the output folder of a baseline run"
        )
    return BaselinePaths(present.get(STATISTICS), present.get(CONSTRAINTS))


def in_force(job: Job) -> str:
    """Return what *job* is asked to do, in one line; what is not set is not told."""
    window, scripts = job.dataset.window or MonitoringWindow(), (job.dataset.preprocessor, job.postprocessor)
    settings = {
        "data": job.dataset.source,
        "output": job.output,
        "baseline": job.baseline and os.path.dirname(job.baseline.statistics or job.baseline.constraints or ""),
        "format": CAPTURE if isinstance(job.dataset.format, CaptureFormat) else None,
        **asdict(job.dataset.format),
        **{name: at and at.isoformat() for name, at in (("start", window.start), ("end", window.end))},
        "encoding": job.dataset.text_encoding,
        "exclude": ", ".join(job.excluded),
        "semantics": job.semantics.value,
        "categorical_drift_method": job.categorical_drift_method,
        **{name: script and script.path for name, script in zip(("preprocess", "postprocess"), scripts, strict=True)},
        "script_timeout": next((script.seconds for script in scripts if script), None),
    }
    return ", ".join(f"{name} {value!r}" for name, value in settings.items() if value not in (None, "", ()))


def _format(arguments: argparse.Namespace, dataset: Dataset) -> CsvFormat | CaptureFormat:
    """Return how *dataset* is written, as the words say; of what they leave open, the kind of format is found."""
    found = arguments.format or _found(arguments, dataset)
    if found == CAPTURE:
        _refuse(arguments, _OF_CSV, f"is for CSV, and {dataset.source} is read as captured traffic; leave it out")
        return _captures(arguments)
    if found not in _FIELD_DELIMITERS:
        where = "--format" if arguments.format else dataset.source
        raise JobError(f"{where}: {_NOT_READ[found]}")
    _refuse(
        arguments,
        _OF_CAPTURES,
        f"chooses among the records of captured traffic, and {dataset.source} is read as CSV, every record of it; "
        "leave it out, or say --format capture",
    )
    return _csv(arguments, _FIELD_DELIMITERS[found])


def _found(arguments: argparse.Namespace, dataset: Dataset) -> str:
    """Data without a byte are of the format that the words are for."""
    found = find_format(dataset.source, encoding=dataset.text_encoding)
    meant = CAPTURE if _said(arguments, _OF_CAPTURES) else found
    return found if any(file.size for file in list_files(dataset.source)) else meant


def _captures(arguments: argparse.Namespace) -> CaptureFormat:
    names = arguments.capture_index_names
    read = CaptureFormat(
        sides=capture_sides(names and ",".join(names)), endpoint=arguments.endpoint, variant=arguments.variant
    )
    return read if arguments.bad_records_share is None else replace(read, bad_records_share=arguments.bad_records_share)


def _csv(arguments: argparse.Namespace, delimiter: str) -> CsvFormat:
    return CsvFormat(
        header=not arguments.no_header,
        field_delimiter=delimiter if arguments.field_delimiter is None else arguments.field_delimiter,
        quote_character=arguments.quote_character,
        quote_escape_character=arguments.quote_escape_character,
        record_delimiter=arguments.record_delimiter,
    )


def _refuse(arguments: argparse.Namespace, names: Iterable[str], why: str) -> None:
    for name in _said(arguments, names):
        raise JobError(f"--{name.replace('_', '-')} {why}")


def _said(arguments: argparse.Namespace, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if getattr(arguments, name) != _UNSAID.get(name))


def _window(arguments: argparse.Namespace) -> MonitoringWindow | None:
    start, end, last = arguments.start, arguments.end, arguments.last
    if last is not None and (start, end) != (None, None):
        raise JobError("--last is a window that ends now, without --start and --end; give the one or the others")
    if last is not None:
        now = datetime.now(timezone.utc)
        return MonitoringWindow(start_of_last(last, end=now), now)
    if start is None and end is None:
        return None
    return MonitoringWindow(
        *(None if text is None else moment(text, name=name) for name, text in (("--start", start), ("--end", end)))
    )


def _script(arguments: argparse.Namespace, name: str, process: Mapping[str, str]) -> Script | None:
    return script_from(
        getattr(arguments, name), name=f"--{name}", seconds=arguments.script_timeout, user={}, process=process
    )
