"""Measured values as Deequ metrics: the JSON that Deequ's own serde reads, so Deequ never has to see the data."""

import json
from collections.abc import Sequence

from engine.analysis.evidence import Evidence, Measure

RESULT_DATE = 1
"""The date in the key of the only result that is ever kept; a constant, so that a run does not depend on the clock."""

PREDICATE = "true"
"""The SQL text of every Compliance metric. Deequ asks for one and never runs it, because the metric is given."""


def metric_name(position: int, evidence: Evidence) -> str:
    """Return the name that ties the metric of the *position*-th evidence to its constraint.

    The position makes it unique; the check and the feature are there for whoever reads Deequ's messages.
    """
    return f"{position} {evidence.check} of {evidence.feature}"


def metrics_json(evidence: Sequence[Evidence]) -> str:
    """Return the metrics of all *evidence* as one Deequ analysis result, in Deequ's JSON.

    Infinite and undefined values are written as `Infinity`, `-Infinity` and `NaN`, which Deequ's serde reads back.
    """
    metrics = [METRICS[one.measure](metric_name(n, one), one.value) for n, one in enumerate(evidence)]
    key = {"dataSetDate": RESULT_DATE, "tags": {}}
    return json.dumps([{"resultKey": key, "analyzerContext": {"metricMap": metrics}}])


def _metric(analyzer: dict[str, object], name: str, value: float) -> dict[str, object]:
    """Return one entry of a metric map. A `where` is left out: Deequ's serde fails on a null there."""
    metric = {
        "metricName": "DoubleMetric",
        "entity": "Column",
        "instance": name,
        "name": analyzer["analyzerName"],
        "value": float(value),
    }
    return {"analyzer": analyzer, "metric": metric}


def _completeness(name: str, value: float) -> dict[str, object]:
    return _metric({"analyzerName": "Completeness", "column": name}, name, value)


def _compliance(name: str, value: float) -> dict[str, object]:
    analyzer: dict[str, object] = {
        "analyzerName": "Compliance",
        "instance": name,
        "predicate": PREDICATE,
        "columns": [],
    }
    return _metric(analyzer, name, value)


def _mean(name: str, value: float) -> dict[str, object]:
    return _metric({"analyzerName": "Mean", "column": name}, name, value)


METRICS = {
    Measure.COMPLETENESS: _completeness,
    Measure.RATIO: _compliance,
    Measure.DISTANCE: _mean,
    Measure.QUALITY: _mean,
}
"""The Deequ metric that carries each measure. Neither a distance nor a metric of a model has one of its own: they travel as means."""
