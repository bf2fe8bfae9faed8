"""Deequ's verdict on rules over the rows of a dataset, all in one go, and none at another's cost."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pyspark.sql import DataFrame

from engine.analysis.custom_rules import RuleOutcome, Verdict
from engine.deequ.dqdl.column_names import Names
from engine.deequ.dqdl.language import Rule
from engine.deequ.dqdl.prepare import Prepared, UnusableRuleError, prepare
from engine.deequ.dqdl.sql import SqlReader
from engine.job.references import PRIMARY
from engine.spark.jvm.doorway import JavaObject, JVMView, dataset_of, jvm_of
from engine.spark.jvm.said import JVM_ERRORS, said
from engine.wording import foreign

_MEASURED = re.compile(r"Value: (-?[\d.E+-]+|NaN|-?Infinity|NULL) does not meet the constraint requirement[.!]")
"""What Deequ says of a measured value that is not good enough; NULL is one that was not measured in some row."""
_NO_VALUE = "Value: NULL"
_OF_SQL = "Dataset.*.CustomSQL"
_NOT_COMPARED = "Can't execute the assertion"
_EXCEPTION = re.compile(r"^[\w.$]+(?:Exception|Error): ")
_TYPES = re.compile(r"to be one of \([^)]*LongType[^)]*\), but found (\w+)Type instead!")
"""Deequ lists the types of numbers in another order each time."""
_OF_NAMES = "ColumnNamesMatchPatternExecutableRule"
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class _Asked:
    """What rules are asked of: the rows, and those of other datasets by the names that rules have for them."""

    frame: DataFrame
    others: Mapping[str, DataFrame]


@dataclass(frozen=True, slots=True)
class _Said:
    """What Deequ says of one rule: whether it holds, the numbers that it has measured, and why it does not, line by line."""

    holds: bool
    metrics: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()

    @property
    def complaints(self) -> tuple[str, ...]:
        """The reasons that are no verdict on a measured value."""
        return tuple(line for line in self.reasons if not _MEASURED.fullmatch(line) or _missing(line))

    @property
    def is_verdict(self) -> bool:
        """Whether something was measured and compared."""
        if any(line.startswith(_NOT_COMPARED) for line in self.reasons):
            return False
        return self.holds or bool(self.metrics) or any(map(_MEASURED.fullmatch, self.reasons))


def verdicts(
    frame: DataFrame, sql: SqlReader, rules: Sequence[Rule], others: Mapping[str, DataFrame]
) -> tuple[RuleOutcome, ...]:
    """Return what Deequ says of each of *rules*, in order, over *frame*, whose columns bear Deequ's names of *sql*.

    SQL finds the rows as the table `primary`, and *others* under their names, as rules do. A rule that cannot be judged is
    undecided, with the reason, and takes no other rule with it.
    """
    outcomes: dict[int, RuleOutcome] = {}
    prepared: dict[int, Prepared] = {}
    for number, rule in enumerate(rules):
        try:
            prepared[number] = prepare(sql, rule)
        except UnusableRuleError as error:
            outcomes[number] = RuleOutcome(rule.text, None, Verdict.UNDECIDED, str(error))
    tables = {**others, PRIMARY: frame}
    for name, each in tables.items():
        each.createOrReplaceTempView(name)
    try:
        outcomes |= _judged(_Asked(frame, others), sql, prepared)
    finally:
        for name in tables:
            sql.spark.catalog.dropTempView(name)
    return tuple(outcomes[number] for number in range(len(rules)))


def _judged(asked: _Asked, sql: SqlReader, prepared: Mapping[int, Prepared]) -> dict[int, RuleOutcome]:
    of_names = {number for number, each in prepared.items() if _kind(each) == _OF_NAMES}
    rest = {number: each for number, each in prepared.items() if number not in of_names}
    heard = _ask(asked, rest)
    for number in sorted(of_names):  # it looks at the data's own names, and at no row
        heard |= _ask(_Asked(asked.frame.toDF(*sql.names.own), {}), {number: prepared[number]})
    return {number: _outcome(sql, prepared[number], one) for number, one in heard.items()}


def _ask(asked: _Asked, rules: Mapping[int, Prepared]) -> dict[int, _Said]:
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
        heard = {number: _Said(holds=False, reasons=reasons) for number in rules}
    again = _suspects(heard) if len(rules) > 1 else ()
    if again:
        middle = max(1, len(again) // 2)
        for half in (again[:middle], again[middle:]):
            heard |= _ask(asked, {number: rules[number] for number in half})
    return heard


def _suspects(heard: Mapping[int, _Said]) -> tuple[int, ...]:
    """Return the rules whose complaint is another rule's as well, in order."""
    times = Counter(line for one in heard.values() if not one.holds for line in set(one.complaints))
    return tuple(
        number
        for number, one in sorted(heard.items())
        if not one.holds and any(times[line] > 1 and not _missing(line) for line in one.complaints)
    )


def _execute(asked: _Asked, rules: Mapping[int, Prepared]) -> dict[int, _Said]:
    jvm = jvm_of(asked.frame.sparkSession)
    executor = jvm.com.amazon.deequ.dqdl.execution.DQDLExecutor
    executables = jvm.java.util.ArrayList()
    for rule in rules.values():
        executables.add(rule.executable)
    others = jvm.java.util.HashMap()
    for name, each in asked.others.items():
        others.put(name, dataset_of(each))
    rows, named = dataset_of(asked.frame), jvm.PythonUtils.toScalaMap(others)
    found = executor.executeRules(jvm.PythonUtils.toSeq(executables), rows, named)
    return {number: _heard(jvm, found.apply(each.executable.dqRule())) for number, each in rules.items()}


def _heard(jvm: JVMView, outcome: JavaObject) -> _Said:
    metrics = jvm.scala.collection.JavaConverters.mapAsJavaMap(outcome.evaluatedMetrics())
    reason = outcome.failureReason()
    return _Said(
        holds=outcome.outcome().asString() == "Passed",
        metrics={str(name): float(value) for name, value in metrics.items()},
        reasons=tuple(str(reason.get()).splitlines()) if reason.isDefined() else (),
    )


def _outcome(sql: SqlReader, prepared: Prepared, heard: _Said) -> RuleOutcome:
    rule, feature = prepared.rule, prepared.feature
    if heard.holds:
        return RuleOutcome(rule.text, feature, Verdict.HOLDS)
    told = _told(sql.names, next(iter(heard.complaints), ""))
    if not heard.is_verdict:
        return RuleOutcome(rule.text, feature, Verdict.UNDECIDED, f"{told or 'Deequ does not say why'} ({rule.place})")
    texts = (*_measured(heard), *([told.rstrip("!")] if told else []))
    return RuleOutcome(rule.text, feature, Verdict.BROKEN, sql.names.named_back(", ".join(texts)))


def _told(names: Names, line: str) -> str:
    """Return a complaint of Deequ's or Spark's with the data's own names, and nothing of how the program is made."""
    line = _TYPES.sub(r"to be of numbers, but found \1", _EXCEPTION.sub("", line))
    return foreign(names.named_back(line), _LONGEST)


def _measured(heard: _Said) -> tuple[str, ...]:
    """Return what was measured, in words; values without a name where Deequ has none, or another rule's.

    Deequ keeps one value for all SQL of a run, and one for all patterns of a column, under one name each; what it says of the
    rule itself is right.
    """
    compared = [
        float(found[1]) for line in heard.reasons if (found := _MEASURED.fullmatch(line)) and not _missing(line)
    ]
    if len(heard.metrics) == len(compared) == 1:
        return (_in_words(next(iter(heard.metrics)), compared[0]),)
    named = {name: value for name, value in heard.metrics.items() if name != _OF_SQL}
    others = (value for value in compared if value not in named.values())
    return (
        *(_in_words(name, value) for name, value in sorted(named.items())),
        *(f"{'CustomSQL' if _OF_SQL in heard.metrics else 'the value measured'} is {value:.12g}" for value in others),
    )


def _in_words(name: str, value: float) -> str:
    """Return a metric in words: its name is that of an entity, an instance (a column, `*`) and a measure."""
    _, instance, measure = (*name.split(".", 2), "", "")[:3]
    of = "" if instance == "*" else f" of {instance}"
    # Sums depend on the order in which Spark joins partitions, in their last digits.
    return f"{measure}{of} is {value:.12g}"


def _missing(line: str) -> bool:
    return line.startswith(_NO_VALUE)


def _kind(prepared: Prepared) -> str:
    return str(prepared.executable.getClass().getSimpleName())
