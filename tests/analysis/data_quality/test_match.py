"""Which column is which feature, and what is said where columns are missing or new."""

import pytest

from engine.analysis.data_quality.match import Match, column_violations, match_columns
from engine.job.semantics import Semantics

BOTH = list(Semantics)
TOO_FEW = (
    "There are missing columns in current dataset. Number of columns in current dataset: 69, "
    "Number of columns in baseline constraints: 70"
)
TOO_MANY = (
    "There are extra columns in current dataset. Number of columns in current dataset: 23, "
    "Number of columns in baseline constraints: 22"
)


def test_corrected_columns_with_names_go_by_name():
    """In whatever order they come; the pairs keep the order of the dataset."""
    match = match_columns(("c", "a", "d"), ("a", "b", "c"), named=True, semantics=Semantics.CORRECTED)
    assert match == Match((("c", "c"), ("a", "a")), missing=("b",), extra=("d",))


def test_observed_columns_go_by_position():
    """Their names are not looked at."""
    match = match_columns(("c", "a", "d"), ("a", "b", "c"), named=True, semantics=Semantics.OBSERVED)
    assert match == Match((("c", "a"), ("a", "b"), ("d", "c")))


@pytest.mark.parametrize("semantics", BOTH)
def test_columns_without_names_go_by_position(semantics):
    """A name like _c0 is no name of the data's own."""
    match = match_columns(("_c0", "_c1"), ("a", "b"), named=False, semantics=semantics)
    assert match == Match((("_c0", "a"), ("_c1", "b")))


@pytest.mark.parametrize("semantics", BOTH)
def test_another_number_of_columns_without_names_has_nothing_in_common(semantics):
    """By position nobody can say which one is missing."""
    match = match_columns(("_c0", "_c1"), ("a", "b", "c"), named=False, semantics=semantics)
    assert match == Match(())


def test_the_official_text_of_missing_columns():
    """To the letter as the container printed it."""
    (violation,) = column_violations(Match(()), columns=69, baseline_columns=70)
    assert (violation.feature_name, violation.check) == ("Missing columns", "missing_column_check")
    assert violation.description == TOO_FEW


def test_the_official_text_of_extra_columns():
    """To the letter as the container printed it."""
    (violation,) = column_violations(Match(()), columns=23, baseline_columns=22)
    assert (violation.feature_name, violation.check) == ("Extra columns", "extra_column_check")
    assert violation.description == TOO_MANY


def test_known_names_follow_in_a_sentence_of_their_own():
    """The official text stays as it is."""
    (violation,) = column_violations(Match((), extra=("a", "b c")), columns=23, baseline_columns=21)
    assert violation.description == TOO_MANY.replace("22", "21") + ". Extra: a, b c."


def test_a_renamed_column_is_one_missing_and_one_extra():
    """Both are said although the numbers are equal."""
    missing, extra = column_violations(Match((), missing=("a",), extra=("b",)), columns=3, baseline_columns=3)
    assert missing.description.endswith("dataset: 3, Number of columns in baseline constraints: 3. Missing: a.")
    assert extra.description.endswith("dataset: 3, Number of columns in baseline constraints: 3. Extra: b.")


def test_at_most_20_columns_are_named():
    """The others are counted."""
    names = tuple(f"f{number}" for number in range(23))
    (violation,) = column_violations(Match((), missing=names), columns=0, baseline_columns=23)
    assert violation.description.endswith(f". Missing: {', '.join(names[:20])} and 3 more.")


def test_equal_columns_are_no_violation():
    """Nothing missing, nothing new."""
    assert column_violations(Match((("a", "a"),)), columns=1, baseline_columns=1) == ()


def test_thousands_of_columns_are_matched_by_one_look_each():
    """Names are not searched for in lists: each one is hashed a constant number of times."""
    hashed = 0

    class Name(str):
        """A name that counts how often it is looked up."""

        __slots__ = ()

        def __hash__(self) -> int:
            nonlocal hashed
            hashed += 1
            return str.__hash__(self)

    names = tuple(Name(number) for number in range(2000))
    match_columns(names, names[::-1], named=True, semantics=Semantics.CORRECTED)
    assert hashed <= 10 * len(names)
