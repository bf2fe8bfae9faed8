"""The service as a whole: which call is answered by what, and what a test may do to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sagemaker_service.cloud import Cloud
from sagemaker_service.faults import Fault
from sagemaker_service.jobs import ProcessingJobs
from sagemaker_service.runners import Runner

Call = Callable[[Mapping], Mapping]


@dataclass(slots=True)
class Service:
    """SageMaker for a test: *cloud* is the rest of AWS, *runner* what runs jobs.

    `refuse` is asked before every call, with its name and its parameters, and returns the Fault that answers it; None
    lets it through. `asked` are the names of the calls so far, those that moto answers among them.
    """

    cloud: Cloud
    runner: Runner
    endpoint: str = ""
    refuse: Callable[[str, Mapping], Fault | None] = lambda _operation, _given: None
    asked: list[str] = field(default_factory=list)
    jobs: ProcessingJobs = field(init=False)

    def __post_init__(self) -> None:
        self.jobs = ProcessingJobs(self.cloud, self.runner)

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
            "ListTags": lambda _given: {"Tags": []},
        }
