"""The rest of the cloud, which moto is: its clients, and what a job's role may do there."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import boto3
from object_store import VARIABLES

ACCOUNT, REGION = "123456789012", "us-east-1"


@dataclass(slots=True)
class Cloud:
    """Services other than this one, at *endpoint*; `forbidden` are the (role, bucket) that S3 refuses to a job."""

    endpoint: str
    forbidden: set[tuple[str, str]] = field(default_factory=set)

    def client(self, service: str) -> Any:
        """Return boto3's client of *service*, such as "s3"."""
        return _client(self.endpoint, service)


def arn(kind: str, name: str) -> str:
    """Return the ARN of what SageMaker calls a *kind*, such as "processing-job"."""
    return f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:{kind}/{name.lower()}"


@lru_cache
def _client(endpoint: str, service: str) -> Any:
    keys = {name.lower(): VARIABLES[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    return boto3.client(service, region_name=REGION, endpoint_url=endpoint, **keys)
