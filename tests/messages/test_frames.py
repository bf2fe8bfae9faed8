"""What is wrong with a DataFrame, its session or an argument is one sentence with its code, raised to the caller."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pandas
import pytest
from messages.cases_frames import CASES
from pyspark.sql import SparkSession

import engine
from engine.errors import EngineError
from engine.spark.jvm.java import find_java

CALLS: dict[str, Callable[[SparkSession], object]] = {
    "frame-expected": lambda spark: engine.baseline(pandas.DataFrame({"a": [1]})),
    "frame-of-spark-connect": lambda spark: engine.baseline(frame_of_connect()),
    "frame-streaming": lambda spark: engine.baseline(spark.readStream.format("rate").load()),
    "frame-without-pandas": lambda spark: without_pandas(spark),
    "frame-without-rows": lambda spark: engine.baseline(spark.range(0)),
    "frame-names-repeated": lambda spark: engine.baseline(spark.sql("select 1 as a, 2 as a")),
    "frame-columns-endless": lambda spark: engine.baseline(spark.sql("select array_repeat(1, 10001) as a")),
    "frame-type-unsupported": lambda spark: engine.baseline(spark.sql("select array(interval '1' year) as terms")),
    "frame-schema-unknown": lambda spark: engine.baseline(spark.sql("select make_interval(1, 2, 3) as terms")),
    "argument-unknown": lambda spark: engine.baseline(spark.range(1), semantics="loose"),
    "check-expected": lambda spark: engine.baseline(spark.range(1), checks=["isComplete"]),
    "baseline-not-understood": lambda spark: engine.monitor(spark.range(1), 3),
}
IN_A_SESSION_OF_ITS_OWN = ("session-without-deequ", "frame-session-stopped")


def frame_of_connect() -> object:
    """Make an object of a class that has the name of Spark Connect's, whose client is not among what tests need."""
    return type("DataFrame", (), {"__module__": "pyspark.sql.connect.dataframe"})()


def without_pandas(spark: SparkSession) -> object:
    df = spark.range(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pandas", None)
        return engine.baseline(df)


OWN_SESSION = """
import json, os, sys
from pyspark.sql import SparkSession

import engine
from engine.errors import EngineError

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()

def settings():
    return sorted(spark.sparkContext.getConf().getAll()), sorted(map(tuple, spark.sql("SET").collect()))

df = spark.range(0, 100, 1, 2)
rows = df.count()
before = settings()
said = {}

def refused(call):
    try:
        call()
    except EngineError as error:
        said[error.code] = str(error)

baseline = engine.baseline(df)
refused(lambda: engine.monitor(df, baseline))
unchanged = settings() == before

def kernels(batches):
    import os, pyarrow
    yield from (pyarrow.RecordBatch.from_pydict({"folder": [os.environ["NUMBA_CACHE_DIR"]]}) for batch in batches)

folders = {row.folder for row in df.mapInArrow(kernels, "folder string").collect()}
here = os.environ["NUMBA_CACHE_DIR"]
spark.stop()
refused(lambda: engine.baseline(df))
json.dump({"said": said, "records": baseline.records, "rows": rows, "unchanged": unchanged, "kernels": folders == {here}}, sys.stdout)
"""


@pytest.fixture(scope="module")
def own_session():
    """Run a program that opens a plain Spark session, without Deequ, and tells what it has seen."""
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    environment["JAVA_HOME"] = str(find_java().home)
    environment["PYSPARK_PYTHON"] = sys.executable
    done = subprocess.run([sys.executable, "-c", OWN_SESSION], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("case", [case for case in CASES if case.code in CALLS], ids=lambda case: case.code)
def test_a_call_that_cannot_be_done_is_one_sentence(spark, case):
    """The error's text is the sentence, and its code the one of the table."""
    with pytest.raises(EngineError) as caught:
        CALLS[case.code](spark)

    assert case.pattern.fullmatch(str(caught.value)), str(caught.value)
    assert caught.value.code == case.code


@pytest.mark.slow
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.code in IN_A_SESSION_OF_ITS_OWN], ids=lambda case: case.code
)
def test_what_is_wrong_with_a_session_is_one_sentence(own_session, case):
    """Deequ is missed before anything is computed, and a stopped session before Spark is asked."""
    assert case.pattern.fullmatch(own_session["said"][case.code]), own_session["said"]


@pytest.mark.slow
def test_a_session_stays_as_it_is(own_session):
    """A baseline needs no Deequ; the session keeps its settings, and is open afterwards."""
    assert own_session["records"] == own_session["rows"] == 100
    assert own_session["unchanged"]


@pytest.mark.slow
def test_its_workers_find_the_kernels_that_are_compiled(own_session):
    """They were started without a word of it, and would compile all of them anew."""
    assert own_session["kernels"]


def test_every_case_is_brought_about():
    """A new case without a call fails here."""
    assert {case.code for case in CASES} == {*CALLS, *IN_A_SESSION_OF_ITS_OWN}
