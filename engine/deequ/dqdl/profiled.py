"""Deequ's verdict on rules from what the one pass has found, where that tells: no row is read, and no Spark job runs.

Deequ translates the rule, computes its metrics from states that are filled from the profile, and evaluates the constraints
over them; what is done here is to hand one of its objects to the next. A rule of which anything is not known is left out.
"""

from collections.abc import Iterator, Mapping, Sequence

from pyspark.sql import SparkSession
from pyspark.sql.types import StringType, StructField, StructType

from engine.deequ.dqdl.column_names import Names
from engine.deequ.dqdl.outcomes import Said, heard_in
from engine.deequ.dqdl.prepare import Prepared
from engine.deequ.dqdl.states import Found, Measured, measured
from engine.deequ.scala_values import each_of, map_of, members_of, only_one, option_of, sequence_of
from engine.spark.jvm.doorway import JavaObject, JVMView, dataset_of, java_class, jvm_of
from engine.spark.jvm.said import JVM_ERRORS

_DEEQU = "com.amazon.deequ"
_MODEL, _EXECUTORS = f"{_DEEQU}.dqdl.model", f"{_DEEQU}.dqdl.execution.executors"


def verdicts_of_profile(
    spark: SparkSession, names: Names, found: Found, rules: Mapping[int, Prepared]
) -> dict[int, Said]:
    """Return what Deequ says of those of *rules*, by number, that what was *found* decides; *names* are the run's own."""
    jvm = jvm_of(spark)
    profile = _Profile(spark, jvm, names, found)
    outcomes = ((number, profile.outcome(rule.executable)) for number, rule in rules.items())
    return {number: heard_in(jvm, outcome) for number, outcome in outcomes if outcome is not None}


class _Profile:
    """What was found, and Deequ's classes that judge by it."""

    def __init__(self, spark: SparkSession, jvm: JVMView, names: Names, found: Found) -> None:
        self._spark, self._jvm, self._names, self._found = spark, jvm, names, found
        self._by_kind = {
            "DeequExecutableRule": self._of_check,
            "CompositeExecutableRule": self._of_several,
            "ColumnDataTypeExecutableRule": self._of_type,
            "ColumnNamesMatchPatternExecutableRule": self._of_names,
        }

    def outcome(self, executable: JavaObject) -> JavaObject | None:
        """Return Deequ's outcome of a rule, None where only the rows tell, or what is wrong with it."""
        judge = self._by_kind.get(str(executable.getClass().getSimpleName()))
        try:
            return None if judge is None else judge(executable)
        except JVM_ERRORS:  # then the rows are asked, and a fault is told as theirs is
            return None

    def _of_check(self, executable: JavaObject) -> JavaObject | None:
        pairs = []
        for analyzer in each_of(self._jvm, executable.check().requiredAnalyzers().toSeq()):
            if (one := measured(self._jvm, self._found, analyzer)) is None:
                return None
            pairs.append((analyzer, one))
        outcome = self._evaluated(executable, [(analyzer, self._metric(analyzer, one)) for analyzer, one in pairs])
        verdict = outcome.outcome()
        for analyzer, one in pairs:
            for metric in self._nearby(executable, analyzer, one):
                if metric is None or not self._evaluated(executable, [(analyzer, metric)]).outcome().equals(verdict):
                    return None
        return outcome

    def _evaluated(self, executable: JavaObject, metrics: Sequence[tuple[JavaObject, JavaObject]]) -> JavaObject:
        """Return Deequ's outcome of a rule over *metrics* of its analyzers."""
        context = java_class(self._jvm, f"{_DEEQU}.analyzers.runners.AnalyzerContext")(map_of(self._jvm, metrics))
        evaluate = java_class(self._jvm, f"{_MODEL}.RuleOutcome").apply
        outcome = evaluate(executable.dqRule(), executable.check().evaluate(context))
        executor = only_one(self._jvm, f"{_EXECUTORS}.DeequRulesExecutor")
        evaluated = executor.extractEvaluatedMetrics(self._by_name(metrics), executable.deequMetricMappings())
        return self._outcome(executable, outcome.outcome(), outcome.failureReason(), evaluated)

    def _by_name(self, metrics: Sequence[tuple[JavaObject, JavaObject]]) -> JavaObject:
        """Return the values of *metrics* by the names that Deequ finds them by."""
        flat = (each for _, metric in metrics for each in each_of(self._jvm, metric.flatten()))
        return map_of(
            self._jvm,
            {f"{each.entity().toString()}.{each.instance()}.{each.name()}": each.value().get() for each in flat},
        )

    def _metric(self, analyzer: JavaObject, one: Measured) -> JavaObject:
        return one.metric or analyzer.computeMetricFrom(option_of(self._jvm, one.state))

    def _nearby(self, executable: JavaObject, analyzer: JavaObject, one: Measured) -> Iterator[JavaObject | None]:
        """Yield the metrics that another order of the rows may give, as far as a rule can tell them apart.

        A verdict changes at a number of the rule alone, so the ends and the numbers between them are enough. None where the
        rule has something else in the place of a number.
        """
        if one.between is None or one.nearby is None:
            return
        low, high = one.between
        yield from (self._metric(analyzer, Measured(one.nearby(value))) for value in (low, high))
        for operand in members_of(executable.dqRule().getCondition().getOperands()):
            try:
                value = float(operand.getOperand())
            except ValueError:
                yield None
                return
            if low < value < high:
                yield self._metric(analyzer, Measured(one.nearby(value)))

    def _of_several(self, executable: JavaObject) -> JavaObject | None:
        outcomes = []
        for nested in self._flat(executable):
            if (outcome := self.outcome(nested)) is None:
                return None
            outcomes.append((nested.dqRule(), outcome))
        translator = only_one(self._jvm, f"{_DEEQU}.dqdl.translation.RuleOutcomeTranslator")
        return translator.collectOutcome(executable.dqRule(), map_of(self._jvm, outcomes))

    def _flat(self, executable: JavaObject) -> Iterator[JavaObject]:
        """Yield the rules in a rule, and those in them, that are not made of others."""
        for nested in each_of(self._jvm, executable.nestedRules()):
            if nested.getClass().getSimpleName() == "CompositeExecutableRule":
                yield from self._flat(nested)
            else:
                yield nested

    def _of_type(self, executable: JavaObject) -> JavaObject | None:
        """Deequ counts rows itself for this rule, and puts its bound into a function; that one is asked."""
        name, found, jvm = executable.column(), self._found, self._jvm
        if executable.dqRule().getWhereClause() is not None or name not in found.columns or not found.records:
            return None
        matches = found.values.matching(name, found.columns[name], executable.outcomeExpression(), convex=True)
        if matches is None:
            return None
        share = matches / found.records
        holds, metrics = executable.assertion().apply(share), {f"Column.{name}.ColumnDataType.Compliance": share}
        reason = None if holds else f"Value: {share} does not meet the constraint requirement."
        status = only_one(jvm, f"{_MODEL}.{'Passed' if holds else 'Failed'}")
        return self._outcome(executable, status, option_of(jvm, reason), map_of(jvm, metrics))

    def _of_names(self, executable: JavaObject) -> JavaObject:
        """Deequ looks at the names of a table's columns, and at no row; here they are the data's own."""
        jvm, columns = self._jvm, [StructField(name, StringType()) for name in self._names.own]
        executor = only_one(jvm, f"{_EXECUTORS}.ColumnNamesMatchPatternExecutor")
        empty = dataset_of(self._spark.createDataFrame([], StructType(columns)))
        found = executor.executeRules(sequence_of(jvm, [executable]), empty, map_of(jvm))
        return found.apply(executable.dqRule())

    def _outcome(
        self, executable: JavaObject, status: JavaObject, reason: JavaObject, metrics: JavaObject
    ) -> JavaObject:
        jvm, rule = self._jvm, executable.dqRule()
        no_column = java_class(jvm, f"{_MODEL}.NoColumn")()
        return java_class(jvm, f"{_MODEL}.RuleOutcome")(rule, status, reason, metrics, option_of(jvm, None), no_column)
