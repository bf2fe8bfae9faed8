"""Merges of captured traffic with ground truth, whole."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from captures import lines
from events import capture, label, put
from object_store import reached_at

from engine.errors import DatasetError, JobError
from engine.job.merge import MergeJob
from engine.job.times import MonitoringWindow
from engine.merging import Sizes, merge
from engine.stores.staging import staging_at

ROOT = Path(__file__).parents[2]
ENDPOINT = "capture/endpoint/AllTraffic/2024/03/18"
THIRTEEN = datetime(2024, 3, 18, 13, tzinfo=UTC)


def job_in(folder, **settings):
    """Return the job that merges what lies in the folders `capture` and `truth` of *folder* into `merged`."""
    return MergeJob(*(str(folder / name) for name in ("capture", "truth", "merged")), **settings)


def written(folder):
    """Return the files below *folder* by their names, and their bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def merged_lines(folder):
    """Return the merged records in *folder* one after the other, as the names of their files are."""
    return [line for name, content in written(folder).items() if name != "_SUCCESS" for line in content.splitlines()]


@pytest.fixture(scope="module")
def tangle(tmp_path_factory):
    """Give captures and labels in no order: doubled, late, missing, of unknown records, by either id, over several files."""
    folder, chance = tmp_path_factory.mktemp("tangle"), random.Random(5)
    records, truths = {}, {}
    for number in range(1500):
        known_as, own = f"r{number % 1400}", chance.random() < 0.5
        time = THIRTEEN + timedelta(seconds=chance.randrange(3 * 3600), microseconds=chance.randrange(10**6))
        metadata = f'"inferenceId":"{known_as}"' if own else None
        line = capture(f"event{number}" if own else known_as, time=f"{time:%Y-%m-%dT%H:%M:%S.%fZ}", metadata=metadata)
        records.setdefault((f"{time:%H}", chance.choice("ab")), []).append(line)
    for number in range(1600):
        hour, by = chance.choice(("13", "15", "20")), chance.choice(("eventId", "inferenceId"))
        known_as = f"r{chance.randrange(1300)}" if number % 10 else f"stranger{number}"
        truths.setdefault((hour, chance.choice("ab")), []).append(label(known_as, f"{number}", by=by))
    for (hour, name), content in records.items():
        put(folder, f"{ENDPOINT}/{hour}", *chance.sample(content, len(content)), name=f"{name}.jsonl")
    for (hour, name), content in truths.items():
        put(folder, f"truth/2024/03/18/{hour}", *content, name=f"{name}.jsonl")
    return folder


def frame_of(root, body):
    """Return what lies below *root* as pandas has it: one row a line, in the order of files and lines, read by json alone."""
    rows = []
    for file in sorted(root.rglob("*.jsonl")):
        for number, line in enumerate(file.read_text().splitlines()):
            record = json.loads(line)
            metadata = record["eventMetadata"]
            known_as = metadata.get("inferenceId") or metadata.get("eventId")
            rows.append((known_as, metadata.get("inferenceTime", ""), str(file), number, record[body], metadata))
    return pd.DataFrame(rows, columns=["id", "time", "file", "line", "body", "metadata"])


def joined_by_pandas(folder):
    """Return the merged records as pandas joins them, as objects in the order of time and id."""
    last = [
        frame_of(folder / name, body).sort_values(["time", "file", "line"]).drop_duplicates("id", keep="last")
        for name, body in (("capture", "captureData"), ("truth", "groundTruthData"))
    ]
    both = last[0].merge(last[1], on="id", suffixes=("", "_label")).sort_values(["time", "id"])
    return [
        {"eventVersion": "0", "groundTruthData": row.body_label, "captureData": row.body, "eventMetadata": row.metadata}
        for row in both.itertuples()
    ]


def test_a_merge_equals_the_join_of_pandas(tangle, session):
    """Of late, doubled and unordered labels and records; the order of members and of records is part of it."""
    expected = joined_by_pandas(tangle)
    found = merge(job_in(tangle), session=session)

    assert [json.dumps(json.loads(line)) for line in merged_lines(tangle / "merged")] == list(map(json.dumps, expected))
    records, truths = frame_of(tangle / "capture", "captureData"), frame_of(tangle / "truth", "groundTruthData")
    counts = found.counts
    assert (counts.captured, counts.captured_again) == (1500, records.id.duplicated().sum())
    assert (counts.labels, counts.labels_again) == (1600, truths.id.duplicated().sum())
    assert counts.unlabelled == len(set(records.id) - set(truths.id))
    assert counts.unmatched == len(set(truths.id) - set(records.id))
    assert counts.merged == len(expected) == sum(file.records for file in found.files)
    assert dict(found.metrics())["missing_ground_truth_share"] == counts.unlabelled / records.id.nunique()


def test_the_bytes_are_the_same_for_any_split_and_any_number_of_tasks(tangle, session, tmp_path):
    """Only the sizes of files and of slices change what is written, and they come from the data."""
    usual, small = job_in(tangle), replace(job_in(tangle), output=str(tmp_path / "small"))
    merge(usual, session=session)
    merge(small, session=session, sizes=Sizes(split=40_000, partition=100_000))
    assert written(tmp_path / "small") == written(tangle / "merged")


def test_large_hours_are_cut_into_slices_and_files(tangle, session, tmp_path):
    """The names are in the order of times, and the lines one after the other the same ones."""
    job = replace(job_in(tangle), output=str(tmp_path / "cut"))
    found = merge(job, session=session, sizes=Sizes(slice=50_000, file=10_000))
    merge(job_in(tangle), session=session)

    assert merged_lines(tmp_path / "cut") == merged_lines(tangle / "merged")
    assert max(file.size for file in found.files) < 11_000
    assert {name[14:19] for name in written(tmp_path / "cut") if name != "_SUCCESS"} == {"00-00", "20-00", "40-00"}


def test_payloads_are_kept_byte_for_byte(tmp_path, session):
    """Blanks, escapes and encodings pass through; the members of the record are in the platform's order."""
    record = (
        '{"eventVersion": "0" , "captureData": {"endpointOutput": {"data":"\\u00e9\\n é", "encoding":"CSV"} }, '
        '"eventMetadata": {"inferenceTime": "2024-03-18T13:00:00Z", "customAttributes": ["a=b"], "eventId": "a"}}'
    )
    put(tmp_path, f"{ENDPOINT}/13", record)
    put(tmp_path, "truth/2024/03/18/13", label("a", "MQ==", encoding="BASE64"))
    found = merge(job_in(tmp_path), session=session)

    assert (tmp_path / "merged/2024/03/18/13/00-00-00000.jsonl").read_text() == (
        '{"eventVersion":"0","groundTruthData":{"data":"MQ==","encoding":"BASE64"},'
        '"captureData":{"endpointOutput": {"data":"\\u00e9\\n é", "encoding":"CSV"} },'
        '"eventMetadata":{"inferenceTime": "2024-03-18T13:00:00Z", "customAttributes": ["a=b"], "eventId": "a"}}\n'
    )
    assert found.counts.mixed == 1


def test_a_run_replaces_what_lies_in_its_window_and_nothing_else(tmp_path, session):
    """Runs of one window after the other fill one folder; what is not theirs stays."""
    for hour in ("12", "13", "14"):
        put(tmp_path, f"{ENDPOINT}/{hour}", capture(hour, time=f"2024-03-18T{hour}:30:00Z"))
    truths = put(tmp_path, "truth/2024/03/18/15", *map(label, ("12", "13", "14")))
    put(tmp_path, "merged/2024/03/18/13", "somebody's", name="own.jsonl")
    merge(job_in(tmp_path), session=session)
    truths.write_bytes(lines(label("14", "new")))
    merge(job_in(tmp_path, window=MonitoringWindow(THIRTEEN, THIRTEEN + timedelta(hours=2))), session=session)

    assert list(written(tmp_path / "merged")) == [
        "2024/03/18/12/00-00-00000.jsonl",
        "2024/03/18/13/own.jsonl",
        "2024/03/18/14/00-00-00000.jsonl",
        "_SUCCESS",
    ]
    assert b'"data":"new"' in written(tmp_path / "merged")["2024/03/18/14/00-00-00000.jsonl"]


def test_windows_within_an_hour_have_files_of_their_own(tmp_path, session):
    """A file's name says when its time begins, and no earlier time than the window."""
    put(tmp_path, f"{ENDPOINT}/13", capture("a"), capture("b", time="2024-03-18T13:30:00Z"))
    put(tmp_path, "truth/2024/03/18/13", label("a"), label("b"))
    half = timedelta(minutes=30)
    for start in (THIRTEEN, THIRTEEN + half):
        merge(job_in(tmp_path, window=MonitoringWindow(start, start + half)), session=session)
    assert list(written(tmp_path / "merged"))[:2] == [
        "2024/03/18/13/00-00-00000.jsonl",
        "2024/03/18/13/30-00-00000.jsonl",
    ]


def test_an_empty_window_completes_and_leaves_nothing(tmp_path, session):
    """Nor is Spark started for it."""
    put(tmp_path, f"{ENDPOINT}/13", capture("a"))
    put(tmp_path, "truth/2024/03/18/13", label("a"))
    later = THIRTEEN + timedelta(days=1)
    found = merge(job_in(tmp_path, window=MonitoringWindow(later, None)), session=None)
    assert (found.counts.captured, found.missing_share, found.files) == (0, None, ())
    assert list(written(tmp_path / "merged")) == ["_SUCCESS"]


def test_labels_by_the_other_id_are_hinted_at(tmp_path, session, caplog):
    """A record that has an inferenceId is known by nothing else."""
    put(tmp_path, f"{ENDPOINT}/13", capture("event", metadata='"inferenceId":"own"'))
    put(tmp_path, "truth/2024/03/18/13", label("event"))
    found = merge(job_in(tmp_path), session=session)
    assert (found.counts.merged, found.counts.unlabelled, found.counts.unmatched) == (0, 1, 1)
    assert "No label has the id of a captured record" in caplog.text


def test_a_merge_that_is_refused_leaves_no_record(tmp_path, session):
    """Not of a former run, and not of its own."""
    put(tmp_path, f"{ENDPOINT}/13", capture("a"))
    put(tmp_path, "truth/2024/03/18/13", label("a"))
    merge(job_in(tmp_path), session=session)
    put(tmp_path, "truth/2024/03/18/13", "garbage")
    with pytest.raises(DatasetError, match="1 of 1 records cannot be read"):
        merge(job_in(tmp_path), session=session)
    assert written(tmp_path / "merged") == {}


def test_a_file_that_cannot_be_read_ends_the_merge(tmp_path, session):
    """The fault of a Spark task comes home as its sentence."""
    put(tmp_path, f"{ENDPOINT}/13", capture("a"), name="a.jsonl.gz")
    put(tmp_path, "truth/2024/03/18/13", label("a"), name="a.jsonl").write_bytes(b"\x1f\x8b\x08\x00broken")
    with pytest.raises(DatasetError):
        merge(job_in(tmp_path), session=session)


@pytest.mark.parametrize("output", ["capture", "capture/endpoint", "truth", "truth/2024/03"])
def test_the_output_may_not_lie_in_what_is_read(tmp_path, output):
    """The next run would take merged records for captured ones."""
    put(tmp_path, f"{ENDPOINT}/13", capture("a"))
    put(tmp_path, "truth/2024/03/18/13", label("a"))
    with pytest.raises(JobError, match="lies in that of the"):
        merge(replace(job_in(tmp_path), output=str(tmp_path / output)))


@pytest.mark.slow
def test_a_merge_reads_and_writes_in_a_store(tmp_path, s3_server):
    """By a process of its own; it writes the bytes that a merge of local files writes."""
    s3 = replace(s3_server, bucket="merges")
    s3.client.create_bucket(Bucket=s3.bucket)
    put(tmp_path, f"{ENDPOINT}/13", *(capture(f"r{number}") for number in range(300)))
    put(tmp_path, "truth/2024/03/18/15", *(label(f"r{number}") for number in range(250)))
    s3.put_all(written(tmp_path))
    with reached_at(s3.endpoint, PYTHONPATH=str(ROOT)):
        for root in (f"s3://{s3.bucket}", str(tmp_path)):
            words = ["merge", "--capture", f"{root}/capture", "--ground-truth", f"{root}/truth", "-o", f"{root}/merged"]
            done = subprocess.run([sys.executable, "-m", "engine", *words], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
        merged = staging_at(f"s3://{s3.bucket}/merged", "0", JobError).names()
    assert set(merged) == set(written(tmp_path / "merged"))
    (name,) = (name for name in merged if name != "_SUCCESS")
    body = s3.client.get_object(Bucket=s3.bucket, Key=f"merged/{name}")["Body"].read()
    assert body == written(tmp_path / "merged")[name]
