"""What of a baseline holds for a feature: its own settings, the general ones, and the documents that are given."""

import pytest
from profiles import baseline_of, checked, constraints_of, evidence_from, monitored, promised

from engine.documents.baseline import Baseline
from engine.job.semantics import Semantics

BOTH = list(Semantics)
DISABLED = '{"evaluate_constraints": "Disabled"}'


@pytest.mark.parametrize("semantics", BOTH)
@pytest.mark.parametrize(
    "override",
    [
        f'"monitoringConfigOverrides": {DISABLED}',
        f'"monitoring_config_overrides": {DISABLED}',
        f'"num_constraints": {{"is_non_negative": true, "monitoring_config_overrides": {DISABLED}}}',
        f'"string_constraints": {{"monitoring_config_overrides": {DISABLED}}}',
    ],
)
def test_a_feature_that_was_taken_out_of_monitoring_is_not_checked_at_all(semantics, override):
    """In every place and spelling; the other feature is checked as before, its drift as well."""
    known = {"a": [str(number) for number in range(400)], "b": [str(number) for number in range(400)]}
    features = f'{{"name": "a", "inferred_type": "Integral", {override}}}, {{"name": "b", "inferred_type": "Integral"}}'
    baseline = Baseline(constraints_of(features), baseline_of(known).statistics)
    evidence = evidence_from({"a": ["-0.5"] * 400, "b": ["-0.5"] * 400}, baseline, semantics)
    assert {item.feature for item in evidence} == {"b"}


@pytest.mark.parametrize("semantics", BOTH)
def test_constraints_that_are_disabled_for_all_leave_drift_alone(semantics):
    """Drift has its own switch; one feature may be enabled again by itself."""
    known = {"a": ["1", "2"], "b": ["1", "2"]}
    enabled = '"monitoringConfigOverrides": {"evaluate_constraints": "Enabled"}'
    features = f'{{"name": "a", "inferred_type": "Integral"}}, {{"name": "b", "inferred_type": "Integral", {enabled}}}'
    baseline = Baseline(constraints_of(features, DISABLED), baseline_of(known).statistics)
    assert [(item.feature, item.check) for item in evidence_from(known, baseline, semantics)] == [
        ("a", "baseline_drift_check"),
        ("b", "data_type_check"),
        ("b", "baseline_drift_check"),
    ]


@pytest.mark.parametrize("semantics", BOTH)
def test_drift_is_not_measured_where_comparison_is_disabled(semantics):
    """For all features, or for one."""
    known = {"a": ["1", "2"], "b": ["1", "2"]}
    disabled = '{"distribution_constraints": {"perform_comparison": "Disabled"}}'
    one = f'{{"name": "a", "inferred_type": "Integral", "monitoringConfigOverrides": {disabled}}}'
    other = '{"name": "b", "inferred_type": "Integral"}'
    statistics = baseline_of(known).statistics
    for_one = evidence_from(known, Baseline(constraints_of(f"{one}, {other}"), statistics), semantics)
    for_all = evidence_from(known, Baseline(constraints_of(f"{one}, {other}", disabled), statistics), semantics)
    assert [item.feature for item in for_one if item.check == "baseline_drift_check"] == ["b"]
    assert [item.check for item in for_all] == ["data_type_check", "data_type_check"]


@pytest.mark.parametrize("semantics", BOTH)
def test_a_threshold_of_one_feature_wins(semantics):
    """An override changes what it states and nothing else."""
    override = '"monitoringConfigOverrides": {"datatype_check_threshold": 0.25}'
    baseline = promised(
        f'{{"name": "a", "inferred_type": "Integral", {override}}}', '{"datatype_check_threshold": 0.5}'
    )
    (evidence,) = evidence_from({"a": ["1", "x"]}, baseline, semantics)
    assert evidence.bound == 0.25


@pytest.mark.parametrize("semantics", BOTH)
def test_only_constraints_every_check_but_drift(semantics):
    """There is nothing to compare with."""
    constraints = baseline_of({"a": ["1", "2"]}).constraints
    found = monitored({"a": ["x"] * 100}, Baseline(constraints, None), semantics)
    assert checked(found) == [("a", "data_type_check")]


@pytest.mark.parametrize("semantics", BOTH)
def test_only_statistics_drift_with_the_default_threshold(semantics):
    """Nothing was promised, so only the distributions are compared."""
    statistics = baseline_of({"a": [str(number) for number in range(400)]}).statistics
    (evidence,) = evidence_from({"a": ["0.5"] * 400 + [None]}, Baseline(None, statistics), Semantics.CORRECTED)
    assert (evidence.check, evidence.bound) == ("baseline_drift_check", 0.1)
    assert evidence_from({"a": ["7", None]}, Baseline(None, statistics), semantics)[0].check == "baseline_drift_check"
