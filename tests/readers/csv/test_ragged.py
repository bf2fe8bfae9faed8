"""Rows with too few or too many fields: kept as Spark's permissive reader does, counted, the first ones named."""

import pytest

from engine.readers.tally import MOST_NAMED, Ragged, Tally, ragged_remarks


def test_too_few_become_missing_and_too_many_are_cut(csv, read):
    """The row stays; what it lacks is missing, what it has beyond the columns is gone."""
    found = read(csv("a,b,c\n1\n1,2,3,4,5\n1,2\n1,2,3\n"))
    assert found.rows == [("a", "b", "c"), ("1", None, None), ("1", "2", "3"), ("1", "2", None), ("1", "2", "3")]
    assert (found.tally.short, found.tally.long) == (2, 1)


def test_the_first_ones_are_named_with_file_and_line(csv, read, tmp_path):
    """Lines are an editor's: blank ones and those inside of quotes count, and so does the header."""
    csv('a,b\n\n1,"2\n3"\n4\n5,6\n', "first.csv")
    csv("a,b\r\n1,2,3\r\n\r\n4,5\r\n6\r\n", "second.csv")
    assert [str(record).removeprefix(f"{tmp_path}/") for record in read(tmp_path, header=True).tally.ragged] == [
        "first.csv, line 5, has 1",
        "second.csv, line 2, has 3",
        "second.csv, line 5, has 1",
    ]


def test_as_many_are_named_as_a_log_line_holds(csv, read):
    """All are counted; the first ones of all are named, in order."""
    found = read(csv("a,b\n" + "1\n" * 1000), split_bytes=50)
    assert found.tally.short == 1000
    assert [record.line for record in found.tally.ragged] == list(range(2, 2 + MOST_NAMED))


def test_lines_far_behind_the_first_split(csv, read):
    """A record in the middle of a large file is named by its line in the file."""
    path = csv("a,b\n" + '1,"\n2"\n' * 5000 + "3\n" + "4,5\n" * 100)
    assert read(path, header=True, split_bytes=1000).tally.ragged == (Ragged(str(path), 10002, 1),)


@pytest.mark.parametrize("block", range(1, 20))
def test_a_line_end_over_the_edge_of_a_block_is_one(csv, read, monkeypatch, block):
    """A CR is the last byte in memory and its LF comes with the next block: the line behind is the next one."""
    monkeypatch.setattr("engine.readers.csv.split.BATCH_BYTES", block)
    path = csv('a,b\r\n1,2\r\n"3\r\n",4\r\n\r\n5\r\n')
    assert [record.line for record in read(path).tally.ragged] == [6]


def test_lines_of_a_record_delimiter_of_ones_own(csv, read):
    """Where the records end with something else, that counts."""
    path = csv("a,b|1|\n2,3|4,5,6|")
    assert [record.line for record in read(path, record_delimiter="|").tally.ragged] == [2, 4]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
def test_lines_of_escaped_line_ends(csv, read, line_end):
    """An escaped line end is data, and a line end for whoever looks for the line; so is a lone CR in quotes."""
    path = csv(line_end.join(["a,b", '1\\\n2,"3\\\n4\\\r"', "5", ""]))
    assert [record.line for record in read(path, quote_escape_character="\\").tally.ragged] == [6]


def test_tallies_add_up_however_they_are_grouped():
    """The sum over stretches of files has the true lines, in any grouping; an empty one changes nothing."""
    a = Tally(1, 0, (Ragged("x", 3, 1),), "x", 10)
    b = Tally(1, 1, (Ragged("x", 2, 1), Ragged("y", 4, 9)), "y", 5)
    c = Tally(0, 1, (Ragged("y", 1, 9),), "y", 7)
    total = Tally(2, 2, (Ragged("x", 3, 1), Ragged("x", 12, 1), Ragged("y", 4, 9), Ragged("y", 6, 9)), "y", 12)
    assert (a + b) + c == a + (b + c) == total
    assert sum([Tally(), a, Tally(), Tally(), b, c, Tally()], Tally()) == total


@pytest.mark.parametrize(
    ("text", "settings", "hinted"),
    [
        ('a,b\n"say \\"x, y\\" twice",1\n', {}, True),
        ('a,b\n"say \\"x, y\\" twice",1\n', {"quote_escape_character": "\\"}, False),
        ('a,b\n"C:\\",1,2\n', {}, False),
        ('a,b\n"say \\"x\\" twice",1\n', {}, False),
    ],
    ids=["torn", "told", "a backslash that is data", "not torn"],
)
def test_a_row_that_is_torn_at_an_escaped_quote_is_hinted_at(csv, read, text, settings, hinted):
    """Spark writes a quote within quotes with a backslash before it."""
    found = read(csv(text), header=True, **settings)
    assert [record.escaped for record in found.tally.ragged] == [hinted] * len(found.tally.ragged)
    assert any("quote_escape_character" in remark for remark in ragged_remarks(found.tally, 2)) is hinted
