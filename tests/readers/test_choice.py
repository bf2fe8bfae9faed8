"""Columns as settings name them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.readers.choice import Choice, choose, is_position, put_back, with_positions


@pytest.mark.parametrize(
    ("words", "chosen", "strange"),
    [
        ((), (), ()),
        (("b",), ("b",), ()),
        (("1",), ("b",), ()),
        (("c", "a"), ("a", "c"), ()),
        (("a", "0", "a"), ("a",), ()),
        (("d", "3", "-1", "1.0", "", "²", "1" * 30), (), ("d", "3", "-1", "1.0", "", "²", "1" * 30)),
        (("00",), ("a",), ()),
    ],
)
def test_words_are_names_or_positions(words, chosen, strange):
    """What is chosen comes in the columns' order; a word that names none is told apart."""
    assert choose(words, ("a", "b", "c")) == Choice(chosen, strange)


def test_a_name_goes_before_a_position():
    """A column may be called 0."""
    assert choose(("0", "1"), ("1", "x", "0")) == Choice(("1", "0"))


@given(st.lists(st.text(max_size=3), unique=True), st.lists(st.text("0123456789abc", max_size=3)))
def test_every_word_means_one_column_or_is_strange(names, words):
    """Nothing is chosen that no word means, and no word is lost."""
    choice = choose(words, names)
    meant = {word: choose((word,), names).names for word in words}
    assert {name for found in meant.values() for name in found} == set(choice.names)
    assert set(choice.strange) == {word for word, found in meant.items() if not found}
    assert list(choice.names) == [name for name in names if name in choice.names]


@pytest.mark.parametrize(("word", "position"), [("0", True), ("007", True), ("", False), ("-1", False), ("٣", False)])
def test_a_position_is_digits(word, position):
    """Digits of ASCII, and few enough of them to count columns."""
    assert is_position(word) is position


def test_few_columns_are_listed_with_their_positions():
    """The names are quoted, for they may hold commas."""
    assert with_positions(("a", "b, c")) == "0 'a', 1 'b, c'"


def test_many_columns_are_counted():
    """Twenty are named."""
    names = tuple(f"n{place}" for place in range(23))
    assert with_positions(names).endswith("19 'n19' and 3 more")


@pytest.mark.parametrize(
    ("excluded", "names"),
    [
        ((), ["a", "b"]),
        (("x", "a"), ["a", "b"]),
        (("0",), ["_c0", "a", "b"]),
        (("_c1",), ["a", "_c1", "b"]),
        (("2",), ["a", "b", "_c2"]),
        (("3", "0"), ["_c0", "a", "b", "_c3"]),
        (("1", "_c1"), ["a", "_c1", "b"]),
        (("7",), ["a", "b"]),
    ],
)
def test_excluded_positions_are_put_back_between_the_others(excluded, names):
    """As columns without names are numbered; names, and positions that are far behind, put nothing back."""
    assert put_back(("a", "b"), excluded) == names
