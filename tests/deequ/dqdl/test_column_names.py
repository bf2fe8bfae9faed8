"""Names of columns that Deequ or SQL would misunderstand get others, and are what the user reads all the same."""

import pytest

from engine.deequ.dqdl.column_names import names_for
from engine.deequ.dqdl.sql import words_among

ODD = (
    "x.y",
    "a b",
    'q"t',
    "it's",
    "b`t",
    " lead",
    "😀",
    "é",
    "1st",
    "true",
    "null",
    "A",
    "a",
    "",
    "back\\slash",
    "date-x",
)


def test_odd_names_get_others_and_plain_ones_stay(spark):
    """Only letters, digits and underscores, once in whatever case, and no word of SQL's own."""
    names = names_for(("id", *ODD, "order", "n_1"), words=words_among(spark, ("id", *ODD, "order", "n_1")))
    kept = [own for own, given in zip(names.own, names.given, strict=True) if own == given]
    assert kept == ["id", "order", "n_1"]
    assert len(set(names.given)) == len(names.own)


@pytest.mark.parametrize(
    ("word", "column"),
    [
        ("x.y", "x.y"),
        ("`x.y`", "x.y"),
        ('q\\"t', 'q"t'),
        ("back\\\\slash", "back\\slash"),
        ("back\\slash", "back\\slash"),
        ("b`t", "b`t"),
        ("`b``t`", "b`t"),
        ("ID", "id"),
        ("a", "a"),
        ("A", "A"),
        ("nosuch", None),
    ],
)
def test_a_rule_names_a_column_in_several_ways(word, column):
    """As it is, escaped as DQDL wants it, in backticks, or in another case where that is clear."""
    assert names_for(("id", *ODD), words=()).column(word) == column


def test_what_is_said_names_the_data_s_own_columns():
    """Also where a column of the data looks like a name that another one would be given."""
    names = names_for(("renamed1", "x.y"), words=())
    given = names.given_to("x.y")
    assert names.named_back(f"renamed1 and {given}, not {given}0") == f"renamed1 and x.y, not {given}0"
