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


def planned(path):
    """Return the table and splits of a dataset that is still all right."""
    files = list_files(str(path))
    table = described(path, files)
    return table, table.splits(files)


def list_files(source):
    """Return the files that lie there."""
    return open_store(source).files()


def described(path, files):
    """Return the table of *files*."""
    return describe_table(open_store(str(path)), Dataset(str(path), CsvFormat()), files, Known())


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


def test_a_file_that_has_become_shorter(csv):
    """What is there is read."""
    path = csv("1,2\n" * 10)
    table, splits = planned(path)
    path.write_text("1,2\n3,4")
    rows = []
    table.read(splits[0], lambda batch: rows.extend(batch.to_pylist()))
    assert rows == [{"_c0": "1", "_c1": "2"}, {"_c0": "3", "_c1": "4"}]


def test_a_truncated_gzip(csv, read):
    """A compressed file that stops in the middle is an error, not a shorter dataset."""
    numbers = random.Random(1)
    whole = gzip.compress("".join(f"{numbers.random()},2\n" for _ in range(50_000)).encode())
    for size in (5, 15, len(whole) // 2, len(whole) - 12, len(whole) - 4):
        with pytest.raises(DatasetError, match=r"data\.csv\.gz: cannot be read: "):
            read(csv(whole[:size], "data.csv.gz"))


def test_a_gzip_that_is_none(csv, read):
    """A name that ends with .gz is believed."""
    with pytest.raises(DatasetError, match=r"data\.csv\.gz: cannot be read: ") as fault:
        read(csv("secret,2\n" * 100, "data.csv.gz"))
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
