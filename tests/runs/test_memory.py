"""Memory is bounded by splits and not by files; a control group enforces it."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from control_groups import memory_group

ROOT = Path(__file__).parents[2]
GIB = 1 << 30
COLUMNS, WIDTH = 10, 24


def texts(path, size):
    """Write a CSV file of about *size* bytes, no text of which is there twice; return the number of its rows."""
    rng, line = np.random.default_rng(1), COLUMNS * (WIDTH + 1)
    digits = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
    block = np.full((1 << 17, COLUMNS, WIDTH + 1), ord(","), dtype=np.uint8)
    block[:, -1, -1] = ord("\n")
    blocks = -(-size // (len(block) * line))
    with path.open("wb") as file:
        file.write(",".join(f"c{place}" for place in range(COLUMNS)).encode() + b"\n")
        for _ in range(blocks):
            block[:, :, :WIDTH] = digits[rng.integers(0, 16, (len(block), COLUMNS, WIDTH), dtype=np.uint8)]
            file.write(block.data)
    return blocks * len(block)


def baseline_within(group, tmp_path, data):
    """Do a baseline of *data* whose Python workers are in *group*; return the statistics and the workers' peak, in bytes."""
    worker = group.wrapped(sys.executable, tmp_path / "python")
    program = (
        f"import sys; sys.executable = {str(worker)!r}; from engine.cli.main import main; "
        f"sys.exit(main(['baseline', {str(data)!r}, '-o', {str(tmp_path / 'out')!r}]))"
    )
    peak, over = 0, threading.Event()

    def watch():
        nonlocal peak
        while not over.wait(0.1):
            peak = max(peak, group.anonymous)

    watching = threading.Thread(target=watch)
    watching.start()
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    over.set()
    watching.join()
    assert (ended.returncode, group.killed) == (0, 0), ended.stderr
    return json.loads((tmp_path / "out" / "statistics.json").read_text()), peak


@pytest.mark.slow
def test_a_file_larger_than_the_workers_memory_is_read(tmp_path):
    """2 GB of texts that are all different, by workers that have 1 GB together."""
    data = tmp_path / "texts.csv"
    rows = texts(data, 2 * GIB)
    with memory_group(GIB) as group:
        statistics, peak = baseline_within(group, tmp_path, data)
    assert statistics["dataset"]["item_count"] == rows
    assert peak > 0


@pytest.mark.slow
def test_a_row_group_larger_than_the_workers_memory_is_read(tmp_path):
    """1.1 GB of a Parquet file that is one row group, by workers that have 1 GB together: it is read in pieces."""
    rng, rows = np.random.default_rng(1), 4_000_000
    columns = {f"number {place}": rng.normal(size=rows) for place in range(25)}
    columns |= {f"text {place}": pa.array(rng.integers(0, 10**12, rows)).cast(pa.string()) for place in range(5)}
    data = tmp_path / "one.parquet"
    pq.write_table(pa.table(columns), data, row_group_size=rows)
    with memory_group(GIB) as group:
        statistics, peak = baseline_within(group, tmp_path, data)
    assert pq.read_metadata(data).row_group(0).total_byte_size > GIB
    assert statistics["dataset"]["item_count"] == rows
    assert peak > 0
