"""What is said of metrics: dimensions, labels and namespaces."""

from datetime import UTC, datetime

import pytest

from engine.errors import JobError
from engine.job.publishing import Publishing, dimensions_said, label_of, refuse_namespace

TIME = datetime(2024, 3, 18, 13, tzinfo=UTC)


def test_dimensions_keep_their_order_and_their_values():
    """Only the first = is one."""
    assert dimensions_said(["Endpoint=churn", "MonitoringSchedule=a=b c"], flag="--dimension") == (
        ("Endpoint", "churn"),
        ("MonitoringSchedule", "a=b c"),
    )


@pytest.mark.parametrize(
    "word",
    [
        "Endpoint",
        "endpoint=churn",
        "=churn",
        "Endpoint=",
        "Endpoint= ",
        "Feature=age",
        "FEATURE=age",
        "A-b=c",
        "_aws=c",
    ],
)
def test_what_is_no_dimension_is_refused(word):
    """A small letter begins a metric's name, and the feature's dimension is the engine's own."""
    with pytest.raises(JobError, match="is expected to be NAME=VALUE"):
        dimensions_said([word], flag="--dimension")


@pytest.mark.parametrize(
    "words", [["A=1", "A=2"], ["HostName=1", "Host_name=2"], [f"D{number}=x" for number in range(30)]]
)
def test_each_dimension_once_and_29_at_most(words):
    """As labels of OpenMetrics they are told apart too."""
    with pytest.raises(JobError, match="each name may be given once"):
        dimensions_said(words, flag="--dimension")
    assert len(dimensions_said([f"D{number}=x" for number in range(29)], flag="--dimension")) == 29


@pytest.mark.parametrize(
    ("dimension", "label"), [("MonitoringSchedule", "monitoring_schedule"), ("Endpoint", "endpoint"), ("A1B", "a1_b")]
)
def test_a_dimension_as_a_label(dimension, label):
    """Words in small letters, with _ between."""
    assert label_of(dimension) == label


@pytest.mark.parametrize("namespace", ["AWS/EC2", "", ":a", "ä", " a", "a" * 256])
def test_what_is_no_namespace_is_refused(namespace):
    """Amazon's own are refused too."""
    with pytest.raises(JobError, match="expected a namespace of CloudWatch"):
        refuse_namespace(namespace, name="metrics_namespace")


@pytest.mark.parametrize("namespace", [None, "aws/sagemaker/Endpoints/data-metrics", "My own", "a:b#c-d_e.f"])
def test_a_namespace_is_taken(namespace):
    """None is the official one."""
    refuse_namespace(namespace, name="metrics_namespace")


def test_metrics_that_go_nowhere():
    """A time and dimensions alone ask for nothing."""
    assert Publishing(TIME, (("A", "1"),)).or_none() is None
    for way in ({"folder": "/m"}, {"put": True}, {"emf": True}, {"openmetrics": "m.prom"}, {"openmetrics": ""}):
        assert Publishing(TIME, **way).or_none() == Publishing(TIME, **way)
