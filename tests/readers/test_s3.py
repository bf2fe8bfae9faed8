"""Data in S3: what is listed, what is read of it, and how much is asked for."""

import contextlib
import gzip
import json
import pickle
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from object_store import Answer, door, reached_at
from transforms import read_transform

from engine.errors import DatasetError, EngineError
from engine.job.dataset import Dataset
from engine.readers.csv.options import CsvFormat
from engine.readers.json_lines.options import JsonFormat
from engine.readers.look import look
from engine.readers.parquet.options import ParquetFormat
from engine.readers.store import open_store
from engine.readers.tables import Known
from engine.readers.text.window import LOOK_AHEAD

ROWS = "a,b\n1,2\n"


@pytest.fixture
def noted(s3):
    """Give a door before the store, which notes what is asked; this process goes through it."""
    with door(s3.endpoint) as made, reached_at(made.endpoint):
        yield made


def _names(s3, key="data"):
    store = open_store(s3.address(key))
    return [file.path.removeprefix(f"{store.path}/") for file in store.files()]


def test_files_are_listed_in_name_order_with_hidden_ones_passed_over(s3):
    """As in a local folder; the marks that consoles make for folders are none."""
    hidden = ("data/_SUCCESS", "data/.x", "data/_temporary/0.csv", "data/a.csv._COPYING_")
    s3.put_all(dict.fromkeys(("data/b.csv", "data/a/z.csv", "data/_day=1/a.csv", "data/a.csv", *hidden), ROWS))
    s3.put_all({"data/": "", "data/empty/": "", "data2/c.csv": ROWS})

    assert _names(s3) == ["_day=1/a.csv", "a/z.csv", "a.csv", "b.csv"]


@pytest.mark.parametrize("key", ["data", "data/", "/data//"])
@pytest.mark.parametrize("scheme", ["s3", "s3a", "s3n", "S3"])
def test_a_folder_is_found_however_it_is_spelled(s3, scheme, key):
    """As EMR's users write it, and with a slash behind."""
    s3.put_all({"data/a.csv": ROWS})
    assert [file.size for file in open_store(f"{scheme}://{s3.bucket}/{key}").files()] == [len(ROWS)]


@pytest.mark.parametrize("key", ["a b.csv", "a%20b.csv", "ü#?.csv", "a@b/2024:01/x.csv", "a&b=c+d.csv"])
def test_a_key_is_what_it_is(s3, read, key):
    """Nothing in it is decoded or means anything else."""
    s3.put_all({key: ROWS})
    assert read(s3.address(key), header=True).rows == [("1", "2")]


def test_a_whole_bucket_is_a_folder(s3, read):
    """With or without a slash."""
    s3.put_all({"a.csv": ROWS, "b/c.csv": ROWS})
    assert [read(f"s3://{s3.bucket}{end}", header=True).rows for end in ("", "/")] == [[("1", "2")] * 2] * 2


@pytest.mark.slow
def test_thousands_of_keys_are_listed_in_pages_and_read_in_their_order(s3, read):
    """A page has a thousand; each is asked for once, and each object has rows of its own."""
    s3.put_all({f"data/{number:04}.csv": f"a\n{number}\n" for number in range(3000)})
    with door(s3.endpoint) as noted, reached_at(noted.endpoint):
        assert len(_names(s3)) == 3000
        assert sum("max-keys=1000" in request.path for request in noted.asked) == 3
    assert read(s3.address("data"), header=True).rows == [(str(number),) for number in range(3000)]


def test_documents_of_a_run_among_the_data_are_no_data(s3):
    """The output folder may lie in the input's."""
    s3.put_all({"data/a.csv": ROWS, "data/out/constraints.json": '{"version": 0.0, "features": []}'})
    found = open_store(s3.address("data")).listing()
    assert [file.path for file in found.files] == [f"{s3.bucket}/data/a.csv"]
    assert found.notes == ("out/constraints.json: documents of a run and no data, passed over.",)


def test_a_split_reads_its_own_range_only(s3, noted):
    """A little before its begin, to see whether a record begins there, and a little behind its end, where one may go on."""
    rows = b"".join(b"%07d,%s\n" % (number, b"x" * 55) for number in range(65_536))  # 4 MiB
    s3.put_all({"data/a.csv": rows})
    shown = look(Dataset(s3.address("data"), CsvFormat(header=False)), Known())
    splits = shown.table.splits(shown.files, split_bytes=1024 * 1024)
    read = []
    for ((segment, *_),) in ((split,) for split in splits):
        noted.asked.clear()
        batches = []
        shown.table.read((segment,), batches.append)
        asked = [tuple(map(int, each.range.split("-"))) for each in noted.asked if each.method == "GET"]
        read += [row for batch in batches for row in batch.column(0).to_pylist()]

        assert len(splits) == 4
        assert all(first >= segment.begin - 1 and last <= segment.end + LOOK_AHEAD for first, last in asked)
        assert sum(last - first + 1 for first, last in asked) <= 1024 * 1024 + 3 * LOOK_AHEAD
        assert len(asked) <= 4
    assert read == [f"{number:07d}" for number in range(65_536)]


def test_a_compressed_object_is_read_in_large_blocks(s3, noted, read):
    """What decompresses it asks for little at a time, and each request takes its time."""
    rows = "a\n" + "".join(f"{number * 7919 % 1_000_003}\n" for number in range(200_000))
    s3.put_all({"data/a.csv.gz": gzip.compress(rows.encode(), 1)})
    assert len(read(s3.address("data"), header=True).rows) == 200_000
    assert sum(request.method == "GET" and bool(request.range) for request in noted.asked) <= 8


def _rows(store_or_path, written):
    shown = look(Dataset(str(store_or_path), written), Known())
    batches = []
    for split in shown.table.splits(shown.files):
        shown.table.read(split, batches.append)
    return [batch.to_pydict() for batch in batches]


@pytest.mark.parametrize("written", [JsonFormat(lines=True), ParquetFormat()])
def test_other_formats_are_read_as_from_a_file(s3, tmp_path, written):
    """The same values come out."""
    table = pa.table({"a": [1, None, 3], "b": ["x", "y", "é"]})
    if isinstance(written, ParquetFormat):
        pq.write_table(table, tmp_path / "data")
    else:
        (tmp_path / "data").write_text("".join(json.dumps(row) + "\n" for row in table.to_pylist()))
    s3.put_all({"data": (tmp_path / "data").read_bytes()})
    assert _rows(s3.address("data"), written) == _rows(tmp_path / "data", written)


@pytest.fixture
def transform(s3):
    """Give the address of the manifests of a batch transform, whose files lie elsewhere in the bucket."""
    for side, name in (("input", "a.csv"), ("output", "a.csv.out")):
        manifest = [{"prefix": s3.address(f"{side}-data/")}, name]
        s3.put_all({f"{side}-data/{name}": f"{side}\n", f"captured/{side}/2024/03/18/13/m.json": json.dumps(manifest)})
    return s3.address("captured")


def test_manifests_of_a_batch_transform_lead_to_objects(transform):
    """As the platform writes them."""
    assert read_transform(transform, CsvFormat())[1] == [("output", "input")]


def test_files_of_manifests_that_are_denied_are_told_by_their_address(transform, s3, noted):
    """They may lie elsewhere than the manifests, and others may read them."""
    noted.refuse = lambda request: Answer(403, "AccessDenied") if "input-data" in request.path else None
    with pytest.raises(DatasetError, match=rf"^{s3.address('input-data')}/: the store denies access \(403\)"):
        read_transform(transform, CsvFormat())


def _table_of_wide_texts(tmp_path):
    texts = [random.Random(number).randbytes(512).hex() for number in range(4096)]
    pq.write_table(pa.table({"a": range(4096), "b": texts, "c": texts}), tmp_path / "data", use_dictionary=False)
    return (tmp_path / "data").read_bytes()


def test_of_a_parquet_file_only_the_columns_are_asked_for(s3, noted, tmp_path):
    """What is excluded stays in the store."""
    content = _table_of_wide_texts(tmp_path)
    s3.put_all({"data": content})
    shown = look(Dataset(s3.address("data"), ParquetFormat()), Known((), ("b", "c")))
    shown.table.read(shown.table.splits(shown.files)[0], lambda _batch: None)
    asked = [tuple(map(int, each.range.split("-"))) for each in noted.asked if each.method == "GET" and each.range]
    assert len(content) > 4_000_000
    assert sum(last - first + 1 for first, last in asked) < 1_000_000


def test_a_parquet_file_whose_bytes_are_denied_is_not_called_damaged(s3, noted, tmp_path):
    """What fails is the store; of a few bytes that are asked for its words do not come through, and it is asked again."""
    s3.put_all({"data": _table_of_wide_texts(tmp_path)})
    shown = look(Dataset(s3.address("data"), ParquetFormat()), Known())
    refused = []

    def refuse(request):
        refused.extend([request] if request.range else [])
        return Answer(403, "AccessDenied") if refused else None

    noted.refuse = refuse
    with pytest.raises(DatasetError, match=r"the store denies access \(403\)"):
        shown.table.read(shown.table.splits(shown.files)[0], lambda _batch: None)


def test_a_store_that_fails_a_few_times_fails_no_run(s3, noted, read):
    """It is asked again: twice in a row at each step here."""
    failed = {}

    def refuse(request):
        failed[request] = failed.get(request, 0) + 1
        return Answer(503, "SlowDown") if failed[request] <= 2 else None

    s3.put_all({"data/a.csv": ROWS})
    noted.refuse = refuse
    assert read(s3.address("data"), header=True).rows == [("1", "2")]


def test_a_store_keeps_its_patience_on_the_way_to_another_process(s3, noted):
    """A Spark task gets a copy; it tries four times more, as the original does, and it has no credential."""
    s3.put_all({"a.csv": ROWS})
    sent = pickle.dumps(open_store(s3.address("a.csv")))
    refusals = iter([Answer(500, "InternalError")] * 4)
    noted.refuse = lambda _request: next(refusals, None)
    assert [file.size for file in pickle.loads(sent).files()] == [len(ROWS)]
    assert b"SECRETKEY" not in sent


def test_an_object_that_becomes_shorter_is_told(s3):
    """As a file that does."""
    s3.put_all({"a.csv": ROWS})
    store = open_store(s3.address("a.csv"))
    (file,) = store.files()
    s3.put_all({"a.csv": ROWS[:4]})
    with store.reading(file.path, file.size) as stream, pytest.raises(DatasetError, match="become shorter"):
        list(iter(lambda: stream.read(4), b""))


def test_an_object_that_is_denied_is_told_by_its_address(s3, noted):
    """It was listed, and may not be read."""
    s3.put_all({"data/a.csv": ROWS})
    store = open_store(s3.address("data"))
    (file,) = store.files()
    noted.refuse = lambda request: Answer(403, "AccessDenied") if request.path.endswith("a.csv") else None
    with (
        pytest.raises(DatasetError, match=rf"^s3://{file.path}: the store denies access \(403\)"),
        store.reading(file.path),
    ):
        pass


def test_a_region_is_heeded_however_it_is_named(s3, monkeypatch):
    """In the address, else by the variables that every AWS client heeds."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-south-1")
    assert open_store(s3.address("a")).system.region == "eu-south-1"
    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    assert open_store(s3.address("a")).system.region == "eu-north-1"
    assert open_store(s3.address("a?region=eu-west-1")).system.region == "eu-west-1"


def test_the_variable_for_s3_alone_wins(s3, monkeypatch):
    """AWS_ENDPOINT_URL is for all of AWS."""
    s3.put_all({"a.csv": ROWS})
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", s3.endpoint)
    assert len(open_store(s3.address("a.csv")).files()) == 1


@pytest.mark.parametrize("address", ["gs://bucket/a", "gcs://bucket/a", "abfs://a@b/c", "mock://a", "s3://", "s3:///a"])
def test_an_address_of_another_kind_is_refused_at_once(address):
    """Nobody waits for a network that is not there."""
    with pytest.raises(DatasetError, match="not an address that can be read"):
        open_store(address)


@settings(deadline=None, max_examples=100)
@given(place=st.text(max_size=20), scheme=st.sampled_from(["s3://", "s3a://", "s3://bucket/", "s3://bucket", "s3:///"]))
@example(place="a//b/../c", scheme="s3://bucket/")
@example(place="?region=", scheme="s3://bucket/")
@example(place="a\0b", scheme="s3://bucket/")
def test_any_address_is_listed_or_gets_a_sentence(s3_server, place, scheme):
    """Whatever a user may call a place; few of them are there."""
    with reached_at(s3_server.endpoint), contextlib.suppress(EngineError):
        assert all(file.size >= 0 for file in open_store(scheme + place).files())
