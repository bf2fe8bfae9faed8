"""Metrics as the data of CloudWatch's call PutMetricData, and as the lines that the platform makes such calls of."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from engine.analysis.metric import Summary
from engine.metrics.points import Point

FILE = "cloudwatch_metrics.jsonl"

_STATISTICS = ("SampleCount", "Sum", "Minimum", "Maximum")


def data_of(points: Sequence[Point], time: datetime) -> Iterator[dict[str, Any]]:
    """Yield an object of PutMetricData for each of *points* and each of its sets of dimensions, all at *time*."""
    for point in points:
        for dimensions in point.sets():
            yield {
                "MetricName": point.name,
                "Timestamp": time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions],
                **_value(point.metric.value),
            }


def lines_of(points: Sequence[Point], time: datetime) -> str:
    """Return the text of cloudwatch_metrics.jsonl: an object a line, in ASCII, without the namespace, which the platform adds."""
    return "".join(json.dumps(datum, separators=(",", ":"), allow_nan=False) + "\n" for datum in data_of(points, time))


def _value(value: float | Summary) -> dict[str, Any]:
    if isinstance(value, Summary):
        return {"StatisticValues": dict(zip(_STATISTICS, (number for _, number in value.parts()), strict=True))}
    return {"Value": value}
