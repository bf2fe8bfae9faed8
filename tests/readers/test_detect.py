"""Which format a dataset is in, by the first bytes of its first file and by that file's name."""

import gzip
import json

import pytest

from engine.errors import DatasetError
from engine.readers import formats
from engine.readers.csv.table import likely_delimiter
from engine.readers.store import open_store


def find_format(path, *, encoding="utf-8"):
    """Return what the data at *path* are found to be; "unknown" for nothing."""
    return formats.find_format(open_store(path), encoding=encoding) or "unknown"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.csv", b"a,b\n", "csv"),
        ("a.CSV", b"a,b\n", "csv"),
        ("a.tsv", b"a\tb\n", "tsv"),
        ("a.jsonl", b'{"a": 1}\n', "json"),
        ("a.parquet", b"PAR1", "parquet"),
        ("a.txt", b"a,b\n", "csv"),
        ("a.txt", b'{"a": 1}\n', "json"),
        ("part-0000", b"PAR1", "parquet"),
        ("a.csv", b"PAR1\x15\x04\x15\x10,1\n", "parquet"),
        ("a.csv", b"PAR1,PAR2\n1,2\n", "csv"),
        ("a.txt", b"PAR1 (mg);b\n1;2\n", "csv"),
        ("a.txt", b"PAREA\n1\n", "csv"),
        ("part-0000", b' \n{ "a": 1 }', "json"),
        ("part-0000", b'[{"a": 1}]', "json"),
        ("part-0000", b"{}\n", "json"),
        ("part-0000", b'\xef\xbb\xbf{"a": 1}', "json"),
        ("part-0000", b"{a},b\n", "csv"),
        ("a.csv", b'{"a": 1}\n', "csv"),
        ("a.csv", gzip.compress(bytes(range(256)) * 9), "unknown"),
        ("a.csv", "a,b\né,\x1b\n".encode("latin-1"), "csv"),
        ("a.csv", "a,b\n".encode("utf-16"), "csv"),
        ("a.csv", b"a,b\n1234567,\x00\n" * 10, "csv"),
        ("a.csv", b"a,b\n1234,\x00", "csv"),
        ("a.csv", b"a,b\n123,\x00", "unknown"),
        ("a.csv", b"", "csv"),
        ("a.jsonl", b'{"captureData": {}}\n', "capture"),
        ("a.jsonl", b'\xef\xbb\xbf { "captureData" : {}}', "capture"),
        ("part-0000", b'{"captureData": {}}\n', "capture"),
        ("a.jsonl", b'{"eventVersion": "0", "captureData": {}}\n{}\n', "capture"),
        ("a.jsonl", b'\n\n{"eventVersion": "0", "captureData": {}}', "capture"),
        ("a.jsonl", '{"z": 1, "captureData": 1}'.encode("utf-8-sig"), "capture"),
        ("a.jsonl", b'{"x": {"captureData": 1}}\n', "json"),
        ("a.jsonl", b'{"x": 1}\n{"captureData": {}}\n', "json"),
        ("a.jsonl", b'[{"captureData": {}}]\n', "json"),
        ("a.jsonl", b'{"x": "captureData"', "json"),
        ("a.csv", b'{"captureData": {}}\n', "csv"),
    ],
)
def test_bytes_that_are_plain_win_and_then_the_name(tmp_path, name, content, found):
    """A few control characters, or an encoding that nobody named, do not make a text something else."""
    (tmp_path / name).write_bytes(content)
    assert find_format(str(tmp_path / name)) == found


def test_a_compressed_file_is_looked_into(tmp_path):
    """Its name before the ending of the compression counts."""
    (tmp_path / "a.tsv.gz").write_bytes(gzip.compress(b"a\tb\n"))
    assert find_format(str(tmp_path)) == "tsv"


def test_a_file_is_looked_into_that_is_compressed_by_its_bytes_alone(tmp_path):
    """The end of its name is as it stands."""
    (tmp_path / "a.tsv").write_bytes(gzip.compress(b"a\tb\n"))
    assert find_format(str(tmp_path)) == "tsv"


def test_a_text_that_is_called_compressed_is_looked_into(tmp_path):
    """As it is."""
    (tmp_path / "a.tsv.gz").write_bytes(b"a\tb\n")
    assert find_format(str(tmp_path)) == "tsv"


def test_a_captured_record_may_be_longer_than_the_look(tmp_path):
    """Where what it captures does not come first, the whole record is read."""
    record = {"eventVersion": "0" * 600_000, "captureData": {}}
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps(record).encode()))
    assert find_format(str(tmp_path)) == "capture"


def test_a_compressed_file_that_is_none_is_an_error(tmp_path):
    """The sentence names the file."""
    (tmp_path / "a.csv.gz").write_bytes(b"a,\0\n")
    with pytest.raises(DatasetError, match=r"a\.csv\.gz: cannot be read"):
        find_format(str(tmp_path))


def test_the_first_file_with_a_byte_counts(tmp_path):
    """Markers such as _SUCCESS and empty files say nothing."""
    for name, content in (("_SUCCESS", b""), ("a.csv", b""), ("b.json", b'{"a": 1}')):
        (tmp_path / name).write_bytes(content)
    assert find_format(str(tmp_path)) == "json"


def test_a_text_is_read_in_its_encoding(tmp_path):
    """UTF-16 without a mark has as many zeros as letters."""
    (tmp_path / "a.csv").write_bytes("a,b\n".encode("utf-16-le"))
    assert find_format(str(tmp_path), encoding="utf-16-le") == "csv"


@pytest.mark.parametrize(
    ("names", "delimiter"),
    [
        (("a;b",), ";"),
        (("a|b",), "|"),
        (("a\tb",), "\t"),
        (("a|b;c",), ";"),
        (("a\tb|c",), "|"),
        (("a b",), None),
        (("a;b", "c"), None),
        ((), None),
    ],
)
def test_one_column_with_another_delimiter_in_its_name_is_told(names, delimiter):
    """Nothing is guessed: it is a hint for the log."""
    assert likely_delimiter(names) == delimiter
