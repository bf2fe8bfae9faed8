"""What stands between the fields, found where nobody has told it."""

import gzip
import logging

import pytest

from engine.readers.csv.delimiter import find_delimiter
from engine.readers.csv.options import CsvFormat
from engine.sagemaker.dataset_format import parse

LOOK = 256 * 1024


def found(text, *, final=True, **settings):
    """Return what is found in *text*, that of a whole file if *final*."""
    written = CsvFormat(**{"header": True, "field_delimiter": None, **settings})
    return find_delimiter(text.encode(), final=final, written=written)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_candidate_is_found(delimiter, end):
    """Whatever ends the lines."""
    assert (
        found(end.join(delimiter.join(row) for row in (["a", "b", "c"], ["1", "2", "3"], ["4", "", "6"]))) == delimiter
    )


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        pytest.param("a;b\n1,5;2,5\n3,5;4,0\n", ";", id="decimal commas"),
        pytest.param("a,b;c\n1,5;2\n3,5;4\n", ";", id="decimal commas and one in a name"),
        pytest.param('a;b\n"x;y";1\n"x\n;y";2\n', ";", id="quoted semicolons"),
        pytest.param('a,b\n"1;2",3\n"4;5;6",7\n', ",", id="quoted semicolons in a file with commas"),
        pytest.param("a,b;c\nx,y;z\n", ",", id="a tie"),
        pytest.param("a;b|c\nx;y|z\n", ";", id="a tie without a comma"),
        pytest.param("a,b\n1;x,2\n1;y;z,3\n", ",", id="semicolons in texts"),
        pytest.param("a;b;c\n1;2;3\n4;5\n6;7;8\n", ";", id="a ragged record"),
        pytest.param("a;b\n", ";", id="a header alone"),
        pytest.param("\n  \na;b\n\n1;2\n", ";", id="blank lines"),
        pytest.param("a\n1;2\n3;4\n", ",", id="a name without it"),
        pytest.param("a;b\nx\ny\n", ",", id="one column with a semicolon in its name"),
        pytest.param("a\n1\n2\n", ",", id="one column"),
        pytest.param("", ",", id="nothing"),
    ],
)
def test_the_header_and_the_first_rows_decide(text, delimiter):
    """What gives most of them the same number of fields, two at least; a comma is preferred unless it is a decimal one."""
    assert found(text) == delimiter


def test_without_a_header_all_rows_are_alike():
    """A comma between digits only is a decimal one in the first row, too."""
    assert found("1,5;2,5\n3,5;4,5\n", header=False) == ";"
    assert found("x,1;2\ny,3;4\n", header=False) == ","


def test_a_character_with_another_meaning_is_no_delimiter():
    """A quote or a record delimiter parts no fields."""
    assert found("a;b|1;2|", record_delimiter="|") == ";"
    assert found(";a;,;b;\n;1;,;2;\n", quote_character=";") == ","


def test_an_unfinished_record_is_not_looked_at():
    """What is in sight may end within a record."""
    assert found("a;b;c\n1;2;3\n1;", final=False) == ";"


def test_only_the_first_records_are_looked_at(csv, read):
    """What is ragged later in a long file does not matter."""
    path = csv("a;b\n" + "1;2\n" * 100 + "1,2,3\n" * 100_000)
    assert read(path, header=True, field_delimiter=None).names == ("a", "b")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_is_found_in_a_text_of_any_encoding(csv, read, encoding):
    """Compressed or not."""
    content = "é;b\n1,5;2\n".encode(encoding)
    for path in (csv(content), csv(gzip.compress(content), "data.csv.gz")):
        assert read(path, encoding=encoding, header=True, field_delimiter=None).rows == [("1,5", "2")]


def test_the_first_file_with_a_record_decides(csv, read, tmp_path):
    """Its delimiter is that of the dataset."""
    csv("\n", "a.csv")
    csv("x;y\n1;2\n", "b.csv")
    csv("x;y\n3;4\n", "c.csv")
    assert read(tmp_path, header=True, field_delimiter=None).rows == [("1", "2"), ("3", "4")]


def test_a_record_longer_than_the_look_leaves_the_comma(csv, read):
    """Nothing is judged by a part of a record."""
    assert len(read(csv(f"a;{'b' * LOOK}\n1;2\n"), header=True, field_delimiter=None).names) == 1


def test_the_log_says_what_was_found(csv, read, caplog):
    """The file and the character; nothing is said of a comma."""
    with caplog.at_level(logging.INFO, logger="engine"):
        read(csv("a\tb\n1\t2\n"), header=True, field_delimiter=None)
        read(csv("a,b\n1,2\n"), header=True, field_delimiter=None)
    (message,) = caplog.messages
    assert message.endswith(r"data.csv: fields are parted by '\t'; --field-delimiter sets another")


def test_the_container_never_guesses(csv, read, caplog):
    """It takes a comma, and warns of the one column that comes of it."""
    assert parse('{"csv": {"header": true}}') == CsvFormat(header=True, field_delimiter=",")
    assert read(csv("a;b\n1;2\n"), header=True).names == ("a;b",)
    assert "its header is one column, with ';' in its name" in caplog.text
