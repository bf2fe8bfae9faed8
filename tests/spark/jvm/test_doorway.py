"""The doorway to the JVM says what it needs where a session has no JVM, or none any more."""

import subprocess
import sys

import pytest

from engine.spark.jvm.doorway import context_of, dataset_without_rows, jvm_of, new_doubles

AFTERWARDS = """
from engine.spark.jvm.doorway import context_is_open, jvm_of
from engine.spark.session import spark_session

with spark_session("test", master="local[1]") as spark:
    print(context_is_open())
print(context_is_open())
jvm_of(spark)
"""


class SparkSession:
    """A session of another kind, as Spark Connect's is: no subclass of PySpark's, and without a JVM."""


@pytest.mark.parametrize("ask", [jvm_of, context_of, dataset_without_rows, lambda spark: new_doubles(spark, 1)])
def test_a_session_without_a_jvm_is_refused(ask):
    """Whatever is asked for, the sentence names the session's kind and what to open in its place."""
    with pytest.raises(RuntimeError, match=r"this is a \S*SparkSession: Spark Connect has none, so open the session"):
        ask(SparkSession())


def test_a_session_that_has_ended_is_refused():
    """It still is an object of Python's; a process of its own shows it, for it has one session at a time."""
    done = subprocess.run([sys.executable, "-c", AFTERWARDS], capture_output=True, text=True)
    assert done.stdout == "True\nFalse\n"
    assert done.stderr.endswith(
        "the Spark session has been stopped: open another one, and let it be until the run is done\n"
    )


def test_doubles_are_an_array_of_java(spark):
    """Of that length, and all 0."""
    assert list(new_doubles(spark, 2)) == [0.0, 0.0]


def test_the_handles_are_those_of_the_session(spark):
    """The context is Spark's own, and the dataset has neither rows nor columns."""
    assert context_of(spark).applicationId() == spark.sparkContext.applicationId
    assert jvm_of(spark).java.lang.Integer.parseInt("17") == 17
    assert (dataset_without_rows(spark).count(), len(dataset_without_rows(spark).columns())) == (0, 0)
