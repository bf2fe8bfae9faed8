"""The metrics that a scheduled job leaves in files, which the platform puts into CloudWatch."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from sagemaker_service.cloud import Cloud

FOLDER = "output/metrics/cloudwatch"
_AT_ONCE = 500


def forward_metrics(cloud: Cloud, environment: Mapping[str, str], roots: Iterable[Path]) -> None:
    """Put what lies in the folder for metrics of any host into CloudWatch, where a schedule's job is to publish it."""
    if environment.get("publish_cloudwatch_metrics") != "Enabled" or not environment.get(
        "sagemaker_monitoring_schedule_name"
    ):
        return
    for path in (path for root in roots for path in sorted((root / FOLDER).glob("*"))):
        data = [json.loads(line) for line in path.read_text().splitlines()]
        for first in range(0, len(data), _AT_ONCE):
            cloud.client("cloudwatch").put_metric_data(
                Namespace=_namespace(environment), MetricData=data[first : first + _AT_ONCE]
            )


def _namespace(environment: Mapping[str, str]) -> str:
    """Return the namespace that the platform adds to the metrics of such a job."""
    watched = "Endpoints" if environment.get("sagemaker_endpoint_name") else "ModelMonitoring"
    kind = "model" if environment.get("analysis_type") == "MODEL_QUALITY" else "data"
    return f"aws/sagemaker/{watched}/{kind}-metrics"
