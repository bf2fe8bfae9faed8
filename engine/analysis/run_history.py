"""From the state of a dataset to the metrics that are kept of a run, and from those of former runs to series."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.analysis.data_quality.describe import completeness
from engine.documents.data_quality.anomaly_checks import OF_DATASET, AnomalyCheck
from engine.documents.history.run_metrics import Metric, RunMetrics, TypeShares
from engine.profile.column import ColumnState
from engine.profile.state import DatasetState
from engine.profile.types import DataType

_NUMERIC = (DataType.INTEGRAL, DataType.FRACTIONAL)


@dataclass(frozen=True, slots=True)
class Series:
    """The values that a check is about: `former` ones with their times, in milliseconds and ascending, and the newest."""

    check: AnomalyCheck
    former: tuple[tuple[int, float], ...]
    at: int
    value: float


def metrics_of(state: DatasetState | None) -> tuple[Metric | TypeShares, ...]:
    """Return what is kept of a run over *state*, None for one without records: how many there were, and no more."""
    if state is None or not state.records:
        return (Metric(OF_DATASET, None, 0.0),)
    columns = zip(state.names, state.columns, strict=True)
    of_columns = (each for name, column in columns for each in _metrics(name, column))
    return (Metric(OF_DATASET, None, float(state.records)), *of_columns)


def _metrics(name: str, column: ColumnState) -> Iterator[Metric | TypeShares]:
    """Yield the metrics of a column. What is not defined of it has none, nor what is infinite.

    Deequ would keep an infinite number, and then fail to list the metrics of the whole run.
    """
    yield Metric("Completeness", name, completeness(column))
    yield Metric("ApproxCountDistinct", name, float(column.distinct.estimate()))
    yield TypeShares(name, tuple((kind.value, column.types.count(kind)) for kind in DataType))
    if column.types.inferred() not in _NUMERIC or not column.numbers.moments.count:
        return
    moments = column.numbers.moments
    numbers = {
        "Mean": moments.mean,
        "Sum": moments.sum,
        "StandardDeviation": moments.std_dev,
        "Minimum": moments.minimum,
        "Maximum": moments.maximum,
    }
    for metric, value in numbers.items():
        if value is not None and math.isfinite(value):
            yield Metric(metric, name, value)


def series_of(check: AnomalyCheck, former: Sequence[RunMetrics], run: RunMetrics) -> Series | str:
    """Return the values that *check* is about, or why it cannot be judged, as the end of a sentence.

    Former runs without the metric, or where it is infinite, are no part of the series.
    """
    looked_at = former if check.last is None else former[-check.last :]
    values = ((each.at, each.value(check.metric, check.feature)) for each in looked_at)
    known = tuple((at, value) for at, value in values if value is not None and math.isfinite(value))
    value = run.value(check.metric, check.feature)
    if value is None:
        return "this run has no such metric"
    if len(known) < check.fewest:
        runs = "run that has" if check.fewest == 1 else "runs that have"
        return f"{check.strategy} needs {check.fewest} former {runs} the metric, and there are {len(known)}"
    return Series(check, known, run.at, value)
