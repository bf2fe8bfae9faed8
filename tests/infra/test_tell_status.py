"""The events of the jobs' status, as rules on Model Monitor's executions look for them."""

import runpy
from datetime import UTC, datetime

import pytest
from infra.resolving import INFRA
from sagemaker_service.cloud import Cloud

from engine.monitors.windows import Window, job_name

TOLD = runpy.run_path(str(INFRA / "tell_status.py"))
WINDOW = Window(*(datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (13, 14, 14)))
NAME = job_name("hourly", WINDOW)
MOMENT = datetime(2026, 11, 24, 14, 25, tzinfo=UTC)


def _described(**changes):
    return {
        "ProcessingJobName": NAME,
        "ProcessingJobArn": f"arn:aws:sagemaker:us-east-1:123456789012:processing-job/{NAME}",
        "ProcessingJobStatus": "Completed",
        "ExitMessage": "CompletedWithViolations: Job completed successfully with 2 violations.",
        "CreationTime": MOMENT,
        "LastModifiedTime": MOMENT,
        "Environment": {"sagemaker_monitoring_schedule_name": "hourly", "sagemaker_endpoint_name": "ep"},
        **changes,
    }


def test_a_job_is_told_of_as_an_execution():
    """By the names of MonitoringExecutionSummary, with the status that the exit message makes."""
    assert TOLD["detail_of"](_described()) == {
        "MonitoringScheduleName": "hourly",
        "ScheduledTime": "2026-11-24T14:00:00+00:00",
        "CreationTime": "2026-11-24T14:25:00+00:00",
        "LastModifiedTime": "2026-11-24T14:25:00+00:00",
        "MonitoringExecutionStatus": "CompletedWithViolations",
        "ProcessingJobArn": _described()["ProcessingJobArn"],
        "MonitoringType": "DataQuality",
        "EndpointName": "ep",
        "ExitMessage": _described()["ExitMessage"],
    }


@pytest.mark.parametrize("status", ["InProgress", "Failed", "Stopped"])
def test_other_statuses_stay(status):
    """With the reason where there is one."""
    detail = TOLD["detail_of"](
        _described(ProcessingJobStatus=status, FailureReason="AlgorithmError: x", ExitMessage="")
    )
    assert detail["MonitoringExecutionStatus"] == status
    assert detail["FailureReason"] == "AlgorithmError: x"


@pytest.mark.parametrize(
    "changes",
    [{"Environment": {}}, {"ProcessingJobName": "model-monitoring-202611241400-0123456789abcdef01234567"}],
    ids=["no schedule's", "Model Monitor's own"],
)
def test_jobs_of_others_are_not_told_of(changes):
    """Their names may begin with the same words."""
    assert TOLD["detail_of"](_described(**changes)) is None


def test_a_change_puts_an_event(service, s3):
    """EventBridge takes it; the job is the one that the change is about."""
    job = {
        "ProcessingJobName": NAME,
        "RoleArn": "arn:aws:iam::123456789012:role/monitor",
        "AppSpecification": {"ImageUri": "image:1"},
        "ProcessingResources": {
            "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 20}
        },
        "Environment": {"sagemaker_monitoring_schedule_name": "hourly"},
        "ProcessingOutputConfig": {
            "Outputs": [
                {
                    "OutputName": "monitoring_output",
                    "S3Output": {
                        "S3Uri": s3.address("reports"),
                        "LocalPath": "/opt/ml/processing/output",
                        "S3UploadMode": "EndOfJob",
                    },
                }
            ]
        },
    }
    sagemaker = Cloud(service.endpoint).client("sagemaker")
    sagemaker.create_processing_job(**job)
    service.jobs.named(NAME).wait()
    detail = TOLD["tell"]({"detail": {"ProcessingJobName": NAME}}, sagemaker, service.cloud.client("events"))
    assert detail["MonitoringExecutionStatus"] == "Completed"
