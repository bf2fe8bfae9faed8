"""One run: read once, describe, judge, write. The steps, in their order, and nothing else."""

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import cache, partial
from threading import Thread

from pyspark.sql import SparkSession

from engine.analysis.custom_rules import rule_violations
from engine.conclusion import conclude
from engine.deequ.dqdl.language import Rule, parse
from engine.deequ.dqdl.sources import source_of_files
from engine.deequ.judge import load_judge
from engine.documents import folder
from engine.documents import prepare as load_printing
from engine.documents.baseline import Baseline, read_baseline
from engine.documents.history.usable import refuse_unusable_history
from engine.documents.json.numerals import shortest
from engine.documents.model_quality.promised import constraints_for
from engine.documents.rule_texts import rule_texts
from engine.documents.violations import Violation
from engine.errors import without_credentials
from engine.evaluation import evaluate
from engine.history import with_history
from engine.job.definition import Job
from engine.job.quality import ModelQuality
from engine.looking.notices import about_answers, refuse_nothing, violations_of_count
from engine.looking.plan import Plan, Reading, look_here
from engine.outcome import Findings, Outcome
from engine.reading import look_at_hosts, read
from engine.ruling import broken_rules, judged_rules, nothing_read
from engine.signals import look_for_signals
from engine.sinks import Files, files_of, prepare, send
from engine.spark.doubles import java_doubles
from engine.spark.failures import explained
from engine.spark.session import spark_session
from engine.spark.submitted import is_submitted

_log = logging.getLogger(__name__)

_MANY_BYTES = 1 << 20
"""Data of so many bytes may have sketches of many numbers."""

Session = Callable[..., AbstractContextManager[SparkSession]]
"""Opens a Spark session by its name; `columns` is how many columns the run is about."""

Done = tuple[Findings, Files]
"""What a run has found, and what it writes."""


def run(job: Job, *, session: Session = spark_session, shards: Sequence[str] = ()) -> Findings:
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
    """A look at shards is the work of their hosts, and YARN waits 100 seconds for a session: these are opened at once.

    Otherwise Spark is started when the look has shown what to read.
    """
    if job.quality is not None:
        return _evaluate(job, job.quality, session, shards)
    baseline = None if job.baseline is None else read_baseline(job.baseline)
    texts = rule_texts(job, baseline)
    refuse_unusable_history(job, baseline)
    at_once = bool(shards) or is_submitted()
    with ExitStack() as opened:
        spark = opened.enter_context(session("model-monitor")) if at_once else None
        reading = look_at_hosts(spark, job, baseline, shards) if spark and shards else look_here(job, baseline)
        if (plan := reading.plan) is None:
            refuse_nothing(job)
            started = cache(lambda: spark or opened.enter_context(session("model-monitor")))
            nothing = nothing_read((), baseline, job.excluded)
            broken = broken_rules(started(), job, nothing, parse(started(), texts)) if texts else None
            return _without_records(job, baseline, broken, started)
        if plan.table.settled and (violations := violations_of_count(job, plan.table, plan.comparison)) is not None:
            return _nothing_but(job, violations)
        spark = spark or opened.enter_context(session("model-monitor", columns=len(plan.table.names)))
        return _read_and_judge(spark, job, plan, reading, parse(spark, texts))


def _evaluate(job: Job, asked: ModelQuality, session: Session, shards: Sequence[str]) -> Done:
    """The same for a model's answers: they are measured, and judged by what a baseline promises."""
    job = about_answers(job)
    promised = constraints_for(job, asked)
    at_once = bool(shards) or is_submitted()
    with ExitStack() as opened:
        spark = opened.enter_context(session("model-monitor")) if at_once else None
        reading = look_at_hosts(spark, job, None, shards) if spark and shards else look_here(job, None)
        outcome = None
        if (plan := reading.plan) is not None:
            spark = spark or opened.enter_context(session("model-monitor", columns=len(plan.table.selected)))
            outcome = evaluate(spark, job, asked, reading, promised)
        if outcome is None or spark is None:
            refuse_nothing(job)
            _log.warning("No record that can be measured was found in %s", without_credentials(job.dataset.source))
            return _nothing_but(job, None if job.baseline is None else ())
        return outcome, files_of(job, outcome, java_doubles(spark))


def _read_and_judge(spark: SparkSession, job: Job, first: Plan, reading: Reading, rules: Sequence[Rule]) -> Done:
    _prepare_printing(reading)
    if first.comparison is not None:
        _meanwhile(partial(load_judge, spark), "judging")
    plan, found = read(spark, job, first, reading.splits)
    state = found.state
    baseline = None if plan.comparison is None else plan.comparison.baseline
    if not state.records:
        refuse_nothing(job)
        broken = broken_rules(spark, job, nothing_read(plan.table.selected, baseline), rules) if rules else None
        return _without_records(job, baseline, broken, lambda: spark)
    if (of_count := violations_of_count(job, plan.table, plan.comparison)) is not None:
        return _nothing_but(job, of_count)
    with _collector_at_rest():
        outcome = conclude(spark, job, plan.comparison, state)
        if rules:
            judged = judged_rules(spark, job, source_of_files(plan.table, found), rules)
            violations = (*(outcome.violations or ()), *rule_violations(judged))
            outcome = replace(outcome, violations=violations, rules=judged)
        outcome = with_history(job, baseline, state, replace(outcome, files=reading.files), spark=lambda: spark)
        return outcome, files_of(job, outcome, java_doubles(spark))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Let Python's collector of cycles rest: it would go through all that is known of a wide table again and again, in which
    there are none.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _prepare_printing(reading: Reading) -> None:
    """Load what prints many doubles while Spark reads: it takes half a second, which a small run never needs."""
    segments = (segment for splits in reading.splits.values() for split in splits for segment in split)
    if sum(segment.end - segment.begin for segment in segments) >= _MANY_BYTES:
        _meanwhile(load_printing, "printing")


def _meanwhile(load: Callable[[], None], name: str) -> None:
    """Let *load* be done beside what comes next; a fault of it comes again where what it loads is needed."""

    def quietly() -> None:
        with suppress(Exception):
            load()

    Thread(target=quietly, name=name, daemon=True).start()


def _without_records(
    job: Job, baseline: Baseline | None, broken: tuple[Violation, ...] | None, spark: Callable[[], SparkSession]
) -> Done:
    """Nothing is compared where there is no record; *broken* are the rules that do not hold of that, None without rules."""
    _log.warning("No records were found in %s", without_credentials(job.dataset.source))
    outcome = Outcome(0, None, None, () if broken is None and job.baseline is not None else broken)
    outcome = with_history(job, baseline, None, outcome, spark=spark)
    return outcome, files_of(job, outcome, shortest)


def _nothing_but(job: Job, violations: tuple[Violation, ...] | None) -> Done:
    outcome = Outcome(0, None, None, violations)
    return outcome, files_of(job, outcome, shortest)
