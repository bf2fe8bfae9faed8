"""CloudWatch's embedded metric format (EMF): lines of a log that CloudWatch makes metrics of.

Source: "Specification: Embedded metric format", Amazon CloudWatch User Guide.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby, islice
from typing import Any

from engine.analysis.metric import Summary
from engine.metrics.points import Point
from engine.metrics.taken import LONGEST_NAME, taken

MOST_METRICS = 100
"""So many metrics one line may define."""


def embedded_lines(points: Sequence[Point], time: datetime) -> Iterator[str]:
    """Yield *points* as lines without their ends: those of one feature in a line, and at most 100.

    A line of a feature has both sets of dimensions. The format has no summaries: the four numbers of one are four metrics,
    such as `feature_data_minimum_age`.
    """
    for _, group in groupby(points, key=lambda point: (point.namespace, point.feature)):
        together = iter(group)
        # Four metrics at most of a point: with 25 points a line never has more than it may.
        while part := tuple(islice(together, MOST_METRICS // 4)):
            yield json.dumps(_document(part, int(time.timestamp() * 1000)), separators=(",", ":"), allow_nan=False)


def _document(points: Sequence[Point], milliseconds: int) -> dict[str, Any]:
    first = points[0]
    values = {name: value for point in points for name, value in _named(point)}
    directive = {
        "Namespace": first.namespace,
        "Dimensions": [[name for name, _ in dimensions] for dimensions in first.sets()],
        "Metrics": [{"Name": name} for name in values],
    }
    return {
        "_aws": {"Timestamp": milliseconds, "CloudWatchMetrics": [directive]},
        **dict(first.sets()[-1]),
        **values,
    }


def _named(point: Point) -> Iterator[tuple[str, float]]:
    metric = point.metric
    if not isinstance(metric.value, Summary):
        yield point.name, metric.value
        return
    for part, number in metric.value.parts():
        # The part stands before the feature: behind it, it could be the end of another feature's name.
        yield taken(replace(metric, measure=f"{metric.measure}_{part}").name, longest=LONGEST_NAME), number
