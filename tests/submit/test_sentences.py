"""What is wrong with a cluster is one sentence with its code, which says what to give to spark-submit."""

import subprocess
import sys
from pathlib import Path

import pytest
from messages.cases_submitted import CASES
from submit.clusters import submit

from engine.errors import EngineError
from engine.spark.brought import bring
from engine.spark.catalogue import rows_of
from engine.spark.submitted import refuse_other_versions

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "submit" / "submit.py"
SAID = {case.code: case for case in CASES}


def _said(error: EngineError) -> bool:
    return SAID[error.code].pattern.fullmatch(str(error)) is not None


@pytest.mark.parametrize(
    ("spark", "scala"), [("3.4.1-amzn-2", "2.12.15"), ("3.5.6", "2.13.16"), ("4.0.1", "2.13.16"), ("3.50.0", "2.12.18")]
)
def test_another_spark_or_scala_is_refused(spark, scala):
    """Deequ's jar is made for one of each; both are told, for either may be the reason."""
    with pytest.raises(EngineError, match=f"Spark {spark} of Scala {scala}") as caught:
        refuse_other_versions(spark, scala)
    assert _said(caught.value)


def test_the_spark_of_emr_is_taken():
    """Its version has words of Amazon's behind the number."""
    refuse_other_versions("3.5.2-amzn-1", "2.12.18")


def test_files_that_are_too_large_for_a_task_are_refused_before_any_is_read(spark):
    """The largest one is named."""
    with pytest.raises(EngineError, match="300 MB") as caught:
        bring(spark, {0: {"hdfs:/host:1/small.csv": 1 << 20, "hdfs:/host:1/large.csv": 299 << 20}})
    assert _said(caught.value)
    assert str(caught.value).startswith("hdfs:/host:1/large.csv")


@pytest.mark.parametrize(
    ("code", "table", "where"),
    [
        ("table-not-found", "nowhere.loans", None),
        ("table-not-found", "no table; at all", None),
        ("where-not-understood", "range_of_three", "dt = 'SECRETCELL'"),
        ("where-not-understood", "range_of_three", "id >"),
    ],
)
def test_a_table_that_is_not_there_and_a_condition_that_is_none_are_told(spark, code, table, where):
    """Without a word of the condition, which may hold a value of the data."""
    spark.range(3).createOrReplaceTempView("range_of_three")

    with pytest.raises(EngineError) as caught:
        rows_of(spark, table, where)

    assert caught.value.code == code
    assert _said(caught.value), str(caught.value)
    assert "SECRETCELL" not in str(caught.value)


def test_a_python_without_the_engine_is_told_what_to_give(tmp_path):
    """Such as the nodes' own, where --archives was forgotten."""
    bare = [sys.executable, "-I", "-S", PROGRAM]
    done = subprocess.run(bare, capture_output=True, text=True, cwd=tmp_path)

    assert done.returncode == 255
    assert done.stderr.startswith("ERROR [driver-without-module] The driver's Python, ")
    assert "give spark-submit --archives environment.tar.gz#environment" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_program_is_read_by_the_old_python_of_a_cluster():
    """It says that 3.11 is needed, which a syntax error would not."""
    text = PROGRAM.read_text()
    before = text[: text.index("from importlib.util")]
    believe = f"import sys; sys.version_info = (3, 9, 16, 'final', 0)\n{before}"
    done = subprocess.run([sys.executable, "-c", believe], capture_output=True, text=True)

    compile(text, "submit.py", "exec", dont_inherit=True)
    assert done.returncode == 255
    assert done.stderr.startswith(
        "ERROR [driver-python-too-old] The engine needs Python 3.11 or later, and the driver's is "
    )


@pytest.mark.slow
def test_a_session_without_deequ_is_told_the_jars(tmp_path):
    """Before anything is read: the session is looked at as soon as it is open."""
    message = tmp_path / "message"
    done = submit(
        *("--master", "local[1]", PROGRAM),
        *("--dataset-source", ROOT / "sample_data" / "training.csv", "--dataset-format", '{"csv": {"header": true}}'),
        *("--output-path", tmp_path / "out", "--message-path", message),
        PYSPARK_PYTHON=sys.executable,
        PYTHONPATH=str(ROOT),
    )

    assert done.returncode == 255, done.stderr
    assert SAID["submitted-without-deequ"].pattern.fullmatch(message.read_text())
    assert "[submitted-without-deequ]" in done.stdout
