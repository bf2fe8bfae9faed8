"""The engine on a standalone cluster of a master and two workers, by the command of docs/emr.md for client mode."""

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from submit.clusters import SPARK, kept_environment, kill_executor, standalone

from engine.readers.splits import SPLIT_BYTES
from engine.spark.jvm.artifacts import deequ_jar, dqdl_jar

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "emr.md").read_text()
UNPACKED, COMMAND = re.search(r"<!-- client mode -->\n```bash\n(.*?)\n(.*?)```", PAGE, re.DOTALL).groups()
SMALL = "--conf spark.driver.host=127.0.0.1 --driver-memory 512m --executor-memory 512m"
SPECULATIVE = "--conf spark.speculation=true --conf spark.speculation.multiplier=1.01"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Make a file of three splits: the sample's window again and again."""
    path = tmp_path_factory.mktemp("data") / "windows.csv"
    header, rows = (ROOT / "sample_data" / "window.csv").read_bytes().split(b"\n", 1)
    with path.open("wb") as file:
        file.write(header + b"\n")
        for _ in range(2 * SPLIT_BYTES // len(rows) + 2):
            file.write(rows)
    return path


@pytest.fixture(scope="module")
def ran(tmp_path_factory, archive, data):
    """Check data by the page's command, once more with an executor that is lost, and on this host; tell what was said.

    Tasks are speculative. The files of dist/ lie beside, as the page has it.
    """
    folder = tmp_path_factory.mktemp("standalone")
    for made in (archive, deequ_jar(), dqdl_jar(), ROOT / "submit" / "submit.py"):
        (folder / made.name).symlink_to(made)
    engine = (sys.executable, "-m", "engine")
    subprocess.run(
        [*engine, "baseline", ROOT / "sample_data" / "training.csv", "-o", folder / "base"], check=True, cwd=ROOT
    )
    _shell(folder, UNPACKED)
    with standalone(folder / "cluster") as master:
        command = COMMAND.replace("--master yarn --deploy-mode client", f"--master {master} {SMALL} {SPECULATIVE}")
        command = command.replace("s3://my-bucket/window", str(data)).replace("s3://my-bucket/monitor/baseline", "base")
        done = _shell(folder, command.replace("s3://my-bucket/monitor/today", "there"))
        parts = len([*(folder / "cluster").glob("*/app-*/*/environment")])
        with _an_executor_lost(folder / "cluster"):
            disturbed = _shell(folder, command.replace("s3://my-bucket/monitor/today", "disturbed"))
    words = ("monitor", data, "--baseline", folder / "base", "-o", folder / "here")
    subprocess.run([*engine, *words], cwd=ROOT)
    return folder, parts, done, disturbed


def _shell(folder, command):
    environ = {**kept_environment(), "PATH": f"{SPARK}/bin{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(["bash", "-e", "-c", command], cwd=folder, env=environ, capture_output=True, text=True)


def test_the_documents_are_those_of_one_host(ran):
    """To the last byte, whichever executor has read which split, and however often."""
    folder, _, done, _ = ran

    assert done.returncode == 0, done.stdout + done.stderr
    assert _made(folder / "there") == _made(folder / "here")


def test_an_executor_that_is_killed_changes_no_byte(ran):
    """Its tasks are run again elsewhere, for they are functions of values."""
    folder, _, _, disturbed = ran

    assert disturbed.returncode == 0, disturbed.stdout + disturbed.stderr
    assert any("exitStatus 137" in log.read_text() for log in (folder / "cluster").glob("*/log"))
    assert _made(folder / "disturbed") == _made(folder / "here")


def test_both_workers_have_had_a_part(ran):
    """Each has unpacked the environment for an executor of its own."""
    assert ran[1] == 2


@contextmanager
def _an_executor_lost(folder):
    """Kill the first executor that begins with a task meanwhile."""
    over, former = Event(), {place.name for place in folder.glob("*/app-*")}

    def kill():
        while not over.is_set() and not kill_executor(folder, former):
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
