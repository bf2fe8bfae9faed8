"""The JVM that is started ahead of the session that will need it."""

import os
import subprocess
import sys
import tempfile

import pytest

from engine.spark.jvm.driver import driver_ahead
from engine.spark.jvm.processes import processes

SESSION = """
import subprocess, sys
from engine.spark.jvm.driver import driver_ahead
from engine.spark.session import spark_session
started = []
sys.addaudithook(lambda event, told: started.append(told[0]) if event == "subprocess.Popen" else None)
with driver_ahead():
    ahead = len(started)
    with spark_session("model-monitor", master=MASTER, columns=3000) as spark:
        print(ahead, len(started), spark.sparkContext.master, spark.range(4).count())
"""


def _ours():
    """Return the sessions of processes that this process has started as their first one."""
    return {each.number for each in processes() if (each.parent, each.session) == (os.getpid(), each.number)}


def test_a_jvm_that_no_session_takes_ends_at_once_with_its_folder(tmp_path, monkeypatch):
    """Where the look at the data finds an error, or nothing."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = _ours()
    with driver_ahead():
        (jvm,) = _ours() - before
        assert [*tmp_path.iterdir()]
    assert not any(jvm in (each.number, each.session) for each in processes())
    assert not [*tmp_path.iterdir()]


def test_nothing_is_told_of_a_jvm_that_cannot_be_started_ahead(tmp_path, monkeypatch):
    """The session says why, once it is known that there will be one."""
    monkeypatch.setenv("SPARK_HOME", str(tmp_path))
    before = _ours()
    with driver_ahead():
        assert _ours() == before


def test_the_jvm_of_spark_submit_is_the_only_one(monkeypatch):
    """Where spark-submit has started this process."""
    monkeypatch.setenv("PYSPARK_GATEWAY_PORT", "1")
    before = _ours()
    with driver_ahead():
        assert _ours() == before


@pytest.mark.slow
@pytest.mark.parametrize(("master", "counts"), [(None, ["1", "1"]), ("local[1]", ["1", "2"])])
def test_a_session_takes_the_jvm_that_was_started_for_one_like_it(master, counts):
    """How many tasks run at a time is told when the columns are known; a session of another kind has its own JVM."""
    program = SESSION.replace("MASTER", repr(master))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    started, found = done.stdout.split()[:2], done.stdout.split()[2:]
    assert started == counts, done.stderr
    assert found == [master or _tasks(), "4"]


def _tasks():
    asked = "from engine.spark.jvm.launch import sizing_here; print(f'local[{sizing_here(3000).tasks}]')"
    return subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stdout.strip()
