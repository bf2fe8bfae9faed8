"""EventBridge Scheduler's clock: moto keeps schedules and calls nothing, so this calls their function when they are due."""

import json
import re
from datetime import datetime

from sagemaker_service.cloud import Cloud
from sagemaker_service.service import Service

from engine.monitors.windows import start_due

_CRON = re.compile(r"cron\((\d+) (\*|[\d,]+) \* \* \? \*\)")


def call_due(service: Service, hour: datetime) -> dict[str, dict[str, list[str]]]:
    """Call the functions of the schedules that are due in *hour*, and return what each has told, by the schedule's name."""
    scheduler = service.cloud.client("scheduler")
    told = {}
    for listed in scheduler.list_schedules()["Schedules"]:
        schedule = scheduler.get_schedule(Name=listed["Name"], GroupName=listed["GroupName"])
        minute, hours = _CRON.fullmatch(schedule["ScheduleExpression"]).groups()
        if schedule["State"] == "ENABLED" and (hours == "*" or str(hour.hour) in hours.split(",")):
            scheduled = f"{hour:%Y-%m-%dT%H}:{int(minute):02}:00Z"
            given = schedule["Target"]["Input"].replace("<aws.scheduler.scheduled-time>", scheduled)
            clients = Cloud(service.endpoint)
            told[listed["Name"]] = start_due(json.loads(given), clients.client("sagemaker"), clients.client("s3"))
    return told
