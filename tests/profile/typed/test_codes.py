"""Texts that are codes of a dictionary are what the same texts are without one, to the bit."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.profile.categories import LONGEST_CATEGORY
from engine.profile.column import ColumnState

KNOWN = frozenset({"a", "1", "1.50", "é"})
WORDS = [
    "a",
    "b",
    "1",
    "1.50",
    "7.0",
    "- 5",
    "-3",
    "+ 5.0",
    "1e999",
    "0.12345678901234567890",
    "true",
    "",
    "é",
    "x" * 40,
]


def read(state):
    """Return all that is known, with the order of categories."""
    categories = state.categories.counts
    numbers = state.numbers
    return (
        state.types.counts.tolist(),
        (state.types.negative, state.types.whole, state.members.count),
        state.distinct.registers.tobytes(),
        None if categories is None else list(categories.items()),
        [level.tolist() for level in numbers.sketch.levels],
        repr((numbers.moments.sum, numbers.moments.std_dev, numbers.moments.minimum, numbers.moments.maximum)),
    )


def states_of(coded, known=None):
    """Return the states of codes and of their texts."""
    ours, theirs = ColumnState(known), ColumnState(known)
    ours.update(coded)
    theirs.update(coded.dictionary_decode())
    return ours, theirs


@settings(max_examples=150, deadline=None)
@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=20),
    data=st.data(),
    known=st.sampled_from([None, KNOWN]),
    kind=st.sampled_from([pa.string(), pa.large_string()]),
)
def test_codes_are_their_texts(words, data, known, kind):
    """Whatever the texts, twice in the dictionary or never in the rows, and wherever a slice of the rows begins."""
    codes = data.draw(st.lists(st.one_of(st.none(), st.integers(0, len(words) - 1)), max_size=60))
    coded = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(words, kind))
    ours, theirs = states_of(coded[data.draw(st.integers(0, 3)) :], known)
    assert read(ours) == read(theirs)


@pytest.mark.parametrize(
    "words",
    [
        ["a", "x" * (LONGEST_CATEGORY + 1)],
        [str(number) for number in range(300)],
        ["a", None],
        [f"{number}.5" for number in range(256)],
    ],
    ids=["a long text", "many texts", "a missing text", "just few enough"],
)
def test_categories_are_given_up_where_texts_give_them_up(words):
    """For a long one, and for too many."""
    coded = pa.DictionaryArray.from_arrays(pa.array([*range(len(words))] * 2, pa.int16()), pa.array(words, pa.string()))
    ours, theirs = states_of(coded, KNOWN)
    assert read(ours) == read(theirs)


def test_bytes_in_a_dictionary_are_texts():
    """They are replaced where they are not UTF-8."""
    coded = pa.array([b"\xff", b"a", b"\xfe"]).dictionary_encode()
    ours, theirs = states_of(coded)
    assert read(ours) == read(theirs)
    assert ours.categories.counts == {"\ufffd": 2, "a": 1}
