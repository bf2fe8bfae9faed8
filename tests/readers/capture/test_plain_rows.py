"""The rows of most records are read by a loop of their own; what is not like most is read by all the rules."""

import pytest
from captures import captured, csv, record

NAMES = ("y", "a", "b")


def rows(folder, *payloads):
    """Return the rows of records of *payloads*: of each the input's and the output's."""
    return captured(folder, *(record(csv(given), csv(answer)) for given, answer in payloads), known_names=NAMES)


def test_rows_like_most_and_others_stay_in_their_order(tmp_path):
    """Quoted ones, ragged ones and several of one record stand where their records do."""
    found = rows(tmp_path, ("1,2", "0"), ('"3",4', "1"), ("5", "2"), ("6,7\n8,9", "3\n4"), ("a" * 99 + ",", "5"))

    assert found.rows == [
        ("0", "1", "2"), ("1", "3", "4"), ("2", "5", None), ("3", "6", "7"), ("4", "8", "9"), ("5", "a" * 99, None),
    ]  # fmt: skip


@pytest.mark.parametrize("answer", [" ", "\t", ""])
def test_a_payload_of_blanks_is_no_row(tmp_path, answer):
    """As a line of blanks is none in a CSV file: so the sides have different numbers of rows."""
    found = rows(tmp_path, ("1,2", "0"), ("3,4", answer), ("5,6", "1"))

    assert (found.rows, sum(found.tally.kinds.values())) == ([("0", "1", "2"), ("1", "5", "6")], 1)


@pytest.mark.parametrize(("given", "answer"), [("a,b\n3,4", "y\n1"), ("a,b\n3,4", "1"), ("3,4", "y\n1")])
def test_a_payload_that_begins_with_names_is_read_without_them(tmp_path, given, answer):
    """On either side, behind payloads that do not."""
    assert rows(tmp_path, ("1,2", "0"), (given, answer)).rows == [("0", "1", "2"), ("1", "3", "4")]


def test_columns_of_a_json_body_keep_their_place_beside_plain_ones(tmp_path):
    """Where some columns have no position no row is like most: what has no value is missing."""
    named = record({"data": '{"k": 5}', "encoding": "JSON"})

    found = captured(tmp_path, record(csv("1,2")), named, record(csv("3,4")), sides=("endpointInput",))

    assert found.rows == [("1", "2", None), (None, None, "5"), ("3", "4", None)]
