"""The monitor of data quality, by the SDK's names, which needs nothing of Model Monitor's API."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Self, TypeVar
from uuid import uuid4

from botocore.exceptions import ClientError

from engine.errors import JobError
from engine.monitors.account import SdkSession, Session, target_in
from engine.monitors.baselining import Baselining
from engine.monitors.cron import NOW, CronExpressionGenerator
from engine.monitors.executions import MonitoringExecution, executions_of
from engine.monitors.inputs import BatchTransformInput, EndpointInput
from engine.monitors.monitoring_files import Constraints, ConstraintViolations, Statistics
from engine.monitors.orders import (
    SCRIPTS,
    Order,
    refuse_without_capture,
    source_of,
    uploaded,
    with_expression,
    with_files,
    with_metrics,
    with_output,
    with_source,
)
from engine.monitors.scheduler import Scheduler, now
from engine.monitors.windows import due_windows, job_name, request_of, roots

Document = TypeVar("Document", Statistics, ConstraintViolations)


class DefaultModelMonitor(Baselining):
    """A monitor of data quality: baselines by one processing job, schedules by EventBridge Scheduler.

    The arguments are those of the SDK's class of this name, and may be changed as attributes. Besides them, *image_uri* is the
    address of the engine's image; windows are looked at *delay_minutes*, 0 to 59, after they are over; and so many windows
    before as *catch_up* says are made up for where they have no job. *role* is an ARN; *sagemaker_session* a Session of
    either SDK or of engine.sagemaker, or None for one of boto3's own.
    """

    monitoring_schedule_name: str | None = None

    @classmethod
    def attach(cls, monitor_schedule_name: str, sagemaker_session: SdkSession | None = None) -> Self:
        """Return a monitor of a schedule that is there. botocore's ClientError where it is not."""
        session = sagemaker_session or Session()
        order = Scheduler(session).describe(monitor_schedule_name)["Order"]
        job, cluster = order["job"], order["job"]["ProcessingResources"]["ClusterConfig"]
        monitor = cls(
            job["RoleArn"],
            cluster["InstanceCount"],
            cluster["InstanceType"],
            cluster["VolumeSizeInGB"],
            cluster.get("VolumeKmsKeyId"),
            job["ProcessingOutputConfig"].get("KmsKeyId"),
            job.get("StoppingCondition", {}).get("MaxRuntimeInSeconds"),
            sagemaker_session=session,
            tags=job.get("Tags"),
            network_config=job.get("NetworkConfig"),
            image_uri=job["AppSpecification"]["ImageUri"],
            delay_minutes=order["delay_minutes"],
            catch_up=order["catch_up"],
        )
        monitor.monitoring_schedule_name = monitor_schedule_name
        return monitor

    def create_monitoring_schedule(
        self,
        endpoint_input: str | EndpointInput | None = None,
        record_preprocessor_script: str | None = None,
        post_analytics_processor_script: str | None = None,
        output_s3_uri: str | None = None,
        constraints: Constraints | str | None = None,
        statistics: Statistics | str | None = None,
        monitor_schedule_name: str | None = None,
        schedule_cron_expression: str | None = None,
        enable_cloudwatch_metrics: bool = True,
        batch_transform_input: BatchTransformInput | None = None,
        data_analysis_start_time: str | None = None,
        data_analysis_end_time: str | None = None,
    ) -> None:
        """Make a schedule, which looks at each window when it is over; one for NOW is stopped, and executed once.

        Raises JobError where an argument is not as it should be, or the endpoint captures nothing.
        """
        source = source_of(endpoint_input, batch_transform_input)
        refuse_without_capture(source, self.sagemaker_session)
        name = monitor_schedule_name or f"monitoring-schedule-{datetime.now(UTC):%Y-%m-%d-%H-%M-%S}"
        expression = schedule_cron_expression or CronExpressionGenerator.hourly()
        order = self._order(name)
        order = with_expression(order, expression)
        order = with_source(order, source, data_analysis_start_time, data_analysis_end_time)
        order = with_metrics(order, enable_cloudwatch_metrics)
        order = with_output(order, output_s3_uri or f"{self._place(name)}/results", self.output_kms_key)
        scripts = dict(zip(SCRIPTS, (record_preprocessor_script, post_analytics_processor_script), strict=True))
        order = with_files(order, self._addresses(name, constraints, statistics, scripts))
        order["job"]["Environment"] |= self.env or {}
        target = target_in(self.role, self.sagemaker_session.boto_session.region_name)
        Scheduler(self.sagemaker_session).create(name, order, target, enabled=expression != NOW)
        self.monitoring_schedule_name = name
        if expression == NOW:
            self.run_now()

    def update_monitoring_schedule(
        self,
        endpoint_input: str | EndpointInput | None = None,
        record_preprocessor_script: str | None = None,
        post_analytics_processor_script: str | None = None,
        output_s3_uri: str | None = None,
        constraints: Constraints | str | None = None,
        statistics: Statistics | str | None = None,
        schedule_cron_expression: str | None = None,
        enable_cloudwatch_metrics: bool | None = None,
        batch_transform_input: BatchTransformInput | None = None,
    ) -> None:
        """Change what is given of the schedule, and its jobs to what this monitor's attributes say; the rest stays."""
        name, scheduler = self._schedule(), Scheduler(self.sagemaker_session)
        order = scheduler.describe(name)["Order"]
        order = {**order, "delay_minutes": self.delay_minutes, "catch_up": self.catch_up}
        variables = {**order["job"]["Environment"], **(self.env or {})}
        order["job"] = {**order["job"], **self.job(), "Environment": variables}
        if endpoint_input is not None or batch_transform_input is not None:
            source = source_of(endpoint_input, batch_transform_input)
            refuse_without_capture(source, self.sagemaker_session)
            order = with_source(order, source, None, None)
            order["job"]["Environment"] |= self.env or {}
        if schedule_cron_expression is not None:
            order = with_expression(order, schedule_cron_expression)
        if output_s3_uri is not None:
            order = with_output(order, output_s3_uri, self.output_kms_key)
        if enable_cloudwatch_metrics is not None:
            order = with_metrics(order, enable_cloudwatch_metrics)
        scripts = dict(zip(SCRIPTS, (record_preprocessor_script, post_analytics_processor_script), strict=True))
        scheduler.update(name, with_files(order, self._addresses(name, constraints, statistics, scripts)))

    def describe_schedule(self) -> dict[str, Any]:
        """Return the schedule by the names that DescribeMonitoringSchedule has: its state, its endpoint and its expression.

        `Order` is what its function is given.
        """
        described = Scheduler(self.sagemaker_session).describe(self._schedule())
        return {
            "MonitoringScheduleName": described["Name"],
            "MonitoringScheduleArn": described["Arn"],
            "MonitoringScheduleStatus": "Scheduled" if described["State"] == "ENABLED" else "Stopped",
            "MonitoringType": "DataQuality",
            "EndpointName": described["Order"].get("endpoint"),
            "CreationTime": described["CreationDate"],
            "LastModifiedTime": described["LastModificationDate"],
            "MonitoringScheduleConfig": {"ScheduleConfig": {"ScheduleExpression": described["ScheduleExpression"]}},
            "Order": described["Order"],
        }

    def start_monitoring_schedule(self) -> None:
        """Let the schedule go on, from now on."""
        Scheduler(self.sagemaker_session).enable(self._schedule())

    def stop_monitoring_schedule(self) -> None:
        """Let the schedule start nothing new."""
        Scheduler(self.sagemaker_session).disable(self._schedule())

    def delete_monitoring_schedule(self) -> None:
        """Delete the schedule; its executions and reports stay."""
        Scheduler(self.sagemaker_session).delete(self._schedule())
        self.monitoring_schedule_name = None

    def list_executions(self) -> list[MonitoringExecution]:
        """Return the schedule's executions, that of the latest window last; a window without data has none."""
        return executions_of(self._schedule(), self.sagemaker_session)

    def run_now(self) -> MonitoringExecution:
        """Start a job over the latest window that is over, whether it has had one or not, and return it.

        The schedule's delay is not waited for. Raises JobError where the window has no data.
        """
        order = Scheduler(self.sagemaker_session).describe(self._schedule())["Order"]
        order = {**order, "scheduled": now(), "delay_minutes": 0, "catch_up": 0}
        (window,) = due_windows(order)
        s3, sagemaker = self._client("s3"), self._client("sagemaker")
        name = job_name(order["schedule"], window, uuid4().hex)
        request = request_of(order, window, name, roots(order, sagemaker, s3), s3)
        if request is None:
            raise JobError(
                f"nothing was captured from {window.start:%Y-%m-%dT%H:%MZ} to {window.end:%Y-%m-%dT%H:%MZ}: "
                f"there is nothing to look at",
                code="window-without-captures",
            )
        sagemaker.create_processing_job(**request)
        return MonitoringExecution(self.sagemaker_session, name)

    def latest_monitoring_statistics(self, file_name: str = "statistics.json") -> Statistics | None:
        """Return those of the latest execution, None where there is none, or it has none (yet)."""
        return self._latest(lambda execution: execution.statistics(file_name))

    def latest_monitoring_constraint_violations(
        self, file_name: str = "constraint_violations.json"
    ) -> ConstraintViolations | None:
        """Return those of the latest execution, as `latest_monitoring_statistics`."""
        return self._latest(lambda execution: execution.constraint_violations(file_name))

    def _latest(self, read: Callable[[MonitoringExecution], Document]) -> Document | None:
        executions = self.list_executions()
        try:
            return read(executions[-1]) if executions else None
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchKey":
                raise
            return None

    def _schedule(self) -> str:
        if self.monitoring_schedule_name is None:
            raise JobError(
                "this monitor has no schedule: call create_monitoring_schedule, or make the monitor by attach",
                code="monitor-without-schedule",
            )
        return self.monitoring_schedule_name

    def _order(self, name: str) -> Order:
        return {
            "schedule": name,
            "delay_minutes": self.delay_minutes,
            "catch_up": self.catch_up,
            "since": now(),
            "job": self.job(),
        }

    def _place(self, name: str) -> str:
        return f"s3://{self.sagemaker_session.default_bucket()}/model-monitor/monitoring/{name}"

    def _addresses(
        self,
        name: str,
        constraints: Constraints | str | None,
        statistics: Statistics | str | None,
        scripts: dict[str, str | None],
    ) -> dict[str, str]:
        """Return where the schedule's files are in S3, those of this machine's when they are there."""
        files = {"baseline_statistics": statistics, "baseline_constraints": constraints, **scripts}
        placed = {
            key: uploaded(file, f"{self._place(name)}/input/{key}", self.sagemaker_session)
            for key, file in files.items()
        }
        return {key: address for key, address in placed.items() if address}
