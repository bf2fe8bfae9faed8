"""What the service does before it analyses a model's quality: captured records and their ground truth become one."""

import json
from collections.abc import Iterable, Iterator

from sagemaker_service.cloud import Cloud


def put_merged(cloud: Cloud, captured: str, truth: str, target: str) -> bool:
    """Join the captured records at *captured* with the labels at *truth*, and put them at *target*: addresses in S3.

    A record without a label is left out; where none has one, nothing is put. Returns whether anything was.
    """
    lines = tuple(merged(_lines(cloud, captured), _lines(cloud, truth)))
    if lines:
        bucket, _, key = f"{target}/merged.jsonl".removeprefix("s3://").partition("/")
        cloud.client("s3").put_object(Bucket=bucket, Key=key, Body="".join(lines))
    return bool(lines)


def merged(captured: Iterable[str], truths: Iterable[str]) -> Iterator[str]:
    """Yield a line for each captured record that has a label: by its inferenceId if it has one, else by its eventId."""
    labels = {label["eventMetadata"]["eventId"]: label["groundTruthData"] for label in map(json.loads, truths)}
    for record in map(json.loads, captured):
        metadata = record["eventMetadata"]
        label = labels.get(metadata.get("inferenceId", metadata["eventId"]))
        if label is not None:
            yield json.dumps({**record, "groundTruthData": label}) + "\n"


def _lines(cloud: Cloud, address: str) -> Iterator[str]:
    """Yield the lines of all objects below *address*."""
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    client = cloud.client("s3")
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/"):
        for each in page.get("Contents", ()):
            yield from client.get_object(Bucket=bucket, Key=each["Key"])["Body"].read().decode().splitlines()
