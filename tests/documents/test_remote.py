"""Documents in a store are whole or absent, as in a folder."""

import pytest
from object_store import Answer, door, reached_at

from engine.documents import folder as files
from engine.errors import DocumentError, JobError
from engine.job.definition import BaselinePaths


@pytest.fixture
def noted(s3):
    """Give a door before the store, which notes what is asked; this process goes through it."""
    with door(s3.endpoint) as made, reached_at(made.endpoint):
        yield made


def _written(noted):
    return [request.path.rpartition("/")[2] for request in noted.asked if request.method == "PUT"]


def test_documents_are_written_in_their_order_and_read(s3, noted):
    """One request each, so that none is ever there in part; the last one says that all are there."""
    files.write_all(s3.address("a/out"), {"d.json": "é\r\n", "c.json": "x" * 6_000_000})
    assert _written(noted) == ["d.json", "c.json"]
    assert files.read(s3.address("a/out/d.json")) == "é\r\n"
    assert s3.held() == ["a/out/c.json", "a/out/d.json"]


def test_a_busy_store_takes_the_documents_all_the_same(s3, noted):
    """It is asked again, and nothing is there twice or in part."""
    refusals = iter([Answer(503, "SlowDown"), Answer(500, "InternalError")])
    noted.refuse = lambda request: next(refusals, None) if request.method == "PUT" else None
    files.write_all(s3.address("out"), {"d.json": "1", "c.json": "2"})
    assert (s3.get("out/d.json"), s3.get("out/c.json")) == (b"1", b"2")


def test_a_very_large_document_is_there_when_it_is_whole(s3, noted):
    """It goes in parts, of which one is refused here: neither it nor the one before it is there."""
    noted.refuse = lambda request: Answer(403, "AccessDenied") if "partNumber=2" in request.path else None
    with pytest.raises(JobError, match=r"^s3://.*/out: the store denies access"):
        files.write_all(s3.address("out"), {"d.json": "1", "c.json": "x" * 30_000_000})
    assert [key for key in s3.held() if key.endswith(".json")] == []


def test_a_write_that_is_stopped_leaves_no_document(s3, monkeypatch):
    """Whatever stops it between two documents."""
    from engine.stores.objects import Objects

    write = Objects.write

    def stopped(objects, name, content):
        if name == "e.json":
            raise KeyboardInterrupt
        write(objects, name, content)

    monkeypatch.setattr(Objects, "write", stopped)
    with pytest.raises(KeyboardInterrupt):
        files.write_all(s3.address("out"), {"d.json": "1", "e.json": "2"})
    assert [key for key in s3.held() if key.endswith(".json")] == []


def test_a_run_begins_in_a_folder_without_documents_of_a_former_one(s3):
    """Other objects stay, and nothing is left of the trial whether it can be written to."""
    s3.put_all({"out/constraints.json": "old", "out/notes.txt": "mine", "out/deeper/statistics.json": "mine"})
    with files.owned_and_empty(s3.address("out"), None):
        assert [key for key in s3.held() if not key.endswith("/")] == ["out/deeper/statistics.json", "out/notes.txt"]


def test_that_a_folder_cannot_be_written_is_known_before_anything_is_read(s3, noted):
    """A key that may read and not write."""
    noted.refuse = lambda request: Answer(403, "AccessDenied") if request.method == "PUT" else None
    with (
        pytest.raises(JobError, match=r"^s3://.*: the store denies access \(403\)"),
        files.owned_and_empty(s3.address("out"), None),
    ):
        pass


@pytest.mark.parametrize("output", ["s3://{bucket}/b", "s3a://{bucket}//b/", "s3n://{bucket}/b?region=eu-west-1"])
def test_a_baseline_in_the_output_folder_is_kept(s3, output):
    """Bucket and key tell, however the address is spelled."""
    s3.put_all({"b/constraints.json": "{}"})
    with pytest.raises(JobError, match="is the baseline's"):
        files.clear(output.format(bucket=s3.bucket), BaselinePaths(None, s3.address("b/constraints.json")))
    assert s3.held() == ["b/constraints.json"]


def test_a_missing_document_is_an_error(s3):
    """The sentence names the address; so does that of a folder."""
    s3.put_all({"b/constraints.json": "{}"})
    for key in ("b/statistics.json", "b"):
        with pytest.raises(DocumentError, match=rf"^s3://{s3.bucket}/{key}: expected a document, found no file$"):
            files.read(s3.address(key))


def test_a_folder_in_a_bucket_that_is_not_there_is_told(s3):
    """Whoever looks for a document there, or is to write one."""
    absent = files.folder_at(f"s3://{s3.bucket}-not/out")
    for step in (lambda: absent.has("d.json"), absent.prepare, lambda: absent.write_all({"d.json": "1"})):
        with pytest.raises(JobError, match=r"-not/out: there is no such bucket"):
            step()
    with pytest.raises(DocumentError, match=r"-not/out/d.json: there is no such bucket"):
        files.read(f"s3://{s3.bucket}-not/out/d.json")


def test_a_small_document_of_a_busy_store_is_read(s3, noted):
    """The store's words for "try again" are longer than the document, and find no room where that is to be."""
    s3.put_all({"d.json": "{}"})
    refusals = iter([Answer(503, "SlowDown")] * 2)
    noted.refuse = lambda request: next(refusals, None) if request.method == "GET" else None
    assert files.read(s3.address("d.json")) == "{}"
