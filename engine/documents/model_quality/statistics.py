"""statistics.json of a model: how good its answers were."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.documents.json.codec import as_double
from engine.job.quality import ProblemType
from engine.job.times import MonitoringWindow

METRICS = {
    ProblemType.REGRESSION: "regression_metrics",
    ProblemType.BINARY: "binary_classification_metrics",
    ProblemType.MULTICLASS: "multiclass_classification_metrics",
}
"""The key of each problem's metrics."""

LEVEL = 0.95
"""The share of intervals that hold the true value."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A number with its standard deviation, NaN where there are too few rows, and its interval, None there."""

    value: float
    deviation: float = math.nan
    interval: tuple[float, float] | None = None

    def to_json(self) -> dict[str, object]:
        told: dict[str, object] = {"value": self.value, "standard_deviation": self.deviation}
        if self.interval is not None:
            low, high = self.interval
            told["confidence_interval"] = {"level": LEVEL, "lower": low, "upper": high}
        return told


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many rows of each class got each answer: `counts` by the true class and the answered one, in the official order."""

    counts: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]

    def to_json(self) -> dict[str, object]:
        return {truth: dict(row) for truth, row in self.counts}


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of a curve: the names of its axes, and where the points stand on each."""

    names: tuple[str, str]
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def to_json(self) -> dict[str, object]:
        return {self.names[0]: self.xs, self.names[1]: self.ys}


@dataclass(frozen=True, slots=True)
class QualityStatistics:
    """The whole document: `item_count` rows were measured; `members` are metrics and curves, in the official order.

    A metric that has no value is absent. `window` is given in monitoring runs; `evaluated` is when the run was.
    """

    problem: ProblemType
    item_count: int
    members: tuple[tuple[str, Metric | Matrix | Curve], ...]
    window: MonitoringWindow | None = None
    evaluated: datetime | None = None

    def metrics(self) -> Iterator[tuple[str, Metric]]:
        """Yield the metrics that are single numbers, by name."""
        yield from ((name, member) for name, member in self.members if isinstance(member, Metric))

    def metric(self, name: str) -> Metric | None:
        """Return the metric called *name*, None where it has no value."""
        return dict(self.metrics()).get(name)

    def to_json(self) -> dict[str, object]:
        return {
            "version": 0.0,
            "dataset": dict(self._dataset()),
            METRICS[self.problem]: members_json(self.members),
        }

    def _dataset(self) -> Iterator[tuple[str, object]]:
        yield "item_count", self.item_count
        window = self.window or MonitoringWindow()
        for name, at in (("start_time", window.start), ("end_time", window.end)):
            if at is not None:
                yield name, instant(at)
        if self.evaluated is not None:
            yield "evaluation_time", instant(self.evaluated)


def members_json(members: tuple[tuple[str, Metric | Matrix | Curve], ...]) -> Mapping[str, object]:
    """Return *members* as JSON has them."""
    return {name: member.to_json() for name, member in members}


def values_in(document: object, problem: ProblemType) -> dict[str, float]:
    """Return the metrics of a statistics *document* of the *problem*, by name; what is something else is passed over."""
    metrics = document.get(METRICS[problem]) if isinstance(document, dict) else None
    told = metrics.items() if isinstance(metrics, dict) else ()
    found = {name: as_double(metric.get("value")) for name, metric in told if isinstance(metric, dict)}
    return {name: value for name, value in found.items() if value is not None}


def labels_in(document: object, problem: ProblemType) -> tuple[str, ...]:
    """Return the classes of the confusion matrix of a statistics *document* of the *problem*; none where there is none."""
    metrics = document.get(METRICS[problem]) if isinstance(document, dict) else None
    matrix = metrics.get("confusion_matrix") if isinstance(metrics, dict) else None
    return tuple(matrix) if isinstance(matrix, dict) else ()


def instant(at: datetime) -> str:
    """Return *at* in UTC, with as many digits of its milliseconds as it needs: 2022-12-11T14:10:20.74Z."""
    at = at.astimezone(UTC)
    fraction = f"{at.microsecond // 1000:03d}".rstrip("0")
    return f"{at:%Y-%m-%dT%H:%M:%S}{'.' if fraction else ''}{fraction}Z"
