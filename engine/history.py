"""What a run keeps of itself for the runs to come, and how it is judged by those before it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from pyspark.sql import SparkSession

from engine.analysis.anomalies import anomaly_violations, unjudged_violations
from engine.analysis.run_history import Series, metrics_of, series_of
from engine.deequ.detector import detect
from engine.documents.baseline import Baseline
from engine.documents.data_quality.anomaly_checks import AnomalyCheck
from engine.documents.history.kept import milliseconds, runs_before
from engine.documents.history.run_metrics import RunMetrics
from engine.documents.history.usable import checks_of
from engine.documents.violations import Violation
from engine.errors import JobError, without_credentials
from engine.job.definition import Job
from engine.job.repository import MetricsRepository
from engine.outcome import Outcome
from engine.profile.state import DatasetState

_log = logging.getLogger(__name__)

_KIND = "run"
_BASELINE, _MONITORING = "baseline", "monitoring"


def with_history(
    job: Job,
    baseline: Baseline | None,
    state: DatasetState | None,
    outcome: Outcome,
    *,
    spark: Callable[[], SparkSession],
) -> Outcome:
    """Return *outcome* with the metrics that are to be kept of it, and with the anomalies that it is among former runs.

    *state* is None where there was no record. *spark* is asked for a session where there is something to judge.
    """
    if job.repository is None:
        return outcome
    run = _run(job.repository, job, state)
    checks = checks_of(baseline)
    if not checks:
        return replace(outcome, history=run)
    violations = _judged(job.repository, checks, run, spark)
    return replace(outcome, history=run, violations=(*(outcome.violations or ()), *violations))


def _run(repository: MetricsRepository, job: Job, state: DatasetState | None) -> RunMetrics:
    is_baseline = job.baseline is None and not job.scheduled
    tags = {**dict(repository.tags), _KIND: _BASELINE if is_baseline else _MONITORING}
    return RunMetrics(milliseconds(repository.at), tuple(sorted(tags.items())), metrics_of(state))


def _judged(
    repository: MetricsRepository,
    checks: Sequence[AnomalyCheck],
    run: RunMetrics,
    spark: Callable[[], SparkSession],
) -> tuple[Violation, ...]:
    limits = [check.last for check in checks]
    most = None if None in limits else max(last for last in limits if last is not None)
    try:
        former = runs_before(repository, lambda each: _is_comparable(each, run), most=most)
    except JobError as error:  # it could be read when the run began; the other checks are not to suffer
        return unjudged_violations(checks, without_credentials(str(error)))
    _log.info("%d anomaly checks against %d former runs", len(checks), len(former))
    series = tuple(each for check in checks if (each := _series(check, former, run)) is not None)
    return anomaly_violations(detect(spark(), series)) if series else ()


def _is_comparable(former: RunMetrics, run: RunMetrics) -> bool:
    """Say whether *former* is of the same series. A baseline is not: it may be of a month, where runs are of an hour."""
    return former.series == run.series and former.tag.get(_KIND) != _BASELINE


def _series(check: AnomalyCheck, former: Sequence[RunMetrics], run: RunMetrics) -> Series | None:
    found = series_of(check, former, run)
    if isinstance(found, Series):
        return found
    _log.info("The anomaly check of %s by %s is not judged: %s", check.subject, check.strategy, found)
    return None
