"""The AWS account that monitors work in: its clients, its bucket, and what a stack of infra/functions.yaml has there."""

from dataclasses import dataclass
from typing import Any, Protocol

import boto3

from engine.errors import JobError
from engine.wording import quoted

GROUP = "model-monitor"
"""The group of EventBridge Scheduler that all schedules are in."""


class SdkSession(Protocol):
    """What is taken of a session: of this module's, or of one of either SDK."""

    boto_session: Any

    def default_bucket(self) -> str:
        """Return the bucket for what has no address of its own."""


class Session:
    """boto3's session and the bucket for what has no address of its own, by the SDK's names.

    Without *default_bucket* it is `sagemaker-{region}-{account}`, as the SDK has it; it is not made where it is not there.
    """

    def __init__(self, boto_session: Any = None, default_bucket: str | None = None) -> None:
        self.boto_session = boto_session or boto3.Session()
        self._bucket = default_bucket

    def default_bucket(self) -> str:
        """Return the bucket."""
        if self._bucket is None:
            account = self.boto_session.client("sts").get_caller_identity()["Account"]
            self._bucket = f"sagemaker-{self.boto_session.region_name}-{account}"
        return self._bucket


@dataclass(frozen=True, slots=True)
class Target:
    """What a schedule calls: the function, and the role by which EventBridge Scheduler may."""

    function_arn: str
    role_arn: str


def target_in(role: str, region: str) -> Target:
    """Return the target that a stack of infra/functions.yaml has in the account of *role*, by its names there.

    Raises JobError where *role* is no ARN, from which the account could be read.
    """
    words = role.split(":")
    if len(words) < 6 or words[0] != "arn":
        raise JobError(
            f"role is expected to be the ARN of a role, such as arn:aws:iam::123456789012:role/monitor; found {quoted(role)}",
            code="monitor-role-not-an-arn",
        )
    partition, account = words[1], words[4]
    return Target(
        f"arn:{partition}:lambda:{region}:{account}:function:model-monitor-start",
        f"arn:{partition}:iam::{account}:role/model-monitor-schedule-{region}",
    )
