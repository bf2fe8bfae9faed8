"""The lines that the platform sends to CloudWatch."""

import json

from engine.metrics.data import lines_of
from engine.metrics.points import points_of


def test_a_line_is_an_object_of_put_metric_data(metrics, hourly):
    """A number has a Value, a summary its StatisticValues; the time is UTC, and the namespace is the platform's."""
    lines = [json.loads(line) for line in lines_of(points_of(metrics, hourly), hourly.time).splitlines()]
    hour = [{"Name": "Endpoint", "Value": "churn"}, {"Name": "MonitoringSchedule", "Value": "hourly"}]
    by_feature = [hour[0], {"Name": "Feature", "Value": "income.monthly"}, hour[1]]
    time = {"Timestamp": "2024-03-18T13:00:00Z"}
    summary = {"StatisticValues": {"SampleCount": 3.0, "Sum": 6.5, "Minimum": -1.0, "Maximum": 4.5}}
    assert lines == [
        {"MetricName": "feature_data_income.monthly", **time, "Dimensions": hour, **summary},
        {"MetricName": "feature_data_income.monthly", **time, "Dimensions": by_feature, **summary},
        {"MetricName": "feature_baseline_drift_income.monthly", **time, "Dimensions": hour, "Value": 0.356},
        {"MetricName": "feature_baseline_drift_income.monthly", **time, "Dimensions": by_feature, "Value": 0.356},
        {"MetricName": "auc", **time, "Dimensions": hour, "Value": 0.9},
    ]


def test_of_no_metrics_there_is_no_line(hourly):
    """An empty text."""
    assert lines_of((), hourly.time) == ""
