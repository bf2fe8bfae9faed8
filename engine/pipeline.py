"""One run: read once, describe, judge, write. The steps, in their order, and nothing else."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace

from pyspark.sql import SparkSession

from engine.analysis.custom_rules import rule_violations
from engine.conclusion import conclude, violations_of_count
from engine.deequ.dqdl.judging import Read, judge_rules
from engine.deequ.dqdl.language import Rule, parse
from engine.documents import folder
from engine.documents.baseline import Baseline, read_baseline
from engine.documents.json.numerals import shortest
from engine.documents.rule_texts import RuleText, rules_in_constraints, rules_in_file
from engine.documents.violations import Violation
from engine.errors import JobError, NoRecords, without_credentials
from engine.history import refuse_unusable_history, with_history
from engine.job.definition import Job
from engine.outcome import Outcome
from engine.reading import Plan, Reading, look_at_hosts, look_here, read, read_reference
from engine.signals import look_for_signals
from engine.sinks import Files, files_of, prepare, send
from engine.spark.doubles import java_doubles
from engine.spark.failures import explained
from engine.spark.scan import Scan
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
        prepare(job)
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
    texts = _rule_texts(job, baseline)
    refuse_unusable_history(job, baseline)
    if texts and shards:
        raise JobError(
            "Rules are judged over all rows together, and the hosts have a share of the data each; give every host all of "
            "them (FullyReplicated), or leave the rules out",
            code="rules-over-shards",
        )
    with ExitStack() as opened:
        if shards:
            spark = opened.enter_context(session("model-monitor"))
            reading = look_at_hosts(spark, job, baseline, shards)
        else:
            reading = look_here(job, baseline)
        if (plan := reading.plan) is None:
            return _without_records(job, baseline, lambda: spark if shards else _opened(opened, session))
        if plan.table.settled and (violations := violations_of_count(job, plan.table, plan.comparison)) is not None:
            return _nothing_but(violations)
        if not shards:
            spark = opened.enter_context(session("model-monitor", columns=len(plan.table.names)))
        return _read_and_judge(spark, job, plan, reading, parse(spark, texts))


def _rule_texts(job: Job, baseline: Baseline | None) -> tuple[RuleText, ...]:
    """Return the user's rules: those of the file first, then those of the baseline's constraints."""
    in_file = () if job.rules is None else rules_in_file(job.rules)
    if baseline is None or baseline.constraints is None or job.baseline is None:
        return in_file
    return (*in_file, *rules_in_constraints(job.baseline.first, baseline.constraints.monitoring))


def _read_and_judge(spark: SparkSession, job: Job, first: Plan, reading: Reading, rules: Sequence[Rule]) -> Done:
    plan, found = read(spark, job, first, reading.splits)
    state = found.state
    baseline = None if plan.comparison is None else plan.comparison.baseline
    if not state.records:
        return _without_records(job, baseline, lambda: spark)
    if (of_count := violations_of_count(job, plan.table, plan.comparison)) is not None:
        return _nothing_but(of_count)
    outcome = conclude(spark, job, plan.comparison, state)
    if rules:
        broken = _broken_rules(spark, job, plan, found, rules)
        outcome = replace(outcome, violations=(*(outcome.violations or ()), *broken))
    outcome = with_history(job, baseline, state, outcome, spark=lambda: spark)
    return outcome, files_of(outcome, java_doubles(spark))


def _broken_rules(
    spark: SparkSession, job: Job, plan: Plan, found: Scan, rules: Sequence[Rule]
) -> tuple[Violation, ...]:
    _log.info("%d rules: the rows are read once more, for Deequ", len(rules))
    own = Read(plan.table, found)
    others = {name: Read(*read_reference(spark, job, name, source)) for name, source in job.references}
    return rule_violations(judge_rules(spark, own, rules, others))


def _without_records(job: Job, baseline: Baseline | None, spark: Callable[[], SparkSession]) -> Done:
    """A monitoring run over nothing completes; a baseline of nothing is a mistake."""
    if job.baseline is None and not job.scheduled:
        raise NoRecords(
            f"{job.dataset.source}: no record was found; "
            f"a baseline needs at least one, so check the path and the format",
            code="no-records",
        )
    _log.warning("No records were found in %s", without_credentials(job.dataset.source))
    outcome = Outcome(0, None, None, None if job.baseline is None else ())
    outcome = with_history(job, baseline, None, outcome, spark=spark)
    return outcome, files_of(outcome, shortest)


def _nothing_but(violations: tuple[Violation, ...] | None) -> Done:
    outcome = Outcome(0, None, None, violations)
    return outcome, files_of(outcome, shortest)


def _opened(opened: ExitStack, session: Session) -> SparkSession:
    return opened.enter_context(session("model-monitor"))
