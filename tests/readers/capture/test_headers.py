"""Payloads that begin with the names of their columns."""

import pytest
from captures import base64_of, body, captured, csv, record

KNOWN = ("y", "a", "b")


@pytest.mark.parametrize(
    "given",
    [csv("a,b\n1,2"), csv('"a","b"\r\n1,2\r\n'), base64_of("a,b\n1,2")],
    ids=["plain", "quoted", "base64"],
)
@pytest.mark.parametrize("place", [0, 1], ids=["first", "later"])
def test_the_names_are_no_row(tmp_path, given, place):
    """Also where the payload is the first of all, when the number of columns is not known yet; the tally says so."""
    records = [record(csv("1,2"), csv("0"))]
    records.insert(place, record(given, csv("0")))
    found = captured(tmp_path, *records, known_names=KNOWN)
    assert (found.names, found.rows, found.tally.headers) == (KNOWN, [("0", "1", "2")] * 2, 1)
    assert (found.tally.short, found.tally.long, found.tally.kinds) == (0, 0, {})


def test_both_sides_may_have_their_names(tmp_path):
    """Each payload counts."""
    found = captured(tmp_path, record(csv("a,b\n1,2\n3,4"), csv("y\n7\n8")), known_names=KNOWN)
    assert (found.rows, found.tally.headers) == ([("7", "1", "2"), ("8", "3", "4")], 2)


def test_names_of_one_side_alone_are_known_too(tmp_path):
    """The baseline's last names are the input's, its first the output's."""
    side = ("endpointInput",)
    found = captured(tmp_path, record(csv("a,b\n1,2"), csv("0")), known_names=KNOWN, sides=side)
    assert (found.names, found.rows, found.tally.headers) == (("a", "b"), [("1", "2")], 1)


def test_names_by_the_answers_json(tmp_path):
    """The output has names of its own; the input's positions are the baseline's other names."""
    found = captured(tmp_path, record(csv("a,b\n1,2"), body({"y": 0})), known_names=KNOWN)
    assert (found.names, found.rows, found.tally.headers) == (KNOWN, [("0", "1", "2")], 1)


@pytest.mark.parametrize(
    "payload", ["a,x\n1,2", "b,a\n1,2", "a\n1", "a,b,c\n1,2,3", "A,B\n1,2", "aa,b\n1,2", "a,bb\n1,2"]
)
def test_what_only_looks_like_the_names_is_a_row(tmp_path, payload):
    """Every name has to be there, in its place, and nothing else."""
    found = captured(tmp_path, record(csv("1,2")), record(csv(payload)), known_names=("a", "b"))
    first = (*payload.split("\n")[0].split(","), None)[:2]
    assert found.rows[1] == first
    assert (len(found.rows), found.tally.headers) == (3, 0)


def test_without_a_baseline_no_name_is_known(tmp_path):
    """The line is data, as in a CSV file without a header."""
    assert captured(tmp_path, record(csv("a,b\n1,2"))).rows == [("a", "b"), ("1", "2")]


def test_names_alone_are_no_row(tmp_path):
    """A payload of nothing else has no row."""
    found = captured(tmp_path, record(csv("a,b\n1,2")), record(csv("a,b\n")), known_names=("a", "b"))
    assert (found.rows, found.tally.headers, found.tally.records) == ([("1", "2")], 2, 2)
