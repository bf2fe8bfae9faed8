"""The service with jobs that end at once: what there is to windows and schedules needs no engine."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from object_store import S3, reached_at
from sagemaker_service.faults import Fault
from sagemaker_service.runners import Runner, Start
from sagemaker_service.server import sagemaker
from sagemaker_service.service import MONITORING, Service

from engine.monitors import executions
from engine.monitors.account import GROUP

MESSAGE = "Completed: Job completed successfully with no violations."
DOCUMENTS = {
    "statistics.json": {"version": 0.0, "dataset": {"item_count": 2}, "features": [{"name": "age"}]},
    "constraints.json": {"version": 0.0, "features": [{"name": "age", "inferred_type": "Integral"}]},
    "constraint_violations.json": {"violations": []},
}


@dataclass(frozen=True, slots=True)
class Ended:
    """The containers of a job that has come to its end."""

    hosts: tuple[str, ...]

    def codes(self) -> tuple[int, ...]:
        return (0,) * len(self.hosts)

    def stop(self, signum: int) -> None:
        pass

    def logs(self) -> Mapping[str, str]:
        return {}

    def remove(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Immediate:
    """Runs nothing: each job leaves an exit message and the same documents, and that is all."""

    endpoint: str

    def refusal(self, count: int) -> None:
        return None

    def start(self, start: Start) -> Ended:
        for root in start.roots.values():
            (root / "output/message").write_text(MESSAGE)
            for name, document in DOCUMENTS.items():
                (root / "processing/output" / name).write_text(json.dumps(document))
        return Ended(tuple(start.roots))


@contextmanager
def closed(s3: S3, runner_at: Callable[[str], Runner]) -> Iterator[Service]:
    """Serve SageMaker to a new customer: all of Model Monitor's own calls are refused; this process finds it as AWS."""
    with sagemaker(s3, runner_at) as service:
        fault = Fault("ValidationException", "Model Monitor is in maintenance mode and not available to new customers")
        service.refuse = lambda operation, _given: fault if operation in MONITORING else None
        scheduler = service.cloud.client("scheduler")
        scheduler.create_schedule_group(Name=GROUP)
        try:
            with reached_at(service.endpoint, AWS_DEFAULT_REGION="us-east-1"):
                yield service
        finally:
            scheduler.delete_schedule_group(Name=GROUP)


@pytest.fixture
def new_customer(s3: S3, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Give SageMaker without Model Monitor."""
    monkeypatch.setattr(executions, "POLL_SECONDS", 0.05)
    with closed(s3, Immediate) as service:
        yield service


@pytest.fixture
def service(s3: S3) -> Iterator[Service]:
    """Give SageMaker before a moto that has a bucket of the test's own."""
    with sagemaker(s3, Immediate) as service:
        yield service
