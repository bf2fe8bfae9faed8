"""What has become of the user's own rules, as plain values, and the violations that follow from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from engine.documents.violations import Violation

CHECK = "custom_rule_check"
"""The name of the check; the official container has no such one."""

DATASET = "Dataset"
"""In the place of a feature where a rule is about none, or about several."""


class Verdict(Enum):
    """What is said of a rule."""

    HOLDS = "holds"
    BROKEN = "is not met"
    UNDECIDED = "cannot be judged"


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule as the user has written it, and what Deequ says of it.

    `feature` is the column that it is about, None where there is none or several. `observed` is what was measured, or
    why there is no verdict, as a sentence without its full stop; empty for a rule that holds.
    """

    rule: str
    feature: str | None
    verdict: Verdict
    observed: str = ""


def rule_violations(outcomes: Iterable[RuleOutcome]) -> tuple[Violation, ...]:
    """Return a violation for each rule that does not hold or could not be judged, in their order."""
    return tuple(
        Violation(one.feature or DATASET, CHECK, _sentence(one)) for one in outcomes if one.verdict is not Verdict.HOLDS
    )


@dataclass(frozen=True, slots=True)
class ConstraintOutcome:
    """One constraint of a check that a program has made, and what Deequ says of it.

    `check` is the check's description and `level` its level, `constraint` is how Deequ prints the constraint. `feature` is the
    column that it is about, None where there is none or several, and `message` is Deequ's own.
    """

    check: str
    level: str
    constraint: str
    feature: str | None
    verdict: Verdict
    message: str = ""


def check_violations(outcomes: Iterable[ConstraintOutcome]) -> tuple[Violation, ...]:
    """Return a violation for each constraint that does not hold or could not be judged, in their order."""
    return tuple(
        Violation(
            one.feature or DATASET,
            CHECK,
            f"Check {one.check} ({one.level}) {one.verdict.value}: {one.constraint}. {one.message.rstrip('.!')}.",
        )
        for one in outcomes
        if one.verdict is not Verdict.HOLDS
    )


def _sentence(outcome: RuleOutcome) -> str:
    rule = " ".join(outcome.rule.split())
    observed = f"Observed: {outcome.observed}" if outcome.verdict is Verdict.BROKEN else outcome.observed
    return f"Rule {outcome.verdict.value}: {rule}. {observed.rstrip('.')}."
