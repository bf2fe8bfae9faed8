"""A run that is stopped or killed at any moment leaves no half of its documents and no process."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS_OF_A_BLOCK, BLOCKS = 20_000, 60
STOPPED_WITHIN, GONE_WITHIN = 10.0, 10.0
"""Seconds: for a run that is told to stop, and for the children of one that is killed."""

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Door:
    """One way to start the engine: the words before the data and before the output folder, and how a run ends."""

    data: tuple[str, ...]
    output: tuple[str, ...]
    stopped: int
    done: tuple[int, ...]
    documents: frozenset[str]


BASELINE = Door(
    data=("--dataset-format", '{"csv": {"header": true}}', "--dataset-source"),
    output=("--output-path",),
    stopped=255,
    done=(0,),
    documents=frozenset({"suggestions.json", "statistics.json", "constraints.json"}),
)


def monitor(baseline):
    """Return the way to start a monitoring run against the documents in the folder *baseline*."""
    documents = frozenset({"statistics.json", "constraints.json", "constraint_violations.json"})
    return Door(("monitor", "--baseline", str(baseline)), ("-o",), 2, (0, 1), documents)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Give a CSV file of some 60 MB, which takes seconds to read."""
    chance = random.Random(5)
    names = [f"{chance.choice('abcdef')}{chance.randrange(10**12)}" for _ in range(ROWS_OF_A_BLOCK)]
    block = "".join(f"{chance.random()},{chance.randrange(99)},{name}\n" for name in names)
    path = tmp_path_factory.mktemp("data") / "data.csv"
    path.write_text("number,count,text\n" + block * BLOCKS)
    return path


@pytest.fixture(scope="module")
def undisturbed(data, tmp_path_factory):
    """Give the output folder of a run that nobody disturbs, and the seconds that it takes."""
    folder = tmp_path_factory.mktemp("whole")
    begin = time.monotonic()
    assert start(BASELINE, data, folder).wait() == 0
    return folder / "out", time.monotonic() - begin


def start(door, data, folder):
    """Start a run into *folder*/out, with temporary files in *folder*/tmp and its log in *folder*/log."""
    (folder / "tmp").mkdir(exist_ok=True)
    environ = {**os.environ, "TMPDIR": str(folder / "tmp"), "PYTHONPATH": str(ROOT)}
    words = (*door.data, str(data), *door.output, str(folder / "out"))
    with open(folder / "log", "wb") as log:
        return subprocess.Popen([sys.executable, "-m", "engine", *words], env=environ, stdout=log, stderr=log)


def living(folder):
    """Return the processes whose temporary files belong in *folder*/tmp: a run and all that it has started."""
    variable = f"TMPDIR={folder / 'tmp'}".encode()
    return [place.parent.name for place in Path("/proc").glob("[0-9]*/environ") if variable in _read(place)]


def _read(place):
    try:
        return place.read_bytes().split(b"\0")
    except OSError:
        return []


def gone(folder):
    """Wait until nothing is left of a killed run, and tell what is where something is."""
    end = time.monotonic() + GONE_WITHIN
    while living(folder) and time.monotonic() < end:
        time.sleep(0.05)
    return living(folder)


def documents(folder):
    """Return the names in the output folder that look final, and the hidden ones."""
    names = {path.name for path in (folder / "out").glob("*")} if (folder / "out").exists() else set()
    return frozenset(n for n in names if not n.startswith(".")), frozenset(n for n in names if n.startswith("."))


def interrupted(number, door, data, folder, moment):
    """Start a run, send it the signal *number* after *moment* seconds, and return its exit code."""
    process = start(door, data, folder)
    time.sleep(moment)
    process.send_signal(number)
    return process.wait(STOPPED_WITHIN)


@pytest.mark.parametrize("attempt", range(20))
def test_a_signal_at_any_moment(attempt, data, undisturbed, tmp_path):
    """Three signals, two kinds of run, twenty moments from the start of a run to its end."""
    baseline, length = undisturbed
    number = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)[attempt % 3]
    door = (BASELINE, monitor(baseline))[attempt % 2]
    moment = length * (attempt + random.Random(attempt).random()) / 20
    code = interrupted(number, door, data, tmp_path, moment)
    log = (tmp_path / "log").read_text()
    final, hidden = documents(tmp_path)

    if number is signal.SIGKILL:
        assert final in (frozenset(), door.documents)
        assert gone(tmp_path) == []
    else:
        assert code in (*door.done, door.stopped) or ("model-monitor" not in log and code == -number), log
        assert final == (door.documents if code in door.done else frozenset()), log
        assert (living(tmp_path), hidden, list((tmp_path / "tmp").iterdir())) == ([], frozenset(), [])

    small = tmp_path / "small.csv"
    small.write_text("number\n1\n")
    assert start(door, small, tmp_path).wait() in door.done
    assert documents(tmp_path) == (door.documents, frozenset())
