"""What many tests share: one Spark session, and the folder of the official container's own outputs."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from object_store import S3, moto, reached_at
from pyspark.sql import SparkSession
from xdist.scheduler import LoadFileScheduling

from engine.cli import main as cli
from engine.home import share_kernel_cache
from engine.spark.session import spark_session


def pytest_configure() -> None:
    """Use the kernels that set-up has compiled, as every run does; numba, which the tests import, asks once where.

    In GitHub Actions the runs of tests would annotate that of the tests.
    """
    os.environ.pop("GITHUB_ACTIONS", None)
    share_kernel_cache()


ONE_AFTER_ANOTHER = ("tests/container/", "tests/sdk/", "tests/submit/")
"""Folders whose tests share what takes minutes to build, such as the image: one process runs all of each."""


class FilesAndFolders(LoadFileScheduling):
    """Gives the tests of a file to one process of those side by side, and so those of a folder of ONE_AFTER_ANOTHER."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in ONE_AFTER_ANOTHER if nodeid.startswith(folder)), super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FilesAndFolders:
    """Share the tests out so that what is built once for a module, or for such a folder, is built once."""
    return FilesAndFolders(config, log)


@pytest.fixture(autouse=True)
def level_of_the_log() -> Iterator[None]:
    """Put back how much the engine logs: a command says it for its process, which in a test is that of the next test too."""
    log = logging.getLogger("engine")
    level = log.level
    yield
    log.setLevel(level)


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """Give the session of the whole test run, on two threads."""
    with spark_session("tests", master="local[2]") as session:
        yield session


@pytest.fixture(scope="session")
def session(spark: SparkSession) -> Callable[..., AbstractContextManager[SparkSession]]:
    """Give what a run takes for its own session: the one of the whole test run, which stays open."""
    return lambda _name, **_sizing: nullcontext(spark)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3]:
    """Give moto's server, for the whole test run."""
    with moto() as server:
        yield server


@pytest.fixture
def s3(s3_server: S3) -> Iterator[S3]:
    """Give an empty bucket of moto's, which this process finds as a user's finds a store that is not Amazon's."""
    bucket = replace(s3_server, bucket=f"test-{uuid4().hex}")
    bucket.client.create_bucket(Bucket=bucket.bucket)
    with reached_at(bucket.endpoint):
        yield bucket


@pytest.fixture(scope="session")
def golden() -> Path:
    """Give the folder that GOLDEN_DIR names; without it the test is skipped."""
    folder = os.environ.get("GOLDEN_DIR")
    if not folder:
        pytest.skip("GOLDEN_DIR is not set: the official container's outputs are not at hand")
    if not Path(folder).is_dir():
        pytest.skip(f"GOLDEN_DIR names {folder}, which is not a folder")
    return Path(folder)


@pytest.fixture
def job_of(monkeypatch, tmp_path):
    """Give a function that runs `baseline` on a file of that content, and tells the job; None where it failed."""
    from engine.outcome import Outcome  # noqa: PLC0415 - it imports numba

    monkeypatch.chdir(tmp_path)

    def job_of(content, *words, name="a.jsonl"):
        (tmp_path / name).write_bytes(content)
        jobs = []
        monkeypatch.setattr(cli, "run", lambda job: jobs.append(job) or Outcome(1, None, None, None))
        code = cli.main(["baseline", name, "-o", "out", *words])
        assert code == (0 if jobs else 2)
        return jobs[0] if jobs else None

    return job_of
