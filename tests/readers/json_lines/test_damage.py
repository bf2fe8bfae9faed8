"""Records that cannot be read: counted, named, and refused where they are too many."""

import pytest
from objects import lines, objects_of, read_json

from engine.errors import DatasetError, JobError
from engine.job.dataset import Dataset
from engine.readers.json_lines.options import JsonFormat
from engine.readers.look import look
from engine.readers.tables import Known

GOOD = b'{"a": 1}\n'


def refused(folder, share=0.01):
    """Return what is said of the data in *folder*; None where they are fine."""
    found = read_json(folder, bad_records_share=share)
    table = look(Dataset(str(folder), JsonFormat(bad_records_share=share)), Known()).table
    try:
        table.refuse(found.tally, rows=len(found.rows))
    except DatasetError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b"{", "not JSON"),
        (b'{"a": 1,', "not JSON"),
        (b'{"a": 1}}', "not JSON"),
        (b'{"a": 1} x', "not JSON"),
        (b'{"a": 1},', "not JSON"),
        (b"{'a': 1}", "not JSON"),
        (b'{"a": 01}', "not JSON"),
        (b'{"a": 1.}', "not JSON"),
        (b'{"a": True}', "not JSON"),
        (b'{"a": "\t"}', "not JSON"),
        (b'{"a": "\\x"}', "not JSON"),
        (b'{"a" 1}', "not JSON"),
        (b"{a: 1}", "not JSON"),
        (b"a,b", "not JSON"),
        (b'{"a": ' + b"[" * 99 + b"]" * 99 + b"}", "not JSON"),
        (b"[1, 2]", "JSON that is no object"),
        (b"1", "JSON that is no object"),
        (b'"a"', "JSON that is no object"),
        (b"null", "JSON that is no object"),
        (b'{"a": "\xe9"}', "not UTF-8"),
        (b'{"\xe9": 1}', "not UTF-8"),
        (b'{"a": {"b": "\xed\xa0\x80"}}', "not UTF-8"),
    ],
)
def test_a_bad_line_is_counted_and_named(tmp_path, line, kind):
    """It leaves no row, and nothing of it in the rows or the names beside it."""
    found = objects_of(tmp_path, GOOD + b'{"a": 2, "b": 3}\n' + line + b"\n" + GOOD)
    assert (found.names, found.rows) == (("a", "b"), [("1", None), ("2", "3"), ("1", None)])
    assert dict(found.tally.kinds) == {kind: 1}
    assert [(bad.path, bad.line, bad.kind) for bad in found.tally.bad] == [(str(tmp_path / "a.jsonl"), 3, kind)]


@pytest.mark.parametrize(("last", "unfinished"), [(b'{"a": 3, "b', 1), (b'{"a": 3}', 0), (b"", 0), (b" ", 0)])
def test_what_a_file_ends_with_may_be_unfinished(tmp_path, last, unfinished):
    """It is passed over while it may still be growing; a last line that is whole is read."""
    found = objects_of(tmp_path, GOOD * 2 + last)
    assert (len(found.rows), found.tally.unfinished) == (2 + (last == b'{"a": 3}'), unfinished)
    assert found.tally.kinds == {}


def test_a_broken_last_line_with_its_end_is_bad(tmp_path):
    """Nobody writes on."""
    found = objects_of(tmp_path, GOOD + b'{"a": 3, "b\n')
    assert dict(found.tally.kinds) == {"not JSON": 1}


def test_more_bad_lines_than_the_share_are_refused(tmp_path):
    """One of a hundred may be bad, two may not; the sentence names the first."""
    (tmp_path / "a.jsonl").write_bytes(GOOD * 99 + b"{\n")
    assert refused(tmp_path) is None
    (tmp_path / "a.jsonl").write_bytes(GOOD * 98 + b"{\n[]\n")
    assert refused(tmp_path) == (
        f"{tmp_path}: 2 of 100 records cannot be read, 1 of them not JSON (first: {tmp_path}/a.jsonl, line 99); see whether "
        f"the files were copied whole and hold one object a line, or one list of objects, in text_encoding. At most 0.01 of "
        f"the records may be bad; set bad_records_share to allow more"
    )
    assert refused(tmp_path, share=0.02) is None


def test_where_no_line_is_read_any_is_too_many(tmp_path):
    """Such data are something else."""
    (tmp_path / "a.jsonl").write_bytes(b"[1, 2]\n")
    assert "1 of 1 records cannot be read, all of them JSON that is no object" in refused(tmp_path, share=1.0)


def test_a_parquet_file_among_them_is_refused(tmp_path):
    """However few lines its bytes seem to be: all of its rows would be left out."""
    (tmp_path / "a.jsonl").write_bytes(GOOD * 1000)
    (tmp_path / "b.parquet").write_bytes(b"PAR1\x15\x04\x15\x10\nPAR1")
    with pytest.raises(DatasetError, match=r"b\.parquet: it is a Parquet file, and the data are read as text"):
        read_json(tmp_path)


def test_many_unfinished_files_are_refused(tmp_path):
    """They were not copied whole."""
    for place in range(100):
        (tmp_path / f"{place:02}.jsonl").write_bytes(GOOD + b"{" * (place < 2))
    assert "2 of 100 files end within a record, which is more than programs write at a time" in refused(tmp_path)


def test_what_was_odd_is_said(tmp_path):
    """One sentence a thing."""
    found = objects_of(tmp_path, lines('{"b": {"c": 1}, "b.c": 1}', "{", "[]") + b'{"a"')
    table = look(Dataset(str(tmp_path), JsonFormat()), Known()).table
    said = list(table.remarks(found.tally))
    assert said[0] == (
        f"2 of 3 records cannot be read and are left out: 1 not JSON, 1 JSON that is no object. First: {tmp_path}/a.jsonl, "
        f"line 2 (not JSON); {tmp_path}/a.jsonl, line 3 (JSON that is no object)"
    )
    assert said[1] == "1 files end within a record, as while a program writes; it is not counted"
    assert said[2].startswith("1 values have a name that another value has")
    assert len(said) == 3


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_is_from_0_to_1(share):
    """Anything else is refused."""
    with pytest.raises(JobError, match="bad_records_share is expected to be from 0 to 1"):
        JsonFormat(bad_records_share=share)
