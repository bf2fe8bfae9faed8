"""What is compiled at set-up is all that a run needs."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from captures import base64_of, body, captured, csv, lines, read_captures, record
from objects import objects_of

from engine.job.semantics import Semantics
from engine.job.times import MonitoringWindow
from engine.readers import prepare
from engine.readers.capture.envelope.search import find_captures
from engine.readers.capture.rows.rows import read_rows
from engine.readers.csv.tokeniser import count_fields, find_records
from engine.readers.json.names import _fill
from engine.readers.json_lines.elements import find_elements
from engine.readers.json_lines.rows import read_objects
from engine.readers.text.gather import gather, measure

KERNELS = (
    count_fields, find_records, measure, gather, find_captures, read_rows, _fill, read_objects, find_elements,
)  # fmt: skip


def signatures():
    """Return the types that each kernel is compiled for in this process."""
    return {kernel.__name__: tuple(map(str, kernel.signatures)) for kernel in KERNELS}


def read_all(folder, read):
    """Read captured traffic of all kinds and JSON in *folder*, and a CSV file with *read*."""
    records = (
        record(csv("1,é"), body({"y": [1]})),
        record(base64_of("1\n2"), csv("3,4")),
        "{",
        record(body("[1,[2]]")),
    )
    for semantics in Semantics:
        captured(folder, *records, semantics=semantics, known_names=("y", "a", "b"), split_bytes=50)
    hour = folder / "2024/03/18/13"
    hour.mkdir(parents=True)
    (hour / "a.jsonl").write_bytes(lines(*records)[:-3])
    read_captures(folder, window=MonitoringWindow(datetime(2024, 3, 18, 13, 30, tzinfo=UTC)))
    for content in ('{"a": 1}\n{"é": [1, {}]}\n{', '[{"a": true},\n{"b": 1}]'):
        (folder / "json").mkdir(exist_ok=True)
        objects_of(folder / "json", content, split_bytes=9)
        objects_of(folder / "json", content, encoding="utf-8-sig")
        objects_of(folder / "json", content.encode("utf-16"), encoding="utf-16")
    (folder / "csv").mkdir()
    (folder / "csv/a.csv").write_text('a,"b\n"\n' * 9)
    read(folder / "csv", split_bytes=10, header=True, quote_escape_character="\\", record_delimiter="\n")


def test_every_kernel_has_the_types_that_set_up_gave_it(tmp_path, read):
    """One set of types each, whatever is read and however."""
    prepare()
    before = signatures()
    assert {name: len(types) for name, types in before.items()} == dict.fromkeys(before, 1)
    read_all(tmp_path, read)
    assert signatures() == before


@pytest.mark.slow
def test_the_next_process_compiles_nothing(tmp_path):
    """With a cache that only set-up has filled, a run adds no file to it."""
    cache, data = tmp_path / "cache", tmp_path / "a.jsonl"
    data.write_bytes(lines(record(csv("1,2"), body({"predictions": [{"y": 0.5}]}))))
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache), "PYTHONPATH": str(Path(__file__).parents[2])}
    kept = []
    for program in (
        "from engine.readers import prepare; prepare()",
        f"import captures; assert captures.read_captures({json.dumps(str(data))}).rows == [('0.5', '1', '2')]",
    ):
        subprocess.run([sys.executable, "-c", program], env=environment, check=True)
        kept.append({path: path.stat().st_mtime_ns for path in cache.rglob("*.nb?")})
    assert kept[0]
    assert kept[1] == kept[0]
