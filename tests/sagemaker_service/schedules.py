"""Monitoring schedules, which are due when the clock of the service says so, and their executions."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from botocore.exceptions import ClientError
from sagemaker_service.cloud import Cloud, arn
from sagemaker_service.definition import Definition, of_job, of_schedule
from sagemaker_service.executions import Execution, request_of
from sagemaker_service.faults import in_use, invalid, not_found, passed_on
from sagemaker_service.jobs import ENDED, ProcessingJobs
from sagemaker_service.times import NOW, Clock, Window, is_due, offset, since_last

_DESCRIBE = {
    "DataQuality": "describe_data_quality_job_definition",
    "ModelQuality": "describe_model_quality_job_definition",
}


@dataclass(slots=True)
class Schedule:
    """One schedule: `config` is its MonitoringScheduleConfig, `definition` what that comes to."""

    name: str
    config: Mapping
    definition: Definition
    status: str = "Scheduled"
    created: float = field(default_factory=time.time)
    changed: float = field(default_factory=time.time)
    executions: list[Execution] = field(default_factory=list)

    @property
    def expression(self) -> str:
        return self.config["ScheduleConfig"]["ScheduleExpression"]

    @property
    def definition_name(self) -> str | None:
        return self.config.get("MonitoringJobDefinitionName")

    def summary(self) -> dict:
        """Return what ListMonitoringSchedules tells of it."""
        told = {
            "MonitoringScheduleName": self.name,
            "MonitoringScheduleArn": arn("monitoring-schedule", self.name),
            "MonitoringScheduleStatus": self.status,
            "MonitoringType": self.definition.kind,
            "CreationTime": self.created,
            "LastModifiedTime": self.changed,
            "EndpointName": self.definition.source.get("EndpointName"),
        }
        return {key: value for key, value in told.items() if value is not None}

    def window(self, scheduled: datetime) -> Window:
        """Return what the execution that is due at *scheduled* looks at."""
        once, source = self.config["ScheduleConfig"], self.definition.source
        start = once.get("DataAnalysisStartTime") or source.get("StartTimeOffset")
        end = once.get("DataAnalysisEndTime") or source.get("EndTimeOffset")
        usual = since_last(self.expression, scheduled)
        return Window(
            scheduled + offset(start) if start else usual.start,
            scheduled + offset(end) if end else usual.end,
        )


class Schedules:
    """All schedules of the account, and the calls about them."""

    def __init__(self, cloud: Cloud, jobs: ProcessingJobs, clock: Clock) -> None:
        self._cloud, self._jobs, self._clock = cloud, jobs, clock
        self._schedules: dict[str, Schedule] = {}

    def create(self, given: Mapping) -> dict[str, str]:
        """CreateMonitoringSchedule; one for NOW is due at once."""
        name = given["MonitoringScheduleName"]
        if name in self._schedules:
            raise in_use(f"Monitoring Schedule with name {name} already exists")
        schedule = Schedule(name, given["MonitoringScheduleConfig"], self._checked(given["MonitoringScheduleConfig"]))
        self._schedules[name] = schedule
        if schedule.expression == NOW:
            self._execute(schedule)
        return {"MonitoringScheduleArn": arn("monitoring-schedule", name)}

    def update(self, given: Mapping) -> dict[str, str]:
        """UpdateMonitoringSchedule."""
        schedule = self._named(given)
        definition = self._checked(given["MonitoringScheduleConfig"])
        schedule.config, schedule.definition = given["MonitoringScheduleConfig"], definition
        schedule.changed = time.time()
        return {"MonitoringScheduleArn": arn("monitoring-schedule", schedule.name)}

    def describe(self, given: Mapping) -> dict:
        """DescribeMonitoringSchedule."""
        schedule = self._named(given)
        last = {"LastMonitoringExecutionSummary": schedule.executions[-1].summary()} if schedule.executions else {}
        return {**schedule.summary(), "MonitoringScheduleConfig": schedule.config, **last}

    def start(self, given: Mapping) -> dict:
        """StartMonitoringSchedule."""
        return self._change(given, "Scheduled")

    def stop(self, given: Mapping) -> dict:
        """StopMonitoringSchedule: what runs goes on, nothing new is started."""
        return self._change(given, "Stopped")

    def delete(self, given: Mapping) -> dict:
        """DeleteMonitoringSchedule, its executions with it; not while one of them runs."""
        schedule = self._named(given)
        if any(each.job and each.job.status not in ENDED for each in schedule.executions):
            raise invalid(f"Cannot delete Monitoring Schedule {schedule.name} while an execution is in progress")
        del self._schedules[schedule.name]
        return {}

    def list(self, given: Mapping) -> dict:
        """ListMonitoringSchedules, of one endpoint or of all."""
        endpoint = given.get("EndpointName")
        found = [each.summary() for each in self._schedules.values()]
        return {"MonitoringScheduleSummaries": [each for each in found if endpoint in (None, each.get("EndpointName"))]}

    def list_executions(self, given: Mapping) -> dict:
        """ListMonitoringExecutions of one schedule, the latest first unless it is asked for otherwise."""
        executions = self._named(given).executions
        ordered = executions if given.get("SortOrder") == "Ascending" else executions[::-1]
        return {"MonitoringExecutionSummaries": [each.summary() for each in ordered][: given.get("MaxResults", 10)]}

    def execute_due(self, hour: datetime) -> None:
        """Execute what is due at the full *hour*, one after the other, and wait for each."""
        for schedule in tuple(self._schedules.values()):
            if schedule.status == "Scheduled" and is_due(schedule.expression, hour):
                self._execute(schedule).wait()

    def refuse_while_needed(self, given: Mapping) -> None:
        """Raise Fault where a schedule stands on the job definition that is to be deleted."""
        name = given["JobDefinitionName"]
        if any(each.definition_name == name for each in self._schedules.values()):
            raise in_use(f"Job definition {name} is in use by a monitoring schedule")

    def refuse_while_watched(self, given: Mapping) -> None:
        """Raise Fault where a schedule watches the endpoint that is to be deleted."""
        name = given["EndpointName"]
        if watching := [
            each.name for each in self._schedules.values() if each.definition.source.get("EndpointName") == name
        ]:
            raise invalid(
                f'Cannot delete endpoint "{name}": delete its monitoring schedules first: {", ".join(watching)}'
            )

    def _execute(self, schedule: Schedule) -> Execution:
        scheduled, definition = self._clock.now, schedule.definition
        endpoint = definition.source.get("EndpointName")
        execution = Execution(schedule.name, definition.kind, scheduled, endpoint, schedule.definition_name)
        request = request_of(self._cloud, definition, schedule.name, scheduled, schedule.window(scheduled))
        if request is not None:
            self._jobs.create(request)
            execution.job = self._jobs.named(request["ProcessingJobName"])
        schedule.executions.append(execution)
        return execution

    def _checked(self, config: Mapping) -> Definition:
        """Return what *config* comes to. Raises Fault where it names what is not there, or cannot be scheduled."""
        expression = config["ScheduleConfig"]["ScheduleExpression"]
        is_due(expression, self._clock.now)
        kind = config.get("MonitoringType", "DataQuality")
        try:
            definition = self._definition(kind, config)
            self._refuse_without_capture(definition)
        except ClientError as error:
            raise passed_on(error) from error
        return definition

    def _definition(self, kind: str, config: Mapping) -> Definition:
        if own := config.get("MonitoringJobDefinition"):
            return of_schedule(kind, own)
        describe = getattr(self._cloud.client("sagemaker"), _DESCRIBE[kind])
        return of_job(kind, describe(JobDefinitionName=config["MonitoringJobDefinitionName"]))

    def _refuse_without_capture(self, definition: Definition) -> None:
        if definition.input_kind != "EndpointInput":
            return
        name = definition.source["EndpointName"]
        endpoint = self._cloud.client("sagemaker").describe_endpoint(EndpointName=name)
        if not (endpoint.get("DataCaptureConfig") or {}).get("EnableCapture"):
            raise invalid(f'Data capture is not enabled for endpoint "{name}"')

    def _change(self, given: Mapping, status: str) -> dict:
        schedule = self._named(given)
        schedule.status, schedule.changed = status, time.time()
        return {}

    def _named(self, given: Mapping) -> Schedule:
        name = given["MonitoringScheduleName"]
        if name not in self._schedules:
            raise not_found(f"Monitoring Schedule {arn('monitoring-schedule', name)} not found")
        return self._schedules[name]
