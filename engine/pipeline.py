"""One run: read once, describe, judge, write. The steps, in their order, and nothing else."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack

from pyspark.sql import SparkSession

from engine.conclusion import conclude, violations_of_count
from engine.documents import folder
from engine.documents.baseline import read_baseline
from engine.documents.json.numerals import shortest
from engine.documents.violations import Violation
from engine.errors import NoRecords, without_credentials
from engine.job.definition import Job
from engine.outcome import Outcome
from engine.reading import Plan, Reading, look_at_hosts, look_here, read
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
        if plan.table.settled and (violations := violations_of_count(job, plan.table, plan.comparison)) is not None:
            return _nothing_but(violations)
        if not shards:
            spark = opened.enter_context(session("model-monitor", columns=len(plan.table.names)))
        return _read_and_judge(spark, job, plan, reading)


def _read_and_judge(spark: SparkSession, job: Job, first: Plan, reading: Reading) -> Done:
    plan, state = read(spark, job, first, reading.splits)
    if not state.records:
        return _without_records(job)
    if (of_count := violations_of_count(job, plan.table, plan.comparison)) is not None:
        return _nothing_but(of_count)
    outcome = conclude(spark, job, plan.comparison, state)
    return outcome, files_of(outcome, java_doubles(spark))


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
