"""Which violations let a run end with 1: all of them, or those of the checks that the user names."""

from collections.abc import Iterable

from engine.errors import JobError
from engine.wording import quoted

CHECKS = (
    "missing_column_check",
    "extra_column_check",
    "data_type_check",
    "completeness_check",
    "categorical_values_check",
    "non_negative_check",
    "baseline_drift_check",
    "custom_rule_check",
    "anomaly_check",
    "LessThanThreshold",
    "GreaterThanThreshold",
)
"""Every `constraint_check_type` of constraint_violations.json; the last two are those of a model's quality."""


def failing_checks(words: Iterable[str]) -> frozenset[str] | None:
    """Return the checks that *words* name, each word one or several with commas between; None, for all, where there is no word.

    Raises JobError for a name that no check has.
    """
    names = [name.strip() for word in words for name in word.split(",")]
    for name in names:
        if name not in CHECKS:
            raise JobError(
                f"--fail-on: {quoted(name)} is no check; expected one or more of {', '.join(CHECKS)}, with commas between",
                code="fail-on-unknown-check",
            )
    return frozenset(names) or None
