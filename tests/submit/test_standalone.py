"""The engine on a standalone cluster of a master and two workers, in client mode."""

import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from submit.clusters import JARS, kill_executor, standalone, submit

from engine.readers.splits import SPLIT_BYTES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Make a file of three splits, of numbers and texts."""
    path = tmp_path_factory.mktemp("data") / "numbers.csv"
    row = "{0},{1:.3f},kind {2},the text that makes a row longer than its numbers are, again and again {2}\n"
    rows = "".join(row.format(n, n / 7, n % 5) for n in range(5000)).encode()
    with path.open("wb") as file:
        file.write(b"count,share,kind,text\n")
        for _ in range(2 * SPLIT_BYTES // len(rows) + 2):
            file.write(rows)
    return path


@pytest.fixture(scope="module")
def ran(tmp_path_factory, archive, data):
    """Do a baseline on the cluster, one on it that loses an executor, and one on this host; tell where and what was said.

    Tasks are speculative.
    """
    folder = tmp_path_factory.mktemp("standalone")
    shutil.unpack_archive(archive, folder / "environment")
    python = {"PYSPARK_DRIVER_PYTHON": f"{folder}/environment/bin/python", "PYSPARK_PYTHON": "./environment/bin/python"}
    flags = ("--dataset-source", data, "--dataset-format", '{"csv": {"header": true}}', "--output-path")
    with standalone(folder / "cluster") as master:
        program = ("--archives", f"{archive}#environment", "--jars", JARS, ROOT / "submit" / "submit.py")
        small = ("--driver-memory", "512m", "--executor-memory", "512m")
        speculative = ("--conf", "spark.speculation=true", "--conf", "spark.speculation.multiplier=1.01")
        words = ("--master", master, "--conf", "spark.driver.host=127.0.0.1", *small, *speculative, *program, *flags)
        done = submit(*words, folder / "there", **python)
        parts = len([*(folder / "cluster").glob("*/app-*/*/environment")])
        with _an_executor_lost(folder / "cluster"):
            disturbed = submit(*words, folder / "disturbed", **python)
    subprocess.run([sys.executable, "-m", "engine", *flags, folder / "here"], check=True, cwd=ROOT)
    return folder, parts, done, disturbed


def test_the_documents_are_those_of_one_host(ran):
    """To the last byte, whichever executor has read which split, and however often."""
    folder, _, done, _ = ran

    assert done.returncode == 0, done.stdout + done.stderr
    assert _made(folder / "there") == _made(folder / "here")


def test_an_executor_that_is_killed_changes_no_byte(ran):
    """Its tasks are run again elsewhere, for they are functions of values."""
    folder, _, _, disturbed = ran

    assert disturbed.returncode == 0, disturbed.stdout + disturbed.stderr
    assert "Lost executor" in disturbed.stderr
    assert _made(folder / "disturbed") == _made(folder / "here")


def test_both_workers_have_had_a_part(ran):
    """Each has unpacked the environment for an executor of its own."""
    assert ran[1] == 2


@contextmanager
def _an_executor_lost(folder):
    """Kill the first executor that begins with a task meanwhile."""
    over = Event()

    def kill():
        while not over.is_set() and not kill_executor(folder):
            time.sleep(0.05)

    killer = Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()


def _made(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}
