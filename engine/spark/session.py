"""A Spark session on this host that starts quickly, stays quiet and leaves nothing behind."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError

from engine.home import share_kernel_cache
from engine.spark.failures import context_fault, explained
from engine.spark.jvm.doorway import ClientServer, context_is_open, hang_up, hush_accumulators
from engine.spark.jvm.driver import driver_of, launch_here
from engine.spark.jvm.gateway import connect, jvm_watched
from engine.spark.jvm.interrupt import handlers, interrupt_with, restore
from engine.spark.jvm.launch import NAMELESS, Launch, has_name, master_of
from engine.spark.submitted import is_submitted, submitted_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_log = logging.getLogger(__name__)


@contextmanager
def spark_session(name: str, *, master: str | None = None, columns: int = 0) -> Iterator["SparkSession"]:
    """Give a session called *name* with Deequ on its class path; afterwards no process or file of it is left.

    *master* is None for one on this host, with as many tasks at a time as there is room for over *columns* columns; where
    spark-submit has started this process, for the session of its Spark, whatever that one is called.
    Raises JobError where Java 17, Spark or what set-up fetches is missing, and where there is too little memory.
    """
    share_kernel_cache()
    if master is None and is_submitted():
        with submitted_session() as session:
            yield session
        return
    with open_session(launch_here(name, master=master, columns=columns)) as session:
        _log.info("Spark runs on this host, with up to %d tasks at a time", session.sparkContext.defaultParallelism)
        yield session


@contextmanager
def open_session(launch: Launch) -> Iterator["SparkSession"]:
    """Give a session in a JVM of its own, and end both afterwards. Raises JobError where there is too little memory."""
    master = master_of(launch)
    with driver_of(launch) as driver, _python_side_kept(), jvm_watched(driver.jvm):
        gateway = connect(driver.jvm, driver.folder)
        try:
            with explained():
                yield _start_session(gateway, master)
        finally:
            hang_up(gateway)


def _start_session(gateway: ClientServer, master: str) -> "SparkSession":
    """Start a session whose workers run this very Python, without PYSPARK_PYTHON for everybody else."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    if context_is_open():
        raise RuntimeError("a Spark session is open in this process already, and Spark allows one")
    former = handlers()
    if not has_name():
        _log_in(gateway)
    try:
        context = SparkContext(master, gateway=gateway)
    except Py4JError as error:
        raise context_fault(error) from None
    hush_accumulators(context)
    interrupt_with(former, gateway)
    context.pythonExec = sys.executable
    return SparkSession(context)


def _log_in(gateway: ClientServer) -> None:
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
        restore(former)
