"""The service without anything that runs jobs: what there is to schedules and refusals needs none."""

from collections.abc import Iterator

import pytest
from object_store import S3
from sagemaker_service.runners import EntryPoint
from sagemaker_service.server import sagemaker
from sagemaker_service.service import Service


@pytest.fixture
def service(s3: S3) -> Iterator[Service]:
    """Give SageMaker before a moto that has a bucket; what a test makes there it deletes."""
    with sagemaker(s3, EntryPoint) as service:
        yield service
