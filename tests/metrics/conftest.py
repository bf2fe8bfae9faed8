"""A window and its metrics, as a schedule has them."""

from datetime import UTC, datetime

import pytest

from engine.analysis.metric import Metric, Summary
from engine.job.publishing import Publishing

TIME = datetime(2024, 3, 18, 13, tzinfo=UTC)
HOURLY = (("Endpoint", "churn"), ("MonitoringSchedule", "hourly"))


@pytest.fixture
def hourly():
    """Give where the metrics of an hourly schedule go: nowhere yet."""
    return Publishing(TIME, HOURLY)


@pytest.fixture
def metrics():
    """Give one metric of each kind: the summary of a feature, a number of a feature, a number of a model."""
    return (
        Metric("feature_data", Summary(3, 6.5, -1.0, 4.5), "income.monthly"),
        Metric("feature_baseline_drift", 0.356, "income.monthly"),
        Metric("auc", 0.9),
    )
