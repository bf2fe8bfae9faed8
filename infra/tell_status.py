"""The status of a schedule's jobs as events, of the shape that rules and alarms on Model Monitor's executions expect.

This file is a whole function of AWS Lambda's, and infra/functions.yaml holds its text. A rule of EventBridge calls it when a
processing job changes; it puts an event whose detail has the fields of Model Monitor's MonitoringExecutionSummary. The source
is one's own, for none but AWS may name "aws.sagemaker".
"""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import boto3

SOURCE = "model-monitor"
DETAIL_TYPE = "SageMaker Model Monitoring Execution Status Change"


def handle(event: Mapping[str, Any], _context: object = None) -> dict[str, str] | None:
    """Tell of the job that *event* is about, by the account's clients."""
    words = (os.environ.get("SOURCE", SOURCE), os.environ.get("DETAIL_TYPE", DETAIL_TYPE))
    return tell(event, boto3.client("sagemaker"), boto3.client("events"), *words)


def tell(
    event: Mapping[str, Any], sagemaker: Any, events: Any, source: str = SOURCE, detail_type: str = DETAIL_TYPE
) -> dict[str, str] | None:
    """Put the event about the job of *event*, and return its detail; None for a job that no schedule here has started.

    Raises RuntimeError where EventBridge takes no event, so that the call is repeated.
    """
    described = sagemaker.describe_processing_job(ProcessingJobName=event["detail"]["ProcessingJobName"])
    detail = detail_of(described)
    if detail is None:
        return None
    entry = {"Source": source, "DetailType": detail_type, "Detail": json.dumps(detail)}
    answer = events.put_events(Entries=[{**entry, "Resources": [described["ProcessingJobArn"]]}])
    if answer.get("FailedEntryCount"):
        raise RuntimeError(f"EventBridge took no event: {answer['Entries'][0].get('ErrorCode')}")
    return detail


def detail_of(described: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the fields of a MonitoringExecutionSummary for a job, None for one that is none of a schedule's here.

    Model Monitor's own jobs have names of the same form, but not the schedule's digits in them.
    """
    variables = described.get("Environment", {})
    schedule = variables.get("sagemaker_monitoring_schedule_name", "")
    prefix, _, digits = described["ProcessingJobName"].rpartition("-")
    if not schedule or not digits.startswith(hashlib.sha256(schedule.encode()).hexdigest()[:12]):
        return None
    due = datetime.strptime(prefix.rpartition("-")[2], "%Y%m%d%H%M").replace(tzinfo=UTC)
    told = {
        "MonitoringScheduleName": schedule,
        "ScheduledTime": due.isoformat(),
        "CreationTime": described["CreationTime"].astimezone(UTC).isoformat(),
        "LastModifiedTime": described["LastModifiedTime"].astimezone(UTC).isoformat(),
        "MonitoringExecutionStatus": _status(described),
        "ProcessingJobArn": described["ProcessingJobArn"],
        "MonitoringType": "DataQuality",
        "EndpointName": variables.get("sagemaker_endpoint_name"),
        "FailureReason": described.get("FailureReason"),
        "ExitMessage": described.get("ExitMessage"),
    }
    return {key: value for key, value in told.items() if value}


def _status(described: Mapping[str, Any]) -> str:
    status = str(described["ProcessingJobStatus"])
    violated = described.get("ExitMessage", "").startswith("CompletedWithViolations")
    return "CompletedWithViolations" if status == "Completed" and violated else status
