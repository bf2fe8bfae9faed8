"""Constraints that a model's metrics suggest, and the evidence of theirs that Deequ judges."""

import json
import math

import pytest
from analysis.model_quality.measured import BINARY, MULTICLASS, REGRESSION

from engine.analysis.evidence import descriptions
from engine.analysis.model_quality.constrain import camel, evidence_for, suggest_for
from engine.deequ.judge import judge
from engine.documents.json.numerals import shortest
from engine.documents.model_quality.constraints import GREATER, LESS, MetricConstraint, QualityConstraints
from engine.documents.model_quality.statistics import Metric, QualityStatistics
from engine.job.semantics import Semantics

TEN = (
    "auc",
    "precision",
    "truePositiveRate",
    "f1",
    "accuracy",
    "falsePositiveRate",
    "trueNegativeRate",
    "falseNegativeRate",
    "recall",
    "f2",
)
"""The official order, as six published runs have it."""


def statistics(problem=BINARY, **metrics):
    return QualityStatistics(problem, 500, tuple((name, Metric(value, 0.01)) for name, value in metrics.items()))


def constrained(problem=BINARY, **thresholds):
    operators = {"false_positive_rate", "false_negative_rate", "mae", "mse", "rmse"}
    return QualityConstraints(
        problem,
        tuple(MetricConstraint(name, at, GREATER if name in operators else LESS) for name, at in thresholds.items()),
    )


ALL = dict.fromkeys(
    (
        "recall", "precision", "accuracy", "true_positive_rate", "true_negative_rate", "false_positive_rate",
        "false_negative_rate", "auc", "f0_5", "f1", "f2",
    ),
    0.5,
)  # fmt: skip


def test_violations_come_in_the_order_of_the_official_map():
    """That of the hashes of their names; f0_5 is never reported under `observed`."""
    found = evidence_for(constrained(**ALL), statistics(**ALL), Semantics.OBSERVED)
    assert tuple(each.feature for each in found) == TEN
    corrected = evidence_for(constrained(**ALL), statistics(**ALL), Semantics.CORRECTED)
    assert {each.feature for each in corrected} == {*TEN, "f0_5"}


def test_four_metrics_keep_the_order_of_the_document():
    """As Scala's small maps do."""
    names = {"mae": 1.0, "mse": 1.0, "rmse": 1.0, "r2": 1.0}
    found = evidence_for(constrained(REGRESSION, **names), statistics(REGRESSION, **names), Semantics.CORRECTED)
    assert [each.feature for each in found] == ["mae", "mse", "rmse", "r2"]


def test_the_texts_are_the_official_ones(golden):
    """Of all published runs: with a deviation, and without one where there were too few rows."""
    runs = json.loads((golden / "churn_model_quality_baseline/expected/violations_monitoring_runs.json").read_text())
    texts = [violation["description"] for run in runs for violation in run["violations"]]
    assert len(texts) > 20
    for text in texts:
        words = text.split()
        with_deviation = words[4] == "+/-"
        value, deviation = float(words[3]), float(words[5]) if with_deviation else math.nan
        operator, threshold = words[-2], float(words[-1].strip("'"))
        name = next(each for each in (*ALL, "au_prc", "r2") if camel(each) == words[1])
        told = QualityStatistics(BINARY, 500, ((name, Metric(value, deviation)),))
        constraints = QualityConstraints(BINARY, (MetricConstraint(name, threshold, operator),))
        (found,) = evidence_for(constraints, told, Semantics.CORRECTED)
        assert descriptions([found], shortest) == (text,)


def test_a_metric_as_good_as_its_threshold_holds(spark):
    """Deequ judges, strictly: one bit worse violates, on either side; a metric may be below 0, or infinite."""
    worse = {LESS: -math.inf, GREATER: math.inf}
    for operator, at in ((LESS, 0.7), (GREATER, 0.7), (LESS, -3.2), (GREATER, math.inf)):
        constraints = QualityConstraints(REGRESSION, (MetricConstraint("r2", at, operator),))
        equal, beyond, better = (
            evidence_for(constraints, statistics(REGRESSION, r2=value), Semantics.CORRECTED)[0]
            for value in (at, math.nextafter(at, worse[operator]), math.nextafter(at, -worse[operator]))
        )
        assert judge(spark, (equal, better)) == (True, True)
        if math.isfinite(at):
            assert judge(spark, (beyond,)) == (False,)


def test_a_metric_without_a_value_is_not_judged(caplog):
    """Such as the area of a window of one class; the log says so."""
    found = evidence_for(constrained(auc=0.9, accuracy=0.9), statistics(accuracy=0.95), Semantics.CORRECTED)
    assert [each.feature for each in found] == ["accuracy"]
    assert "auc" in caplog.text


def test_what_a_metric_has_suggests_its_threshold():
    """In the official order, and only those that officially have one."""
    found = suggest_for(statistics(MULTICLASS, weighted_f2=0.4, accuracy=0.5, accuracy_best_constant_classifier=0.2))
    assert found.constraints == (MetricConstraint("accuracy", 0.5, LESS), MetricConstraint("weighted_f2", 0.4, LESS))


@pytest.mark.parametrize(
    ("name", "shown"), [("false_positive_rate", "falsePositiveRate"), ("weighted_f0_5", "weightedF0_5"), ("r2", "r2")]
)
def test_names_are_written_as_officially(name, shown):
    """In one word; a digit behind a dash stays apart."""
    assert camel(name) == shown


def test_braces_in_a_metrics_name_are_data():
    """A document edited by hand may hold anything."""
    name = "a{0}b"
    (found,) = evidence_for(constrained(**{name: 1.0}), statistics(**{name: 0.5}), Semantics.CORRECTED)
    assert descriptions([found], shortest)[0].startswith("Metric a{0}b with 0.5")
