"""The service as a whole: which call is answered by what, and what a test may do to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sagemaker_service.cloud import Cloud
from sagemaker_service.endpoints import Endpoints
from sagemaker_service.faults import Fault
from sagemaker_service.jobs import ProcessingJobs
from sagemaker_service.runners import Runner
from sagemaker_service.schedules import Schedules
from sagemaker_service.times import Clock

MONITORING = frozenset(
    f"{verb}{noun}"
    for noun in ("MonitoringSchedule", "DataQualityJobDefinition", "ModelQualityJobDefinition")
    for verb in ("Create", "Describe", "Update", "Start", "Stop", "Delete")
) | {"ListMonitoringSchedules", "ListMonitoringExecutions"}
"""The calls that are Model Monitor's alone."""

Call = Callable[[Mapping], Mapping | None]


@dataclass(slots=True)
class Service:
    """SageMaker for a test: *cloud* is the rest of AWS, *runner* what runs jobs.

    `refuse` is asked before every call, with its name and its parameters, and returns the Fault that answers it; None
    lets it through. `MONITORING` has the names of Model Monitor's own calls, for a service that is closed to somebody.
    `asked` are the names of the calls so far, those that moto answers among them.
    """

    cloud: Cloud
    runner: Runner
    endpoint: str = ""
    refuse: Callable[[str, Mapping], Fault | None] = lambda _operation, _given: None
    asked: list[str] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)
    jobs: ProcessingJobs = field(init=False)
    schedules: Schedules = field(init=False)
    endpoints: Endpoints = field(init=False)

    def __post_init__(self) -> None:
        self.jobs = ProcessingJobs(self.cloud, self.runner)
        self.schedules = Schedules(self.cloud, self.jobs, self.clock)
        self.endpoints = Endpoints(self.cloud, self.clock)

    def pass_hour(self) -> None:
        """Let the clock strike the next hour, and execute what is due then to its end."""
        self.schedules.execute_due(self.clock.pass_hour())

    def answer(self, operation: str, given: Mapping) -> Mapping | None:
        """Return what the call *operation* gives; None where moto is to answer. Raises Fault where it is refused."""
        self.asked.append(operation)
        if fault := self.refuse(operation, given):
            raise fault
        call = self._calls().get(operation)
        return None if call is None else call(given)

    def _calls(self) -> Mapping[str, Call]:
        return {
            "CreateProcessingJob": self.jobs.create,
            "DescribeProcessingJob": self.jobs.describe,
            "ListProcessingJobs": self.jobs.list,
            "StopProcessingJob": self.jobs.stop,
            "CreateMonitoringSchedule": self.schedules.create,
            "DescribeMonitoringSchedule": self.schedules.describe,
            "UpdateMonitoringSchedule": self.schedules.update,
            "StartMonitoringSchedule": self.schedules.start,
            "StopMonitoringSchedule": self.schedules.stop,
            "DeleteMonitoringSchedule": self.schedules.delete,
            "ListMonitoringSchedules": self.schedules.list,
            "ListMonitoringExecutions": self.schedules.list_executions,
            "DeleteDataQualityJobDefinition": self.schedules.refuse_while_needed,
            "DeleteModelQualityJobDefinition": self.schedules.refuse_while_needed,
            "DescribeEndpoint": self.endpoints.describe,
            "DeleteEndpoint": self.schedules.refuse_while_watched,
            "ListTags": lambda _given: {"Tags": []},
        }
