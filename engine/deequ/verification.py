"""Checks of PyDeequ that a program hands to a run, verified by Deequ over the rows of the run, all in one go.

Each constraint is verified as a check of its own, so that one that fails takes no other with it: where Deequ's one aggregation
fails, all of its constraints have the same complaint, and those are asked again in two halves.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession

from engine.analysis.custom_rules import ConstraintOutcome, Verdict
from engine.deequ.scala_values import each_of, sequence_of
from engine.errors import JobError
from engine.spark.jvm.doorway import JavaObject, JVMView, dataset_of, java_check, java_class, jvm_of
from engine.spark.jvm.said import JVM_ERRORS, said
from engine.wording import foreign

_CHECKS = "com.amazon.deequ.checks"
_COMPARED = "Value: "
"""How Deequ's message begins where it has compared and the value was not good enough; any other is a fault."""

_OF_COLUMNS = frozenset({"Compliance", "Uniqueness", "Distinctness", "UniqueValueRatio", "CountDistinct"})
"""Analyzers that have a list of columns, and do not tell it as what they refer to."""

_LONGEST = 400

_ABORTED = "Job aborted"
_ERROR_CLASS = re.compile(r"[A-Z][A-Z0-9_]+(?:\.[A-Z0-9_]+)*(?=\] )")
"""What Spark calls an error of its own: CAST_INVALID_INPUT."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a check, as Deequ's object, with the description and the level of the check."""

    check: str
    level: str
    constraint: JavaObject


@dataclass(frozen=True, slots=True)
class _Said:
    holds: bool
    message: str

    @property
    def is_fault(self) -> bool:
        return not self.holds and not self.message.startswith(_COMPARED)


def constraints_of(spark: SparkSession, checks: Sequence[object]) -> tuple[Constraint, ...]:
    """Return the constraints of *checks*, in order. Raises JobError for what is no Check of PyDeequ's."""
    jvm = jvm_of(spark)
    found: list[Constraint] = []
    for check in checks:
        if (java := java_check(check)) is None:
            raise JobError(
                f"checks is expected to be a list of pydeequ.checks.Check, found a {foreign(type(check).__qualname__)} in it",
                code="check-expected",
            )
        words = str(java.description()), str(java.level().toString())
        found.extend(Constraint(*words, constraint) for constraint in each_of(jvm, java.constraints()))
    return tuple(found)


def verify(frame: DataFrame, constraints: Sequence[Constraint]) -> tuple[ConstraintOutcome, ...]:
    """Return what Deequ says of each of *constraints* over *frame*, in order."""
    jvm = jvm_of(frame.sparkSession)
    heard = _ask(jvm, frame, dict(enumerate(constraints)))
    return tuple(_outcome(jvm, one, heard[number]) for number, one in enumerate(constraints))


def _ask(jvm: JVMView, frame: DataFrame, asked: Mapping[int, Constraint]) -> dict[int, _Said]:
    try:
        heard = _run(jvm, frame, asked)
    except JVM_ERRORS as error:
        heard = dict.fromkeys(asked, _Said(holds=False, message=said(error).splitlines()[0]))
    times = Counter(one.message for one in heard.values() if one.is_fault)
    again = [number for number, one in heard.items() if one.is_fault and times[one.message] > 1]
    middle = len(again) // 2
    for half in (again[:middle], again[middle:]):
        if half and len(asked) > 1:
            heard |= _ask(jvm, frame, {number: asked[number] for number in half})
    return heard


def _run(jvm: JVMView, frame: DataFrame, asked: Mapping[int, Constraint]) -> dict[int, _Said]:
    level = java_class(jvm, f"{_CHECKS}.CheckLevel").Error()
    build = java_class(jvm, "com.amazon.deequ.VerificationSuite")().onData(dataset_of(frame))
    alone = {number: _check(jvm, level, number, one) for number, one in asked.items()}
    results = build.addChecks(sequence_of(jvm, alone.values())).run().checkResults()
    return {number: _heard(jvm, results.apply(check)) for number, check in alone.items()}


def _check(jvm: JVMView, level: JavaObject, number: int, one: Constraint) -> JavaObject:
    return java_class(jvm, f"{_CHECKS}.Check")(level, str(number), sequence_of(jvm, [one.constraint]))


def _heard(jvm: JVMView, result: JavaObject) -> _Said:
    (only,) = each_of(jvm, result.constraintResults())
    message = only.message()
    text = str(message.get()) if message.isDefined() else ""
    return _Said(only.status().toString() == "Success", text)


def _outcome(jvm: JVMView, one: Constraint, heard: _Said) -> ConstraintOutcome:
    verdict = Verdict.HOLDS if heard.holds else Verdict.UNDECIDED if heard.is_fault else Verdict.BROKEN
    line = _without_values(next(iter(heard.message.splitlines()), "")) or "Deequ does not say why"
    name = str(one.constraint.toString())
    return ConstraintOutcome(one.check, one.level, name, _feature(jvm, one), verdict, foreign(line, _LONGEST))


def _without_values(line: str) -> str:
    """Return the first *line* of a fault, but for what Spark says of a task: that may quote the value that it failed on."""
    if _ABORTED not in line:
        return line
    named = _ERROR_CLASS.search(line)
    return f"A task of Spark's has failed{f' ({named[0]})' if named else ''}, and its log says why"


def _feature(jvm: JVMView, one: Constraint) -> str | None:
    """Return the column that a constraint is about, None where Deequ names none, or several."""
    level = java_class(jvm, f"{_CHECKS}.CheckLevel").Error()
    columns: set[str] = set()
    for analyzer in each_of(jvm, _check(jvm, level, 0, one).requiredAnalyzers().toSeq()):
        columns.update(_columns(jvm, analyzer))
    return columns.pop().strip("`") if len(columns) == 1 else None


def _columns(jvm: JVMView, analyzer: JavaObject) -> tuple[str, ...]:
    if analyzer.getClass().getSimpleName() in _OF_COLUMNS:
        return each_of(jvm, analyzer.columns())
    named = analyzer.columnsReferenced()
    return each_of(jvm, named.get().toSeq()) if named.isDefined() else ()
