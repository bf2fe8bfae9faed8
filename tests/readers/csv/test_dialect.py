"""What the characters of a dialect mean, and which dialects are refused."""

import pytest

from engine.errors import JobError
from engine.readers.csv.dialect import dialect_of
from engine.readers.csv.options import CsvFormat


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('"a,b",c\n', [("a,b", "c")]),
        ('"a\nb","c\r\nd"\n', [("a\nb", "c\r\nd")]),
        ('"say ""hi""",b\n', [('say "hi"', "b")]),
        ('a"b,c""d\n', [('a"b', 'c""d')]),
        (' "a",b\n', [(' "a"', "b")]),
        ('"a"b,c\n', [("ab", "c")]),
        ('"a""b"c"d",e\n', [('a"bc"d"', "e")]),
        ('"a" ,b\n', [("a ", "b")]),
        ('"",\n', [(None, None)]),
        ('""a,""""\n', [("a", '"')]),
        ("a,b\nc,\n,d\n", [("a", "b"), ("c", None), (None, "d")]),
        ("a,b\n\n\r\n\r\r\nc,d", [("a", "b"), ("c", "d")]),
        ('a,b\n""\n', [("a", "b"), (None, None)]),
        ("a\n \t\nb\n \r\n \n", [("a",), ("b",)]),
        (" ,\n ,\t\n", [(" ", None), (" ", "\t")]),
        ("a\\,b\n", [("a\\", "b")]),
        ("a\0,\0\n\0b,\0\n", [("a\0", "\0"), ("\0b", "\0")]),
        ('a,"b\nc,d\n', [("a", '"b'), ("c", "d")]),
    ],
)
def test_fields_of_the_usual_dialect(csv, read, text, rows):
    """A comma, a quote doubled inside quotes, three line ends; an empty field is missing, a line of nothing or blanks is none."""
    assert read(csv(text)).rows == rows


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
def test_every_line_end(csv, read, line_end):
    """LF, CR LF and a lone CR end a record, with or without one behind the last."""
    text = line_end.join(["a,b", "1,2", "3,4"])
    assert read(csv(text)).rows == read(csv(text + line_end)).rows == [("a", "b"), ("1", "2"), ("3", "4")]


@pytest.mark.parametrize(
    ("settings", "text", "rows"),
    [
        ({"field_delimiter": "\t"}, "a,b\tc\n", [("a,b", "c")]),
        ({"field_delimiter": "§"}, 'a§"b§c"\n', [("a", "b§c")]),
        ({"field_delimiter": " "}, "a b  c\n", [("a", "b", None, "c")]),
        ({"quote_character": "'"}, "'a,\"b','it''s'\n", [('a,"b', "it's")]),
        ({"quote_character": ""}, '"a,b"\n', [('"a', 'b"')]),
        ({"record_delimiter": "|"}, "a,b\n|c,d|", [("a", "b\n"), ("c", "d")]),
        ({"record_delimiter": "\r\n"}, "a,b\nc\r\nd,e", [("a", "b\nc"), ("d", "e")]),
        ({"record_delimiter": "\n"}, "a,b\r\nd,e", [("a", "b\r"), ("d", "e")]),
        ({"quote_escape_character": "\\"}, '"a\\"b","c\\\\"\n', [('a"b', "c\\")]),
        ({"quote_escape_character": "\\"}, 'a\\,b,"c""d"\n\\"e,f\\\ng', [("a,b", 'c"d'), ('"e', "f\ng")]),
        ({"quote_escape_character": "\\"}, "a,b\\", [("a", "b\\")]),
        ({"quote_escape_character": "\\"}, 'a,"\\b"\\', [("a", "b\\")]),
        ({"quote_escape_character": '"'}, '"a""b",c\n', [('a"b', "c")]),
        ({"output_columns_position": "END"}, "a,b\n", [("a", "b")]),
    ],
)
def test_fields_of_other_dialects(csv, read, settings, text, rows):
    """Each setting changes what it names, and the position of a model's output changes nothing in a table."""
    assert read(csv(text), **settings).rows == rows


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"field_delimiter": ""}, "field_delimiter"),
        ({"field_delimiter": "||"}, "field_delimiter"),
        ({"field_delimiter": "\n"}, "field_delimiter"),
        ({"field_delimiter": "\ud800"}, "delimiter"),
        ({"quote_character": "''"}, "quote_character"),
        ({"quote_character": "«"}, "quote_character"),
        ({"quote_character": ","}, "field_delimiter"),
        ({"quote_character": "\r"}, "quote_character"),
        ({"quote_escape_character": "\\\\"}, "quote_escape_character"),
        ({"quote_escape_character": ","}, "quote_escape_character"),
        ({"record_delimiter": ","}, "field_delimiter"),
        ({"record_delimiter": "|,"}, "record delimiter"),
        ({"record_delimiter": '"'}, "record delimiter"),
    ],
)
def test_a_dialect_that_cannot_be_told_apart_is_refused(settings, named):
    """A character that is none, or that has two meanings, is an error that names the setting."""
    with pytest.raises(JobError, match=named):
        dialect_of(CsvFormat(**settings))


@pytest.mark.parametrize("text", ["nan", "None", "NULL"])
def test_texts_that_mean_missing_are_missing_where_somebody_says_so(csv, read, text):
    """As a whole field, quoted or not, and none of them by default; the header and longer texts stay."""
    path = csv(f'{text},b\n{text},"{text}"\n{text}x,1\n')
    assert read(path, header=True).rows == [(text, text), (f"{text}x", "1")]
    found = read(path, header=True, missing_values=("nan", "None", "NULL"))
    assert (found.names, found.rows) == ((text, "b"), [(None, None), (f"{text}x", "1")])
