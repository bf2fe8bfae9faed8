"""What is imported before a run begins."""

import subprocess
import sys

import pytest

from engine.cli.program import spark_started


@pytest.mark.parametrize("module", ["engine.cli.main", "engine.__main__"])
def test_a_start_leaves_the_heavy_libraries_for_later(module):
    """Signals are heeded first; and once numba is imported, it is too late to say where compiled code is kept."""
    asked = f"import sys, {module}; print(sorted({{'numba', 'pyspark', 'pydeequ'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stdout == "[]\n"


WORDS = {
    "command line": ("baseline", "data.csv", "-o", "out"),
    "container": ("--dataset-source", "data", "--dataset-format", '{"csv": {}}', "--output-path", "out"),
}
STARTED = """
import sys
from contextlib import nullcontext
from engine.__main__ import main
HEAVY = {"engine.cli.main", "engine.pipeline", "engine.readers.formats", "numba", "pyarrow", "pyspark"}
def started():
    print(sorted(HEAVY & set(sys.modules)), file=sys.stdout, flush=True)
    return nullcontext()
main(sys.argv[1:], {}, started=started)
"""


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_spark_is_started_before_the_rest_is_imported(tmp_path, words):
    """Its JVM takes about as long to come up as the imports and the first look at the data, which go on meanwhile."""
    done = subprocess.run([sys.executable, "-c", STARTED, *words], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_spark_is_started_before_a_store_is_opened(tmp_path):
    """Its workers are forked from this process, and what S3 needs would be there without its threads: they would wait for ever."""
    program = STARTED.replace("return nullcontext()", "raise SystemExit")
    words = (*WORDS["container"][:-1], "s3://bucket/out")
    done = subprocess.run([sys.executable, "-c", program, *words], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize("words", [("--version",), ("baseline", "--help"), ("compare", "a", "b")])
def test_spark_is_not_started_for_what_needs_none(tmp_path, words):
    """A question about the words is answered, and folders are compared, without a JVM."""
    done = subprocess.run([sys.executable, "-c", STARTED, *words], cwd=tmp_path, capture_output=True, text=True)
    assert "[]" not in done.stdout, done.stderr


def test_a_start_without_spark_leaves_it_to_the_run_to_say_so(monkeypatch):
    """An error before that would be nobody's, and end the process with 1, which says that violations were found."""
    monkeypatch.setitem(sys.modules, "engine.spark.jvm.driver", None)
    with spark_started() as nothing:
        assert nothing is None
