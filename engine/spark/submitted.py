"""The Spark that spark-submit has started this process in: its JVM is there already, and how it is set up is the user's."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError

from engine.errors import JobError
from engine.spark.failures import context_fault, explained
from engine.spark.jvm.artifacts import DEEQU, DQDL
from engine.spark.jvm.doorway import context_is_open, gateway_of, has_class, jvm_of
from engine.spark.jvm.driver import SUBMITTED
from engine.spark.jvm.interrupt import handlers, interrupt_with, restore

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_JUDGE = "com.amazon.deequ.VerificationSuite"
_SPARK, _SCALA = "3.5", "2.12"

_log = logging.getLogger(__name__)


def is_submitted() -> bool:
    """Return whether spark-submit has started this process."""
    return SUBMITTED in os.environ


@contextmanager
def submitted_session() -> Iterator["SparkSession"]:
    """Give the session of spark-submit's Spark, as it is configured; one that was open before stays open.

    Raises JobError where that Spark has another version than the engine is made for, or has not got Deequ.
    """
    was_open = context_is_open()
    former = handlers()
    spark = _open()
    interrupt_with(former, gateway_of(spark))
    try:
        refuse_other_versions(spark.version, str(jvm_of(spark).scala.util.Properties.versionNumberString()))
        _refuse_without_deequ(spark)
        _log.info("Spark %s runs on %s", spark.version, spark.sparkContext.master)
        with explained():
            yield spark
    finally:
        if not was_open:
            spark.stop()
        restore(former)


def _open() -> "SparkSession":
    from pyspark.sql import SparkSession

    try:
        return SparkSession.builder.getOrCreate()
    except Py4JError as error:
        raise context_fault(error) from None


def refuse_other_versions(spark: str, scala: str) -> None:
    """Raise JobError where *spark* or *scala*, versions such as "3.5.2-amzn-1" and "2.12.18", is not the one of Deequ's jar."""
    if not spark.startswith(f"{_SPARK}.") or not scala.startswith(f"{_SCALA}."):
        raise JobError(
            f"The engine runs on Spark {_SPARK} of Scala {_SCALA}, and this cluster has Spark {spark} of Scala {scala}: "
            f"submit to a cluster of that Spark, such as one of EMR 7.1 or later",
            code="submitted-to-another-spark",
        )


def _refuse_without_deequ(spark: "SparkSession") -> None:
    if not has_class(spark, _JUDGE):
        raise JobError(
            f"The Spark session has not got Deequ, which judges and suggests: give spark-submit --jars {DEEQU.name},{DQDL.name}, "
            f"which `make dist` puts into dist/",
            code="submitted-without-deequ",
        )
