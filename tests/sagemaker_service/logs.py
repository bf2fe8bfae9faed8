"""The logs of a job in CloudWatch Logs, where the SDKs look for them."""

import time
from collections.abc import Mapping

from botocore.exceptions import ClientError
from sagemaker_service.cloud import Cloud

GROUP = "/aws/sagemaker/ProcessingJobs"


def put_logs(cloud: Cloud, job: str, logs: Mapping[str, str]) -> None:
    """Put the text that each host of *job* has said, by the host's name, into a stream of its own."""
    client, now = cloud.client("logs"), int(time.time() * 1000)
    try:
        client.create_log_group(logGroupName=GROUP)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceAlreadyExistsException":
            raise
    for host, text in logs.items():
        stream = f"{job}/{host}-{now}"
        client.create_log_stream(logGroupName=GROUP, logStreamName=stream)
        events = [{"timestamp": now, "message": line} for line in text.splitlines() if line][-1000:]
        if events:
            client.put_log_events(logGroupName=GROUP, logStreamName=stream, logEvents=events)
