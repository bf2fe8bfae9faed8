"""Numbers and texts as a page shows them."""

import math

import pytest

from engine.page.visible import label, number, percent


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (1234.5678, "1,235"),
        (9999.6, "10,000"),
        (-0.5, "-0.5"),
        (0.000123456, "0.0001235"),
        (1.2e9, "1.2e9"),
        (-3e-7, "-3e-7"),
        (4.0, "4"),
        (math.nan, "undefined"),
        (-math.inf, "-infinity"),
    ],
)
def test_a_number_has_four_digits(value, shown):
    """As many as tell two of them apart, and an exponent where it would be long."""
    assert number(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0, "0%"),
        (1e-9, "<0.1%"),
        (0.0404, "4%"),
        (0.5, "50%"),
        (0.99999, ">99.9%"),
        (1, "100%"),
        (math.nan, "undefined"),
    ],
)
def test_a_share_is_nothing_or_all_only_where_it_is(share, shown):
    """Of a million rows one that is missing is not 0%."""
    assert percent(share) == shown


@pytest.mark.parametrize(("text", "shown"), [("", "(empty)"), (" \t", "(blanks)"), ("a\nb", "a\\nb")])
def test_what_cannot_be_seen_is_named(text, shown):
    """A category may be an empty text, or one of blanks."""
    assert label(text) == shown
