"""Records of any thread come to lie where SageMaker puts them, in bounded memory, off the caller's path."""

import json
import os
import re
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from captures import read_captures

import engine
from engine.analysis.data_quality.describe import describe as describe_state
from engine.capture import CaptureConfig, CaptureWriter, Payload
from engine.capture.event import Event
from engine.errors import JobError
from engine.job.dataset import Dataset
from engine.profile.state import DatasetState
from engine.readers.capture.options import CaptureFormat
from engine.readers.csv.options import CsvFormat
from engine.readers.look import look
from engine.readers.tables import Known

ROOT = Path(engine.__file__).parents[1]
TIME = datetime(2026, 11, 24, 13, 59, 59, tzinfo=UTC)
EMPTY = Payload(b"", "text/csv")


def csv(text):
    return Payload(text.encode(), "text/csv")


def records(folder):
    """Return all records below *folder*, read by nothing of the engine's."""
    lines = [line for path in sorted(folder.rglob("*.jsonl")) for line in path.read_text().splitlines()]
    return [json.loads(line) for line in lines]


def inputs(folder):
    return [record["captureData"]["endpointInput"]["data"] for record in records(folder)]


def test_the_hour_of_a_record_is_its_folder(tmp_path):
    """endpoint/variant/yyyy/mm/dd/hh in UTC, whatever the zone, and files named as SageMaker's are."""
    with CaptureWriter(tmp_path, "loans", "blue") as writer:
        for time in (TIME, TIME + timedelta(seconds=1), TIME + timedelta(seconds=2)):
            writer.capture(csv("1"), csv("2"), time=time.astimezone())

    hours = {str(path.parent.relative_to(tmp_path)): path for path in tmp_path.rglob("*.jsonl")}
    assert sorted(hours) == ["loans/blue/2026/11/24/13", "loans/blue/2026/11/24/14"]
    assert [len(hours[hour].read_text().splitlines()) for hour in sorted(hours)] == [1, 2]
    for path in hours.values():
        assert re.fullmatch(r"\d\d-\d\d-\d{3}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.jsonl", path.name)


def test_the_engine_reads_what_was_captured(tmp_path):
    """Output first, then input, row by row, with nothing odd."""
    with CaptureWriter(tmp_path, "loans") as writer:
        for i in range(300):
            writer.capture(csv(f"{i},a b,é"), csv(f"0.{i}"), time=TIME)

    read = read_captures(tmp_path)
    assert read.rows == [(f"0.{i}", str(i), "a b", "é") for i in range(300)]
    assert (read.tally.records, dict(read.tally.kinds), read.tally.unfinished) == (300, {}, 0)


def test_the_profile_is_that_of_the_same_rows_as_csv(tmp_path):
    """Types, moments, sketches and categories; whether the rows were captured as CSV or as JSON."""
    rows = [(f"{i % 3}.5", str(i), f"é {i % 7}" if i % 11 else "") for i in range(3000)]
    names = ("score", "n", "kind")
    (tmp_path / "a.csv").write_text("".join(",".join(row) + "\n" for row in (names, *rows)))
    expected = statistics(tmp_path / "a.csv", CsvFormat(header=True), names)
    for form in ("csv", "json"):
        with CaptureWriter(tmp_path / form, "loans") as writer:
            for score, *features in rows:
                named = {name: text for name, text in zip(names[1:], features, strict=True) if text}
                body = Payload(json.dumps(named), "application/json") if form == "json" else csv(",".join(features))
                writer.capture(body, csv(score), time=TIME)
        assert statistics(tmp_path / form, CaptureFormat(), names) == expected


def statistics(source, form, names):
    """Return the statistics document of the data at *source*, read as one run reads them."""
    shown = look(Dataset(str(source), form), Known(names))
    state = DatasetState(shown.table.selected)
    for split in shown.table.splits(shown.files):
        shown.table.read(split, state.update)
    return describe_state(state).to_json()


def test_records_of_many_threads_are_all_there(tmp_path):
    """Each once, each whole, and each thread's in its order."""
    with CaptureWriter(tmp_path, "loans", flush_seconds=0.001) as writer:

        def work(name):
            for i in range(500):
                assert writer.capture(csv(f"{name},{i}"), EMPTY, time=TIME)

        threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    seen = [tuple(map(int, text.split(","))) for text in inputs(tmp_path)]
    assert len(seen) == 4000
    for name in range(8):
        assert [i for each, i in seen if each == name] == list(range(500))


def test_an_interval_is_enough(tmp_path):
    """Nobody asks, and what was captured is written."""
    writer = CaptureWriter(tmp_path, "loans", flush_seconds=0.01)
    writer.capture(csv("1"), csv("2"))
    pause = threading.Event()
    while not writer.counts.written:
        pause.wait(0.01)
    assert inputs(tmp_path) == ["1"]
    writer.close()


def test_a_flush_is_what_was_captured_before(tmp_path):
    """Long before the interval is over."""
    writer = CaptureWriter(tmp_path, "loans", flush_seconds=3600)
    assert writer.flush()
    for i in range(3):
        writer.capture(csv(str(i)), csv("2"))
        assert writer.flush()
        assert inputs(tmp_path) == [str(j) for j in range(i + 1)]
    writer.close()


def test_much_is_written_before_the_interval_is_over(tmp_path):
    """A megabyte waits for nothing."""
    writer = CaptureWriter(tmp_path, "loans", flush_seconds=3600)
    for _ in range(5):
        writer.capture(csv("1" * 300_000), EMPTY)
    pause = threading.Event()
    while not writer.counts.written:
        pause.wait(0.01)
    writer.close()
    assert len(inputs(tmp_path)) == 5


def test_a_side_that_is_not_asked_for_is_not_there(tmp_path):
    """Input alone."""
    with CaptureWriter(tmp_path, "loans", config=CaptureConfig(capture_options=("Input",))) as writer:
        writer.capture(csv("1"), csv("2"))
    assert [list(record["captureData"]) for record in records(tmp_path)] == [["endpointInput"]]


def test_nothing_is_captured_where_that_is_not_enabled(tmp_path):
    """No id, no file, no thread."""
    writer = CaptureWriter(tmp_path, "loans", config=CaptureConfig(enable_capture=False))
    assert writer.capture(csv("1"), csv("2")) is None
    writer.close()
    assert records(tmp_path) == []


def test_a_closed_writer_captures_no_more(tmp_path):
    """What came before is there; closing twice is fine."""
    writer = CaptureWriter(tmp_path, "loans")
    event = writer.capture(csv("1"), csv("2"), inference_id="a", custom_attributes="b")
    writer.close()
    writer.close()
    assert writer.capture(csv("3"), csv("4")) is None
    (record,) = records(tmp_path)
    assert record["eventMetadata"]["eventId"] == event
    assert record["eventMetadata"]["inferenceId"] == "a"
    assert record["eventMetadata"]["customAttributes"] == ["b"]


def test_a_request_that_is_answered_after_the_end_is_dropped_and_counted(tmp_path, caplog):
    """It came before; nobody writes it any more, and it waits for nothing."""
    writer = CaptureWriter(tmp_path, "loans")
    exchange = writer.begin()
    writer.close()
    exchange.finish(Event(id=exchange.id, time=TIME, input=csv("1"), output=csv("2")))

    assert (writer.counts.waiting, sum(writer.counts.dropped.values())) == (0, 1)
    assert "1 records were not captured" in caplog.text
    assert inputs(tmp_path) == []


def test_what_does_not_fit_is_dropped_and_counted(tmp_path, caplog):
    """A file where the endpoint's folder should be stops all writing; the memory stays in its bound, and the log tells."""
    writer = CaptureWriter(tmp_path, "loans", queue_bytes=100_000, flush_seconds=3600)
    hours = tmp_path / "loans" / "AllTraffic"
    hours.rmdir()
    hours.write_text("in the way")
    taken = [writer.capture(csv("1" * 1000), EMPTY) for _ in range(1000)]

    assert not writer.flush()
    assert 40 < sum(each is not None for each in taken) < 100
    assert writer.counts.waiting == sum(each is not None for each in taken)
    (left_out,) = writer.counts.dropped.values()
    assert left_out + writer.counts.waiting == 1000

    hours.unlink()
    writer.close()
    assert len(inputs(tmp_path)) == writer.counts.written == 1000 - left_out
    said = [record.getMessage() for record in caplog.records]
    assert "What is captured cannot be written, and is tried again" in said[0]
    assert f"{left_out} records were not captured: they did not fit into the memory" in said[1]
    assert len(said) == 2


def test_what_has_no_line_is_dropped_and_keeps_nothing_back(tmp_path, caplog):
    """An id or a header that is no text, such as a UUID itself: those before and behind it are written, and it is counted."""
    with CaptureWriter(tmp_path, "loans") as writer:
        writer.capture(csv("1"), EMPTY)
        writer.capture(csv("2"), EMPTY, inference_id=UUID(int=7))
        writer.capture(Payload(b"3", b"text/csv"), EMPTY)
        writer.capture(csv("4"), EMPTY)
        assert writer.flush()

    assert inputs(tmp_path) == ["1", "4"]
    counts = writer.counts
    assert (counts.written, counts.waiting, sum(counts.dropped.values())) == (2, 0, 2)
    assert "2 records were not captured: a header or an id" in caplog.text


def test_what_could_not_be_written_is_told_at_the_end(tmp_path, caplog):
    """It is neither written nor forgotten silently."""
    writer = CaptureWriter(tmp_path, "loans", flush_seconds=3600)
    (tmp_path / "loans" / "AllTraffic").rmdir()
    (tmp_path / "loans" / "AllTraffic").write_text("in the way")
    writer.capture(csv("1"), EMPTY)
    writer.close()
    assert "1 records were not captured: they were not written when the writer was closed" in caplog.text


def test_a_body_that_is_too_large_is_not_captured(tmp_path):
    """One byte less is."""
    with CaptureWriter(tmp_path, "loans", config=CaptureConfig(payload_bytes=10)) as writer:
        assert writer.capture(csv("1" * 10), csv("2" * 10))
        assert writer.capture(csv("1" * 11), csv("2")) is None
        assert writer.capture(csv("1"), csv("2" * 11)) is None
    assert list(writer.counts.dropped.values()) == [2]
    assert len(records(tmp_path)) == 1


def test_a_file_is_no_larger_than_it_may_be(tmp_path):
    """The next lines begin another one."""
    with CaptureWriter(tmp_path, "loans", file_bytes=1000) as writer:
        for i in range(20):
            writer.capture(csv(str(i) * 100), EMPTY, time=TIME)
            writer.flush()
    sizes = [path.stat().st_size for path in tmp_path.rglob("*.jsonl")]
    assert max(sizes) <= 1000
    assert len(inputs(tmp_path)) == 20


def test_a_file_that_was_taken_away_is_begun_anew(tmp_path):
    """Somebody cleans up, and what is captured later is there."""
    with CaptureWriter(tmp_path, "loans", flush_seconds=3600) as writer:
        writer.capture(csv("1"), EMPTY)
        writer.flush()
        for path in tmp_path.rglob("*.jsonl"):
            path.unlink()
        writer.capture(csv("2"), EMPTY)
    assert inputs(tmp_path) == ["2"]


def test_a_full_disk_leaves_no_half_line(tmp_path):
    """A limit on files' sizes stands for the disk: what did not fit is written when there is room again."""
    program = """
import resource, signal, sys
from engine.capture import CaptureWriter, Payload
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
writer = CaptureWriter(sys.argv[1], "loans", flush_seconds=3600)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
for i in range(100):
    writer.capture(Payload(str(i) * 500, "text/csv"), Payload(b""))
assert not writer.flush()
print(sum(path.stat().st_size for path in __import__("pathlib").Path(sys.argv[1]).rglob("*.jsonl")))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
writer.close()
"""
    done = run(program, tmp_path)
    assert done.stdout == "0\n"
    assert inputs(tmp_path) == [str(i) * 500 for i in range(100)]


def run(program, *words):
    """Run *program* in a process of its own, with *words*."""
    return subprocess.run(
        # From Python 3.12 on a fork beside a thread warns; here the child does not use what the thread may hold.
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", program, *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_a_process_that_ends_has_written_all(tmp_path):
    """Without a word about it."""
    program = """
import sys
from engine.capture import CaptureWriter, Payload
writer = CaptureWriter(sys.argv[1], "loans", flush_seconds=3600)
for i in range(100):
    writer.capture(Payload(str(i), "text/csv"), Payload(b""))
"""
    assert run(program, tmp_path).stderr == ""
    assert inputs(tmp_path) == [str(i) for i in range(100)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_begins_anew(tmp_path):
    """What the parent had captured it writes itself, once; parent and children go on, in files of their own."""
    program = """
import os, sys
from engine.capture import CaptureWriter, Payload
writer = CaptureWriter(sys.argv[1], "loans", flush_seconds=3600)
def capture(name):
    for i in range(100):
        writer.capture(Payload(f"{name} {i}", "text/csv"), Payload(b""))
capture("before")
children = []
for child in range(3):
    children.append(os.fork())
    if not children[-1]:
        capture(f"child {child}")
        assert writer.counts.dropped == {}
        sys.exit()
capture("after")
for child in children:
    assert os.waitpid(child, 0)[1] == 0
"""
    assert run(program, tmp_path).stderr == ""
    expected = [f"{name} {i}" for name in ("before", "after", "child 0", "child 1", "child 2") for i in range(100)]
    assert sorted(inputs(tmp_path)) == sorted(expected)
    assert len(list(tmp_path.rglob("*.jsonl"))) == 4


def test_a_writer_that_is_made_before_a_fork_needs_no_thread_there(tmp_path):
    """As under a server that loads the application, and then forks its workers."""
    program = """
import os, sys, threading
from engine.capture import CaptureWriter, Payload
writer = CaptureWriter(sys.argv[1], "loans")
assert threading.active_count() == 1
child = os.fork()
if not child:
    writer.capture(Payload("1", "text/csv"), Payload(b""))
    sys.exit()
assert os.waitpid(child, 0)[1] == 0
"""
    run(program, tmp_path)
    assert inputs(tmp_path) == ["1"]


def test_a_system_without_threads_fails_no_caller(tmp_path, monkeypatch):
    """It is tried again with the next record, and nothing is lost."""
    writer = CaptureWriter(tmp_path, "loans", flush_seconds=3600)

    def refuse(thread):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        assert writer.capture(csv("1"), EMPTY)
        assert writer.counts.waiting == 1
    writer.capture(csv("2"), EMPTY)
    writer.close()
    assert inputs(tmp_path) == ["1", "2"]


def test_what_a_server_imports_is_light(tmp_path):
    """Neither Spark nor numba nor Arrow, nor any other library, also when records are written to a folder."""
    program = """
import sys
from engine.capture import CaptureWriter, Payload
with CaptureWriter(sys.argv[1], "loans") as writer:
    writer.capture(Payload("1", "text/csv"), Payload(b""))
libraries = {"boto3", "botocore", "numba", "numpy", "pandas", "py4j", "pyarrow", "pydeequ", "pyspark", "uvicorn"}
print(sorted(libraries & set(sys.modules)))
print(sorted(name for name in sys.modules if name.startswith("engine") and name.count(".") == 1))
"""
    libraries, parts = run(program, tmp_path).stdout.splitlines()
    assert libraries == "[]"
    assert parts == "['engine.capture', 'engine.errors', 'engine.stores', 'engine.wording']"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ({"endpoint": "a/b"}, "endpoint"),
        ({"endpoint": "loans", "variant": ".."}, "variant"),
        ({"endpoint": "loans", "flush_seconds": 0}, "flush_seconds"),
        ({"endpoint": "loans", "queue_bytes": -1}, "queue_bytes"),
        ({"endpoint": "loans", "file_bytes": 0}, "file_bytes"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(tmp_path, words, named):
    """When the writer is made, and not later in a thread."""
    with pytest.raises(JobError, match=f"^{named} of a capture is expected to be "):
        CaptureWriter(tmp_path, **words)


def test_a_folder_that_cannot_be_made_is_told_at_once(tmp_path):
    """With what the system says of it."""
    (tmp_path / "loans").write_text("a file")
    with pytest.raises(JobError, match="captured records cannot be written there") as refused:
        CaptureWriter(tmp_path, "loans")
    assert refused.value.code == "capture-destination-not-writable"
