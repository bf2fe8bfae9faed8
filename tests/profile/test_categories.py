"""Counts of texts while there are few: what just fits."""

import pyarrow as pa
import pytest

from engine.profile.categories import LONGEST_CATEGORY, MOST_CATEGORIES, Categories
from engine.profile.column import ColumnState


def categories_of(*values):
    """Return the categories of a column that has *values*, one batch each."""
    column = ColumnState()
    for value in values:
        column.update(pa.array([value], pa.string()))
    return column.categories


@pytest.mark.parametrize(("texts", "kept"), [(MOST_CATEGORIES, True), (MOST_CATEGORIES + 1, False)])
def test_as_many_texts_as_are_counted(texts, kept):
    """256 different ones are counted, one more gives all up."""
    assert (categories_of(*map(str, range(texts))).counts is not None) is kept


@pytest.mark.parametrize(("size", "kept"), [(LONGEST_CATEGORY, True), (LONGEST_CATEGORY + 1, False)])
def test_a_text_of_just_the_longest_size_is_counted(size, kept):
    """In bytes of UTF-8, of which an é has two."""
    text = "é" * (size // 2) + "x" * (size % 2)
    assert (categories_of("a", text).counts is not None) is kept


@pytest.mark.parametrize(("shared", "kept"), [(1, True), (0, False)])
def test_a_merge_counts_the_texts_of_both(shared, kept):
    """128 and 129 texts are 256 where one of them is the same: just as many as are counted."""
    left, right = Categories(), Categories()
    left.update({f"v{number}": 1 for number in range(128)})
    right.update({f"v{number}": 1 for number in range(128 - shared, 257 - shared)})
    left.merge(right)
    assert (left.counts is not None) is kept
    assert not kept or (len(left.counts), left.counts["v127"]) == (256, 2)
