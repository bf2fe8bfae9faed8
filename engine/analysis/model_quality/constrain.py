"""From a model's metrics to the constraints that they satisfy, and from constraints to evidence that Deequ judges."""

import logging
import math

from engine.analysis.evidence import Evidence, Measure, Relation
from engine.analysis.order.java_hash import string_hash
from engine.analysis.order.scala_map import immutable_map_order
from engine.documents.model_quality.constraints import GREATER, LESS, MetricConstraint, QualityConstraints
from engine.documents.model_quality.statistics import QualityStatistics
from engine.job.quality import ProblemType
from engine.job.semantics import Matter, Semantics
from engine.wording import listed

_log = logging.getLogger(__name__)

_F0_5 = ("f0_5",)
"""The metrics that the official container never reports."""

SUGGESTED = {
    ProblemType.REGRESSION: {"mae": GREATER, "mse": GREATER, "rmse": GREATER, "r2": LESS},
    ProblemType.BINARY: {
        "recall": LESS,
        "precision": LESS,
        "accuracy": LESS,
        "true_positive_rate": LESS,
        "true_negative_rate": LESS,
        "false_positive_rate": GREATER,
        "false_negative_rate": GREATER,
        "auc": LESS,
        "f0_5": LESS,
        "f1": LESS,
        "f2": LESS,
    },
    ProblemType.MULTICLASS: {
        "accuracy": LESS,
        "weighted_recall": LESS,
        "weighted_precision": LESS,
        "weighted_f0_5": LESS,
        "weighted_f1": LESS,
        "weighted_f2": LESS,
    },
}
"""The metrics that constraints are suggested for, in the official order, with how a worse one stands to its threshold."""

_HOLDS = {LESS: Relation.AT_LEAST, GREATER: Relation.AT_MOST}


def suggest_for(statistics: QualityStatistics) -> QualityConstraints:
    """Return the constraints that the official container suggests: each metric is to be no worse than it is."""
    found = dict(statistics.metrics())
    suggested = (
        MetricConstraint(name, found[name].value, operator)
        for name, operator in SUGGESTED[statistics.problem].items()
        if name in found and not math.isnan(found[name].value)
    )
    return QualityConstraints(statistics.problem, tuple(suggested))


def evidence_for(
    constraints: QualityConstraints, statistics: QualityStatistics, semantics: Semantics
) -> tuple[Evidence, ...]:
    """Return the evidence of every constraint on a metric that has a value, in the official order of violations.

    The log names the others.
    """
    by_name = {camel(each.metric): each for each in constraints.constraints}
    found = dict(statistics.metrics())
    judged = [by_name[name] for name in immutable_map_order(tuple(by_name), string_hash)]
    unmeasured = [each.metric for each in judged if each.metric not in found or math.isnan(each.threshold)]
    if unmeasured:
        _log.warning("Not judged, for these metrics or their thresholds have no value here: %s", listed(unmeasured))
    passed_over = (*unmeasured, *(() if semantics.corrects(Matter.F0_5) else _F0_5))
    return tuple(_evidence(each, statistics) for each in judged if each.metric not in passed_over)


def _evidence(constraint: MetricConstraint, statistics: QualityStatistics) -> Evidence:
    metric = dict(statistics.metrics())[constraint.metric]
    known = not math.isnan(metric.deviation)
    name = camel(constraint.metric)
    shown = name.replace("{", "{{").replace("}", "}}")
    template = f"Metric {shown} with {{}}{' +/- {}' if known else ''} was {constraint.operator} '{{}}'"
    numbers = (metric.value, *((metric.deviation,) if known else ()), constraint.threshold)
    return Evidence(
        name,
        constraint.operator,
        Measure.QUALITY,
        metric.value,
        _HOLDS[constraint.operator],
        constraint.threshold,
        template,
        numbers,
    )


def camel(name: str) -> str:
    """Return a metric's name as violations have it: falsePositiveRate; a digit keeps its dash: f0_5, weightedF0_5."""
    first, *words = name.split("_")
    return first + "".join(word.capitalize() if word[:1].isalpha() else f"_{word}" for word in words)
