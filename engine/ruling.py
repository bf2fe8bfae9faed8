"""The user's own rules in a run: which there are, what they are asked of, and the violations that follow."""

from collections.abc import Sequence

from pyspark.sql import SparkSession

from engine.analysis.custom_rules import RuleOutcome, check_violations, rule_violations
from engine.deequ.dqdl.judging import judge_rules
from engine.deequ.dqdl.language import Rule
from engine.deequ.dqdl.sources import Source, source_of_files, source_of_nothing
from engine.deequ.verification import constraints_of, verify
from engine.documents.baseline import Baseline
from engine.documents.violations import Violation
from engine.job.definition import Job
from engine.profile.types import DataType
from engine.reading import read_reference
from engine.spark.relation import Cells

_CELLS = {DataType.INTEGRAL.value: Cells.LONG, DataType.FRACTIONAL.value: Cells.DOUBLE}
"""What the values of a column would be, by the type that a baseline has for it; texts otherwise."""


def judged_rules(spark: SparkSession, job: Job, own: Source, rules: Sequence[Rule]) -> tuple[RuleOutcome, ...]:
    """Return what is said of each of *rules* over the run's *own* data, in order.

    Datasets that they may compare with are read here; where the rows of the own data are out of reach, they are not.
    """
    if not rules:
        return ()
    references = () if own.rows is None else job.references
    others = {name: source_of_files(*read_reference(spark, job, name, source)) for name, source in references}
    return judge_rules(spark, own, rules, others)


def broken_rules(spark: SparkSession, job: Job, own: Source, rules: Sequence[Rule]) -> tuple[Violation, ...]:
    """Return a violation for each of *rules* that does not hold over the run's *own* data, or cannot be judged."""
    return rule_violations(judged_rules(spark, job, own, rules))


def broken_checks(spark: SparkSession, own: Source, checks: Sequence[object]) -> tuple[Violation, ...]:
    """Return a violation for each constraint of PyDeequ's *checks* that does not hold over the run's *own* rows, or cannot be
    judged. The rows have their own names, and are asked in the session of *spark*, for which the checks are made.
    """
    constraints = constraints_of(spark, checks)
    if not constraints or own.rows is None:
        return ()
    with own.rows(spark, own.state.names) as frame:
        return check_violations(verify(frame, constraints))


def nothing_read(names: Sequence[str], baseline: Baseline | None, excluded: tuple[str, ...] = ()) -> Source:
    """Return data without a record. Its columns are the features of *baseline*, or *names* where there is none, but for those
    that are *excluded* by name.
    """
    columns = [name for name in (names if baseline is None else baseline.names) if name not in excluded]
    kinds = (None if baseline is None else baseline.type_of(name) for name in columns)
    return source_of_nothing(columns, [_CELLS.get(kind or "", Cells.TEXT) for kind in kinds])
