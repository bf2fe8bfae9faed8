"""The service with jobs that end at once: what there is to windows and schedules needs no engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from object_store import S3
from sagemaker_service.runners import Start
from sagemaker_service.server import sagemaker
from sagemaker_service.service import Service

MESSAGE = "Completed: Job completed successfully with no violations."


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
    """Runs nothing: each job leaves an exit message, and that is all."""

    endpoint: str

    def refusal(self, count: int) -> None:
        return None

    def start(self, start: Start) -> Ended:
        for root in start.roots.values():
            (root / "output/message").write_text(MESSAGE)
        return Ended(tuple(start.roots))


@pytest.fixture
def service(s3: S3) -> Iterator[Service]:
    """Give SageMaker before a moto that has a bucket of the test's own."""
    with sagemaker(s3, Immediate) as service:
        yield service
