"""Merges of much: within bounded memory, which a control group enforces, and stopped in midst of work."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from control_groups import memory_group
from events import capture, label, put

ROOT = Path(__file__).parents[2]
MIB = 1 << 20
LIMIT = 1200 * MIB
RECORDS, PAYLOAD = 250_000, 4000

pytestmark = pytest.mark.slow


def words_for(folder):
    """Return the words of the merge of what lies in *folder*."""
    paths = {"--capture": "capture", "--ground-truth": "truth", "-o": "merged"}
    return ["-m", "engine", "merge", *(word for flag, name in paths.items() for word in (flag, str(folder / name)))]


def fill(folder, records, payload):
    """Write so many *records*, each with an answer of about *payload* bytes, and labels for nine in ten of them, the last first."""
    place, answer = put(folder, "capture/2024/03/18/13"), "9" * payload
    with place.open("w") as file:
        file.writelines(f"{capture(number, answer=answer)}\n" for number in range(records))
    place = put(folder, "truth/2024/03/18/15")
    with place.open("w") as file:
        file.writelines(f"{label(number)}\n" for number in reversed(range(records)) if number % 10)


def test_more_records_than_memory_are_merged(tmp_path):
    """1 GB of records and their labels, by Java and Python that have as much together for all that they do."""
    fill(tmp_path, RECORDS, PAYLOAD)
    with memory_group(LIMIT) as group:
        program = group.wrapped(sys.executable, tmp_path / "python")
        ended = subprocess.run([program, *words_for(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False)
        assert (ended.returncode, group.killed) == (0, 0), ended.stderr
    merged = sorted((tmp_path / "merged/2024/03/18/13").iterdir())
    assert sum(file.read_bytes().count(b"\n") for file in merged) == RECORDS * 9 // 10
    assert sum(file.stat().st_size for file in (tmp_path / "capture").rglob("*.jsonl")) > LIMIT * 3 // 4


def test_a_merge_that_is_stopped_leaves_nothing(tmp_path):
    """It is told to stop when its first file is on its way."""
    fill(tmp_path, 40_000, PAYLOAD)
    process = subprocess.Popen([sys.executable, *words_for(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    told = threading.Thread(target=stop_when_it_writes, args=(process, tmp_path / "merged"))
    told.start()
    _, said = process.communicate()
    told.join()
    assert process.returncode == 2, said
    assert "was stopped by SIGTERM" in said
    assert list((tmp_path / "merged").iterdir()) == []


def stop_when_it_writes(process, folder):
    """Send SIGTERM when there is something hidden in *folder*."""
    while process.poll() is None:
        if folder.is_dir() and any(path.name.startswith(".merge-") for path in folder.iterdir()):
            process.send_signal(signal.SIGTERM)
            return
        time.sleep(0.01)
