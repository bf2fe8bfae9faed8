"""The daemon for Python workers that waits from before Spark asks for one."""

import os
import signal
import socket
import struct
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.spark.workers.ahead import LONGEST_PLACE, socket_in
from engine.spark.workers.daemon import MODULE
from engine.spark.workers.lent import PLACE

DRIVER = """
import sys
from pathlib import Path
from engine.spark.workers.ahead import daemon_ahead
with daemon_ahead(Path(sys.argv[1])):
    print("ready", flush=True)
    sys.stdin.read()
"""
"""A driver that has a daemon ahead until its standard input ends."""

WITH_CLOSED_STREAMS = """
import os
import sys
from pathlib import Path
from engine.spark.workers.ahead import daemon_ahead
kept = os.dup(0), os.dup(1)
os.closerange(1, 3)
with daemon_ahead(Path(sys.argv[1])):
    os.write(kept[1], b"ready\\n")
    os.read(kept[0], 1)
"""
"""A driver that does so with standard output and standard error closed, whose numbers its next files get."""


@contextmanager
def driver(place, program=DRIVER):
    """Start a driver whose daemon waits at *place*; give its process, and the numbers of the processes that it has started."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
    )
    try:
        assert process.stdout.readline() == b"ready\n"
        yield process, children(process.pid)
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


@contextmanager
def as_spark_does(place):
    """Start the daemon as Spark does, and give its process and the port that it tells."""
    told = {**_environment(), PLACE: str(place), "PYTHON_WORKER_FACTORY_SECRET": "secret"}
    process = subprocess.Popen([sys.executable, "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=told)
    try:
        (port,) = struct.unpack(">i", process.stdout.read(4))
        yield process, port
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def _environment():
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "SPARK_REUSE_WORKER": "1"}


@contextmanager
def worker(port, secret=b"secret"):
    """Ask the daemon at *port* for a worker, and give its number and what it says to *secret*."""
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rwb") as stream:
        (number,) = struct.unpack(">i", stream.read(4))
        stream.write(struct.pack(">i", len(secret)) + secret)
        stream.flush()
        (length,) = struct.unpack(">i", stream.read(4))
        yield number, stream.read(length)


def children(number):
    """Return the processes that process *number* has started."""
    return [
        int(each) for tasks in Path(f"/proc/{number}/task").glob("*/children") for each in tasks.read_text().split()
    ]


def ended(number):
    """Wait for the end of process *number*, and say whether it has come."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_the_daemon_that_was_there_has_the_workers(tmp_path):
    """Spark's own process only stands for it: the variables are Spark's, its secret among them, and all end together."""
    place = tmp_path / "workers"
    with driver(place) as (_, (daemon,)):
        with as_spark_does(place) as (spark, port), worker(port) as (number, said):
            assert said == b"ok"
            assert number in children(daemon)
            assert children(spark.pid) == []
        assert spark.returncode == 0
        assert ended(number)
        assert ended(daemon)


def test_the_next_process_is_a_daemon_itself(tmp_path):
    """The one that was there has its place once: Spark may want daemons of several kinds, and another where one has ended."""
    place = tmp_path / "workers"
    with driver(place), as_spark_does(place), as_spark_does(place) as (second, port), worker(port) as (number, _):
        assert number in children(second.pid)


@pytest.mark.parametrize("place", ["", "nowhere"])
def test_without_a_daemon_ahead_the_process_is_one(tmp_path, place):
    """Where the driver is not the engine's own program, or could not fork."""
    with as_spark_does(place and tmp_path / place) as (process, port), worker(port) as (number, _):
        assert number in children(process.pid)


def test_with_closed_streams_the_process_is_one(tmp_path):
    """`model-monitor ... >&- 2>&-`: a socket that has a stream's number would be lost when Spark's takes its place."""
    place = tmp_path / "workers"
    with driver(place, WITH_CLOSED_STREAMS), as_spark_does(place) as (process, port), worker(port) as (number, said):
        assert said == b"ok"
        assert number in children(process.pid)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_daemon_that_waits_ends_with_its_driver(tmp_path, number):
    """However that one ends."""
    with driver(tmp_path / "workers") as (process, (daemon,)):
        process.send_signal(number)
        assert ended(daemon)


def test_a_daemon_that_nobody_wants_ends_with_the_run(tmp_path):
    """And the driver has taken leave of it."""
    with driver(tmp_path / "workers") as (process, (daemon,)):
        pass
    assert process.returncode == 0
    assert ended(daemon)


def test_an_interrupt_at_the_terminal_is_the_drivers_alone(tmp_path):
    """The daemon has a group of its own, as PySpark's does."""
    with driver(tmp_path / "workers") as (process, (daemon,)):
        assert os.getpgid(daemon) == daemon
        assert os.getpgid(process.pid) != daemon


def test_the_drivers_open_files_are_not_the_daemons(tmp_path):
    """Else a pipe would stay open behind the driver's end, such as the one by whose end the JVM knows of it."""
    with driver(tmp_path / "workers", f"import os\nopened = [os.pipe() for _ in range(20)]\n{DRIVER}") as (
        _,
        (daemon,),
    ):
        until = time.monotonic() + 20
        while len(list(Path(f"/proc/{daemon}/fd").iterdir())) != 5 and time.monotonic() < until:
            time.sleep(0.02)
        targets = sorted(os.readlink(each).partition(":")[0] for each in Path(f"/proc/{daemon}/fd").iterdir())
        assert len(targets) == 5
        assert targets.count("socket") == 1


def test_a_path_that_no_socket_has_is_none(tmp_path):
    """Where temporary files belong deep down, Spark's own process is the daemon."""
    assert socket_in(tmp_path) == tmp_path / "workers"
    assert socket_in(tmp_path / ("x" * LONGEST_PLACE)) is None
