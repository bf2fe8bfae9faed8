"""The checks of one feature: from what a baseline promises and what the data are, to evidence that Deequ judges."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.analysis.data_quality.describe import DOCUMENT_TYPES, numbers_among_texts
from engine.analysis.data_quality.subject import Subject
from engine.analysis.drift.method import Obstacle, distance_between, obstacle
from engine.analysis.evidence import Evidence, Measure, Relation
from engine.documents.data_quality.monitoring import DistributionConstraints
from engine.documents.data_quality.statistics import FeatureStatistics
from engine.job.semantics import Matter, Semantics
from engine.profile.types import DataType, TypeCounts
from engine.wording import listed

_log = logging.getLogger(__name__)

DRIFT = "baseline_drift_check"
"""The name of the check that compares distributions."""


def evidence_of_all(subjects: Sequence[Subject]) -> tuple[Evidence, ...]:
    """Return the evidence of *subjects*, in their order; the log names those whose drift cannot be checked."""
    obstacles = [(subject.name, _obstacle(subject)) for subject in subjects]
    for kind in Obstacle:
        names = [name for name, found in obstacles if found is kind]
        if names:
            _log.info("Drift is not checked for features %s: %s", kind.value, listed(names))
    return tuple(evidence for subject in subjects for evidence in evidence_of(subject))


def evidence_of(subject: Subject) -> tuple[Evidence, ...]:
    """Return the evidence of every check that applies to *subject*, in the order of CHECKS; drift comes last."""
    found = (check(subject) for check in CHECKS.values())
    return tuple(evidence for evidence in found if evidence is not None)


def data_type(subject: Subject) -> Evidence | None:
    """The share of values of the promised type, among those present; not asked of a column without values."""
    constraints, types = subject.constraints, subject.column.types
    if constraints is None or constraints.inferred_type == "Unknown" or not types.present:
        return None
    expected = constraints.inferred_type
    ratio = _type_ratio(types, expected, subject.semantics)
    threshold = subject.config.datatype_check_threshold
    text = (
        f"Data type match requirement is not met. Expected data type: {expected}, "
        f"Expected match: {{}}%. Observed: Only {{}}% of data is {expected}."
    )
    if _compared(subject) is not subject.statistics:
        text += f" {types.texts} of {types.present} values are texts."
    numbers = (threshold * 100, ratio * 100)
    return Evidence(subject.name, "data_type_check", Measure.RATIO, ratio, Relation.AT_LEAST, threshold, text, numbers)


def completeness(subject: Subject) -> Evidence | None:
    """The share of records in which the feature is present, against that of the baseline."""
    constraints, types = subject.constraints, subject.column.types
    records = types.present + types.missing
    if constraints is None or constraints.completeness is None or not records:
        return None
    share, least = types.present / records, constraints.completeness
    text = "Data completeness requirement is not met. Expected: {}%. Observed: Only {}%."
    return Evidence(
        subject.name,
        "completeness_check",
        Measure.COMPLETENESS,
        share,
        Relation.AT_LEAST,
        least,
        text,
        (least * 100, share * 100),
    )


def categorical_values(subject: Subject) -> Evidence | None:
    """The share of values that the baseline knows, among those present."""
    constraints, types = subject.constraints, subject.column.types
    if constraints is None or constraints.domains is None or not types.present:
        return None
    ratio = subject.column.members.count / types.present
    threshold = subject.config.domain_content_threshold
    text = (
        "Categorical value match requirement is not met. Expected match: {}%. "
        "Observed: {}% of the values match the known values."
    )
    return Evidence(
        subject.name,
        "categorical_values_check",
        Measure.RATIO,
        ratio,
        Relation.AT_LEAST,
        threshold,
        text,
        (threshold * 100, ratio * 100),
    )


def non_negative(subject: Subject) -> Evidence | None:
    """The share of values not below 0, where the baseline had no negative one; never asked under `observed`."""
    constraints, types = subject.constraints, subject.column.types
    if constraints is None or not subject.semantics.corrects(Matter.NON_NEGATIVITY):
        return None
    if not constraints.is_non_negative or not types.present:
        return None
    ratio = (types.present - types.negative) / types.present
    text = "Non-negativity requirement is not met. Expected: {}%. Observed: Only {}% of the values are not negative."
    return Evidence(
        subject.name, "non_negative_check", Measure.RATIO, ratio, Relation.AT_LEAST, 1.0, text, (100.0, ratio * 100)
    )


def baseline_drift(subject: Subject) -> Evidence | None:
    """The distance of the data's distribution from that of the baseline, where both have one of the same kind."""
    if subject.baseline is None:
        return None
    current, settings = _compared(subject), subject.config.distribution
    return drift_evidence(subject.name, current, subject.baseline, settings, subject.semantics)


def drift_evidence(
    name: str,
    current: FeatureStatistics,
    baseline: FeatureStatistics,
    settings: DistributionConstraints,
    semantics: Semantics,
) -> Evidence | None:
    """The same of the feature *name* by its statistics alone, as documents keep them."""
    distance = distance_between(current, baseline, settings, semantics)
    if distance is None:
        return None
    value, relation, threshold = distance.value, distance.relation, distance.threshold
    text = f"Baseline drift {distance.text}: {{}} {_BEYOND[relation]} threshold: {{}}"
    numbers = (value, threshold)
    return Evidence(name, DRIFT, Measure.DISTANCE, value, relation, threshold, text, numbers)


CHECKS: dict[str, Callable[[Subject], Evidence | None]] = {
    "data_type_check": data_type,
    "completeness_check": completeness,
    "categorical_values_check": categorical_values,
    "non_negative_check": non_negative,
    DRIFT: baseline_drift,
}

_BEYOND = {Relation.AT_MOST: "exceeds", Relation.AT_LEAST: "falls below"}


def _obstacle(subject: Subject) -> Obstacle | None:
    if subject.baseline is None:
        return None
    return obstacle(_compared(subject), subject.baseline, subject.semantics)


def _compared(subject: Subject) -> FeatureStatistics:
    """Return what is compared with the baseline: of a column that has some texts now where it had numbers, its numbers."""
    if subject.baseline is None or subject.baseline.numerical is None:
        return subject.statistics
    if not subject.semantics.corrects(Matter.TEXTS_AMONG_NUMBERS):
        return subject.statistics
    among = numbers_among_texts(subject.column)
    return subject.statistics if among is None else replace(subject.statistics, numerical=among, string=None)


def _type_ratio(types: TypeCounts, expected: str, semantics: Semantics) -> float:
    """Only values of just this type count, unless *semantics* has it better; `true` and `false` are texts."""
    if expected == DataType.FRACTIONAL.value and semantics.corrects(Matter.INTEGERS_AS_FRACTIONS):
        return (types.count(DataType.FRACTIONAL) + types.count(DataType.INTEGRAL)) / types.present
    if expected == DataType.INTEGRAL.value and semantics.corrects(Matter.WHOLE_FRACTIONS):
        return (types.count(DataType.INTEGRAL) + types.whole) / types.present
    if expected == DataType.STRING.value and semantics.corrects(Matter.NUMBERS_AS_TEXT):
        return 1.0 if DOCUMENT_TYPES[types.inferred()] == expected else 0.0
    kinds = (kind for kind in DataType if kind is not DataType.UNKNOWN)
    return sum(types.count(kind) for kind in kinds if expected in (DOCUMENT_TYPES[kind], kind.value)) / types.present
