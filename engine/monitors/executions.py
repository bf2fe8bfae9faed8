"""The processing jobs of a monitor, by the SDK's names: that of a baseline, and those of a schedule."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import WaiterError

from engine.errors import JobError
from engine.monitors.account import SdkSession
from engine.monitors.inputs import MonitoringOutput
from engine.monitors.monitoring_files import Constraints, ConstraintViolations, Statistics
from engine.monitors.windows import mark
from engine.wording import foreign

POLL_SECONDS = 10
"""So often is looked whether a job has ended."""

_MOST_POLLS = 10**6


class MonitoringJob:
    """A processing job by its name."""

    def __init__(self, session: SdkSession, job_name: str) -> None:
        self.job_name = job_name
        self._session = session
        self._sagemaker = session.boto_session.client("sagemaker")

    def describe(self) -> Mapping[str, Any]:
        """Return what DescribeProcessingJob tells."""
        described: Mapping[str, Any] = self._sagemaker.describe_processing_job(ProcessingJobName=self.job_name)
        return described

    @property
    def output(self) -> MonitoringOutput:
        """Where the documents are."""
        given = self.describe()["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]
        return MonitoringOutput(given["LocalPath"], given["S3Uri"], given["S3UploadMode"])

    def stop(self) -> None:
        """Stop the job, which takes it a while."""
        self._sagemaker.stop_processing_job(ProcessingJobName=self.job_name)

    def wait(self) -> None:
        """Return when the job is completed. Raises JobError where it has failed or was stopped."""
        waiter = self._sagemaker.get_waiter("processing_job_completed_or_stopped")
        try:
            waiter.wait(
                ProcessingJobName=self.job_name,
                WaiterConfig={"Delay": POLL_SECONDS, "MaxAttempts": _MOST_POLLS},
            )
        except WaiterError as error:
            if "ProcessingJobStatus" not in (error.last_response or {}):
                raise
        described = self.describe()
        if described["ProcessingJobStatus"] != "Completed":
            raise JobError(
                f"the processing job {self.job_name} is {described['ProcessingJobStatus']}: "
                f"{foreign(described.get('FailureReason', 'no reason is given'), 1024)}",
                code="processing-job-not-completed",
            )

    def _document(self, name: str) -> str:
        return f"{self.output.destination.rstrip('/')}/{name}"


class BaseliningJob(MonitoringJob):
    """The job of a baseline."""

    def baseline_statistics(self, file_name: str = "statistics.json") -> Statistics:
        """Return its statistics. botocore's ClientError where it has none yet."""
        return Statistics.from_s3_uri(self._document(file_name), self._session)

    def suggested_constraints(self, file_name: str = "constraints.json") -> Constraints:
        """Return its constraints, as `baseline_statistics`."""
        return Constraints.from_s3_uri(self._document(file_name), self._session)


class MonitoringExecution(MonitoringJob):
    """The job of one window of a schedule."""

    def statistics(self, file_name: str = "statistics.json") -> Statistics:
        """Return its statistics. botocore's ClientError where it has none."""
        return Statistics.from_s3_uri(self._document(file_name), self._session)

    def constraint_violations(self, file_name: str = "constraint_violations.json") -> ConstraintViolations:
        """Return its violations, as `statistics`."""
        return ConstraintViolations.from_s3_uri(self._document(file_name), self._session)


def executions_of(schedule: str, session: SdkSession) -> list[MonitoringExecution]:
    """Return the executions of *schedule* in the order of their windows, and of one window as they were started.

    The service forgets none, those of a schedule of this name that was deleted neither.
    """
    pages = (
        session.boto_session.client("sagemaker")
        .get_paginator("list_processing_jobs")
        .paginate(NameContains=f"-{mark(schedule)}", PaginationConfig={"PageSize": 100})
    )
    found = [each for page in pages for each in page["ProcessingJobSummaries"]]
    ordered = sorted(found, key=lambda each: (each["ProcessingJobName"].rpartition("-")[0], each["CreationTime"]))
    return [MonitoringExecution(session, each["ProcessingJobName"]) for each in ordered]
