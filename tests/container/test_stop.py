"""A container that is told to stop, and what it leaves."""

import signal
import subprocess

import pytest
from container.box import (
    CSV,
    NOBODY_KNOWS,
    PYTHON,
    STRICT,
    code,
    documents,
    log,
    mounted,
    run,
    started,
    until,
    write_large,
)

pytestmark = pytest.mark.slow

STOPPED_WITHIN = 10.0
"""Seconds that `docker stop` waits before it kills."""

MOMENTS = ("output_path", "splits", "Spark runs on this host")
"""What the log has when the signal is sent: while Python starts, Java starts, the data are read."""

LEFT = """
import os, pathlib, sys
from engine.__main__ import main
code = main(["--dataset-source", "/data", "--dataset-format", sys.argv[1], "--output-path", "/out"], os.environ)
print(code, [int(place.name) for place in pathlib.Path("/proc").glob("[0-9]*") if int(place.name) != 1])
"""
"""A first process that outlives the run, and tells what else there is then."""

KILL_JAVA = """
import os, pathlib, threading, time
def line(place):
    try:
        return place.read_bytes()
    except OSError:
        return b""
def kill():
    while True:
        time.sleep(0.01)
        lines = {place.parent.name: line(place) for place in pathlib.Path("/proc").glob("[0-9]*/cmdline")}
        lines.pop("1", None)
        if sum(b"-m\\0engine.spark.workers.daemon" in line for line in lines.values()) > 1:
            os.kill(next(int(pid) for pid, line in lines.items() if b"SparkSubmit" in line), 9)
            return
threading.Thread(target=kill, daemon=True).start()
"""


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_time(image, folders, of_350_megabytes, number, moment):
    """It ends by itself with code 255, says by what, and leaves no document, whole or half."""
    words = ("--dataset-source", "/data", "--dataset-format", CSV, "--output-path", "/out")
    with started(image, *words, options=(*STRICT, *NOBODY_KNOWS, *mounted(folders, data=of_350_megabytes))) as name:
        until(name, lambda: moment in log(name))
        subprocess.run(["docker", "kill", "-s", number.name, name], check=True, capture_output=True)
        ended, told = code(name, STOPPED_WITHIN), log(name)

    assert ended == 255, told
    assert f"The job was stopped by {number.name} before the analysis was complete." in told
    assert "Traceback" not in told
    assert documents(folders / "out") == set()


def test_docker_stop(image, folders, of_350_megabytes):
    """`docker stop` does not have to kill, which would be code 137."""
    options = (*STRICT, *NOBODY_KNOWS, *mounted(folders, data=of_350_megabytes))
    with started(image, "baseline", "/data", "-o", "/out", options=options) as name:
        until(name, lambda: "Spark runs on this host" in log(name))
        subprocess.run(["docker", "stop", name], check=True, capture_output=True)
        assert code(name, STOPPED_WITHIN) == 2, log(name)

    assert documents(folders / "out") == set()


@pytest.mark.parametrize(("before", "ends"), [("", 0), (KILL_JAVA, 255)], ids=["in order", "without Java"])
def test_no_process_is_left(image, folders, before, ends):
    """As the first process of its container the engine is the parent of all orphans, and takes leave of each."""
    write_large(folders / "data" / "large.csv", 100)
    options = (*STRICT, *NOBODY_KNOWS, *mounted(folders), "--entrypoint", PYTHON)
    ended = run(image, "-c", before + LEFT, CSV, options=options)

    assert ended.out == f"{ends} []\n", ended.log
