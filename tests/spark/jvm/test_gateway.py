"""The end of a JVM is the end of all that it has started."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.spark.jvm.gateway import end_jvm
from engine.spark.jvm.processes import processes

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; print(1, flush=True); time.sleep(600)"])
sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system shows no table of processes")
def test_nothing_outlives_the_jvm():
    """A process that ends when its standard input does, as the JVM, leaves a child that has not noticed."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as jvm:
        assert jvm.stdout.readline() == b"1\n"
        end_jvm(jvm)
        assert jvm.returncode == 0
        assert [one for one in processes() if one.session == jvm.pid and not one.has_ended] == []
