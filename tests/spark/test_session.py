"""A session computes, and leaves nothing behind; each runs in a process of its own, as a user's would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

OPENED = "from engine.spark.session import spark_session\nwith spark_session('test', master='local[2]') as spark:\n"


def run(body: str, scratch: Path) -> subprocess.CompletedProcess[str]:
    """Run *body* inside a session whose temporary files belong in *scratch*."""
    environment = {**os.environ, "TMPDIR": str(scratch)}
    program = OPENED + "\n".join(f"    {line}" for line in body.splitlines())
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=120)


def test_python_runs_in_the_workers(tmp_path):
    """A job of two partitions comes home, from the very Python that asked, and nobody says a word."""
    body = "import sys\nprint(spark.sparkContext.parallelize([1, 2], 2).map(lambda x: (x, sys.executable)).collect())"
    done = run(body, tmp_path)
    assert (done.stdout, done.stderr) == (f"{[(1, sys.executable), (2, sys.executable)]}\n", "")


def started_with(variable: bytes) -> list[Path]:
    """Return the processes that have *variable* in their environment, where the system shows it."""
    return [place.parent for place in Path("/proc").glob("[0-9]*/environ") if variable in _read(place)]


def _read(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("last", ["pass", "raise ValueError('the body failed')"])
def test_nothing_is_left(tmp_path, last):
    """After the end, and after a failure, the temporary folder is empty; the Java and the Python workers are gone."""
    run(f"spark.sparkContext.parallelize([1, 2], 2).map(str).collect()\n{last}", tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert started_with(f"TMPDIR={tmp_path}".encode()) == []


def test_the_error_of_the_body_rises(tmp_path):
    """What the body raises reaches the caller."""
    assert run("raise ValueError('the body failed')", tmp_path).stderr.endswith("ValueError: the body failed\n")


def test_a_callback_server_does_not_keep_the_process(tmp_path):
    """A process whose session has called back into Python ends all the same."""
    body = "from pyspark import java_gateway\njava_gateway.ensure_callback_server_started(spark.sparkContext._gateway)"
    assert run(body, tmp_path).returncode == 0


def test_spark_says_why_it_does_not_start():
    """A master that Spark does not know is the user's error, and the sentence holds Spark's reason."""
    program = OPENED.replace("local[2]", "local[some]") + "    pass"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert "JobError: Spark could not start its context: org.apache.spark.SparkException" in done.stderr


def test_a_session_inside_another_is_refused(tmp_path):
    """Spark allows one context a process: the inner one is refused and the outer one works on."""
    body = """
try:
    with spark_session("inner"):
        pass
except RuntimeError as error:
    print(error)
print(spark.sparkContext.parallelize([1, 2], 2).sum())"""
    said = run(body, tmp_path)
    assert said.stdout == "a Spark session is open in this process already, and Spark allows one\n3\n", said.stderr


def test_a_second_session_follows_the_first():
    """One process can open sessions one after the other."""
    first, second = "print(spark.sparkContext.parallelize([1, 2]).sum())", "print(spark.range(3).count())"
    program = f"{OPENED}    {first}\n{OPENED}    {second}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("3\n3\n", "")


def test_workers_have_the_engine_when_they_are_forked(tmp_path):
    """What tasks need is imported before the fork, once for all, and the collector need not look at it again."""
    body = """
import sys
def worker(_):
    import gc
    yield "engine.spark.scan" in sys.modules, gc.get_freeze_count() > 10_000
print(sorted(set(spark.sparkContext.parallelize([1, 2], 2).mapPartitions(worker).collect())))"""
    done = run(body, tmp_path)
    assert (done.stdout, done.stderr) == ("[(True, True)]\n", "")


def test_no_archive_is_listed_for_every_task(tmp_path):
    """Spark puts the jar of its core on the path of Python, from which nothing is imported."""
    body = """
import sys
def worker(_):
    yield [place for place in sys.path if place.endswith(".jar")]
print(spark.sparkContext.parallelize([1], 1).mapPartitions(worker).collect())"""
    assert run(body, tmp_path).stdout == "[[]]\n"
