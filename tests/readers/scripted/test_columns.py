"""The columns of rows that a script returns."""

import pytest

from engine.readers.capture.envelope.statuses import OUTPUT
from engine.readers.scripted.columns import row_columns as columns_of_rows
from engine.readers.tally import Found

NUMBERS = tuple(str(number) for number in range(12))
LETTERS = tuple("abcdefghijkl")


def found(*names):
    """Return what records have shown that came with *names*."""
    return Found(tuple((OUTPUT, name) for name in names))


def row_columns(shown, known=()):
    """Return the columns for what records have *shown*, where nothing is excluded."""
    return columns_of_rows(shown, known, ())


def columns_by_key(columns):
    """Return the name of the column that each key of a row goes to."""
    return {key: columns.names[place] for _, key, place in columns.lookup}


@pytest.mark.parametrize("width", [1, 2, 3], ids=["0", "00", "000"])
def test_keys_that_are_numbers_are_positions(width):
    """Ten comes behind nine, with zeros before the digits or without: the names are the baseline's by position."""
    keys = [number.zfill(width) for number in reversed(NUMBERS)]
    assert columns_by_key(row_columns(found(*keys), LETTERS)) == dict(zip(reversed(keys), LETTERS, strict=True))


def test_without_a_baseline_positions_come_in_the_order_of_the_numbers():
    """Text order would put ten before two."""
    columns = row_columns(found("10", "2", "1"), ())
    assert (columns.names, columns.named) == (("1", "2", "10"), False)


def test_numbers_that_the_baseline_knows_as_names_are_names():
    """They are sorted as text then, as all names are."""
    assert row_columns(found("2", "10"), ("10", "2")).names == ("10", "2")


def test_one_key_that_is_no_number_makes_all_of_them_names():
    """A row of positions and names has no order of positions."""
    assert row_columns(found("10", "2", "x"), ()).names == ("10", "2", "x")
