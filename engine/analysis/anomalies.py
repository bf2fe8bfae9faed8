"""What has become of the checks against former runs, as plain values, and the violations that follow from it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from engine.analysis.custom_rules import DATASET
from engine.analysis.run_history import Series
from engine.documents.data_quality.anomaly_checks import AnomalyCheck
from engine.documents.violations import Violation

CHECK = "anomaly_check"
"""The name of the check; the official container has no such one."""

_STRATEGY = re.compile(r"^\[\w+\]: ")
"""Deequ begins with a strategy's name, and says AbsoluteChangeStrategy of every kind of change."""
_LIMITS = {"-1.7976931348623157E308": "-Infinity", "1.7976931348623157E308": "Infinity"}
"""What Deequ says of a limit that is not set, and what is meant."""


@dataclass(frozen=True, slots=True)
class Detected:
    """What Deequ says of the newest value of a series: `is_anomaly` is None where it gives no verdict, `said` is why."""

    series: Series
    is_anomaly: bool | None
    said: str = ""


def anomaly_violations(detected: Iterable[Detected]) -> tuple[Violation, ...]:
    """Return a violation for each newest value that is an anomaly or could not be judged, in their order."""
    return tuple(
        Violation(each.series.check.feature or DATASET, CHECK, _sentence(each))
        for each in detected
        if each.is_anomaly is not False
    )


def unjudged_violations(checks: Iterable[AnomalyCheck], why: str) -> tuple[Violation, ...]:
    """Return a violation for each of *checks* that says *why*, a sentence, there was nothing to judge it by."""
    return tuple(
        Violation(
            each.feature or DATASET,
            CHECK,
            f"Anomaly check cannot be judged: {each.subject} by {each.strategy}. {why.rstrip('.')}.",
        )
        for each in checks
    )


def _sentence(detected: Detected) -> str:
    series, check = detected.series, detected.series.check
    said = _STRATEGY.sub("", detected.said).rstrip(".")
    for written, meant in _LIMITS.items():
        said = said.replace(written, meant)
    runs = f"{len(series.former)} former run{'' if len(series.former) == 1 else 's'}"
    if detected.is_anomaly is None:
        return f"Anomaly check cannot be judged: {check.subject} by {check.strategy}, with {runs}. Deequ: {said}."
    return f"{check.subject} is an anomaly by {check.strategy}. Observed: {series.value:.12g}, after {runs}. Deequ: {said}."
