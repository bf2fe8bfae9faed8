"""What the one pass has found as Deequ's own states, from which its analyzers compute their metrics without any data.

Counts, extremes and completeness are exact. Sums hang on the order of their terms in the last digits, and Spark's order is
another one than the pass's: with those comes how far another order may lead.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.deequ.dqdl.few_values import Values, different_texts
from engine.deequ.scala_values import each_of, map_of, option_of
from engine.profile.column import ColumnState
from engine.profile.moments import Moments
from engine.spark.jvm.doorway import JavaObject, JVMView, java_class
from engine.spark.relation import Cells, cells_of

_UNIT = 2.0**-53
_EXACT = 2**53
"""Whole numbers below it are doubles, and so is each of their sums below it."""

_WELFORD = 8
"""How many rounding errors a value brings into a spread, generously."""

_NULL_BIN = "NullValue"
"""What Deequ counts missing values as, among the texts of a column."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the pass has found: how many records, and each column by the name that it has for Deequ."""

    records: int
    columns: Mapping[str, ColumnState]
    values: Values


@dataclass(frozen=True, slots=True)
class Measured:
    """A state of Deequ's, None for an analyzer that gives its `metric` itself.

    `between` are the least and the greatest value that another order of the same rows may give, and `nearby` the state of
    any value between them; None where there is but one.
    """

    state: JavaObject | None = None
    metric: JavaObject | None = None
    between: tuple[float, float] | None = None
    nearby: Callable[[float], JavaObject] | None = None


def measured(jvm: JVMView, found: Found, analyzer: JavaObject) -> Measured | None:
    """Return what the pass has for *analyzer*, None where only the rows tell."""
    measure = _MEASURES.get(str(analyzer.getClass().getSimpleName()))
    return None if measure is None else measure(jvm, found, analyzer)


def _size(jvm: JVMView, found: Found, analyzer: JavaObject) -> Measured | None:
    return None if _filtered(analyzer) else Measured(_state(jvm, "NumMatches")(found.records))


def _column_count(jvm: JVMView, found: Found, _analyzer: JavaObject) -> Measured:
    return Measured(_state(jvm, "NumMatches")(len(found.columns)))


def _column_exists(jvm: JVMView, found: Found, analyzer: JavaObject) -> Measured:
    name = analyzer.column()
    return Measured(_state(jvm, "ColumnExistsState")(name in found.columns, name))


def _completeness(jvm: JVMView, found: Found, analyzer: JavaObject) -> Measured | None:
    column = _column(found, analyzer)
    return None if column is None else _share(jvm, column.types.present, found.records)


def _compliance(jvm: JVMView, found: Found, analyzer: JavaObject) -> Measured | None:
    columns = each_of(jvm, analyzer.columns())
    if _filtered(analyzer) or len(columns) != 1 or not found.records:
        return None
    name = columns[0].strip("`")
    if name not in found.columns:
        return None
    convex = " between " in analyzer.instance()  # so Deequ calls what a range without holes makes
    expression = java_class(jvm, "org.apache.spark.sql.functions").expr(analyzer.predicate())
    matches = found.values.matching(name, found.columns[name], expression, convex=convex)
    return None if matches is None else _share(jvm, matches, found.records)


def _minimum(jvm: JVMView, found: Found, analyzer: JavaObject) -> Measured | None:
    numbers = _numbers(found, analyzer)
    return None if numbers is None else _extreme(jvm, _state(jvm, "MinState"), numbers.minimum)


def _maximum(jvm: JVMView, found: Found, analyzer: JavaObject) -> Measured | None:
    numbers = _numbers(found, analyzer)
    return None if numbers is None else _extreme(jvm, _state(jvm, "MaxState"), numbers.maximum)


def _sum(jvm: JVMView, found: Found, analyzer: JavaObject) -> Measured | None:
    numbers, error = _numbers(found, analyzer), _error_of_sum(found, analyzer)
    if numbers is None or error is None:
        return None
    return _near(_state(jvm, "SumState"), numbers.sum, error)


def _mean(jvm: JVMView, found: Found, analyzer: JavaObject) -> Measured | None:
    numbers, error = _numbers(found, analyzer), _error_of_sum(found, analyzer)
    if numbers is None or numbers.mean is None or error is None:
        return None
    state = _state(jvm, "MeanState")
    rounding = abs(numbers.mean) * 2 * _UNIT if error else 0.0
    return _near(lambda mean: state(mean, 1), numbers.mean, error / numbers.count + rounding)


def _standard_deviation(jvm: JVMView, found: Found, analyzer: JavaObject) -> Measured | None:
    numbers = _numbers(found, analyzer)
    if numbers is None or numbers.std_dev is None or numbers.mean is None:
        return None
    spread, state = numbers.std_dev, _state(jvm, "StandardDeviationState")
    error = 0.0
    if numbers.minimum != numbers.maximum:
        if not spread:
            return None
        error = _WELFORD * numbers.count * _UNIT * math.hypot(spread, numbers.mean)
    return _near(lambda value: state(1.0, 0.0, value * value), spread, error)


def _distinct(jvm: JVMView, found: Found, analyzer: JavaObject) -> Measured | None:
    column, metrics = _column(found, analyzer), "com.amazon.deequ.metrics"
    plain = analyzer.binningUdf().isEmpty() and str(analyzer.aggregateFunction()) == "Count"
    texts = None if column is None or not plain else different_texts(column)
    if column is None or texts is None:
        return None
    bins = frozenset(texts) | ({_NULL_BIN} if column.types.missing else set())
    counted = java_class(jvm, f"{metrics}.Distribution")(map_of(jvm), len(bins), 0)
    success = java_class(jvm, "scala.util.Success")(counted)
    return Measured(metric=java_class(jvm, f"{metrics}.HistogramMetric")(analyzer.column(), success))


def _state(jvm: JVMView, name: str) -> JavaObject:
    return java_class(jvm, f"com.amazon.deequ.analyzers.{name}")


def _filtered(analyzer: JavaObject) -> bool:
    return bool(analyzer.where().isDefined())


def _column(found: Found, analyzer: JavaObject) -> ColumnState | None:
    """Return the column that *analyzer* is about; None for one that looks at some rows only, and where there are none."""
    return None if _filtered(analyzer) or not found.records else found.columns.get(analyzer.column())


def _numbers(found: Found, analyzer: JavaObject) -> Moments | None:
    """Return the moments of a column whose values are numbers for Spark, all of them finite; None for any other."""
    column = _column(found, analyzer)
    if column is None or cells_of(column) is Cells.TEXT:
        return None
    numbers = column.numbers.moments
    return numbers if _largest(numbers) < math.inf else None


def _largest(numbers: Moments) -> float:
    return max(abs(numbers.minimum or 0.0), abs(numbers.maximum or 0.0))


def _error_of_sum(found: Found, analyzer: JavaObject) -> float | None:
    """Return how far a sum may be from that of the same numbers in another order; None where Spark's would overflow.

    Source: Higham, Accuracy and Stability of Numerical Algorithms, 4.2: each of two orders is off by at most (n - 1) units
    in the last place of the sum of absolute values.
    """
    column = _column(found, analyzer)
    if column is None:
        return None
    numbers = column.numbers.moments
    most = numbers.count * _largest(numbers)
    whole = cells_of(column) is Cells.LONG
    if whole and most >= 2.0**63:
        return None
    return 0.0 if whole and most < _EXACT else 2 * numbers.count * _UNIT * most


def _share(jvm: JVMView, matches: int, records: int) -> Measured:
    return Measured(_state(jvm, "NumMatchesAndCount")(matches, records, option_of(jvm, None)))


def _extreme(jvm: JVMView, state: JavaObject, value: float | None) -> Measured | None:
    return None if value is None else Measured(state(value, option_of(jvm, None)))


def _near(state: Callable[[float], JavaObject], value: float, error: float) -> Measured | None:
    if not math.isfinite(value):
        return None
    return Measured(state(value), between=(value - error, value + error) if error else None, nearby=state)


_MEASURES: Mapping[str, Callable[[JVMView, Found, JavaObject], Measured | None]] = {
    "Size": _size,
    "ColumnCount": _column_count,
    "ColumnExists": _column_exists,
    "Completeness": _completeness,
    "Compliance": _compliance,
    "Minimum": _minimum,
    "Maximum": _maximum,
    "Sum": _sum,
    "Mean": _mean,
    "StandardDeviation": _standard_deviation,
    "Histogram": _distinct,
}
"""What is made for each of Deequ's analyzers, by the name of its class; any other needs the rows."""
