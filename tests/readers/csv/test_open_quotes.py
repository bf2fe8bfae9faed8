"""A quote that never closes: its own record is read with it as data, and all others as if it were not there."""

import gzip

import pytest

from engine.readers.tally import OpenQuote, quote_remarks


@pytest.mark.parametrize(
    ("text", "rows", "line"),
    [
        ('1,"x\n2,y\n', [("1", '"x'), ("2", "y")], 1),
        ('1,x\n2,"y', [("1", "x"), ("2", '"y')], 2),
        ('1,"\n2,y\n', [("1", '"'), ("2", "y")], 1),
        ('1,x\n2,"', [("1", "x"), ("2", '"')], 2),
        ('1,"x\r\n2,y\r\n', [("1", '"x'), ("2", "y")], 1),
        ('1,"x\r2,y', [("1", '"x'), ("2", "y")], 1),
        ('"1,x\n2,y\n', [('"1', "x"), ("2", "y")], 1),
        ('1,"x""y\n2,""\n', [("1", '"x""y'), ("2", None)], 1),
        ('1,"a\nb"\n\n"2\n",x\n3,"y\n4,z\n', [("1", "a\nb"), ("2\n", "x"), ("3", '"y'), ("4", "z")], 6),
        ('"1\n2","x\n3,y', [("1\n2", '"x'), ("3", "y")], 1),
        ('1,"x\n2\n', [("1", '"x'), ("2", None)], 1),
    ],
)
def test_all_other_records_are_read(csv, read, text, rows, line):
    """Whatever the line ends, and for any splits; the tally names the line that the record begins at."""
    path = csv(text)
    whole = read(path)
    assert whole.rows == rows
    assert (whole.tally.open_quotes, whole.tally.opened) == (1, (OpenQuote(str(path), line),))
    for size in range(1, len(text)):
        cut = read(path, split_bytes=size)
        assert (size, cut.rows, cut.tally) == (size, whole.rows, whole.tally)


def test_in_a_large_file_no_row_is_lost(csv, read):
    """The rest is longer than a block and than many splits; rows of quoted fields stand before it."""
    before = [(str(i), "a\n,b") for i in range(20_000)]
    behind = [(str(i), f"row {i}") for i in range(200_000)]
    text = "".join(f'{first},"{second}"\n' for first, second in before)
    text += 'x,"open\n' + "".join(f"{first},{second}\n" for first, second in behind)
    path = csv(text)
    for size in (100_000, 1 << 30):
        found = read(path, split_bytes=size)
        assert found.rows == [*before, ("x", '"open'), *behind]
        assert found.tally.opened == (OpenQuote(str(path), 40_001),)


def test_each_file_has_its_own(csv, read, tmp_path):
    """One file's quote is never closed by another's."""
    csv('a,b\n1,"x\n', "a.csv")
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(b'a,b\n2,x\n3,"y\n4,z\n'))
    csv('a,b\n5,"x"\n', "c.csv")
    found = read(tmp_path, header=True)
    assert found.rows == [("1", '"x'), ("2", "x"), ("3", '"y'), ("4", "z"), ("5", "x")]
    assert [str(each).removeprefix(f"{tmp_path}/") for each in found.tally.opened] == [
        "a.csv, line 2",
        "b.csv.gz, line 3",
    ]


def test_in_a_header_it_is_part_of_the_name(csv, read, tmp_path):
    """Also where a file with the same first line stands behind it."""
    csv('a,"b\n1,2\n', "a.csv")
    csv('a,"b\n3,4\n', "b.csv")
    found = read(tmp_path, header=True)
    assert (found.names, found.rows, found.tally.open_quotes) == (("a", '"b'), [("1", "2"), ("3", "4")], 2)


def test_escapes_behind_it_are_taken_out(csv, read):
    """The quote is data; an escape is none."""
    path = csv('1,"x\\,y\n2,z\n')
    assert read(path, quote_escape_character="\\").rows == [("1", '"x,y'), ("2", "z")]


def test_a_record_delimiter_of_ones_own_ends_it(csv, read):
    """A line end is data then."""
    assert read(csv('1,"x\ny|2,z|'), record_delimiter="|").rows == [("1", '"x\ny'), ("2", "z")]


def test_the_remark_names_file_and_line(csv, read, tmp_path):
    """And nothing where every quote closes."""
    (said,) = quote_remarks(read(csv('1,"secret\n2,y\n')).tally)
    assert said.replace(str(tmp_path), "") == (
        "1 quotes never close: each is read as data up to its line's end, and the lines behind it as records; first: "
        "/data.csv, line 1"
    )
    assert quote_remarks(read(csv('1,"x"\n')).tally) == ()
