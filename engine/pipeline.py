"""One run: read once, describe, judge, write. The steps, in their order, and nothing else."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from pyspark.sql import SparkSession

from engine.analysis.data_quality.checks import evidence_of_all
from engine.analysis.data_quality.describe import describe
from engine.analysis.data_quality.match import Match, column_violations
from engine.analysis.data_quality.subject import subjects_of
from engine.analysis.data_quality.suggest import suggest
from engine.analysis.evidence import Evidence
from engine.analysis.verdict import ordered_violations
from engine.deequ.judge import judge
from engine.documents import folder
from engine.documents.baseline import Baseline, read_baseline
from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.statistics import Statistics
from engine.documents.folder import CONSTRAINTS, STATISTICS, VIOLATIONS
from engine.documents.json import codec
from engine.documents.violations import Violation, Violations
from engine.errors import NoRecords, without_credentials
from engine.job.definition import Job
from engine.job.semantics import Matter
from engine.profile.state import DatasetState
from engine.reading import Plan, Reading, look_at_hosts, look_here, read
from engine.scripts.postprocess import postprocess
from engine.spark.doubles import java_doubles
from engine.spark.failures import explained
from engine.spark.session import spark_session

_log = logging.getLogger(__name__)

Session = Callable[..., AbstractContextManager[SparkSession]]
"""Opens a Spark session by its name; `columns` is how many columns the run is about."""

Documents = Mapping[str, str]
"""Texts by the names of their files, in the order in which they are to appear."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has found and written.

    `violations` is None for a run without a baseline. `statistics` and `constraints` are None where there was no
    record, or where the number of columns ended the run (`observed`). `evidence` is what the checks have measured.
    """

    records: int
    statistics: Statistics | None
    constraints: Constraints | None
    violations: tuple[Violation, ...] | None
    evidence: tuple[Evidence, ...] = ()


Done = tuple[Outcome, Documents]
"""What a run has found, and what it writes."""


def run(job: Job, *, session: Session = spark_session, shards: Sequence[str] = ()) -> Outcome:
    """Do *job* and write its documents; the last one written is the sign that the run is complete.

    A postprocessing script of the user's is called when they are there, and what it does to them is its own.

    *session* opens the Spark session that reads and judges, where there is anything to read, and closes it again.
    *shards* are the hosts of which each holds a share of the data; none where every host sees all of them.
    """
    with explained():
        outcome = _run_shared(job, session, shards) if shards else _run(job, session)
    if job.postprocessor:
        postprocess(job.postprocessor, _log)
    return outcome


def _run(job: Job, session: Session) -> Outcome:
    baseline = _prepared(job)
    reading = look_here(job, baseline)
    done = _early(job, baseline, reading)
    if done is None:
        folder.prepare(job.output)
        with session("model-monitor", columns=len(reading.plan.table.names)) as spark:
            done = _read_and_judged(spark, job, reading)
    # Written when Spark has ended: what is stopped or fails before that leaves no document.
    return _written(job, done)


def _run_shared(job: Job, session: Session, hosts: Sequence[str]) -> Outcome:
    baseline = _prepared(job)
    folder.prepare(job.output)
    with session("model-monitor") as spark:
        reading = look_at_hosts(spark, job, baseline, hosts)
        done = _early(job, baseline, reading) or _read_and_judged(spark, job, reading)
    return _written(job, done)


def _prepared(job: Job) -> Baseline | None:
    folder.clear(job.output, job.baseline)
    return None if job.baseline is None else read_baseline(job.baseline)


def _early(job: Job, baseline: Baseline | None, reading: Reading) -> Done | None:
    """Return what a run has found that needs no reading; None where the data decide."""
    if reading.plan is None:
        return _without_records(job, baseline)
    return _only_columns(reading.plan) if reading.plan.table.settled and _ends_at_columns(job, reading.plan) else None


def _read_and_judged(spark: SparkSession, job: Job, reading: Reading) -> Done:
    plan, state = read(spark, job, reading)
    if not state.records:
        return _without_records(job, plan.baseline)
    return _only_columns(plan) if _ends_at_columns(job, plan) else _analysed(spark, job, plan, state)


def _analysed(spark: SparkSession, job: Job, plan: Plan, state: DatasetState) -> Done:
    statistics = describe(state)
    constraints = suggest(statistics, categorical_drift_method=job.categorical_drift_method)
    evidence, violations = (), None
    if plan.baseline is not None:
        evidence, violations = _judged(spark, job, plan.baseline, plan.match, state, statistics)
    documents = _printed(java_doubles(spark), statistics, constraints, violations)
    return Outcome(state.records, statistics, constraints, violations, evidence), documents


def _ends_at_columns(job: Job, plan: Plan) -> bool:
    if plan.baseline is None or job.semantics.corrects(Matter.NUMBER_OF_COLUMNS):
        return False
    return len(plan.table.selected) != len(plan.baseline.names)


def _judged(
    spark: SparkSession, job: Job, baseline: Baseline, match: Match, state: DatasetState, statistics: Statistics
) -> tuple[tuple[Evidence, ...], tuple[Violation, ...]]:
    """Return what the checks have measured, and the violations that Deequ finds in it."""
    subjects = subjects_of(
        baseline,
        match,
        state,
        statistics,
        semantics=job.semantics,
        categorical_drift_method=job.categorical_drift_method,
    )
    evidence = evidence_of_all(subjects)
    broken = [item for item, holds in zip(evidence, judge(spark, evidence), strict=True) if not holds]
    columns = column_violations(match, columns=len(state.names), baseline_columns=len(baseline.names))
    return evidence, ordered_violations(columns, broken, job.semantics, doubles=java_doubles(spark))


def _only_columns(plan: Plan) -> Done:
    """The official container stops at another number of columns, and writes nothing but that."""
    here, known = len(plan.table.selected), len(plan.baseline.names)
    violations = column_violations(plan.match, columns=here, baseline_columns=known)
    return Outcome(0, None, None, violations), _violations(violations)


def _without_records(job: Job, baseline: Baseline | None) -> Done:
    """A monitoring run over nothing completes; a baseline of nothing is a mistake."""
    if baseline is None and not job.scheduled:
        raise NoRecords(
            f"{job.dataset.source}: no record was found; "
            f"a baseline needs at least one, so check the path and the format",
            code="no-records",
        )
    _log.warning("No records were found in %s", without_credentials(job.dataset.source))
    violations = None if baseline is None else ()
    return Outcome(0, None, None, violations), _violations(violations)


def _printed(
    doubles: codec.Doubles, statistics: Statistics, constraints: Constraints, violations: tuple[Violation, ...] | None
) -> Documents:
    return {
        STATISTICS: codec.dumps(statistics.to_json(), doubles=doubles),
        CONSTRAINTS: codec.dumps(constraints.to_json(), doubles=doubles),
        **_violations(violations),
    }


def _violations(violations: tuple[Violation, ...] | None) -> Documents:
    return {} if violations is None else {VIOLATIONS: codec.dumps(Violations(violations).to_json())}


def _written(job: Job, done: Done) -> Outcome:
    outcome, documents = done
    if documents:
        folder.write_all(job.output, documents)
    return outcome
