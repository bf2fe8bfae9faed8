"""Runs of real processes with all that they read and write in S3: the commands of docs/s3.md."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from object_store import Request, door, reached_at

ROOT = Path(__file__).parents[2]
BASELINE = {"statistics.json", "constraints.json", "suggestions.json"}
MONITORING = {"statistics.json", "constraints.json", "constraint_violations.json"}
COMMANDS = re.split(r"(?<!\\)\n", re.search(r"```sh\n(.*?)\n```", (ROOT / "docs/s3.md").read_text(), re.DOTALL)[1])


class Done(NamedTuple):
    """How a process has ended, and what it has asked of the store."""

    returncode: int
    stdout: str
    stderr: str
    asked: tuple[Request, ...]


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ran(s3_server, tmp_path_factory):
    """Run the commands of the page on the sample data in a bucket, and the first one on the local file too."""
    s3, folder = replace(s3_server, bucket="my-bucket"), tmp_path_factory.mktemp("in_s3")
    s3.client.create_bucket(Bucket="my-bucket")
    for key, name in (("training/a.csv", "training.csv"), ("window/today/b.csv", "window.csv")):
        s3.put_all({key: (ROOT / "sample_data" / name).read_bytes()})
    local = f"model-monitor baseline {ROOT}/sample_data/training.csv -o {folder}/local"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = []
    for command in (*COMMANDS, local):
        with door(s3.endpoint) as noted, reached_at(noted.endpoint, PATH=path, PYTHONPATH=str(ROOT)):
            process = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
        done.append(Done(process.returncode, process.stdout, process.stderr, tuple(noted.asked)))
    return s3, folder / "local", done


def test_every_command_ends_as_it_should(ran):
    """The window has faults: that is 1 for a person and 0 for the platform."""
    _, _, done = ran
    assert [each.returncode for each in done] == [0, 1, 0, 0], [each.stderr for each in done]


def test_all_documents_are_there_and_nothing_else(ran):
    """But for the marks of folders."""
    s3, _, _ = ran
    held = {key for key in s3.held("monitor/") if not key.endswith("/")}
    assert held == {
        *(f"monitor/baseline/{name}" for name in BASELINE),
        *(f"monitor/{run}/{name}" for run in ("today", "job") for name in MONITORING),
    }


def test_the_documents_are_those_of_the_same_data_elsewhere(ran):
    """The same bytes as from a local file; and by both doors."""
    s3, local, _ = ran
    for name in BASELINE:
        assert s3.get(f"monitor/baseline/{name}") == (local / name).read_bytes()
    for name in MONITORING:
        assert s3.get(f"monitor/today/{name}") == s3.get(f"monitor/job/{name}")


def test_no_credential_is_told(ran):
    """Neither on standard output nor in the log; and nothing there is a library's complaint."""
    _, _, done = ran
    assert not [each for each in done if "SECRETKEY" in each.stdout + each.stderr or "testing" in each.stderr]
    assert not [each.stderr for each in done if "Traceback" in each.stderr or "inalize" in each.stderr]


def test_the_data_are_listed_once(ran):
    """The command line lists them to find the format and the delimiter; the run takes that over."""
    _, _, done = ran
    listed = [sum("max-keys=1000" in request.path for request in each.asked) for each in done]
    assert listed == [1, 1, 1, 0]
