"""From a state to the statistics of its features."""

import math

import pytest
from profiles import state_of

from engine.analysis.data_quality.describe import describe


def described(cells):
    """Return the statistics of one feature with these *cells*."""
    (feature,) = describe(state_of({"a": cells})).features
    return feature


@pytest.mark.parametrize(
    ("cells", "inferred_type"),
    [
        pytest.param(["1", "-2", " 3", "+ 4"], "Integral", id="integers"),
        pytest.param(["1", "2.5"], "Fractional", id="some fractions"),
        pytest.param(["1E5"], "Fractional", id="powers of ten"),
        pytest.param(["1", "x"], "String", id="one text"),
        pytest.param(["true", "false"], "String", id="true and false"),
        pytest.param(["true", "1"], "String", id="true and numbers"),
        pytest.param(["NaN", "1"], "String", id="not a number"),
        pytest.param([None, None], "Unknown", id="nothing"),
    ],
)
def test_the_type_is_one_of_the_official_four(cells, inferred_type):
    """A column of true and false is a String column."""
    assert described(cells).inferred_type == inferred_type


def test_the_statistics_of_numbers():
    """Sum in row order, the spread of the population, missing values apart."""
    numbers = described(["3", "1", None, "2"]).numerical
    assert (numbers.num_present, numbers.num_missing, numbers.completeness) == (3, 1, 0.75)
    assert (numbers.sum, numbers.mean, numbers.min, numbers.max) == (6.0, 2.0, 1.0, 3.0)
    assert numbers.std_dev == math.sqrt(2 / 3)
    assert numbers.approximate_num_distinct_values == 3
    assert numbers.distribution.sketch.levels == ((3.0, 1.0, 2.0),)


def test_the_statistics_of_texts():
    """Each value with its rows; a missing one is none of them."""
    texts = described(["x", None, "y", "x"]).string
    assert (texts.num_present, texts.num_missing, texts.completeness, texts.distinct_count) == (3, 1, 0.75, 2.0)
    assert {category.value: category.count for category in texts.categories} == {"x": 2, "y": 1}


def test_a_column_without_values_has_string_statistics_of_zeros():
    """As the official document would have to say it: no category, nothing distinct, nothing present."""
    assert described([None, None]).to_json() == {
        "name": "a",
        "inferred_type": "Unknown",
        "string_statistics": {
            "common": {"num_present": 0, "num_missing": 2},
            "distinct_count": 0.0,
            "completeness": 0.0,
        },
    }


def test_a_sign_and_a_blank_before_the_digits_are_present_without_a_number():
    """`- 5` is Integral and counts as present; sum and extremes are of the other values."""
    numbers = described(["- 5", "7"]).numerical
    assert (numbers.num_present, numbers.sum, numbers.mean, numbers.min, numbers.max) == (2, 7.0, 7.0, 7.0, 7.0)


def test_a_column_of_no_number_at_all_is_undefined():
    """`- 5` alone: nothing to take a mean of, and no distribution."""
    numbers = described(["- 5"]).numerical
    assert all(map(math.isnan, (numbers.mean, numbers.std_dev, numbers.min, numbers.max)))
    assert (numbers.sum, numbers.distribution) == (0.0, None)


def test_numbers_beyond_the_range_of_doubles_are_infinite():
    """The mean of both infinities is undefined."""
    numbers = described(["1e999", "-1e999"]).numerical
    assert (numbers.min, numbers.max) == (-math.inf, math.inf)
    assert math.isnan(numbers.mean)
    assert math.isnan(numbers.std_dev)


def test_integers_beyond_2_to_53_are_doubles():
    """As in the official documents."""
    assert described(["9007199254740993"]).numerical.max == 9007199254740992.0


@pytest.mark.parametrize(("different", "shown"), [(86, True), (200, False), (300, False)])
def test_categories_are_shown_while_about_120_values_differ_at_most(different, shown):
    """The number of different values is an estimate, so the border is not sharp."""
    assert (described([f"v{number}" for number in range(different)]).string.categories is not None) is shown


@pytest.mark.parametrize(("different", "estimate", "shown"), [(117, 119, True), (119, 120, True), (121, 121, False)])
def test_categories_are_shown_up_to_an_estimate_of_exactly_120(different, estimate, shown):
    """Deequ's threshold belongs to the few: the estimates are those of Spark for v0, v1, ..."""
    texts = described([f"v{number}" for number in range(different)]).string
    assert (texts.distinct_count, texts.categories is not None) == (estimate, shown)


def test_features_come_in_the_order_of_the_columns():
    """And the count of records is that of rows, missing values or not."""
    statistics = describe(state_of({"b": ["1", None], "a": [None, None]}))
    assert statistics.item_count == 2
    assert [feature.name for feature in statistics.features] == ["b", "a"]


def test_a_state_of_no_records_can_be_described():
    """Every column is Unknown and empty."""
    statistics = describe(state_of({"a": []}))
    assert (statistics.item_count, statistics.features[0].inferred_type) == (0, "Unknown")


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        pytest.param(["1", "1e999"], [1, 0, 0, 0, 0, 0, 0, 0, 0, 1], id="infinite"),
        pytest.param(["-1e999", "1", "2"], [0, 0, 0, 0, 0, 0, 0, 0, 0, 3], id="infinitely small"),
        pytest.param(["-1e308", "1e308", "0"], [3, 0, 0, 0, 0, 0, 0, 0, 0, 0], id="too wide"),
    ],
)
def test_a_range_wider_than_a_double_has_the_buckets_that_deequ_counts(cells, counts):
    """The bounds are infinite or undefined; the counts are those of Deequ 2.1.0 for the same values."""
    assert [bucket.count for bucket in described(cells).numerical.distribution.buckets] == counts
