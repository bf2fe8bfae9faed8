"""A driver under spark-submit that is told to stop ends at once, and leaves no document."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from messages.processes import children
from submit.clusters import JARS, SPARK

from engine.spark.jvm.java import find_java

ROOT = Path(__file__).parents[2]
SLOW = """
import itertools, time
seen = itertools.count()

def preprocess_handler(record):
    if next(seen) == 4000:
        time.sleep(600)
    return {"line": record}
"""
"""A script that a first look at the data does not notice to be slow."""


@pytest.mark.slow
def test_a_driver_that_is_stopped_in_midst_of_a_job_ends_with_the_code_of_a_failure(tmp_path):
    """The signal ends the wait for the JVM, which would else last as long as the job."""
    (tmp_path / "slow.py").write_text(SLOW)
    flags = ("--dataset-source", ROOT / "sample_data" / "training.csv", "--dataset-format", '{"csv": {"header": true}}')
    asked = ("--record-preprocessor-script", tmp_path / "slow.py", "--output-path", tmp_path / "out")
    words = ("--master", "local[1]", "--jars", JARS, ROOT / "submit" / "submit.py", *flags, *asked)
    told = {"SPARK_HOME": str(SPARK), "JAVA_HOME": str(find_java().home), "PYSPARK_PYTHON": sys.executable}
    with (tmp_path / "log").open("wb") as log:
        environ = {**os.environ, **told, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen([f"{SPARK}/bin/spark-submit", *map(str, words)], stdout=log, stderr=log, env=environ)
        while b"Starting task 0.0" not in (said := (tmp_path / "log").read_bytes()):
            assert process.poll() is None, said.decode()
            time.sleep(0.2)
        (driver,) = (
            child for child in children(process.pid) if b"submit.py" in Path(f"/proc/{child}/cmdline").read_bytes()
        )
        os.kill(driver, signal.SIGTERM)
        code = process.wait()

    assert code == 255
    assert (
        "[stopped] The job was stopped by SIGTERM before the analysis was complete." in (tmp_path / "log").read_text()
    )
    assert [path for path in (tmp_path / "out").iterdir() if path.suffix == ".json"] == []
