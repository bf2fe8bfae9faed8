"""Metrics are those of Spark's own evaluators, to the last bit where its way is the official one."""

import numpy as np
import pytest
from analysis.model_quality.measured import BINARY, MULTICLASS, REGRESSION, binary_rows, measured, values
from pyspark.mllib.evaluation import BinaryClassificationMetrics, MulticlassMetrics, RegressionMetrics

from engine.analysis.model_quality import curves


def _pairs(spark, answers, truths):
    pairs = [(float(answer), float(truth)) for answer, truth in zip(answers, truths, strict=True)]
    return spark.sparkContext.parallelize(pairs, 1)


@pytest.mark.parametrize("whole", [True, False])
def test_a_regression_is_sparks_to_the_last_bit(spark, whole):
    """In one partition; zeros among the truths are the ones that Spark leaves out and makes up for."""
    numbers = np.random.default_rng(11)
    truths = numbers.normal(3, 2, 400)
    truths = np.maximum(truths.round(0), 0) if whole else truths
    answers = truths + numbers.normal(0, 1, 400)
    found = values(measured(REGRESSION, map(repr, truths.tolist()), map(repr, answers.tolist())))

    spark_says = RegressionMetrics(_pairs(spark, answers, truths))
    assert found == {
        "mae": spark_says.meanAbsoluteError,
        "mse": spark_says.meanSquaredError,
        "rmse": spark_says.rootMeanSquaredError,
        "r2": spark_says.r2,
    }


def test_the_areas_are_sparks_to_the_last_bit(spark):
    """With equal scores among them, in one partition."""
    truths, answers, scores = binary_rows(1, 400, decimals=2)
    found = values(measured(BINARY, truths, answers, map(repr, scores.tolist())))

    spark_says = BinaryClassificationMetrics(_pairs(spark, scores, truths))
    assert (found["auc"], found["au_prc"]) == (spark_says.areaUnderROC, spark_says.areaUnderPR)


def test_the_curves_are_sparks(spark):
    """Both, point by point."""
    truths, answers, scores = binary_rows(2, 300, decimals=2)
    found = measured(BINARY, truths, answers, map(repr, scores.tolist()))

    spark_says = BinaryClassificationMetrics(_pairs(spark, scores, truths))
    for name, points in (
        ("receiver_operating_characteristic_curve", spark_says._java_model.roc()),
        ("precision_recall_curve", spark_says._java_model.pr()),
    ):
        curve = found[name]
        xs, ys = (curve.xs, curve.ys) if name.startswith("receiver") else (curve.ys, curve.xs)
        assert list(zip(xs, ys, strict=True)) == [(point._1(), point._2()) for point in points.collect()]


def test_a_long_curve_is_thinned_as_sparks_is(spark, monkeypatch):
    """Spark puts neighbouring scores into chunks, so that about as many are left as were asked for."""
    monkeypatch.setattr(curves, "MOST_POINTS", 100)
    monkeypatch.setattr(curves, "_BINS", 40)
    truths, answers, scores = binary_rows(3, 350)
    found = measured(BINARY, truths, answers, map(repr, scores.tolist()))["receiver_operating_characteristic_curve"]

    metrics = spark._jvm.org.apache.spark.mllib.evaluation.BinaryClassificationMetrics
    spark_says = BinaryClassificationMetrics(_pairs(spark, scores, truths))
    points = metrics(spark_says._java_model.scoreAndLabels(), 40).roc().collect()
    assert list(zip(found.xs, found.ys, strict=True)) == [(point._1(), point._2()) for point in points]


def test_a_classification_of_several_classes_is_sparks(spark):
    """Within rounding, for Spark adds its classes up in the order of a hash map."""
    numbers = np.random.default_rng(5)
    truths, answers = numbers.integers(0, 6, 500), numbers.integers(0, 6, 500)
    found = values(measured(MULTICLASS, truths, answers))

    spark_says = MulticlassMetrics(_pairs(spark, answers, truths))
    expected = {
        "accuracy": spark_says.accuracy,
        "weighted_recall": spark_says.weightedRecall,
        "weighted_precision": spark_says.weightedPrecision,
        "weighted_f0_5": spark_says.weightedFMeasure(beta=0.5),
        "weighted_f1": spark_says.weightedFMeasure(),
        "weighted_f2": spark_says.weightedFMeasure(beta=2.0),
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-14)


def test_the_best_constant_is_sparks_evaluation_of_it(spark):
    """As if every answer had been the most frequent label."""
    truths = np.array([0, 1, 1, 2, 1, 0] * 40)
    found = values(measured(MULTICLASS, truths, np.zeros_like(truths)))

    spark_says = MulticlassMetrics(_pairs(spark, np.ones_like(truths), truths))
    assert found["accuracy_best_constant_classifier"] == spark_says.accuracy
    assert found["weighted_f1_best_constant_classifier"] == pytest.approx(spark_says.weightedFMeasure())
