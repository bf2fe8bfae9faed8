"""One run: read once, describe, judge, write. The steps, in their order, and nothing else."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack

from pyspark.sql import SparkSession

from engine.analysis.data_quality.checks import evidence_of_all
from engine.analysis.data_quality.describe import describe
from engine.analysis.data_quality.match import column_violations
from engine.analysis.data_quality.subject import subjects_of
from engine.analysis.data_quality.suggest import suggest
from engine.analysis.evidence import Evidence
from engine.analysis.verdict import ordered_violations
from engine.deequ.judge import judge
from engine.documents import folder
from engine.documents.baseline import read_baseline
from engine.documents.data_quality.statistics import Statistics
from engine.documents.json.numerals import shortest
from engine.documents.violations import Violation
from engine.errors import NoRecords, without_credentials
from engine.job.definition import Job
from engine.job.semantics import Matter
from engine.outcome import Outcome
from engine.profile.state import DatasetState
from engine.reading import Comparison, Plan, Reading, look_at_hosts, look_here, read
from engine.signals import look_for_signals
from engine.sinks import Files, files_of, send
from engine.spark.doubles import java_doubles
from engine.spark.failures import explained
from engine.spark.session import spark_session

_log = logging.getLogger(__name__)

Session = Callable[..., AbstractContextManager[SparkSession]]
"""Opens a Spark session by its name; `columns` is how many columns the run is about."""

Done = tuple[Outcome, Files]
"""What a run has found, and what it writes."""


def run(job: Job, *, session: Session = spark_session, shards: Sequence[str] = ()) -> Outcome:
    """Do *job* and write its documents; the last one written is the sign that the run is complete.

    The output folder is this run's own until it returns, and JobError says so where it is another's. *session* opens the
    Spark session that reads and judges, where there is anything to read, and closes it again. *shards* are the hosts of
    which each holds a share of the data; none where every host sees all of them.
    """
    with folder.owned_and_empty(job.output, job.baseline):
        with explained():
            outcome, documents = _analyse(job, session, shards)
            # Written when Spark has ended: what is stopped or fails before that leaves no document.
            if documents:
                look_for_signals()
                folder.write_all(job.output, documents)
        send(job, outcome)
    return outcome


def _analyse(job: Job, session: Session, shards: Sequence[str]) -> Done:
    """A look at shards is the work of their hosts; otherwise Spark is started when the look has shown what to read."""
    baseline = None if job.baseline is None else read_baseline(job.baseline)
    with ExitStack() as opened:
        if shards:
            spark = opened.enter_context(session("model-monitor"))
            reading = look_at_hosts(spark, job, baseline, shards)
        else:
            reading = look_here(job, baseline)
        if (plan := reading.plan) is None:
            return _without_records(job)
        if plan.table.settled and (violations := _violations_of_count(job, plan)) is not None:
            return _nothing_but(violations)
        if not shards:
            spark = opened.enter_context(session("model-monitor", columns=len(plan.table.names)))
        return _read_and_judge(spark, job, plan, reading)


def _read_and_judge(spark: SparkSession, job: Job, first: Plan, reading: Reading) -> Done:
    plan, state = read(spark, job, first, reading.splits)
    if not state.records:
        return _without_records(job)
    if (of_count := _violations_of_count(job, plan)) is not None:
        return _nothing_but(of_count)
    statistics = describe(state)
    constraints = suggest(statistics, thresholds=job.thresholds, categorical_drift_method=job.categorical_drift_method)
    evidence: tuple[Evidence, ...] = ()
    violations: tuple[Violation, ...] | None = None
    if plan.comparison is not None:
        evidence, violations = _judge(spark, job, plan.comparison, state, statistics)
    outcome = Outcome(state.records, statistics, constraints, violations, evidence)
    return outcome, files_of(outcome, java_doubles(spark))


def _judge(
    spark: SparkSession, job: Job, compared: Comparison, state: DatasetState, statistics: Statistics
) -> tuple[tuple[Evidence, ...], tuple[Violation, ...]]:
    """Return what the checks have measured, and the violations that Deequ finds in it."""
    subjects = subjects_of(
        compared.baseline,
        compared.match,
        state,
        statistics,
        semantics=job.semantics,
        categorical_drift_method=job.categorical_drift_method,
    )
    evidence = evidence_of_all(subjects)
    broken = [item for item, holds in zip(evidence, judge(spark, evidence), strict=True) if not holds]
    columns = column_violations(compared.match, columns=len(state.names), baseline_columns=len(compared.baseline.names))
    return evidence, ordered_violations(columns, broken, job.semantics, doubles=java_doubles(spark))


def _violations_of_count(job: Job, plan: Plan) -> tuple[Violation, ...] | None:
    """The official container stops at another number of columns, and writes nothing but that; None: it goes on."""
    compared = plan.comparison
    if compared is None or job.semantics.corrects(Matter.NUMBER_OF_COLUMNS):
        return None
    here, known = len(plan.table.selected), len(compared.baseline.names)
    return None if here == known else column_violations(compared.match, columns=here, baseline_columns=known)


def _without_records(job: Job) -> Done:
    """A monitoring run over nothing completes; a baseline of nothing is a mistake."""
    if job.baseline is None and not job.scheduled:
        raise NoRecords(
            f"{job.dataset.source}: no record was found; "
            f"a baseline needs at least one, so check the path and the format",
            code="no-records",
        )
    _log.warning("No records were found in %s", without_credentials(job.dataset.source))
    return _nothing_but(None if job.baseline is None else ())


def _nothing_but(violations: tuple[Violation, ...] | None) -> Done:
    outcome = Outcome(0, None, None, violations)
    return outcome, files_of(outcome, shortest)
