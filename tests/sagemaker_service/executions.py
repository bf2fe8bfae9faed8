"""The executions of a schedule: the processing job that each of them is, and what becomes of it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from botocore.exceptions import ClientError
from sagemaker_service.cloud import Cloud
from sagemaker_service.definition import Definition, environment_of
from sagemaker_service.jobs import Job
from sagemaker_service.merge import put_merged
from sagemaker_service.times import Window, folder_of

NO_DATA = "Job inputs had no data"
"""Why the service fails an execution for which nothing was captured; it starts no job."""


@dataclass(slots=True)
class Execution:
    """One execution of *schedule*: its `job`, or, where there was nothing to look at, none."""

    schedule: str
    kind: str
    scheduled: datetime
    endpoint: str | None
    definition_name: str | None
    job: Job | None = None
    begun: float = field(default_factory=time.time)

    def wait(self) -> None:
        """Return when it has ended."""
        if self.job is not None:
            self.job.wait()

    def summary(self) -> dict:
        """Return what ListMonitoringExecutions tells of it."""
        told = {
            "MonitoringScheduleName": self.schedule,
            "ScheduledTime": self.scheduled.timestamp(),
            "CreationTime": self.begun,
            "LastModifiedTime": self.job.described["LastModifiedTime"] if self.job else self.begun,
            "MonitoringType": self.kind,
            "EndpointName": self.endpoint,
            "MonitoringJobDefinitionName": self.definition_name,
            **(
                {"MonitoringExecutionStatus": "Failed", "FailureReason": NO_DATA} if self.job is None else self._ended()
            ),
        }
        return {key: value for key, value in told.items() if value is not None}

    def _ended(self) -> dict:
        described = self.job.described
        status, message = described["ProcessingJobStatus"], described.get("ExitMessage", "")
        if status == "Completed" and message.startswith("CompletedWithViolations"):
            status = "CompletedWithViolations"
        return {
            "MonitoringExecutionStatus": status,
            "ProcessingJobArn": described["ProcessingJobArn"],
            "FailureReason": described.get("FailureReason"),
        }


def request_of(cloud: Cloud, definition: Definition, schedule: str, scheduled: datetime, window: Window) -> dict | None:
    """Return the CreateProcessingJob of an execution; None where there is nothing to look at."""
    captured = _captured(cloud, definition, window)
    if definition.ground_truth:
        captured = _labelled(cloud, definition, captured)
    if not captured:
        return None
    fixed = {**definition.documents, **definition.scripts}
    target = (definition.source.get("EndpointName"), schedule, folder_of(scheduled))
    output = f"{definition.output['S3Uri'].rstrip('/')}/{'/'.join(part for part in target if part)}"
    return {
        "ProcessingJobName": f"model-monitoring-{scheduled:%Y%m%d%H%M}-{uuid4().hex[:24]}",
        "ProcessingInputs": [
            *(_input(name, address, path, definition.source) for name, address, path in captured),
            *(_input(name, each.address, each.path.rpartition("/")[0], {}) for name, each in fixed.items()),
        ],
        "ProcessingOutputConfig": {"Outputs": [_output({**definition.output, "S3Uri": output})]},
        "ProcessingResources": {"ClusterConfig": definition.resources},
        "StoppingCondition": definition.stopping or {"MaxRuntimeInSeconds": 3600},
        "AppSpecification": {
            key: definition.application[key]
            for key in ("ImageUri", "ContainerEntrypoint", "ContainerArguments")
            if definition.application.get(key)
        },
        "Environment": environment_of(definition, schedule, window),
        "RoleArn": definition.role,
    }


def _captured(cloud: Cloud, definition: Definition, window: Window) -> list[tuple[str, str, str]]:
    """Return name, address and path of what was captured in each hour of *window*."""
    roots = _endpoint_roots if definition.input_kind == "EndpointInput" else _batch_roots
    found = []
    for address, below in roots(cloud, definition.source):
        for hour in window.hours():
            place = f"{address}/{folder_of(hour)}"
            if _holds_anything(cloud, place):
                path = f"{definition.source['LocalPath']}/{below}/{folder_of(hour)}"
                found.append((f"endpoint_input_{len(found) + 1}", place, path))
    return found


def _labelled(cloud: Cloud, definition: Definition, captured: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return the hours of *captured* merged with their ground truth, which lies by hours too."""
    found = []
    for name, address, path in captured:
        below = path.removeprefix(f"{definition.source['LocalPath']}/")
        target = f"{definition.output['S3Uri'].rstrip('/')}/merge/{below}"
        truth = f"{definition.ground_truth.rstrip('/')}/{'/'.join(below.split('/')[-4:])}"
        if put_merged(cloud, address, truth, target):
            found.append((name, target, path))
    return found


def _endpoint_roots(cloud: Cloud, source: Mapping) -> list[tuple[str, str]]:
    """Return where each variant's captures are in S3, and below the input's path."""
    endpoint = cloud.client("sagemaker").describe_endpoint(EndpointName=source["EndpointName"])
    destination = endpoint["DataCaptureConfig"]["DestinationS3Uri"].rstrip("/")
    variants = [f"{endpoint['EndpointName']}/{each['VariantName']}" for each in endpoint["ProductionVariants"]]
    return [(f"{destination}/{variant}", variant) for variant in variants]


def _batch_roots(_cloud: Cloud, source: Mapping) -> list[tuple[str, str]]:
    """Return where the manifests of both sides of a batch transform are."""
    destination = source["DataCapturedDestinationS3Uri"].rstrip("/")
    return [(f"{destination}/{side}", side) for side in ("input", "output")]


def _holds_anything(cloud: Cloud, address: str) -> bool:
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    try:
        return cloud.client("s3").list_objects_v2(Bucket=bucket, Prefix=f"{prefix}/", MaxKeys=1)["KeyCount"] > 0
    except ClientError:
        return False


def _input(name: str, address: str, path: str, source: Mapping) -> dict:
    return {
        "InputName": name,
        "AppManaged": False,
        "S3Input": {
            "S3Uri": address,
            "LocalPath": path,
            "S3DataType": "S3Prefix",
            "S3InputMode": source.get("S3InputMode", "File"),
            "S3DataDistributionType": source.get("S3DataDistributionType", "FullyReplicated"),
            "S3CompressionType": "None",
        },
    }


def _output(output: Mapping) -> dict:
    return {"OutputName": "result", "AppManaged": False, "S3Output": dict(output)}
