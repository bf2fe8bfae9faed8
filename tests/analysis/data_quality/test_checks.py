"""The checks of a feature: what they measure, when they are not asked, and what their violations say."""

import logging
from dataclasses import replace

import pytest
from profiles import baseline_of, checked, constraints_of, described, evidence_from, monitored, promised

from engine.documents.baseline import Baseline
from engine.documents.data_quality.distribution import Category
from engine.documents.data_quality.statistics import Statistics
from engine.job.semantics import Semantics

BOTH = list(Semantics)


def without_sketches(statistics: Statistics) -> Statistics:
    """Return *statistics* as a job of an older generation wrote them."""
    features = (
        replace(feature, numerical=replace(feature.numerical, distribution=None)) for feature in statistics.features
    )
    return replace(statistics, features=tuple(features))


def descriptions(violations) -> list[str]:
    """Return what a person reads of each of *violations*."""
    return [violation.description for violation in violations]


@pytest.mark.parametrize("semantics", BOTH)
def test_the_official_text_of_a_data_type_violation(semantics):
    """To the letter as the container printed it for 1,912 of 1,919 values; missing ones do not count."""
    baseline = promised('{"name": "a", "inferred_type": "Integral"}')
    found = monitored({"a": ["1"] * 1912 + ["0.5"] * 7 + [None] * 100}, baseline, semantics)
    assert checked(found) == [("a", "data_type_check")]
    assert found[0].description == (
        "Data type match requirement is not met. Expected data type: Integral, Expected match: 100.0%. "
        "Observed: Only 99.6352266805628% of data is Integral."
    )


def test_the_official_text_of_texts_that_have_become_numbers():
    """To the letter as the container printed it; half of the values look like numbers."""
    baseline = promised('{"name": "a", "inferred_type": "String"}')
    (found,) = monitored({"a": ["x", "1"]}, baseline, Semantics.OBSERVED)
    assert found.description == (
        "Data type match requirement is not met. Expected data type: String, Expected match: 100.0%. "
        "Observed: Only 50.0% of data is String."
    )


@pytest.mark.parametrize("semantics", BOTH)
def test_the_official_text_of_a_completeness_violation(semantics):
    """To the letter as the container printed it for 91 of 93 values."""
    baseline = promised('{"name": "a", "inferred_type": "Integral", "completeness": 1.0}')
    found = monitored({"a": ["1"] * 91 + [None] * 2}, baseline, semantics)
    assert checked(found) == [("a", "completeness_check")]
    assert descriptions(found) == [
        "Data completeness requirement is not met. Expected: 100.0%. Observed: Only 97.84946236559139%."
    ]


@pytest.mark.parametrize("semantics", BOTH)
def test_the_official_text_of_unknown_categories(semantics):
    """To the letter as the container printed it for one known value of two; the missing one does not count."""
    baseline = promised('{"name": "a", "inferred_type": "String", "string_constraints": {"domains": ["x", "y"]}}')
    found = monitored({"a": ["x", "z", None]}, baseline, semantics)
    assert checked(found) == [("a", "categorical_values_check")]
    assert found[0].description == (
        "Categorical value match requirement is not met. Expected match: 100.0%. "
        "Observed: 50.0% of the values match the known values."
    )


@pytest.mark.parametrize("semantics", BOTH)
def test_the_official_text_of_a_drift(semantics):
    """As the container printed it for a distance of 0.2654387312522783; here 800 values are below 800 others."""
    baseline = baseline_of({"a": [str(number) for number in range(800)]})
    found = monitored({"a": [str(number) for number in range(1000, 1800)]}, baseline, semantics)
    assert checked(found) == [("a", "baseline_drift_check")]
    assert descriptions(found) == ["Baseline drift distance: 0.91 exceeds threshold: 0.1"]


@pytest.mark.parametrize("semantics", BOTH)
def test_a_drift_of_categories_has_the_same_text(semantics):
    """Another value than the known one, 800 times."""
    baseline = baseline_of({"a": ["x"] * 800})
    found = monitored({"a": ["y"] * 800}, baseline, semantics)
    assert checked(found) == [("a", "categorical_values_check"), ("a", "baseline_drift_check")]
    assert descriptions(found)[1] == "Baseline drift distance: 0.91 exceeds threshold: 0.1"


def test_a_percentage_is_the_share_times_a_hundred():
    """As in Java: the share first, so 2 of 3 are 66.66666666666666 % and a threshold of 0.07 has many digits."""
    baseline = promised('{"name": "a", "inferred_type": "Integral"}', '{"datatype_check_threshold": 0.07}')
    (evidence,) = evidence_from({"a": ["1", "2", "x"]}, baseline)
    assert described(evidence).endswith(
        "Expected match: 7.000000000000001%. Observed: Only 66.66666666666666% of data is Integral."
    )


@pytest.mark.parametrize("semantics", BOTH)
def test_nothing_is_typed_without_values(semantics):
    """A column that has lost all values breaks its completeness only, and is not compared with numbers."""
    found = monitored({"a": [None, None]}, baseline_of({"a": ["1", "2"]}), semantics)
    assert checked(found) == [("a", "completeness_check")]


@pytest.mark.parametrize("semantics", BOTH)
def test_a_column_that_never_had_a_value_may_get_any(semantics):
    """What was Unknown is not type-checked, and its completeness was 0."""
    assert monitored({"a": ["1", "x"]}, baseline_of({"a": [None, None]}), semantics) == ()


@pytest.mark.parametrize("semantics", BOTH)
@pytest.mark.parametrize("expected", ["String", "Boolean"])
def test_true_and_false_match_string_and_boolean(semantics, expected):
    """A column of true and false is a String column in our documents, and may be a Boolean one in others'."""
    baseline = promised(f'{{"name": "a", "inferred_type": "{expected}"}}')
    assert monitored({"a": ["true", "false"]}, baseline, semantics) == ()


@pytest.mark.parametrize("semantics", BOTH)
@pytest.mark.parametrize("completeness", ["", ', "completeness": null'])
def test_a_completeness_that_was_taken_out_is_not_checked(semantics, completeness):
    """Absent or null by hand: nothing is promised."""
    baseline = promised(f'{{"name": "a", "inferred_type": "Integral"{completeness}}}')
    assert [item.check for item in evidence_from({"a": ["1", None]}, baseline, semantics)] == ["data_type_check"]


@pytest.mark.parametrize("semantics", BOTH)
def test_known_values_are_counted_exactly_however_many_there_are(semantics):
    """300 known values and 300 others: no column keeps so many categories, the share is right all the same."""
    values = [f"v{number}" for number in range(300)]
    domains = ", ".join(f'"{value}"' for value in values)
    baseline = promised(f'{{"name": "a", "inferred_type": "String", "string_constraints": {{"domains": [{domains}]}}}}')
    found = evidence_from({"a": values + [f"w{number}" for number in range(300)]}, baseline, semantics)
    assert [item.value for item in found if item.check == "categorical_values_check"] == [0.5]


@pytest.mark.parametrize("semantics", BOTH)
def test_the_thresholds_of_the_baseline_are_the_bounds(semantics):
    """A share that equals its threshold is good enough."""
    baseline = promised(
        '{"name": "a", "inferred_type": "String", "string_constraints": {"domains": ["x"]}}',
        '{"domain_content_threshold": 0.5}',
    )
    assert monitored({"a": ["x", "y"]}, baseline, semantics) == ()


@pytest.mark.parametrize("semantics", BOTH)
def test_a_baseline_without_sketches_is_read_and_the_log_says_what_is_left_out(semantics, caplog):
    """One line for all such features; what has no values there has nothing that could be compared anyway."""
    known = baseline_of({f"f{number}": ["1", "2"] for number in range(23)})
    baseline = replace(known, statistics=without_sketches(known.statistics))
    with caplog.at_level(logging.INFO, logger="engine"):
        evidence = evidence_from({f"f{number}": ["1", "2"] for number in range(23)}, baseline, semantics)
    assert "baseline_drift_check" not in {item.check for item in evidence}
    assert caplog.messages == [
        "Drift is not checked for features of which the baseline's statistics have no sketch: "
        + ", ".join(f"f{number}" for number in range(20))
        + " and 3 more"
    ]


def test_observed_the_log_names_features_of_another_type(caplog):
    """They are not compared, as in the official container."""
    baseline = baseline_of({"a": ["1", "2"], "b": ["1", "2"]})
    with caplog.at_level(logging.INFO, logger="engine"):
        evidence_from({"a": ["1.5", "2"], "b": ["1", "2"]}, baseline, Semantics.OBSERVED)
    assert caplog.messages == [
        "Drift is not checked for features whose inferred type is not that of the baseline's statistics: a"
    ]


def test_what_is_not_compared_on_purpose_is_not_named_in_the_log(caplog):
    """Text against numbers is a matter of the type check, and many texts have no categories to compare."""
    texts = [f"v{number}" for number in range(200)]
    baseline = baseline_of({"a": ["1"] * 200, "b": texts, "c": [None] * 200})
    with caplog.at_level(logging.INFO, logger="engine"):
        evidence_from({"a": texts, "b": texts, "c": texts}, baseline, Semantics.CORRECTED)
    assert caplog.messages == []


@pytest.mark.parametrize("semantics", BOTH)
@pytest.mark.parametrize("other", [["1e999", "-1e999", "1e308"], ["1", "2"], ["- 5"]])
def test_infinite_numbers_are_compared_like_others(semantics, other):
    """Their mean and spread are undefined, their order is not; a column without any number is not compared."""
    baseline = baseline_of({"a": ["1e999", "-1e999", "1e308"]})
    assert all(0 <= item.value <= 1 for item in evidence_from({"a": other}, baseline, semantics))
    assert monitored({"a": ["1e999", "-1e999", "1e308"]}, baseline, semantics) == ()


@pytest.mark.parametrize("semantics", BOTH)
def test_counts_of_0_in_a_baseline_are_not_divided_by(semantics):
    """A document written by hand may contradict itself: a sketch without values, categories without rows."""
    known = baseline_of({"a": ["1", "2"], "b": ["x", "y"]})
    number, text = known.statistics.features
    number = replace(number, numerical=replace(number.numerical, num_present=0))
    text = replace(text, string=replace(text.string, categories=(Category("x", 0),)))
    baseline = replace(known, statistics=replace(known.statistics, features=(number, text)))
    evidence = evidence_from({"a": ["1", "2"], "b": ["x", "y"]}, baseline, semantics)
    assert "b" not in {item.feature for item in evidence if item.check == "baseline_drift_check"}


def test_chi_squared_with_robust_gives_a_p_value_and_violates_below_the_threshold():
    """60 of 100 where half were expected: (10 ** 2 / 50) * 2 = 4, a chance of 4.55 %."""
    baseline = baseline_of({"a": ["x", "y"] * 50})
    data = {"a": ["x"] * 60 + ["y"] * 40}
    (evidence,) = [item for item in evidence_from(data, baseline, method="ChiSquared") if "drift" in item.check]
    assert evidence.value == pytest.approx(0.04550026389635842)
    assert described(evidence) == f"Baseline drift p-value: {evidence.value} falls below threshold: 0.1"
    assert checked(monitored(data, in_config(baseline, "ChiSquared", "Robust"))) == [("a", "baseline_drift_check")]


def test_chi_squared_with_simple_gives_the_statistic_and_the_official_text():
    """The same table; the statistic is 4.0 and violates above the threshold."""
    baseline = in_config(baseline_of({"a": ["x", "y"] * 50}), "ChiSquared", "Simple")
    assert descriptions(monitored({"a": ["x"] * 60 + ["y"] * 40}, baseline)) == [
        "Baseline drift distance: 4.0 exceeds threshold: 0.1"
    ]


def test_categories_have_a_threshold_of_their_own():
    """Numbers are compared with comparison_threshold, categories with categorical_comparison_threshold."""
    config = '{"distribution_constraints": {"comparison_threshold": 0.2, "categorical_comparison_threshold": 0.3}}'
    known = {"a": ["1", "2"], "b": ["x", "y"]}
    features = '{"name": "a", "inferred_type": "Integral"}, {"name": "b", "inferred_type": "String"}'
    evidence = evidence_from(known, Baseline(constraints_of(features, config), baseline_of(known).statistics))
    assert [item.bound for item in evidence if item.check == "baseline_drift_check"] == [0.2, 0.3]


def in_config(baseline: Baseline, drift_method: str, comparison_method: str) -> Baseline:
    """Return *baseline* with these methods."""
    monitoring = baseline.constraints.monitoring
    distribution = replace(
        monitoring.distribution, categorical_drift_method=drift_method, comparison_method=comparison_method
    )
    monitoring = replace(monitoring, distribution=distribution)
    return replace(baseline, constraints=replace(baseline.constraints, monitoring=monitoring))


class TestWholeFractionsForIntegers:
    """Pandas writes an integer column with `.0` once a value is missing."""

    BASELINE = promised('{"name": "a", "inferred_type": "Integral"}')

    def test_observed_they_violate(self):
        """Only the integer counts."""
        (found,) = monitored({"a": ["7.0", "8", None]}, self.BASELINE, Semantics.OBSERVED)
        assert found.description.endswith("Observed: Only 50.0% of data is Integral.")

    def test_corrected_they_match(self):
        """The value is an integer, whatever its text; a fraction with a rest is none."""
        assert monitored({"a": ["7.0", "8", None]}, self.BASELINE) == ()
        (found,) = monitored({"a": ["7.0", "8.5"]}, self.BASELINE)
        assert found.description.endswith("Observed: Only 50.0% of data is Integral.")

    @pytest.mark.parametrize("semantics", BOTH)
    def test_the_documents_still_say_fractional(self, semantics):
        """What the data are called is the official container's business."""
        (feature,) = baseline_of({"a": ["7.0", "8"]}).statistics.features
        assert feature.inferred_type == "Fractional"


class TestAFewTextsAmongNumbers:
    """A baseline of numbers; later the numbers have moved, and an `N/A` is among them."""

    KNOWN = tuple(str(number) for number in range(100))
    MOVED = tuple(str(number) for number in range(1000, 1100))

    def test_observed_the_drift_is_skipped(self):
        """The column is String, and only its type violates, with the official text."""
        (found,) = monitored({"a": [*self.MOVED, "N/A"]}, baseline_of({"a": self.KNOWN}), Semantics.OBSERVED)
        assert found.check == "data_type_check"
        assert found.description.endswith("% of data is Integral.")

    def test_corrected_the_texts_are_counted_and_the_numbers_compared(self):
        """The type check says how many texts there are, and the drift of the numbers is reported too."""
        known = baseline_of({"a": [*self.KNOWN, None]})
        types, drift = monitored({"a": [*self.MOVED, "N/A", "true", None]}, known)
        assert types.description.endswith("% of data is Integral. 2 of 102 values are texts.")
        assert drift.check == "baseline_drift_check"

    def test_corrected_numbers_that_have_not_moved_do_not_drift(self):
        """Texts are for the type check alone."""
        found = evidence_from({"a": [*self.KNOWN, "N/A"]}, baseline_of({"a": self.KNOWN}))
        assert [item.value for item in found if item.check == "baseline_drift_check"] == [0.0]

    def test_corrected_texts_alone_are_not_compared(self):
        """Without a number there is nothing to compare."""
        found = evidence_from({"a": ["x", "true"]}, baseline_of({"a": self.KNOWN}))
        assert "baseline_drift_check" not in {item.check for item in found}

    def test_a_text_column_shows_nothing_numerical(self):
        """The documents of a column with texts are as they were."""
        (feature,) = baseline_of({"a": [*self.KNOWN, "N/A"]}).statistics.features
        assert (feature.inferred_type, feature.numerical) == ("String", None)
