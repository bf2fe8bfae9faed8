"""A Spark session on this host that starts quickly, stays quiet and leaves nothing behind."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import JobError
from engine.spark.gateway import connect, end_jvm, hang_up, jvm_watched, start_jvm
from engine.spark.home import deequ_jar, share_kernel_cache, shared_classes
from engine.spark.interrupt import handlers, held, interrupt_with, keep
from engine.spark.java import find_java
from engine.spark.launch import NAMELESS, Launch, has_name

if TYPE_CHECKING:
    from pyspark.java_gateway import ClientServer
    from pyspark.sql import SparkSession


@contextmanager
def spark_session(name: str, *, master: str = "local[*]") -> Iterator["SparkSession"]:
    """Give a session called *name* with Deequ on its class path; afterwards no process or file of it is left.

    Raises JobError where Java 17, Spark or what set-up fetches is missing.
    """
    share_kernel_cache()
    java, jar = find_java(), deequ_jar()
    settings = {"spark.app.name": name, "spark.master": master}
    with running(Launch(java=java, jars=(jar,), options=shared_classes(java), settings=settings)) as session:
        yield session


@contextmanager
def running(launch: Launch) -> Iterator["SparkSession"]:
    """Give a session in a JVM of its own, and end both afterwards."""
    with _scratch() as folder:
        jvm = None
        try:
            with held():
                jvm = start_jvm(launch, Path(folder))
            with _python_side_kept(), jvm_watched(jvm):
                gateway = connect(jvm, Path(folder))
                try:
                    yield _session(gateway)
                finally:
                    hang_up(gateway)
        finally:
            if jvm is not None:
                end_jvm(jvm)


def _scratch() -> "tempfile.TemporaryDirectory[str]":
    try:
        return tempfile.TemporaryDirectory(prefix="model-monitor-", ignore_cleanup_errors=True)
    except OSError as error:
        raise JobError(
            f"Spark needs a folder for temporary files, and none can be made ({error.strerror}): "
            f"make room in /tmp, or name another folder with TMPDIR."
        ) from error


def _session(gateway: "ClientServer") -> "SparkSession":
    """Return a session whose workers run this very Python, without PYSPARK_PYTHON for everybody else."""
    from pyspark import SparkContext
    from pyspark.context import Py4JError
    from pyspark.sql import SparkSession

    if SparkContext._active_spark_context:
        raise RuntimeError("a Spark session is open in this process already, and Spark allows one")
    former = handlers()
    if not has_name():
        _log_in(gateway)
    try:
        context = SparkContext(gateway=gateway)
    except Py4JError as error:
        said = str(error).splitlines()
        raise JobError(f"Spark could not start its context{said[1] if said[1:] else said[0]}") from None
    interrupt_with(former, gateway)
    context.pythonExec = sys.executable
    return SparkSession(context)


def _log_in(gateway: "ClientServer") -> None:
    """Give Hadoop its user: its own login fails for a user id without a name, even with HADOOP_USER_NAME."""
    users = gateway.jvm.org.apache.hadoop.security.UserGroupInformation
    users.setLoginUser(users.createRemoteUser(NAMELESS))


@contextmanager
def _python_side_kept() -> Iterator[None]:
    """Put back what a context changes in this process: the interrupt handler and the module path."""
    path = list(sys.path)
    former = handlers()
    try:
        yield
    finally:
        sys.path[:] = path
        keep(former)
