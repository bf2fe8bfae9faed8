"""Schedules in EventBridge Scheduler: an order for the function, and when it is called with it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.monitors.account import GROUP, SdkSession, Target
from engine.monitors.cron import expression_of

_KEPT = (
    "ActionAfterCompletion",
    "Description",
    "EndDate",
    "FlexibleTimeWindow",
    "GroupName",
    "KmsKeyArn",
    "Name",
    "ScheduleExpression",
    "ScheduleExpressionTimezone",
    "StartDate",
    "State",
)
_SCHEDULED = "<aws.scheduler.scheduled-time>"
"""What EventBridge Scheduler puts the time for at which the call was due."""

_RETRIES = {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 10}


class Scheduler:
    """The schedules of the group, by a session's client."""

    def __init__(self, session: SdkSession) -> None:
        self._client = session.boto_session.client("scheduler")

    def create(self, name: str, order: Mapping[str, Any], target: Target, *, enabled: bool) -> None:
        """Make a schedule. botocore's ClientError where there is one of that name, or no such group."""
        self._client.create_schedule(
            Name=name,
            GroupName=GROUP,
            FlexibleTimeWindow={"Mode": "OFF"},
            State="ENABLED" if enabled else "DISABLED",
            Target={"Arn": target.function_arn, "RoleArn": target.role_arn, "RetryPolicy": _RETRIES, **_input(order)},
            ScheduleExpression=_expression(order),
        )

    def describe(self, name: str) -> dict[str, Any]:
        """Return what GetSchedule tells, with the function's order in `Order`."""
        described = self._client.get_schedule(Name=name, GroupName=GROUP)
        return {**described, "Order": json.loads(described["Target"]["Input"])}

    def update(self, name: str, order: Mapping[str, Any]) -> None:
        """Give the schedule another order."""
        self._change(name, order, {})

    def enable(self, name: str) -> None:
        """Let the schedule call again; what it has not looked at in the meantime is not made up for."""
        self._change(name, self.describe(name)["Order"], {"State": "ENABLED"})

    def disable(self, name: str) -> None:
        """Let the schedule call no more; what runs goes on."""
        self._change(name, self.describe(name)["Order"], {"State": "DISABLED"})

    def delete(self, name: str) -> None:
        """Delete the schedule; its executions and their reports stay."""
        self._client.delete_schedule(Name=name, GroupName=GROUP)

    def _change(self, name: str, order: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
        """EventBridge Scheduler takes a schedule as a whole: what is not said again is lost.

        One that a template has made has windows of a length, and keeps the expression that goes with it.
        """
        described = self._client.get_schedule(Name=name, GroupName=GROUP)
        kept = {key: described[key] for key in _KEPT if key in described}
        kept |= {"ScheduleExpression": _expression(order)} if order.get("hours") else {}
        renewed = {**order, "since": now()}
        target = {**described["Target"], **_input(renewed)}
        self._client.update_schedule(**{**kept, "Target": target, **changes})


def now() -> str:
    """Return this moment as an order's `since` has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _expression(order: Mapping[str, Any]) -> str:
    return expression_of(order["hours"], order["delay_minutes"])


def _input(order: Mapping[str, Any]) -> dict[str, str]:
    return {"Input": json.dumps({**order, "scheduled": _SCHEDULED})}
