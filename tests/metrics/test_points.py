"""Metrics as CloudWatch takes them."""

import logging
import math
from dataclasses import replace

import pytest

from engine.analysis.metric import Family, Metric, Summary
from engine.metrics.points import points_of


def test_a_metric_of_a_feature_has_the_documented_dimensions_and_those_with_the_feature(metrics, hourly):
    """Alarms go by the first set, the dashboards of SageMaker's SDK by the second; names are sorted in both."""
    drift = points_of(metrics, hourly)[1]
    assert drift.name == "feature_baseline_drift_income.monthly"
    assert drift.sets() == (
        (("Endpoint", "churn"), ("MonitoringSchedule", "hourly")),
        (("Endpoint", "churn"), ("Feature", "income.monthly"), ("MonitoringSchedule", "hourly")),
    )


def test_a_metric_of_a_model_has_the_documented_dimensions_alone(metrics, hourly):
    """It is about no feature."""
    assert points_of(metrics, hourly)[2].sets() == (hourly.dimensions,)


@pytest.mark.parametrize(
    ("dimensions", "family", "namespace"),
    [
        ((("Endpoint", "e"), ("MonitoringSchedule", "s")), Family.DATA, "aws/sagemaker/Endpoints/data-metrics"),
        ((("MonitoringSchedule", "s"),), Family.DATA, "aws/sagemaker/ModelMonitoring/data-metrics"),
        ((), Family.MODEL, "aws/sagemaker/ModelMonitoring/model-metrics"),
        ((("Endpoint", "e"),), Family.MODEL, "aws/sagemaker/Endpoints/model-metrics"),
    ],
)
def test_the_namespace_is_the_official_one(hourly, dimensions, family, namespace):
    """It tells an endpoint from a batch transform, and data from models."""
    (point,) = points_of([Metric("auc", 0.5, family=family)], replace(hourly, dimensions=dimensions))
    assert point.namespace == namespace


def test_another_namespace_wins(metrics, hourly):
    """Whoever names one has all metrics there."""
    assert {point.namespace for point in points_of(metrics, replace(hourly, namespace="mine"))} == {"mine"}


@pytest.mark.parametrize("value", [math.nan, math.inf, 2.0**361, Summary(2, math.inf, 0.0, math.inf)])
def test_a_number_that_cloudwatch_refuses_is_left_out_and_named(hourly, caplog, value):
    """One such number would have CloudWatch refuse the whole call."""
    assert points_of([Metric("feature_data", value, "a"), Metric("feature_null", 2.0**360, "a")], hourly)[0].name == (
        "feature_null_a"
    )
    assert caplog.messages == [
        "1 metrics are left out, for CloudWatch takes finite numbers up to 2^360 only: feature_data_a"
    ]


def test_another_name_is_told(hourly, caplog):
    """Who looks for the feature in CloudWatch finds in the log what it is called there."""
    caplog.set_level(logging.WARNING)
    (point,) = points_of([Metric("feature_null", 1.0, "größe")], hourly)
    (message,) = caplog.messages
    assert message == (
        "1 metrics go by other names, for CloudWatch takes printable ASCII up to 255 characters only: "
        f"feature_null_größe as {point.name}"
    )
    assert point.name.isascii()
    assert dict(point.sets()[1])["Feature"].isascii()
