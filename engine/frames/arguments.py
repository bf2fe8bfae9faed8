"""From the arguments of `engine.baseline` and `engine.monitor` to a Job, and to the documents of a baseline."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.documents.baseline import Baseline, documents_in, read_baseline
from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.statistics import Statistics
from engine.documents.folder import refuse_unnamed
from engine.documents.json.codec import dumps, loads
from engine.documents.kinds import CONSTRAINTS, STATISTICS
from engine.errors import JobError
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.job.repository import MetricsRepository, repository_at, tags_said
from engine.job.semantics import Semantics
from engine.job.texts import refuse_texts
from engine.job.thresholds import thresholds_said
from engine.job.times import moment
from engine.outcome import Outcome
from engine.wording import foreign, quoted

_SEMANTICS = tuple(each.value for each in Semantics)
_METHODS = ("LInfinity", "ChiSquared")

Path = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class DataFrameFormat:
    """A DataFrame has no options: it says everything itself."""


@dataclass(frozen=True, slots=True)
class Given:
    """A baseline that somebody has given, and where its documents lie; None where they are in no folder."""

    documents: Baseline
    paths: BaselinePaths | None = None


def job_from(
    *,
    exclude: Sequence[str],
    output: Path | None,
    semantics: str,
    categorical_drift_method: str | None,
    thresholds: Mapping[str, float | str] | None = None,
    suggestions: bool = False,
    repository: MetricsRepository | None = None,
) -> Job:
    """Return the job that these arguments ask for. Raises JobError for one that is not understood."""
    words = [f"{name}={value}" for name, value in (thresholds or {}).items()]
    _refuse_unknown("semantics", semantics, _SEMANTICS)
    if categorical_drift_method is not None:
        _refuse_unknown("categorical_drift_method", categorical_drift_method, _METHODS)
    folder = "" if output is None else os.fspath(output)
    refuse_texts({"output": folder})
    if output is not None:
        refuse_unnamed(folder)
    return Job(
        dataset=Dataset("The DataFrame", DataFrameFormat()),
        output=folder,
        semantics=Semantics(semantics),
        excluded=(exclude,) if isinstance(exclude, str) else tuple(exclude),
        categorical_drift_method=categorical_drift_method,
        thresholds=thresholds_said(words, flag="thresholds"),
        suggestions=suggestions,
        repository=repository,
    )


def repository_from(
    path: Path | None, *, tags: Mapping[str, str] | None, metric_time: str | datetime | None
) -> MetricsRepository | None:
    """Return the repository that these arguments name, None without a *path*. A time without a zone is UTC.

    Raises JobError for a tag, a time or a path that is none.
    """
    folder = "" if path is None else os.fspath(path)
    words = [f"{name}={value}" for name, value in (tags or {}).items()]
    refuse_texts({"metrics_repository": folder})
    time = metric_time.isoformat() if isinstance(metric_time, datetime) else metric_time
    return repository_at(
        folder,
        at=None if time is None else moment(time, name="metric_time"),
        window=None,
        tags=tags_said(words, flag="tags"),
    )


def _refuse_unknown(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise JobError(
            f"{name} is expected to be one of {', '.join(known)}; found {quoted(str(value))}", code="argument-unknown"
        )


def baseline_from(given: object) -> Given:
    """Return the baseline that *given* is: a folder, what `engine.baseline` has returned, or documents of either kind.

    Raises JobError where it is none of these or has no document, DocumentError where a document is not what it should be.
    """
    if isinstance(given, str | os.PathLike):
        paths = documents_in(os.fspath(given))
        return Given(read_baseline(paths), paths)
    documents = _documents(given)
    statistics = next((each for each in documents if isinstance(each, Statistics)), None)
    constraints = next((each for each in documents if isinstance(each, Constraints)), None)
    if statistics is None and constraints is None:
        raise JobError(
            f"baseline is expected to be the folder of a baseline run, what engine.baseline has returned, or documents "
            f"by their names ({STATISTICS}, {CONSTRAINTS}); found a {foreign(type(given).__qualname__)} without any",
            code="baseline-not-understood",
        )
    return Given(Baseline(constraints, statistics))


def _documents(given: object) -> tuple[object, ...]:
    if isinstance(given, Outcome):
        return given.statistics, given.constraints
    if isinstance(given, Mapping):
        readers = {STATISTICS: Statistics.from_json, CONSTRAINTS: Constraints.from_json}
        texts = {name: dumps(given[name]) for name in readers if name in given}
        return tuple(readers[name](loads(text, source=name), source=name) for name, text in texts.items())
    return tuple(given) if isinstance(given, tuple | list) else (given,)
