"""Deequ's verdict on rules over the rows of a dataset, all in one go, and none at another's cost."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession

from engine.deequ.dqdl.outcomes import Said, heard_in, is_missing
from engine.deequ.dqdl.prepare import Prepared
from engine.deequ.scala_values import map_of, only_one, sequence_of
from engine.job.references import PRIMARY
from engine.spark.jvm.doorway import dataset_of, jvm_of
from engine.spark.jvm.said import JVM_ERRORS, said


@dataclass(frozen=True, slots=True)
class _Asked:
    """What rules are asked of: the rows, and those of other datasets by the names that rules have for them."""

    frame: DataFrame
    others: Mapping[str, DataFrame]


def verdicts_of_rows(
    session: SparkSession, frame: DataFrame, rules: Mapping[int, Prepared], others: Mapping[str, DataFrame]
) -> dict[int, Said]:
    """Return what Deequ says of each of *rules*, by number, over *frame*, whose columns bear Deequ's names.

    SQL finds the rows as the table `primary` of the *session*, and *others* under their names, as rules do.
    """
    tables = {**others, PRIMARY: frame}
    for name, each in tables.items():
        each.createOrReplaceTempView(name)
    try:
        return _ask(_Asked(frame, others), rules)
    finally:
        for name in tables:
            session.catalog.dropTempView(name)


def _ask(asked: _Asked, rules: Mapping[int, Prepared]) -> dict[int, Said]:
    """Return what Deequ says of *rules*, asked all together.

    Deequ puts what rules measure into one aggregation, which fails as a whole; then several rules have the same complaint.
    Those are asked again in two halves, until what is wrong with one is its own.
    """
    if not rules:
        return {}
    try:
        heard = _execute(asked, rules)
    except JVM_ERRORS as error:
        reasons = (said(error).splitlines()[0],)
        heard = {number: Said(holds=False, reasons=reasons) for number in rules}
    again = _suspects(heard) if len(rules) > 1 else ()
    if again:
        middle = max(1, len(again) // 2)
        for half in (again[:middle], again[middle:]):
            heard |= _ask(asked, {number: rules[number] for number in half})
    return heard


def _suspects(heard: Mapping[int, Said]) -> tuple[int, ...]:
    """Return the rules whose complaint is another rule's as well, in order."""
    times = Counter(line for one in heard.values() if not one.holds for line in set(one.complaints))
    return tuple(
        number
        for number, one in sorted(heard.items())
        if not one.holds and any(times[line] > 1 and not is_missing(line) for line in one.complaints)
    )


def _execute(asked: _Asked, rules: Mapping[int, Prepared]) -> dict[int, Said]:
    jvm = jvm_of(asked.frame.sparkSession)
    executor = only_one(jvm, "com.amazon.deequ.dqdl.execution.DQDLExecutor")
    others = map_of(jvm, {name: dataset_of(each) for name, each in asked.others.items()})
    executables = sequence_of(jvm, (rule.executable for rule in rules.values()))
    found = executor.executeRules(executables, dataset_of(asked.frame), others)
    return {number: heard_in(jvm, found.apply(each.executable.dqRule())) for number, each in rules.items()}
