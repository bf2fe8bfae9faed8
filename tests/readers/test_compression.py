"""Compressed files, by their names or their first bytes, in every format that is text."""

import bz2
import gzip
import random

import pyarrow as pa
import pytest
from captures import csv as csv_side
from captures import lines, read_captures, record, rows_of_script
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DatasetError
from engine.job.dataset import Dataset
from engine.readers.compression import compression
from engine.readers.csv.options import CsvFormat
from engine.readers.json_lines.options import JsonFormat
from engine.readers.look import look
from engine.readers.splits import plan_splits
from engine.readers.store import File, open_store
from engine.readers.tables import Known


def zstd(content):
    """Return *content* as one frame, by Arrow's codec; the standard library has none yet."""
    return pa.Codec("zstd").compress(content).to_pybytes()


SKIPPED = b"\x50\x2a\x4d\x18" + (3).to_bytes(4, "little") + b"abc"
"""A frame that a reader skips (RFC 8878, 3.1.2), which some tools write first."""

KINDS = {"gzip": (gzip.compress, ".gz"), "bz2": (bz2.compress, ".bz2"), "zstd": (zstd, ".zst")}
each_kind = pytest.mark.parametrize(("compress", "suffix"), KINDS.values(), ids=KINDS)
each_name = pytest.mark.parametrize("named", [True, False], ids=["by name", "by bytes"])


@each_kind
@each_name
@pytest.mark.parametrize("split_bytes", [1, 1 << 25])
def test_delimited_text(csv, read, tmp_path, compress, suffix, named, split_bytes):
    """Beside a plain file, and never cut."""
    csv(compress(b"a,b\n1,2\n"), "a.csv" + suffix * named)
    csv("a,b\n3,4\n", "b.csv")
    found = read(tmp_path, header=True, split_bytes=split_bytes)
    assert (found.rows, found.tally.misnamed) == ([("1", "2"), ("3", "4")], ())


@each_kind
@each_name
@pytest.mark.parametrize("split_bytes", [1, 1 << 25])
def test_captured_traffic(tmp_path, compress, suffix, named, split_bytes):
    """As endpoints' captures are archived."""
    content = lines(*(record(csv_side(f"{number},x")) for number in range(9)))
    (tmp_path / ("a.jsonl" + suffix * named)).write_bytes(compress(content))
    assert read_captures(tmp_path, split_bytes=split_bytes).rows == [(str(number), "x") for number in range(9)]


@each_kind
@each_name
@pytest.mark.parametrize("split_bytes", [1, 1 << 25])
@pytest.mark.parametrize("content", [b'{"a": 1}\n{"a": 2}\n', b'[{"a": 1}, {"a": 2}]'], ids=["lines", "one text"])
def test_json(tmp_path, compress, suffix, named, split_bytes, content):
    """One object a line, or a list of them."""
    (tmp_path / ("a.json" + suffix * named)).write_bytes(compress(content))
    shown = look(Dataset(str(tmp_path), JsonFormat()), Known())
    (split,) = shown.table.splits(shown.files, split_bytes=split_bytes)
    rows = []
    shown.table.read(split, lambda batch: rows.extend(batch.to_pylist()))
    assert rows == [{"a": "1"}, {"a": "2"}]


@each_kind
@each_name
def test_lines_for_a_script(tmp_path, compress, suffix, named):
    """A script gets the lines as they were before."""
    script = tmp_path / "script.py"
    script.write_text("def preprocess_handler(record):\n    return {'line': record}\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / ("a.csv" + suffix * named)).write_bytes(compress(b"x\n1\n2\n"))
    found = rows_of_script(tmp_path / "data", script, CsvFormat(header=True), split_bytes=1)
    assert found.rows == [("1",), ("2",)]


@pytest.mark.parametrize("size", [0, 1, (1 << 16) + 1])
def test_a_plain_file_is_read_whole_at_once(tmp_path, size):
    """As formats read that need no more than a small file; more than is looked at, and less."""
    (tmp_path / "a.txt").write_bytes(b"x" * size)
    store = open_store(str(tmp_path / "a.txt"))
    with store.reading(store.path, size) as stream:
        assert stream.read() == b"x" * size


@each_kind
def test_all_members_and_frames_are_read(csv, read, compress, suffix):
    """A file of several that were put one behind the other, empty ones among them."""
    parts = [b"1,2\n3,", b"", b"4\n", b"5,6\n" * 100_000]
    found = read(csv(b"".join(map(compress, parts)), f"a.csv{suffix}"))
    assert (len(found.rows), found.rows[:2], found.rows[-1]) == (100_002, [("1", "2"), ("3", "4")], ("5", "6"))


@pytest.mark.parametrize("zeros", [1, 7, 512, 200_000])
def test_zeros_behind_gzip_are_padding(csv, read, zeros):
    """As a tape or a block device leaves them, also between two members."""
    padded = gzip.compress(b"1,2\n", mtime=0) + b"\0" * zeros
    assert read(csv(padded * 2, "a.csv.gz")).rows == [("1", "2")] * 2


@settings(deadline=None, max_examples=60)
@given(data=st.data(), kind=st.sampled_from(sorted(KINDS)))
def test_any_members_give_the_bytes_that_went_in(tmp_path_factory, data, kind):
    """Of any sizes, also where one ends at the end of a block that is read at once."""
    sizes = data.draw(st.lists(st.sampled_from([0, 1, 1000, 65_000, 65_513, 65_536, 200_000]), min_size=1, max_size=4))
    parts = [random.Random(place).randbytes(size) for place, size in enumerate(sizes)]
    path = tmp_path_factory.getbasetemp() / "members"
    path.write_bytes(b"".join(map(KINDS[kind][0], parts)))
    size = path.stat().st_size
    with open_store(str(path)).reading(str(path), size) as stream:
        found = b"".join(iter(lambda: stream.read(data.draw(st.sampled_from([1 << 16, 1 << 20]))), b""))
    assert found == b"".join(parts)


@each_kind
@each_name
@pytest.mark.parametrize("members", [1, 2])
def test_a_file_that_is_cut_short_is_an_error(csv, read, compress, suffix, named, members):
    """Wherever it is cut, in the first member or a later one: never fewer rows."""
    numbers = random.Random(1)
    member = compress("".join(f"{numbers.random()},2\n" for _ in range(20_000)).encode())
    first = [] if members > 1 or not named else [1, 3]
    begin = (members - 1) * len(member)
    for size in (*first, 12, 100, 65_536, len(member) // 2, len(member) - 4, len(member) - 1):
        with pytest.raises(DatasetError, match=r"a\.csv\S*: cannot be read: its (gzip|bz2|zstd) data are cut short"):
            read(csv((member * members)[: begin + size], "a.csv" + suffix * named))


@each_kind
def test_damage_is_an_error(csv, read, compress, suffix):
    """What stands behind the last member is none."""
    with pytest.raises(DatasetError, match="data are damaged, or none at all; copy the file again"):
        read(csv(compress(b"1,2\n" * 100) + b"something else", f"a.csv{suffix}"))


@pytest.mark.parametrize("split_bytes", [4, 1 << 25])
def test_a_name_that_is_wrong_is_told_and_the_bytes_are_read(csv, read, tmp_path, split_bytes):
    """A text that is called compressed, and one that is compressed in another way; a plain name says nothing."""
    csv("1,2\n3,4\n", "a.csv.gz")
    csv(gzip.compress(b"5,6\n", mtime=0), "b.csv.zst")
    csv(gzip.compress(b"7,8\n", mtime=0), "c.csv")
    found = read(tmp_path, split_bytes=split_bytes)
    assert found.rows == [("1", "2"), ("3", "4"), ("5", "6"), ("7", "8")]
    assert found.tally.misnamed == (f"{tmp_path}/a.csv.gz", f"{tmp_path}/b.csv.zst")


def test_a_large_text_that_is_called_compressed_is_cut(csv):
    """Each large file is looked at, once; a small one only by who reads it."""
    path = csv("1,2\n" * 10, "a.csv.gz")
    asked = []
    files = [File(str(path), 40), File("small", 7), File("empty", 0)]
    ask = open_store(str(path)).compression
    splits = plan_splits(files, split_bytes=20, compression=lambda path: asked.append(path) or ask(path))
    assert [len(split) for split in splits] == [1, 1, 1]
    assert asked == [str(path)]


@pytest.mark.parametrize(
    ("name", "start", "kind"),
    [
        ("a.csv", gzip.compress(b"1", mtime=0), "gzip"),
        ("a.csv", bz2.compress(b"1"), "bz2"),
        ("a.csv", bz2.compress(b""), "bz2"),
        ("a.csv", zstd(b"1"), "zstd"),
        ("a.csv", SKIPPED + zstd(b"1"), "zstd"),
        ("a.csv.gz", zstd(b"1"), "zstd"),
        ("a.CSV.GZ", gzip.compress(b"1", mtime=0), "gzip"),
        ("a.gzip", b"\x1f", "gzip"),
        ("a.zstd", b"\x28\xb5", "zstd"),
        ("a.bz2", b"BZ", "bz2"),
        ("a.gz", b"\0\0\0\0", "gzip"),
        ("a.gz", b"\xff\xfe", "gzip"),
        ("a.csv.gz", b"a,b\n1,2\n", None),
        ("a.csv.gz", "é".encode()[:1], None),
        ("a.csv", b"BZh9, of all names\n", None),
        ("a.csv", b"", None),
    ],
)
def test_the_first_bytes_decide_and_then_the_name(name, start, kind):
    """The begin of what a name says, however short, is a file that was cut; bytes that are no text are no plain ones."""
    assert compression(name, start) == kind
