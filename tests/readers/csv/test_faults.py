"""Files that cannot be read: a sentence that names the file, and no data."""

import gzip
import os
import random

import pytest

from engine.errors import DatasetError
from engine.job.dataset import Dataset
from engine.readers.csv.options import CsvFormat
from engine.readers.csv.table import describe_table
from engine.readers.store import open_store
from engine.readers.tables import Known
from engine.readers.text import window as csv_text


def planned(path, encoding="utf-8"):
    """Return the table and splits of a dataset that is still all right."""
    files = list_files(str(path))
    table = described(path, files, encoding)
    return table, table.splits(files)


def list_files(source):
    """Return the files that lie there."""
    return open_store(source).files()


def described(path, files, encoding="utf-8"):
    """Return the table of *files*."""
    return describe_table(open_store(str(path)), Dataset(str(path), CsvFormat(), encoding), files, Known())


def test_a_source_that_is_not_there(tmp_path):
    """The error names what was asked for."""
    with pytest.raises(DatasetError, match=r"absent\.csv: there is no such file or folder"):
        list_files(str(tmp_path / "absent.csv"))


def test_an_address_that_nobody_can_read():
    """An unknown scheme is an error that lists the known ones."""
    with pytest.raises(DatasetError, match="s3://"):
        list_files("carrier-pigeon://a/b")


def test_a_file_that_disappears_before_it_is_described(csv):
    """A file that was listed and is gone is an error that names it."""
    path = csv("1,2\n")
    files = list_files(str(path))
    path.unlink()
    with pytest.raises(DatasetError, match=r"data\.csv: cannot be read: .*[Nn]o such file"):
        described(path, files)


def test_a_file_that_disappears_before_it_is_read(csv):
    """The same, in the middle of the run."""
    path = csv("1,2\n")
    table, splits = planned(path)
    path.unlink()
    with pytest.raises(DatasetError, match=r"data\.csv: cannot be read: .*[Nn]o such file"):
        table.read(splits[0], print)


def test_a_file_that_has_become_a_folder(csv):
    """What cannot be opened or read is an error that names it."""
    path = csv("1,2\n")
    table, splits = planned(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(DatasetError, match=r"data\.csv: cannot be read: "):
        table.read(splits[0], print)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(csv):
    """Missing rights are named in the system's words."""
    path = csv("1,2\n")
    path.chmod(0)
    with pytest.raises(DatasetError, match=r"data\.csv: cannot be read: Permission denied"):
        described(path, list_files(str(path)))


def read_on(table, splits):
    """Read each split from where the one before has ended."""
    begin = 0
    for split in splits:
        begin = table.read(split, print, begin=begin).end


TENFOLD = "1,2\n" * 10
SHORTER = r"data\.csv.*: it has become shorter since it was listed with [0-9]+ bytes"


@pytest.mark.parametrize("left", ["1,2\n3,4", "1,2\n", "1,2", "", TENFOLD[:-1], TENFOLD[:-2]])
@pytest.mark.parametrize("split_bytes", [4, 5, 1000])
def test_a_file_that_has_become_shorter(csv, left, split_bytes):
    """Rows that were listed and are gone are an error that names the file, in whichever split they are missed."""
    path = csv(TENFOLD)
    files = list_files(str(path))
    table = described(path, files)
    path.write_text(left)
    with pytest.raises(DatasetError, match=SHORTER):
        read_on(table, table.splits(files, split_bytes=split_bytes))


@pytest.mark.parametrize("split_bytes", [4, 5])
def test_a_split_behind_the_end_of_a_file_that_has_become_shorter(csv, split_bytes):
    """A split that knows of none before it misses its rows too; where it has guessed, it is read again."""
    path = csv(TENFOLD)
    files = list_files(str(path))
    table = described(path, files)
    path.write_text("1,2\n")
    last = table.splits(files, split_bytes=split_bytes)[-1]
    with pytest.raises(DatasetError, match=SHORTER):
        table.read(last, print, begin=table.read(last, print).begin or last[0].begin)


def test_a_file_that_has_become_shorter_before_it_is_described(csv):
    """The first look misses nothing less."""
    path = csv(TENFOLD)
    files = list_files(str(path))
    path.write_text("")
    with pytest.raises(DatasetError, match=SHORTER):
        described(path, files)


def test_a_file_in_another_encoding_that_has_become_shorter(csv):
    """Its bytes are counted, and not its characters."""
    path = csv(TENFOLD.encode("utf-16"))
    table, splits = planned(path, encoding="utf-16")
    path.write_bytes(TENFOLD.encode("utf-16")[:-8])
    with pytest.raises(DatasetError, match=SHORTER):
        table.read(splits[0], print)


def test_a_compressed_file_that_has_lost_its_last_member(csv):
    """What is left is a whole file to gzip."""
    member = gzip.compress(b"1,2\n")
    path = csv(member * 3, "data.csv.gz")
    table, splits = planned(path)
    path.write_bytes(member * 2)
    with pytest.raises(DatasetError, match=SHORTER):
        table.read(splits[0], print)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_file_that_has_grown(csv, encoding):
    """It is read to the size that it was listed with."""
    path = csv(TENFOLD.encode(encoding))
    table, splits = planned(path, encoding=encoding)
    path.write_bytes((TENFOLD * 2).encode(encoding))
    rows = []
    table.read(splits[0], lambda batch: rows.extend(batch.to_pylist()))
    assert len(rows) == 10


def test_a_compressed_file_that_has_grown(csv):
    """A member that is being added is not read, and no fault."""
    member = gzip.compress(b"1,2\n")
    path = csv(member * 2, "data.csv.gz")
    table, splits = planned(path)
    path.write_bytes(member * 3 + member[:-5])
    rows = []
    table.read(splits[0], lambda batch: rows.extend(batch.to_pylist()))
    assert len(rows) == 2


def test_a_truncated_gzip(csv, read):
    """A compressed file that stops in the middle is an error, not a shorter dataset."""
    numbers = random.Random(1)
    whole = gzip.compress("".join(f"{numbers.random()},2\n" for _ in range(50_000)).encode())
    for size in (5, 15, len(whole) // 2, len(whole) - 12, len(whole) - 4):
        with pytest.raises(DatasetError, match=r"data\.csv\.gz: cannot be read: its gzip data are cut short"):
            read(csv(whole[:size], "data.csv.gz"))


def test_a_gzip_that_is_none(csv, read):
    """A name that ends with .gz is believed where the bytes are no text."""
    with pytest.raises(DatasetError, match=r"data\.csv\.gz: cannot be read: its gzip data are damaged") as fault:
        read(csv(b"secret,\0\n" * 100, "data.csv.gz"))
    assert "secret" not in str(fault.value)


@pytest.mark.parametrize("split_bytes", [100_000, 1 << 25], ids=["cut", "whole"])
def test_a_quote_that_nobody_closed(csv, read, monkeypatch, split_bytes):
    """A record without an end is an error that tells where it begins, instead of all the memory there is."""
    monkeypatch.setattr(csv_text, "LONGEST_RECORD", 100_000)
    path = csv('1,2\n3,"4\n' + "5,6\n" * 1_500_000)
    with pytest.raises(
        DatasetError, match=r"data\.csv: the record that begins at byte 4 has no end within 100000 bytes; .*quote"
    ):
        read(path, split_bytes=split_bytes)


def test_a_wrong_guess_is_no_fault_of_the_file(csv, read, monkeypatch):
    """A split that guessed wrong and met a record without an end is read again from the right place."""
    monkeypatch.setattr(csv_text, "LONGEST_RECORD", 300_000)
    text = '1,"' + "2,3\n" * 40_000 + '",4\n' + "5,6,7\n" * 100_000
    found = read(csv(text), split_bytes=100_000)
    assert (found.rows[0], found.rows[-1], len(found.rows)) == (("1", "2,3\n" * 40_000, "4"), ("5", "6", "7"), 100_001)


def test_a_fault_behind_a_wrong_guess_is_met_again_or_not_at_all(csv, read, monkeypatch):
    """Rows of the right width in a quoted cell are taken for records, whose last quote then seems to close nowhere."""
    monkeypatch.setattr(csv_text, "LONGEST_RECORD", 200_000)
    cell = "2,3,4\n" * 20_000
    found = read(csv(f'1,"{cell}",4\n' + "5,6,7\n" * 60_000), split_bytes=20_000)
    assert (found.rows[0], found.rows[-1], len(found.rows)) == (("1", cell, "4"), ("5", "6", "7"), 60_001)
    assert found.repaired > 0
