"""Where the official container and its documentation part: what each of the two settings does."""

from dataclasses import replace

import pytest
from profiles import baseline_of, checked, evidence_from, monitored, promised

from engine.job.semantics import Semantics

CORRECTED, OBSERVED = Semantics.CORRECTED, Semantics.OBSERVED
BOTH = list(Semantics)

HALF, RARE = ["0"] * 500 + ["1"] * 500, ["0"] * 10 + ["1"] * 990


def drift(data, baseline, semantics):
    """Return the one distance that is measured."""
    (value,) = [item.value for item in evidence_from(data, baseline, semantics) if "drift" in item.check]
    return value


def simple(baseline):
    """Return *baseline* with the plain distance in place of the robust one."""
    monitoring = baseline.constraints.monitoring
    distribution = replace(monitoring.distribution, comparison_method="Simple")
    monitoring = replace(monitoring, distribution=distribution)
    return replace(baseline, constraints=replace(baseline.constraints, monitoring=monitoring))


class TestNumericalDriftWithRepeatedValues:
    """A binary column, once half and half, then 1 to 99."""

    def test_observed_it_never_drifts(self):
        """One weight is kept per distinct value."""
        assert drift({"a": RARE}, simple(baseline_of({"a": HALF})), OBSERVED) == 0.0

    def test_corrected_every_value_counts(self):
        """The largest difference of the cumulative shares is 0.50 - 0.01."""
        assert drift({"a": RARE}, simple(baseline_of({"a": HALF})), CORRECTED) == pytest.approx(0.49)


ONE_AND_TWO = {"a": ["1", "2"] * 400}
THREE_AND_FOUR = {"a": ["3", "4"] * 400}


class TestSampleSizesInRobust:
    """Two values against two others, each 400 times: the plain distance is 1.0."""

    def test_observed_they_are_numbers_of_distinct_values(self):
        """n = m = 2 leaves nothing of the distance: 1.8 * sqrt(4 / 4) is more than 1."""
        assert drift(THREE_AND_FOUR, baseline_of(ONE_AND_TWO), OBSERVED) == 0.0

    def test_corrected_they_are_numbers_of_values(self):
        """n = m = 800, so 1.8 * sqrt(1600 / 640000) = 0.09 is taken off."""
        assert drift(THREE_AND_FOUR, baseline_of(ONE_AND_TWO), CORRECTED) == 0.91

    def test_corrected_missing_values_do_not_count(self):
        """800 of 1600 are present: the same distance."""
        assert drift({"a": THREE_AND_FOUR["a"] + [None] * 800}, baseline_of(ONE_AND_TWO), CORRECTED) == 0.91


class TestIntegersWhereFractionsAreExpected:
    """A column of 0.5, 1.5, ... that now has integers."""

    def test_observed_they_violate(self):
        """To the letter as the container printed it."""
        (violation,) = monitored({"a": ["1", "2"]}, promised('{"name": "a", "inferred_type": "Fractional"}'), OBSERVED)
        assert violation.description == (
            "Data type match requirement is not met. Expected data type: Fractional, Expected match: 100.0%. "
            "Observed: Only 0.0% of data is Fractional."
        )

    def test_observed_a_mixture_does_not_hold_on_its_own_baseline(self):
        """Integers among fractions count against the match."""
        mixed = {"a": ["1", "2.5"]}
        assert checked(monitored(mixed, baseline_of(mixed), OBSERVED)) == [("a", "data_type_check")]

    @pytest.mark.parametrize("cells", [["1", "2"], ["1", "2.5"]])
    def test_corrected_they_match(self, cells):
        """An integer is a fractional number."""
        assert monitored({"a": cells}, promised('{"name": "a", "inferred_type": "Fractional"}'), CORRECTED) == ()

    @pytest.mark.parametrize("semantics", BOTH)
    def test_fractions_where_integers_are_expected_violate(self, semantics):
        """Under both settings."""
        found = monitored({"a": ["1", "2.5"]}, promised('{"name": "a", "inferred_type": "Integral"}'), semantics)
        assert checked(found) == [("a", "data_type_check")]


MIXED = {"a": ["1", "x"]}


class TestNumbersWhereTextIsExpected:
    """A column of "1" and "x"."""

    def test_observed_they_count_against_the_match(self):
        """So the column fails its own baseline."""
        assert checked(monitored(MIXED, baseline_of(MIXED), OBSERVED)) == [("a", "data_type_check")]

    def test_corrected_they_match_while_the_column_is_text(self):
        """One "x" is enough."""
        assert monitored(MIXED, baseline_of(MIXED), CORRECTED) == ()

    @pytest.mark.parametrize("semantics", BOTH)
    def test_a_column_that_has_become_all_numbers_violates(self, semantics):
        """Nothing of it is text any more."""
        found = monitored({"a": ["1", "1"]}, promised('{"name": "a", "inferred_type": "String"}'), semantics)
        assert [violation.description.partition("Observed: ")[2] for violation in found] == [
            "Only 0.0% of data is String."
        ]


class TestNonNegative:
    """A column that had no negative number gets one."""

    BASELINE, DATA = (
        '{"name": "a", "inferred_type": "Integral", "num_constraints": {"is_non_negative": true}}',
        ["-96", "1"],
    )

    def test_observed_it_is_not_looked_at(self):
        """Written, never evaluated."""
        assert monitored({"a": self.DATA}, promised(self.BASELINE), OBSERVED) == ()

    def test_corrected_it_is_a_check(self):
        """One of two values is not negative."""
        (violation,) = monitored({"a": self.DATA}, promised(self.BASELINE), CORRECTED)
        assert violation.check == "non_negative_check"
        assert violation.description == (
            "Non-negativity requirement is not met. Expected: 100.0%. "
            "Observed: Only 50.0% of the values are not negative."
        )

    @pytest.mark.parametrize("cells", [["-0", "-0.0"], [None], ["x"]])
    def test_corrected_zeros_texts_and_missing_values_are_not_negative(self, cells):
        """Minus zero is zero; what is no number has no sign."""
        assert (
            "non_negative_check"
            not in dict(checked(monitored({"a": cells}, promised(self.BASELINE), CORRECTED))).values()
        )

    def test_corrected_it_is_not_asked_where_the_baseline_had_negative_numbers(self):
        """False promises nothing."""
        assert monitored({"a": self.DATA}, promised(self.BASELINE.replace("true", "false")), CORRECTED) == ()


NUMBER_AND_TEXT = {"a": ["1"], "b": ["x"]}


class TestOtherNames:
    """As many columns as in the baseline, and one has another name."""

    def test_observed_it_is_not_noticed(self):
        """Columns go by position."""
        assert monitored({"a": ["1"], "z": ["x"]}, baseline_of(NUMBER_AND_TEXT), OBSERVED) == ()

    def test_observed_columns_in_another_order_are_taken_for_each_other(self):
        """The text stands where the number was."""
        found = monitored({"b": ["x"], "a": ["1"]}, baseline_of(NUMBER_AND_TEXT), OBSERVED)
        assert ("a", "data_type_check") in checked(found)

    def test_corrected_it_is_one_missing_and_one_extra(self):
        """The texts name them."""
        found = monitored({"a": ["1"], "z": ["x"]}, baseline_of(NUMBER_AND_TEXT), CORRECTED)
        assert checked(found) == [("Missing columns", "missing_column_check"), ("Extra columns", "extra_column_check")]
        assert [violation.description.rpartition(". ")[2] for violation in found] == ["Missing: b.", "Extra: z."]

    def test_corrected_the_order_of_the_columns_does_not_matter(self):
        """Data with names go by name."""
        assert monitored({"b": ["x"], "a": ["1"]}, baseline_of(NUMBER_AND_TEXT), CORRECTED) == ()


INTEGERS = {"a": [str(number) for number in range(400)]}
LARGER_FRACTIONS = {"a": [f"{number}.5" for number in range(1000, 1400)]}


class TestDriftWhenTypesDiffer:
    """Integers before, 400 fractions now, all of them larger."""

    def test_observed_it_is_skipped(self):
        """Even Integral against Fractional."""
        assert checked(monitored(LARGER_FRACTIONS, baseline_of(INTEGERS), OBSERVED)) == [("a", "data_type_check")]

    def test_corrected_numbers_are_compared_with_numbers(self):
        """Both checks fail."""
        found = monitored(LARGER_FRACTIONS, baseline_of(INTEGERS), CORRECTED)
        assert checked(found) == [("a", "data_type_check"), ("a", "baseline_drift_check")]

    @pytest.mark.parametrize("semantics", BOTH)
    def test_numbers_are_never_compared_with_text(self, semantics):
        """That is a matter of the type check."""
        assert checked(monitored({"a": ["x"] * 400}, baseline_of(INTEGERS), semantics)) == [("a", "data_type_check")]


TWO_OF_THREE = ["x", None, "x"]


class TestMissingValuesInAText:
    """One missing value among three."""

    def test_it_is_no_category(self):
        """Neither in the statistics nor in the domain."""
        baseline = baseline_of({"a": TWO_OF_THREE})
        assert [category.value for category in baseline.statistics.features[0].string.categories] == ["x"]
        assert baseline.constraints.features[0].domains == ("x",)

    @pytest.mark.parametrize("semantics", BOTH)
    def test_it_does_not_count_in_the_match_of_types_and_values(self, semantics):
        """Both shares are of the values that are present."""
        evidence = evidence_from({"a": TWO_OF_THREE}, baseline_of({"a": TWO_OF_THREE}), semantics)
        shares = {item.check: item.value for item in evidence}
        assert (shares["data_type_check"], shares["categorical_values_check"]) == (1.0, 1.0)


THREE_COLUMNS = {"a": ["x"] * 400, "b": ["x"] * 400, "gone": ["1"] * 400}
TWO_CHANGED = {"b": ["y"] * 400, "a": ["y"] * 400}


class TestOrderOfViolations:
    """Two features with two violations each, in the dataset's order b, a."""

    def test_corrected_by_feature(self):
        """The columns first; within a feature by check."""
        assert checked(monitored(TWO_CHANGED, baseline_of(THREE_COLUMNS), CORRECTED)) == [
            ("Missing columns", "missing_column_check"),
            ("b", "categorical_values_check"),
            ("b", "baseline_drift_check"),
            ("a", "categorical_values_check"),
            ("a", "baseline_drift_check"),
        ]

    def test_observed_drift_comes_last(self):
        """First all checks, then all drifts, each in the dataset's order, under the baseline's names."""
        known = {name: THREE_COLUMNS[name] for name in ("a", "b")}
        assert checked(monitored(TWO_CHANGED, baseline_of(known), OBSERVED)) == [
            ("a", "categorical_values_check"),
            ("b", "categorical_values_check"),
            ("a", "baseline_drift_check"),
            ("b", "baseline_drift_check"),
        ]
