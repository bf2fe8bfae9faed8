"""What can be wrong with a machine, brought about for real: each is a context in which it is so."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import pytest
from messages.places import closed, small_disk
from messages.stores import STORES
from messages.workers import SHARED_WORKERS
from pyspark.sql import SparkSession

import engine.__main__
from engine import pipeline
from engine.cli import main as cli
from engine.documents.folder import owned
from engine.machine import refuse_unsupported_system
from engine.readers.text import window as csv_text
from engine.spark import sizing
from engine.spark.jvm import java, launch

Trouble = Callable[[Path, SparkSession], AbstractContextManager[None]]


def data_folder_of_somebody_else(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return closed(folder / "data")


def data_file_of_somebody_else(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return closed(folder / "data" / "day.csv")


@contextmanager
def data_that_become_shorter(folder: Path, spark: SparkSession) -> Iterator[None]:
    """Take the last row away when the files have been listed and looked at."""
    look_here, data = pipeline.look_here, folder / "data" / "day.csv"

    def look_and_cut(*known: object) -> object:
        reading = look_here(*known)
        data.write_bytes(data.read_bytes()[:-4])
        return reading

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "look_here", look_and_cut)
        yield


def baseline_of_somebody_else(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return closed(folder / "baseline" / "constraints.json")


def output_folder_of_somebody_else(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    (folder / "sealed").mkdir()
    return closed(folder / "sealed", mode=0o555)


def output_folder_of_another_run(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return owned(folder / "out")


@contextmanager
def home_of_somebody_else(folder: Path, spark: SparkSession) -> Iterator[None]:
    (folder / "sealed").mkdir()
    with with_environment(MODEL_MONITOR_HOME=folder / "sealed" / "home"), closed(folder / "sealed", mode=0o555):
        yield


@contextmanager
def full_disk(folder: Path, spark: SparkSession) -> Iterator[None]:
    """Put a file system of one page in the place of the output folder: the second document does not fit."""
    for document in (folder / "out").iterdir():
        document.unlink()
    with small_disk(folder / "out", "4k"):
        yield


@contextmanager
def with_environment(**variables: object) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, str(value))
        yield


@contextmanager
def no_java(folder: Path, spark: SparkSession) -> Iterator[None]:
    """Look for a Java on a PATH without one, and in none of the places where systems put theirs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("JAVA_HOME", raising=False)
        patch.setenv("PATH", str(folder / "empty"))
        patch.setattr(java, "PLACES", ())
        patch.setattr(java, "find_spec", lambda name: None)
        yield


def java_home(folder: Path, *, version: str, program: bytes) -> Path:
    home = folder / "jdk"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "java").write_bytes(program)
    (home / "bin" / "java").chmod(0o755)
    (home / "release").write_text(f'JAVA_VERSION="{version}"\n')
    return home


@contextmanager
def java_11(folder: Path, spark: SparkSession) -> Iterator[None]:
    home = java_home(folder, version="11.0.20", program=b"#!/bin/sh\n")
    with no_java(folder, spark), with_environment(JAVA_HOME=home):
        yield


def java_of_another_machine(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return with_environment(JAVA_HOME=java_home(folder, version="17.0.1", program=b"\x7fELF" + bytes(60)))


def java_that_fails(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return with_environment(JAVA_HOME=java_home(folder, version="17.0.1", program=b"#!/bin/sh\nexit 3\n"))


@contextmanager
def windows(folder: Path, spark: SparkSession) -> Iterator[None]:
    """Be called as on Windows by both doors."""
    with pytest.MonkeyPatch.context() as patch:
        for door in (engine.__main__, cli):
            patch.setattr(door, "refuse_unsupported_system", partial(refuse_unsupported_system, "win32"))
        yield


@contextmanager
def little_memory(folder: Path, spark: SparkSession) -> Iterator[None]:
    """Be a host whose control group leaves 400 MB."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launch, "this_host", lambda: sizing.Host(memory=400 * sizing.MIB, cores=2))
        yield


def no_spark(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return with_environment(SPARK_HOME=folder / "empty")


def no_jar(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return with_environment(MODEL_MONITOR_HOME=folder / "home")


def another_jar(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    (folder / "home").mkdir()
    (folder / "home" / "deequ-2.1.0-spark-3.5.jar").write_bytes(b"half a jar")
    return with_environment(MODEL_MONITOR_HOME=folder / "home")


def no_network(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    """Go through a proxy that does not answer, with a home that has no jar yet."""
    return without_jar(folder, https_proxy="http://me:SECRETKEY@127.0.0.1:9", no_proxy="")


def without_jar(folder: Path, **variables: object) -> AbstractContextManager[None]:
    """Have a home that has no jar yet, and no mirror unless *variables* name one."""
    return with_environment(**{"MODEL_MONITOR_HOME": folder / "home", "DEFAULT_ARTIFACT_REPOSITORY": "", **variables})


def another_jar_in_the_repository(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    """Take a folder for the repository, with another file in the jar's place."""
    place = folder / "repository" / "com" / "amazon" / "deequ" / "deequ" / "2.1.0-spark-3.5"
    place.mkdir(parents=True)
    (place / "deequ-2.1.0-spark-3.5.jar").write_bytes(b"another jar")
    return without_jar(folder, DEFAULT_ARTIFACT_REPOSITORY=(folder / "repository").as_uri())


def no_ivy(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    (folder / "spark" / "jars").mkdir(parents=True)
    (folder / "spark" / "jars" / "spark-core_2.12-3.5.9.jar").touch()
    return without_jar(folder, SPARK_HOME=folder / "spark")


@contextmanager
def no_temporary_folder(folder: Path, spark: SparkSession) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder / "absent"))
        yield


@contextmanager
def temporary_folder_with_a_comma(folder: Path, spark: SparkSession) -> Iterator[None]:
    (folder / "a,b").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder / "a,b"))
        yield


@contextmanager
def records_of_64_kib_at_most(folder: Path, spark: SparkSession) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_text, "LONGEST_RECORD", 64 * 1024)
        yield


def no_github_actions(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return with_environment(GITHUB_STEP_SUMMARY="")


def named(*troubles: Trouble) -> dict[str, Trouble]:
    return {trouble.__name__.replace("_", " "): trouble for trouble in troubles}


SHARED: dict[str, Trouble] = {
    "": lambda folder, spark: with_environment(),
    **named(
        data_folder_of_somebody_else,
        data_file_of_somebody_else,
        data_that_become_shorter,
        baseline_of_somebody_else,
        output_folder_of_somebody_else,
        output_folder_of_another_run,
        home_of_somebody_else,
        full_disk,
        windows,
        no_network,
        another_jar_in_the_repository,
        no_ivy,
        records_of_64_kib_at_most,
        no_github_actions,
    ),
    **SHARED_WORKERS,
    **STORES,
}
"""Those in which a run uses the Spark session of the whole test run."""

OWN = named(
    no_java,
    java_11,
    java_of_another_machine,
    java_that_fails,
    little_memory,
    no_spark,
    no_jar,
    another_jar,
    no_temporary_folder,
    temporary_folder_with_a_comma,
)
"""Those in which a run tries to start a Spark session of its own, and does not come that far."""
