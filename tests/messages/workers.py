"""What can be wrong with the Python workers of Spark."""

import os
import sys
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark
import pytest
from pyspark.sql import SparkSession

from engine.spark import scan


@contextmanager
def other_python(spark: SparkSession, program: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spark.sparkContext, "pythonExec", str(program))
        yield


def python_without(folder: Path, left_out: str) -> Path:
    """Make a Python that has all packages of this one but *left_out*."""
    venv.create(folder, symlinks=True)
    place = next(folder.glob("lib/*/site-packages"))
    for package in Path(pyspark.__file__).parents[1].iterdir():
        if not package.name.startswith(left_out):
            (place / package.name).symlink_to(package)
    return folder / "bin" / "python"


@contextmanager
def worker_without_pyarrow(folder: Path, spark: SparkSession) -> Iterator[None]:
    with other_python(spark, python_without(folder / "python", "pyarrow")):
        yield


@contextmanager
def worker_of_another_version(folder: Path, spark: SparkSession) -> Iterator[None]:
    """Let a Python believe that it is the next one, by a line that it runs at its start whatever else it has for that."""
    program = python_without(folder / "python", "believe")
    major, minor, *rest = sys.version_info
    kind = "collections.namedtuple('Version', 'major minor micro releaselevel serial')"
    told = f"import sys, collections; sys.version_info = {kind}{(major, minor + 1, *rest)}\n"
    (next(folder.glob("python/lib/*/site-packages")) / "believe.pth").write_text(told)
    with other_python(spark, program):
        yield


@contextmanager
def worker_that_is_not_there(folder: Path, spark: SparkSession) -> Iterator[None]:
    with other_python(spark, folder / "no-python"):
        yield


@contextmanager
def reading(read: Callable[[object], object]) -> Iterator[None]:
    """Let tasks run *read*; it must be a function inside a function, for workers do not know the tests' modules."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "_reader", read)
        yield


@contextmanager
def worker_that_is_killed(folder: Path, spark: SparkSession) -> Iterator[None]:
    def end(_: object) -> None:
        os.kill(os.getpid(), 9)

    with reading(lambda _: end):
        yield


@contextmanager
def failing(error: Exception) -> Iterator[None]:
    """Let each task fail with *error* where it makes its first state."""
    real = scan._reader

    class Work:
        table = None

        def empty(self) -> None:
            raise error

    with reading(lambda _: real(Work())):
        yield


def worker_without_memory(folder: Path, spark: SparkSession):
    return failing(MemoryError())


def worker_without_disk(folder: Path, spark: SparkSession):
    return failing(OSError(28, "No space left on device"))


def jvm_without_memory(folder: Path, spark: SparkSession):
    """Let the JVM read a file of 3 GiB, which is one hole, into an array; an error that Java code raises ends no JVM."""
    with (folder / "empty" / "hole").open("wb") as hole:
        hole.truncate(3 << 30)
    jvm = spark._jvm.java
    return reading(lambda _: jvm.nio.file.Files.readAllBytes(jvm.io.File(hole.name).toPath()))


def defect(folder: Path, spark: SparkSession):
    return failing(ZeroDivisionError("SECRETCELL by zero"))


SHARED_WORKERS = {
    each.__name__.replace("_", " "): each
    for each in (
        worker_without_pyarrow,
        worker_of_another_version,
        worker_that_is_not_there,
        worker_that_is_killed,
        worker_without_memory,
        worker_without_disk,
        jvm_without_memory,
        defect,
    )
}
