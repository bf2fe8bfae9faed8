"""What the text of a violation says in numbers, and how bad that is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.documents.violations import Violation

_NUMBER = r"(-?\d+(?:\.\d+)?(?:E-?\d+)?|NaN|-?Infinity)"
_PERCENT = re.compile(rf"{_NUMBER}%")
_DRIFT = re.compile(rf"Baseline drift (distance|p-value): {_NUMBER} (?:exceeds|falls below) threshold: {_NUMBER}")
_HUNDRED = 100.0
_STRUCTURAL, _AS_WRITTEN = 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Drifted:
    """A distance and its threshold, or a p-value."""

    value: float
    threshold: float
    is_p_value: bool


def shares_in(description: str) -> tuple[float, float] | None:
    """Return the shares that were expected and observed, as the official texts have them; None where there are not two."""
    found = [float(each) / _HUNDRED for each in _PERCENT.findall(description)]
    return (found[0], found[1]) if len(found) > 1 else None


def drift_in(description: str) -> Drifted | None:
    """Return the drift that a *description* tells, None where it is no official text."""
    found = _DRIFT.search(description)
    return None if found is None else Drifted(float(found[2]), float(found[3]), found[1] == "p-value")


def severity_of(violation: Violation) -> float:
    """Return how bad *violation* is, by its text alone.

    That is 2 where a column is missing or too many, 1 for a rule of the user's and for a text that is not the official
    one, and else how much of what was allowed is gone: 0 at the bound, 1 where it cannot be worse.
    """
    found = _SEVERITIES.get(violation.check, _as_written)(violation.description)
    return _AS_WRITTEN if found is None else found


def _as_written(_description: str) -> float:
    return _AS_WRITTEN


def _structural(_description: str) -> float:
    return _STRUCTURAL


def _shortfall(description: str) -> float | None:
    found = shares_in(description)
    if found is None:
        return None
    expected, observed = found
    return _within((expected - observed) / expected) if expected > 0 else 0.0


def _beyond(description: str) -> float | None:
    found = drift_in(description)
    if found is None:
        return None
    if found.is_p_value:
        return _within(1 - found.value / found.threshold) if found.threshold > 0 else 1.0
    return _within((found.value - found.threshold) / (1 - found.threshold)) if found.threshold < 1 else 1.0


def _within(severity: float) -> float:
    """What is undefined is as bad as can be."""
    return min(max(severity, 0.0), 1.0) if severity == severity else 1.0


_SEVERITIES: Mapping[str, Callable[[str], float | None]] = {
    "missing_column_check": _structural,
    "extra_column_check": _structural,
    "data_type_check": _shortfall,
    "completeness_check": _shortfall,
    "categorical_values_check": _shortfall,
    "non_negative_check": _shortfall,
    "baseline_drift_check": _beyond,
}
"""The checks whose texts say how bad it is."""
