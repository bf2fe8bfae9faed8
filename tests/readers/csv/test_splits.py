"""Wherever a text is cut, the same rows come back in the same order, for the driver makes neighbours meet."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

NASTY = {
    "LF": 'a,b\n1,"x\ny"\n\n"p,""q""\n",2\n3,"4\n5,6\n7"\n,\n',
    "CR LF": 'a,b\r\n1,"x\r\ny"\r\n\r\n"p,""q""\r\n",2\r\n3,"4\r\n5,6"\r\n,\r\n',
    "CR": 'a,b\r1,"x\ry"\r\r"p,""q""\r",2\r3,"4\r5,6"\r,\r',
    "mixed ends": 'a,b\r1,2\n3,4\r\n\n\r5,"\r\n"\n\r\n6,"\n\r"\r\r\n7,8',
    "no last line end": 'a,b\n1,"2\n3"',
    "mark": '\ufeffa,b\n1,2\n"3\n",4\n',
    "marked quote": '\ufeff"a\nb",c\n1,2\n',
    "only quotes": 'a,b\n"","\n"\n"""","\n"""\n"\n\n\n","""\n"\n',
    "looks like rows inside": 'a,b\n1,"\n2,3\n4,5\n6,7\n8,9\n10,11\n"\n12,13\n',
    "long header": '"a very long\nname","another\n\n\none, with lines"\n1,2\n3,4\n',
    "ragged": 'a,b\n1\n1,2,3\n"4\n",5,6,"7\n"\n8,9\n\n\n10\n',
    "unclosed": 'a,b\n1,2\n3,"4\n5,6\n7,8\n',
    "wide characters": 'ä,ß\n"é\n",ü\n😀,"😀\n😀"\n',
    "blank lines": "\n\n\r\n\na,b\n\n\n\n1,2\n\n\n",
    "NUL": 'a,b\n\0,"\0\n"\n\0\0,1\n',
}


@pytest.mark.parametrize("header", [True, False], ids=["header", "no header"])
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_any_split_size(csv, read, text, header):
    """Splits of 1 byte, 2 bytes, ... up to the whole give the same rows, names and line numbers."""
    path = csv(text)
    whole = read(path, header=header)
    for size in range(1, len(text.encode())):
        cut = read(path, header=header, split_bytes=size)
        assert (size, cut.names, cut.rows, cut.tally) == (size, whole.names, whole.rows, whole.tally)


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ('a;b||1;"x||y"||;||||2;3||', {"field_delimiter": ";", "record_delimiter": "||"}),
        ('a,b;;;1,"2;;3";;4;;,5;;;6,";;;"', {"record_delimiter": ";;;"}),
        ("a,b\n1,2\r\n3,'4\n5'\n", {"record_delimiter": "\n", "quote_character": "'"}),
        ("a,b\r1,2\r\n3,4\r", {"record_delimiter": "\r"}),
        ('a,b\n1,"2\\"\n3"\n\\\n4,5\n6\\,7,8\n', {"quote_escape_character": "\\"}),
        ('a,b\n1,"2\n3,"\n4,5"\n', {"quote_character": ""}),
        ("a§b\n1§'2§\n'\n3§4\n", {"field_delimiter": "§", "quote_character": "'"}),
        ('a\tb\u20281\t"x\u2028"\u20282\t3', {"field_delimiter": "\t", "record_delimiter": "\u2028"}),
    ],
)
def test_any_split_size_of_any_dialect(csv, read, text, settings):
    """The same holds for other delimiters, quotes and escapes."""
    path = csv(text)
    whole = read(path, **settings)
    for size in range(1, len(text.encode())):
        cut = read(path, split_bytes=size, **settings)
        assert (size, cut.rows, cut.tally) == (size, whole.rows, whole.tally)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(text=',\r\n\\"\\', size=1, escape=None, record_delimiter=None)
@given(
    text=st.text(alphabet='a,"\\\n\r', max_size=40),
    size=st.integers(1, 20),
    escape=st.sampled_from([None, "\\"]),
    record_delimiter=st.sampled_from([None, "\n", "\r", "aa"]),
)
def test_any_text_at_all(csv, read, text, size, escape, record_delimiter):
    """No order of delimiters, quotes, escapes and line ends makes the splits differ from the whole."""
    path = csv(text)
    dialect = {"quote_escape_character": escape, "record_delimiter": record_delimiter}
    whole, cut = read(path, **dialect), read(path, split_bytes=size, **dialect)
    assert (whole is None) == (cut is None)
    assert whole is None or (cut.rows, cut.tally) == (whole.rows, whole.tally)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
def test_a_quoted_line_break_on_every_byte_of_an_edge(csv, read, line_end):
    """A quoted line break that lies before, on and behind the edge of a split is never torn."""
    for pad in range(80):
        rows = [("x" * pad, f"left{line_end}right"), ("1", "2"), ("3", f"{line_end}{line_end}"), ("4", "5")] * 3
        path = csv("".join(f'{first},"{second}"{line_end}' for first, second in rows))
        expected = [(first or None, second) for first, second in rows]
        assert read(path, split_bytes=64).rows == expected


def test_a_record_longer_than_several_splits(csv, read):
    """Splits in which no record begins hand on where the long record ends, even if its lines look like records."""
    cell = "1,2\n" * 100
    found = read(csv(f'a,b\n1,"{cell}"\n2,3\n'), split_bytes=32)
    assert found.rows == [("a", "b"), ("1", cell), ("2", "3")]
    assert found.repaired > 0


def test_a_plain_record_longer_than_the_look_ahead(csv, read):
    """A record may be longer than what is read at first behind a split's end."""
    cell = "x" * 300_000
    assert read(csv(f"1,{cell}\n2,{cell}\n3,4\n"), split_bytes=1000).rows == [("1", cell), ("2", cell), ("3", "4")]


def test_plain_texts_are_guessed_right(csv, read):
    """Where no quote is in sight no split has to be read twice."""
    found = read(csv("".join(f"{i},{i * i}\n" for i in range(2000))), split_bytes=100)
    assert (len(found.rows), found.repaired) == (2000, 0)


def test_quoted_texts_are_mostly_guessed_right(csv, read):
    """Rows of the expected width tell the inside of a quoted field from the outside."""
    found = read(csv("".join(f'{i},"some\ntext",{i}\n' for i in range(2000))), split_bytes=1000)
    assert (len(found.rows), found.repaired) == (2000, 0)


def test_blocks_of_a_large_file(csv, read):
    """A file of several blocks keeps every row, whatever lies on a block's end."""
    lines = [f'{i},"{"q" * (i % 50)}\n{i}",{"é" * (i % 9)}' for i in range(120_000)]
    found = read(csv("\n".join(lines)))
    assert found.rows == [(str(i), f"{'q' * (i % 50)}\n{i}", "é" * (i % 9) or None) for i in range(120_000)]
    assert len(found.batches) > 1


@pytest.mark.parametrize("form", ["{}", '"{}\n"'], ids=["plain", "quoted"])
def test_a_cell_of_50_megabytes(csv, read, form):
    """One cell may be longer than a block and a split."""
    cell = form.format("x" * 50_000_000)
    found = read(csv(f"1,2\n3,{cell}\n4,5\n"))
    assert [len(second) for _, second in found.rows] == [1, len(cell.strip('"')), 1]


def test_a_mark_at_the_begin_of_a_split_is_data(csv, read):
    """U+FEFF is passed over at a file's begin alone, and a zero-width blank everywhere else."""
    path = csv("1,2\n\ufeff3,4\n\ufeff5,6\n")
    for size in range(1, 20):
        assert read(path, split_bytes=size).rows == [("1", "2"), ("\ufeff3", "4"), ("\ufeff5", "6")]


def test_a_mark_at_the_begin_of_a_later_block_is_data(csv, read, monkeypatch):
    """A block is what of a file is in memory at a time."""
    monkeypatch.setattr("engine.readers.csv.split.BATCH_BYTES", 4)
    assert read(csv("1,2\n\ufeff3,4\n")).rows == [("1", "2"), ("\ufeff3", "4")]
