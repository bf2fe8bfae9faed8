"""How bad a violation is, by its text alone."""

import pytest

from engine.documents.violations import Violation
from engine.page.severity import severity_of

SHARES = "Data completeness requirement is not met. Expected: {}%. Observed: Only {}%."
DISTANCE = "Baseline drift distance: {} exceeds threshold: {}"
P_VALUE = "Baseline drift p-value: {} falls below threshold: {}"


@pytest.mark.parametrize(
    ("check", "description", "severity"),
    [
        ("missing_column_check", "There are missing columns", 2.0),
        ("custom_rule_check", "Rule is not met: Completeness > 90%, 10%", 1.0),
        ("completeness_check", SHARES.format("80.0", "40.0"), 0.5),
        ("completeness_check", SHARES.format("0.0", "0.0"), 0.0),
        ("completeness_check", "In other words.", 1.0),
        ("baseline_drift_check", DISTANCE.format("0.55", "0.1"), 0.5),
        ("baseline_drift_check", DISTANCE.format("NaN", "0.1"), 1.0),
        ("baseline_drift_check", DISTANCE.format("Infinity", "0.1"), 1.0),
        ("baseline_drift_check", DISTANCE.format("7.0", "2.0"), 1.0),
        ("baseline_drift_check", P_VALUE.format("1.0E-2", "0.05"), 0.8),
    ],
)
def test_a_violation_is_as_bad_as_what_is_gone_of_what_was_allowed(check, description, severity):
    """From 0 at the bound to 1; columns are worse, and a rule of the user's says nothing of itself."""
    assert severity_of(Violation("x", check, description)) == pytest.approx(severity)
