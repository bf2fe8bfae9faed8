"""The line that a row of CSV begins in."""

import bz2

import pytest

from engine.job.dataset import Dataset
from engine.readers.answers.misplaced import Place, place_of_row
from engine.readers.csv.options import CsvFormat
from engine.readers.look import look
from engine.readers.splits import Segment
from engine.readers.tables import Known


def seen(path, **written):
    return look(Dataset(str(path), CsvFormat(**written)), Known())


@pytest.mark.parametrize(
    ("text", "written", "lines"),
    [
        ("a,b\n1,2\n3,4\n", {"header": True}, [2, 3, None]),
        ("1,2\n3,4", {}, [1, 2, None]),
        ("a,b\r\n1,2\r\n3,4\r\n", {"header": True}, [2, 3]),
        ('a,b\n"x\ny",2\n3,4\n', {"header": True}, [2, 4]),
        ("a,b\n\n1,2\n\n3,4\n", {"header": True}, [3, 5]),
        ("a;b\n'x;\ny';2\n3;4\n", {"header": True, "field_delimiter": ";", "quote_character": "'"}, [2, 4]),
        ("1,2|3,4|", {"record_delimiter": "|"}, [None]),
    ],
)
def test_a_row_begins_in_its_line(tmp_path, text, written, lines):
    """Line breaks in quotes, empty lines and the header count; where lines end no records there is none."""
    (tmp_path / "a.csv").write_text(text, newline="")
    table = seen(tmp_path / "a.csv", **written).table
    whole = Segment(str(tmp_path / "a.csv"), 0, len(text), len(text))
    assert [table.line_of(whole, row) for row in range(len(lines))] == lines


def test_a_row_of_several_files_is_in_one_of_them(tmp_path):
    """Counted over all of them, in their order; also of a compressed one."""
    (tmp_path / "a.csv").write_text("x\n1\n2\n")
    (tmp_path / "b.csv.bz2").write_bytes(bz2.compress(b"x\n3\n4\n5\n"))
    found = seen(tmp_path, header=True)
    splits = found.table.splits(found.files)

    places = [place_of_row(found.table, splits, row) for row in range(6)]
    first, second = str(tmp_path / "a.csv"), str(tmp_path / "b.csv.bz2")
    assert places == [
        Place(first, 1, 2),
        Place(first, 2, 3),
        Place(second, 1, 2),
        Place(second, 2, 3),
        Place(second, 3, 4),
        None,
    ]
    assert [place.described for place in (Place("a", 7), Place("a", 7, 9))] == ["record 7", "line 9"]
