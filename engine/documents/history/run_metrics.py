"""The metrics of one run, in the JSON of Deequ's metrics repositories: what its own classes write and read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.documents.json.codec import as_double
from engine.job.repository import OWN_TAGS

WHOLE = "*"
"""What stands for a column where a metric is the whole dataset's."""


class NotDeequsError(Exception):
    """A file that is no repository of Deequ's."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One number, by Deequ's name; `column` is None where it is the whole dataset's."""

    name: str
    column: str | None
    value: float

    def to_json(self) -> dict[str, object]:
        """Return the metric with its analyzer. There is no `where`: Deequ's reader fails on a null there."""
        of_column = {} if self.column is None else {"column": self.column}
        metric = {
            "metricName": "DoubleMetric",
            "entity": "Dataset" if self.column is None else "Column",
            "instance": WHOLE if self.column is None else self.column,
            "name": self.name,
            "value": self.value,
        }
        return {"analyzer": {"analyzerName": self.name, **of_column}, "metric": metric}


@dataclass(frozen=True, slots=True)
class TypeShares:
    """How many values of a column are of each type, by Deequ's names for these."""

    column: str
    counts: tuple[tuple[str, int], ...]

    def to_json(self) -> dict[str, object]:
        total = sum(count for _, count in self.counts)
        values = {name: {"absolute": count, "ratio": count / total if total else 0.0} for name, count in self.counts}
        bins = len(values)
        return {
            "analyzer": {"analyzerName": "DataType", "column": self.column},
            "metric": {
                "metricName": "HistogramMetric",
                "column": self.column,
                "numberOfBins": bins,
                "value": {"numberOfBins": bins, "values": values},
            },
        }


@dataclass(frozen=True, slots=True)
class RunMetrics:
    """The metrics of a run: `at` is its time in milliseconds since 1970, `tags` are names with their values, sorted."""

    at: int
    tags: tuple[tuple[str, str], ...]
    metrics: Sequence[Metric | TypeShares]
    _values: Mapping[tuple[str, str | None], float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        values = {(each.name, each.column): each.value for each in self.metrics if isinstance(each, Metric)}
        object.__setattr__(self, "_values", values)

    @property
    def tag(self) -> Mapping[str, str]:
        """The values of the tags, by their names."""
        return dict(self.tags)

    @property
    def series(self) -> tuple[tuple[str, str], ...]:
        """The tags by which the series of the run is known."""
        return tuple(each for each in self.tags if each[0] not in OWN_TAGS)

    def value(self, name: str, column: str | None) -> float | None:
        """Return the metric *name* of *column*, None where the run has none."""
        return self._values.get((name, column))

    def to_json(self) -> list[object]:
        """Return a repository of Deequ's with this run alone."""
        key = {"dataSetDate": self.at, "tags": dict(self.tags)}
        context = {"metricMap": [each.to_json() for each in self.metrics]}
        return [{"resultKey": key, "analyzerContext": context}]


def runs_in(text: str) -> tuple[RunMetrics, ...]:
    """Return the runs of a repository, *text*, with their numbers alone: what else Deequ keeps is left out.

    Raises NotDeequsError where it is not what Deequ writes. Deequ writes NaN and Infinity without quotes.
    """
    try:
        return tuple(_run(each) for each in _list(json.loads(text)))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise NotDeequsError(type(error).__name__) from error


def _run(value: Any) -> RunMetrics:
    key = value["resultKey"]
    tags = {str(name): str(text) for name, text in key["tags"].items()}
    entries = _list(value["analyzerContext"]["metricMap"])
    metrics = (_metric(entry["analyzer"], entry["metric"]) for entry in entries)
    return RunMetrics(int(key["dataSetDate"]), tuple(sorted(tags.items())), [each for each in metrics if each])


def _metric(analyzer: Any, metric: Any) -> Metric | None:
    """Return the number of a metric that is about all rows, and about one column or all of them; None for any other."""
    if metric["metricName"] != "DoubleMetric" or analyzer.get("where") is not None or "columns" in analyzer:
        return None
    value = as_double(metric["value"])
    if value is None:
        raise ValueError
    return Metric(str(analyzer["analyzerName"]), analyzer.get("column"), value)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value
