"""Datasets of several files: which are read, in which order, compressed or not, and how their headers meet."""

import gzip

import pytest

from engine.errors import DatasetError
from engine.readers.store import open_store


def test_files_of_nested_folders_come_in_name_order(csv, read, tmp_path):
    """Folders and files are sorted by name, part by part."""
    for name, number in [("b/1.csv", 3), ("a/2.csv", 2), ("a/10.csv", 1), ("c.csv", 5), ("b/x/y.csv", 4)]:
        csv(f"n\n{number}\n", name)
    assert read(tmp_path, header=True).rows == [("1",), ("2",), ("3",), ("4",), ("5",)]


def test_hidden_files_are_passed_over(csv, tmp_path):
    """Names that Spark takes for hidden or unfinished are no data, in any folder; a partition's folder is."""
    for name in ("_SUCCESS", ".a.csv.crc", "_temporary/0/a.csv", ".hidden/a.csv", "b/_b.csv", "c.csv._COPYING_"):
        csv("1\n", name)
    csv("1\n", "_year=2024/a.csv")
    csv("1\n", "z.csv")
    found = [file.path.removeprefix(f"{tmp_path}/") for file in open_store(str(tmp_path)).files()]
    assert found == ["_year=2024/a.csv", "z.csv"]


def test_a_file_that_is_named_itself_is_read(csv, read):
    """What the user names is read, whatever its name."""
    assert read(csv("1,2\n", "_data.csv")).rows == [("1", "2")]


def test_a_folder_with_a_hidden_name_above(csv, read, tmp_path):
    """Only names below the dataset's folder count."""
    csv("1,2\n", "_out/.x/a.csv")
    assert read(tmp_path / "_out" / ".x").rows == [("1", "2")]


def test_empty_files_and_files_of_a_header_alone(csv, read, tmp_path):
    """Files without records add none, wherever they stand."""
    for number, text in enumerate(["", "\n\n", "x,y\n", "x,y\n1,2", "\r\n", "x,y", "x,y\n3,4"]):
        csv(text, f"{number}.csv")
    found = read(tmp_path, header=True)
    assert (found.names, found.rows) == (("x", "y"), [("1", "2"), ("3", "4")])


def test_nothing_at_all(csv, read, tmp_path):
    """A dataset without a byte or with blank lines alone has no columns."""
    csv("", "a.csv")
    csv("\n\n", "b.csv")
    csv(gzip.compress(b""), "c.csv.gz")
    assert read(tmp_path) is None


def test_byte_order_marks(csv, read, tmp_path):
    """A mark at the begin of any file is no part of the first name or value."""
    csv('\ufeff"a,b",c\n1,2\n', "a.csv")
    csv('\ufeffc,"a,b"\n3,4\n', "b.csv")
    found = read(tmp_path, header=True)
    assert (found.names, found.rows) == (("a,b", "c"), [("1", "2"), ("4", "3")])


def test_gzip(csv, read, tmp_path):
    """A compressed file is read whole, also one of several members, next to plain ones."""
    csv(gzip.compress(b"a,b\n1,2\n"), "a.csv.gz")
    csv("a,b\n3,4\n", "b.csv")
    csv(gzip.compress(b"a,b\n5,") + gzip.compress(b"6\n"), "c.CSV.GZ")
    assert read(tmp_path, header=True, split_bytes=4).rows == [("1", "2"), ("3", "4"), ("5", "6")]


def test_a_large_gzip(csv, read):
    """A compressed file may be far longer than its size."""
    path = csv(gzip.compress(b"1,2\n" * 3_000_000), "a.csv.gz")
    found = read(path, split_bytes=100)
    assert (sum(found.batches), found.rows[0], found.rows[-1]) == (3_000_000, ("1", "2"), ("1", "2"))


def test_headers_in_another_order_are_aligned_by_name(csv, read, tmp_path):
    """Each file's header says where its columns are."""
    for number, text in enumerate(["x,y,z\n1,2,3\n", "z,x,y\n3,1,2\n", "x,y,z\n1,2,3\n", '"y",z,x\n2,3,1\n']):
        csv(text, f"{number}.csv")
    assert read(tmp_path, header=True).rows == [("1", "2", "3")] * 4


def test_headers_with_other_names_are_an_error_that_names_both_files(csv, read, tmp_path):
    """The error has both paths and no name, for a file without a header has data there."""
    csv("x,y\n1,2\n", "first.csv")
    csv("x,secret\n1,2\n", "second.csv")
    with pytest.raises(DatasetError, match=r"second\.csv.*first\.csv: 1 are missing and 1 more") as fault:
        read(tmp_path, header=True)
    assert "secret" not in str(fault.value)


@pytest.mark.parametrize("second", ["x\n1\n", "x,y,z\n1,2,3\n"], ids=["fewer", "more"])
def test_headers_with_fewer_or_more_names_are_an_error(csv, read, tmp_path, second):
    """All files of a dataset have the same columns."""
    csv("x,y\n1,2\n", "first.csv")
    csv(second, "second.csv")
    with pytest.raises(DatasetError, match=r"second\.csv"):
        read(tmp_path, header=True)


def test_excluded_columns_are_not_read(csv, read, tmp_path):
    """A column that is excluded by name is in no batch, whatever the file's order."""
    csv("x,y,z\n1,2,3\n", "a.csv")
    csv("z,y,x\n3,2,1\n", "b.csv")
    found = read(tmp_path, header=True, excluded=("y",))
    assert (found.names, found.rows) == (("x", "z"), [("1", "3"), ("1", "3")])


def test_many_small_files_share_their_batches(csv, read, tmp_path):
    """Files of some rows do not cost a batch each, and keep their order."""
    for number in range(300):
        csv(f"a,b\n{number},x\n", f"{number:03}.csv")
    found = read(tmp_path, header=True)
    assert found.batches == [300]
    assert found.rows == [(str(number), "x") for number in range(300)]


def test_small_files_with_quotes_escapes_and_no_last_line_end_share_a_batch(csv, read, tmp_path):
    """What a file leaves open ends with the file."""
    for name, text in [("a", '"1\n",\\,2'), ("b", '3,"4'), ("c", '"5""",6\r'), ("d", "\n7,8\\")]:
        csv(text, f"{name}.csv")
    found = read(tmp_path, quote_escape_character="\\")
    assert found.batches == [4]
    assert found.rows == [("1\n", ",2"), ("3", '"4'), ('5"', "6"), ("7", "8\\")]


def test_a_header_alone_does_not_stand_for_a_longer_one(csv, read, tmp_path):
    """A file that ends within its header says nothing of a file whose header goes on from there."""
    csv("x,y", "a.csv")
    csv("x,yy\n1,2\n", "b.csv")
    with pytest.raises(DatasetError, match=r"b\.csv: its header names other columns"):
        read(tmp_path, header=True)


def test_a_header_that_ends_in_a_lone_cr_does_not_stand_for_one_that_ends_in_cr_lf(csv, read, tmp_path):
    """The LF belongs to the header: the lines of the second file are counted as an editor counts them."""
    csv("x,y\r", "a.csv")
    csv("x,y\r\n1,2\r\n3\r\n", "b.csv")
    found = read(tmp_path, header=True)
    assert (found.rows, [record.line for record in found.tally.ragged]) == ([("1", "2"), ("3", None)], [3])


def test_a_folder_comes_before_a_file_whose_name_only_begins_like_it(csv, read, tmp_path):
    """Names are compared part by part, so that `a/` is before `a-b.csv`, though `-` is before `/`."""
    csv("1,file\n", "a-b.csv")
    csv("2,folder\n", "a/x.csv")
    assert read(tmp_path).rows == [("2", "folder"), ("1", "file")]
