"""One service and one notebook of each SDK for all tests here; what a test makes has names of its own."""

from collections.abc import Iterator

import pytest
from object_store import S3
from sagemaker_service.notebook import Notebook, notebook
from sagemaker_service.runners import EntryPoint
from sagemaker_service.server import sagemaker
from sagemaker_service.service import Service
from sdk.watched import BUCKET


@pytest.fixture(scope="session")
def service(s3_server: S3) -> Iterator[Service]:
    """Give SageMaker, which runs the engine's entry point; without a way to give it an /opt/ml the tests are skipped."""
    with sagemaker(s3_server, EntryPoint) as service:
        if reason := service.runner.refusal(1):
            pytest.skip(reason)
        service.cloud.client("s3").create_bucket(Bucket=BUCKET)
        yield service


@pytest.fixture(scope="session")
def notebook2(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    """Give a notebook with the SDK v2."""
    with notebook("sdk2", service, tmp_path_factory.mktemp("sdk2")) as opened:
        opened.run(f"import sagemaker; session = sagemaker.Session(default_bucket={BUCKET!r})")
        yield opened


@pytest.fixture(scope="session")
def notebook3(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    """Give a notebook with the SDK v3."""
    with notebook("sdk3", service, tmp_path_factory.mktemp("sdk3")) as opened:
        yield opened
