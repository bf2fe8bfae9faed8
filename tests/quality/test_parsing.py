"""Columns as numbers, labels and probabilities."""

import json
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from engine.quality.parsing import labels_in, numbers_in, probabilities_in


@pytest.mark.parametrize(
    "values",
    [
        pa.array(["1", " 2.5 ", "", None, "x"]),
        pa.array(["1", "2.5", None, " ", "x"]).dictionary_encode(),
        pa.array(["1", "2.5", "NaN", None, "x"], pa.large_string()),
    ],
)
def test_a_text_is_a_number_missing_or_wrong(values):
    """An empty text and NaN are missing; another text is wrong."""
    found = numbers_in(values)
    assert found.numbers[:2].tolist() == [1.0, 2.5]
    assert np.isnan(found.numbers[2:]).all()
    assert found.missing.tolist() == [False, False, True, True, False]
    assert found.wrong.tolist() == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        (pa.array([1, None, 3], pa.int32()), [1.0, None, 3.0]),
        (pa.array([1.5, float("nan")]), [1.5, None]),
        (pa.array([True, False]), [1.0, 0.0]),
        (pa.array([Decimal("1.25"), None]), [1.25, None]),
    ],
)
def test_typed_columns_are_the_numbers_that_they_hold(values, numbers):
    """Parquet has them; a null and NaN are missing."""
    found = numbers_in(values)
    assert [None if np.isnan(number) else number for number in found.numbers] == numbers
    assert not found.wrong.any()


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (pa.array(["a", "", None, " "]), ["a", None, None, None]),
        (pa.array([1, None]), ["1", None]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array([1.5, float("nan")]), ["1.5", None]),
        (pa.array(["a", None]).dictionary_encode(), ["a", None]),
    ],
)
def test_labels_are_texts(values, labels):
    """Of any type; an empty text is none."""
    assert labels_in(values).to_pylist() == labels


def test_probabilities_may_be_a_list_in_one_cell():
    """Places name the classes, or the names of an object do; another text is wrong."""
    found = probabilities_in([pa.array(["[0.2, 0.8]", '{"1": 0.3, "0": 0.7}', None, "[0.1, oops]"])], ())
    assert found.classes == ("0", "1")
    assert found.matrix[:2].tolist() == [[0.2, 0.8], [0.7, 0.3]]
    assert found.missing.tolist() == [False, False, True, False]
    assert found.wrong.tolist() == [False, False, False, True]


def test_classes_of_lists_are_in_order_whatever_row_comes_first():
    """So that the answer of a tie does not hang on where a batch begins; numbers go by their value."""
    rows = ['{"dog": 0.5, "cat": 0.5}', '{"cat": 0.5, "dog": 0.5}']
    for batch in (rows, rows[::-1]):
        assert probabilities_in([pa.array(batch)], ()).classes == ("cat", "dog")
    assert probabilities_in([pa.array([json.dumps([0.1] * 11)])], ()).classes == tuple(map(str, range(11)))


def test_a_number_beyond_all_doubles_is_no_probability():
    """It is told as any other text that is none."""
    assert probabilities_in([pa.array([f"[0.5, 1{'0' * 400}]"])], ()).wrong.tolist() == [True]


def test_probabilities_may_be_a_column_for_each_class():
    """As a flattened list or struct has them; a row is whole or missing."""
    found = probabilities_in([pa.array([0.2, None]), pa.array([0.8, 0.1])], ("cat", "dog"))
    assert found.classes == ("cat", "dog")
    assert found.matrix[0].tolist() == [0.2, 0.8]
    assert found.missing.tolist() == [False, True]
