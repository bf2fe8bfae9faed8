"""The names of columns, with Spark's own CSV reader as the oracle."""

import logging

import pytest

from engine.errors import DatasetError
from engine.job.semantics import Semantics
from engine.readers.csv.naming import header_names

HEADERS = (
    "a,b,c",
    "a.b,c d, e ,f",
    '"say ""hi""",it\'s,`tick`,a`b.c`',
    "😀,ß,ä.😀,名前",
    "a,a,,",
    "a,A,b,a",
    '"","x","","x"',
    ",,",
    '"line\nbreak",b',
    "_c5,,x",
    "1,2.5,true",
    "a,b,a.b,a.b",
    "Straße,STRASSE,straße",
)


@pytest.mark.parametrize("header", HEADERS)
def test_names_are_those_of_spark(csv, read, spark, header):
    """Dots, blanks, quotes, backticks, emoji, empty and repeated names are called what Spark calls them."""
    path = csv(f"{header}\n")
    reader = spark.read.option("header", True).option("multiLine", True).option("escape", '"')
    assert read(path, header=True, semantics=Semantics.OBSERVED).names == tuple(reader.csv(str(path)).columns)


@pytest.mark.parametrize("header", [each for each in HEADERS if each not in ("a,A,b,a", "Straße,STRASSE,straße")])
def test_names_are_the_same_under_both_settings_unless_their_case_differs(csv, read, header):
    """Empty names, and names that are repeated as they are."""
    path = csv(f"{header}\n")
    assert read(path, header=True).names == read(path, header=True, semantics=Semantics.OBSERVED).names


@pytest.mark.parametrize(
    ("header", "corrected", "observed"),
    [
        ("n,id,ID", ("n", "id", "ID"), ("n", "id1", "ID2")),
        ("a,A,b,a", ("a0", "A", "b", "a3"), ("a0", "A1", "b", "a3")),
        ("é,É", ("é", "É"), ("é0", "É1")),
    ],
)
def test_names_that_differ_in_case_are_exact_or_as_spark_has_them(csv, read, header, corrected, observed):
    """Corrected keeps them; observed takes them for repeated ones."""
    path = csv(f"{header}\n")
    assert read(path, header=True).names == corrected
    assert read(path, header=True, semantics=Semantics.OBSERVED).names == observed


def test_names_that_differ_in_case_are_aligned_in_any_order(csv, read, tmp_path):
    """Each value stays in the column that its own header says."""
    csv("id,ID\n1,2\n", "a.csv")
    csv("ID,id\n4,3\n", "b.csv")
    assert read(tmp_path, header=True).rows == [("1", "2"), ("3", "4")]


def test_names_without_a_header(csv, read, spark):
    """Columns are numbered as Spark numbers them."""
    path = csv("x,y,z\n")
    assert read(path).names == tuple(spark.read.csv(str(path)).columns) == ("_c0", "_c1", "_c2")


def test_names_of_a_baseline(csv, read):
    """A text without a header takes the baseline's names where there are as many."""
    path = csv("1,2\n")
    assert read(path, known_names=("a", "b")).names == ("a", "b")
    assert read(path, known_names=("a", "b", "c")).names == ("_c0", "_c1")
    assert read(csv("x,y\n"), header=True, known_names=("a", "b")).names == ("x", "y")


def test_names_of_a_baseline_without_the_excluded_ones(csv, read):
    """Data that lack an excluded column have the names of the others; data that have it lose it."""
    for content in ("1,2\n", "1,x,2\n"):
        found = read(csv(content), known_names=("a", "label", "b"), excluded=("label",))
        assert (found.names, found.rows) == (("a", "b"), [("1", "2")])


def test_given_names_are_logged(csv, read, caplog):
    """The log says which columns have a name that the header does not say."""
    with caplog.at_level(logging.WARNING):
        read(csv("a,b,a,\n"), header=True)
    assert "3 columns have an empty or a repeated name, to which their position is added: 0, 2, 3" in caplog.text


def test_a_first_row_that_is_taken_for_a_header_is_not_in_the_log(csv, read, caplog):
    """Whoever says that there is a header, and there is none, has their customers' data there."""
    with caplog.at_level(logging.DEBUG):
        read(csv("4111111111111111,Ada,4111111111111111,,\n"), header=True)
    assert "4111" not in caplog.text
    assert "Ada" not in caplog.text


def test_many_equal_names_make_a_short_line(csv, read, caplog):
    """Twenty positions are told, and how many more there are."""
    with caplog.at_level(logging.WARNING):
        read(csv(",".join(["same"] * 2000) + "\n"), header=True)
    assert caplog.messages[0].endswith("18, 19 and 1980 more")


def test_names_that_stay_ambiguous_are_an_error():
    """Numbering does not help where the number is somebody else's name."""
    with pytest.raises(DatasetError, match=r"data\.csv"):
        header_names(("a", "a", "a0"), path="data.csv", semantics=Semantics.CORRECTED)
