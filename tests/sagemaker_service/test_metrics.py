"""The way of a job's metrics into CloudWatch."""

import json

import pytest
from sagemaker_service.cloud import Cloud
from sagemaker_service.metrics import FOLDER, forward_metrics

SCHEDULED = {"publish_cloudwatch_metrics": "Enabled", "sagemaker_monitoring_schedule_name": "hourly"}


@pytest.fixture
def forwarded(s3, tmp_path):
    """Give a function that forwards one metric of a name, and returns the namespace that it is found in."""
    cloud = Cloud(s3.endpoint)

    def forwarded(name, environment):
        metric = {"MetricName": name, "Timestamp": "2026-11-24T13:00:00Z", "Value": 1.0}
        (tmp_path / FOLDER).mkdir(parents=True)
        (tmp_path / FOLDER / "cloudwatch_metrics.jsonl").write_text(json.dumps(metric) + "\n")
        forward_metrics(cloud, environment, [tmp_path])
        found = cloud.client("cloudwatch").list_metrics(MetricName=name)["Metrics"]
        return [each["Namespace"] for each in found]

    return forwarded


@pytest.mark.parametrize(
    ("more", "namespace"),
    [
        ({"sagemaker_endpoint_name": "ep"}, "aws/sagemaker/Endpoints/data-metrics"),
        ({}, "aws/sagemaker/ModelMonitoring/data-metrics"),
        (
            {"sagemaker_endpoint_name": "ep", "analysis_type": "MODEL_QUALITY"},
            "aws/sagemaker/Endpoints/model-metrics",
        ),
    ],
)
def test_the_namespace(forwarded, more, namespace):
    """By what is watched, and what of it."""
    assert forwarded(f"of_{namespace}", {**SCHEDULED, **more}) == [namespace]


@pytest.mark.parametrize("left_out", sorted(SCHEDULED))
def test_what_is_not_forwarded(forwarded, left_out):
    """Metrics of a job outside of a schedule, and of one that publishes none."""
    environment = {name: value for name, value in SCHEDULED.items() if name != left_out}
    assert forwarded(f"without_{left_out}", environment) == []
