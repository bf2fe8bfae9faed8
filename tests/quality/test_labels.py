"""Labels as users have them."""

import pytest

from engine.quality.labels import class_of, classes_of, in_order, positive_of


@pytest.mark.parametrize("text", ["1", "1.0", "+1", "1.", "1e0", " 1 ", "1.000"])
def test_a_number_is_one_label_however_it_is_written(text):
    """A model answers 1.0 where the truth says 1."""
    assert class_of(text) == "1"


@pytest.mark.parametrize("text", ["True", "TRUE", "true", " true"])
def test_a_boolean_is_one_label_however_it_is_written(text):
    """Tables write True, JSON writes true."""
    assert class_of(text) == "true"


@pytest.mark.parametrize("text", ["01067", "007", "-01", "Yes", "1a", "1,0", "", "12345678901234567890", "nan"])
def test_what_is_a_name_stays_as_it_is(text):
    """A postcode is no number, and the case of a name counts."""
    assert class_of(text) == text


@pytest.mark.parametrize(
    ("text", "name"), [("0.50", "0.5"), ("-0", "0"), ("-0.0", "0"), ("2.5e1", "25"), (".5", "0.5")]
)
def test_numbers_are_equal_by_their_value(text, name):
    """Also those with a fraction, and both zeros."""
    assert class_of(text) == name


def test_a_class_of_one_spelling_is_called_so():
    """The documents show what the data say, where the data say it in one way."""
    assert classes_of(["1.0", "0.0"]) == {"1.0": "1.0", "0.0": "0.0"}
    assert classes_of(["1.0", "1", "0"]) == {"1.0": "1", "1": "1", "0": "0"}
    assert classes_of(["True", "False"]) == {"True": "True", "False": "False"}


def test_true_is_1_where_both_are_labels():
    """A model answers true where the truth says 1; beside other labels the two are different ones."""
    assert classes_of(["true", "0", "1"]) == {"true": "1", "0": "0", "1": "1"}
    assert classes_of(["true", "2", "1"]) == {"true": "true", "2": "2", "1": "1"}


@pytest.mark.parametrize(
    ("classes", "positive"),
    [
        (["0", "1"], "1"),
        (["-1", "1"], "1"),
        (["9", "10"], "10"),
        (["false", "true"], "true"),
        (["no", "yes"], "yes"),
        (["0"], "1"),
        (["False"], "True"),
        (["-1.0"], "1"),
        (["no"], "yes"),
        (["No"], "Yes"),
        (["NEGATIVE"], "POSITIVE"),
        (["0", "0.0"], "1"),
        (["no", "unsure"], "unsure"),
        (["1"], "1"),
        (["churned"], "churned"),
        ([], None),
    ],
)
def test_the_positive_class_is_the_greater_number_or_the_last_name(classes, positive):
    """Where nobody has named it; a window of zeros alone, or of no alone, has no positive row."""
    assert positive_of(classes) == positive


def test_numbers_come_by_value_and_before_names():
    """As a person sorts them."""
    assert in_order(["b", "10", "9", "a", "-1"]) == ("-1", "9", "10", "a", "b")
