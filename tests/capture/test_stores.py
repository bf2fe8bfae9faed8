"""Captured records in a store: whole objects, by a store that may refuse them for a while."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from object_store import Answer, door, reached_at

import engine
from engine.capture import CaptureWriter, Payload

ROOT = Path(engine.__file__).parents[1]


def inputs(s3):
    records = [json.loads(line) for key in s3.held() for line in s3.get(key).splitlines()]
    return [record["captureData"]["endpointInput"]["data"] for record in records]


def capture(writer, numbers):
    for number in numbers:
        writer.capture(Payload(str(number), "text/csv"), Payload(b""))


def test_each_flush_is_an_object(s3):
    """Below endpoint, variant and hour."""
    with CaptureWriter(s3.address("captures"), "loans", flush_seconds=3600) as writer:
        capture(writer, range(100))
        assert writer.flush(60)
        capture(writer, range(100, 110))

    assert sorted(map(int, inputs(s3))) == list(range(110))
    assert len(s3.held("captures/loans/AllTraffic/20")) == 2
    assert all(key.count("/") == 7 and key.endswith(".jsonl") for key in s3.held())


def test_what_a_store_refuses_is_tried_again(s3, caplog):
    """While it denies access the records wait, and the log says so once; then each is there once."""
    with door(s3.endpoint) as gate, reached_at(gate.endpoint):
        gate.refuse = lambda request: Answer(403, "AccessDenied") if request.method == "PUT" else None
        writer = CaptureWriter(s3.address("captures"), "loans", flush_seconds=3600)
        capture(writer, range(10))
        assert not writer.flush(60)
        assert not writer.flush(60)
        assert (writer.counts.written, writer.counts.waiting) == (0, 10)
        gate.refuse = lambda _request: None
        writer.close(60)

    assert sorted(map(int, inputs(s3))) == list(range(10))
    (said,) = [record.getMessage() for record in caplog.records]
    assert said.startswith("What is captured cannot be written, and is tried again: s3://")
    assert "denies access" in said


@pytest.mark.slow
def test_a_process_that_ends_has_written_all(s3):
    """Although Arrow ends its S3 at the end of the process as well."""
    program = """
import sys
from engine.capture import CaptureWriter, Payload
writer = CaptureWriter(sys.argv[1], "loans", flush_seconds=3600)
for i in range(10):
    writer.capture(Payload(str(i), "text/csv"), Payload(b""))
if sys.argv[2] == "opened":
    writer.flush()
    writer.capture(Payload("10", "text/csv"), Payload(b""))
"""
    for state in ("opened", "not yet"):
        words = [sys.executable, "-c", program, s3.address(state[:3]), state]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
        assert done.stderr == ""
    assert sorted(map(int, inputs(s3))) == sorted([*range(11), *range(10)])
