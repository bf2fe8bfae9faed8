"""A process that is killed loses what it had captured last, and leaves nothing that a reader would count as damage."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from captures import read_captures

import engine

ROOT = Path(engine.__file__).parents[1]
PROGRAM = """
import sys
from engine.capture import CaptureWriter, Payload
folder, run, size, end = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
writer = CaptureWriter(folder, "loans", flush_seconds=0.005)
if end == "SIGTERM":
    import signal
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
i = 0
while True:
    if writer.capture(Payload(f"{run},{i}," + "x" * (i % size), "text/csv"), Payload(b"1", "text/csv")):
        i += 1
    # What is said here has been written, each time by the thread itself.
    print(writer.counts.written, i, flush=True)
"""


def start(folder, run, size, end="SIGKILL"):
    words = (sys.executable, "-c", PROGRAM, folder, run, size, end)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([*map(str, words)], stdout=subprocess.PIPE, text=True, env=environment)


def end_some_time(process, moment, number):
    """Send signal *number* when *process* has written something, and some more moments are over; return its last words."""
    words = "0 0"
    for line in process.stdout:
        words = line
        if int(line.split()[0]):
            break
    threading.Timer(moment, process.send_signal, (number,)).start()
    for line in process.stdout:
        if line.endswith("\n"):
            words = line
    process.wait()
    process.stdout.close()
    return [int(word) for word in words.split()]


def check(folder, said):
    """Every run's records are the first ones that it captured, all that it had said to be written among them."""
    read = read_captures(folder)
    assert dict(read.tally.kinds) == {}
    seen = {}
    for _, run, number, _ in read.rows:
        seen.setdefault(run, []).append(int(number))
    for run, (written, _) in said.items():
        assert sorted(seen[run]) == list(range(len(seen[run])))
        assert len(seen[run]) >= written
    return {run: len(numbers) for run, numbers in seen.items()}


def test_a_killed_process_leaves_whole_records(tmp_path):
    """Killed in the middle of large writes, and of many small ones."""
    said = {}
    for run, size in enumerate((100_000, 100)):
        said[str(run)] = end_some_time(start(tmp_path, run, size), 0.05, signal.SIGKILL)
    check(tmp_path, said)


@pytest.mark.slow
def test_a_process_may_be_killed_at_any_moment(tmp_path):
    """Sixty times, after some other time each."""
    said = {}
    for run in range(60):
        said[str(run)] = end_some_time(
            start(tmp_path, run, (300_000, 20_000, 100)[run % 3]), run * 0.003, signal.SIGKILL
        )
    check(tmp_path, said)


def test_a_process_that_is_told_to_end_has_written_all(tmp_path):
    """SIGTERM, which it heeds by ending as Python ends; nothing that was captured is missing."""
    said = {"0": end_some_time(start(tmp_path, 0, 1000, "SIGTERM"), 0.05, signal.SIGTERM)}
    assert check(tmp_path, said)["0"] >= said["0"][1]


def test_an_unfinished_line_is_no_damage(tmp_path):
    """However many bytes of the last line are there: what is before it is read, and it is not counted as bad."""
    from engine.capture import CaptureWriter, Payload  # noqa: PLC0415 - beside what it is for

    with CaptureWriter(tmp_path / "whole", "loans") as writer:
        for i in range(3):
            writer.capture(Payload(f"{i},é", "text/csv"), Payload(b'{"a": 1}', "application/json"))
    (path,) = (tmp_path / "whole").rglob("*.jsonl")
    content = path.read_bytes()
    last = content[:-1].rfind(b"\n") + 1
    assert json.loads(content[last:])
    torn = tmp_path / "torn" / "a.jsonl"
    torn.parent.mkdir()
    for end in range(last, len(content) - 1):
        torn.write_bytes(content[:end])
        read = read_captures(torn.parent)
        assert ([row[:2] for row in read.rows], dict(read.tally.kinds)) == ([("1", "0"), ("1", "1")], {})
