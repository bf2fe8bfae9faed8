"""The distance that the settings of a baseline ask for, between two features of the same kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from engine.analysis.data_quality.buckets import weights_of
from engine.analysis.drift.chi_square import chi_square
from engine.analysis.drift.distance import (
    COMPARISON_METHODS,
    categorical_linf,
    cdf_of,
    numerical_linf,
    sketches_linf,
)
from engine.analysis.evidence import Relation
from engine.documents.data_quality.monitoring import DistributionConstraints
from engine.documents.data_quality.statistics import FeatureStatistics, NumericalStatistics, StringStatistics
from engine.job.semantics import Matter, Semantics

ROBUST = "Robust"


@dataclass(frozen=True, slots=True)
class Distance:
    """A measured distance (or p-value), how it must stand to its threshold, and what it is called in a violation."""

    value: float
    relation: Relation
    threshold: float
    text: str = "distance"


class Obstacle(Enum):
    """Why two features cannot be compared although both have values; the text tells which features."""

    OTHER_TYPE = "whose inferred type is not that of the baseline's statistics"
    NO_SKETCH = "of which the baseline's statistics have no sketch"


def obstacle(current: FeatureStatistics, baseline: FeatureStatistics, semantics: Semantics) -> Obstacle | None:
    """Return what a person should be told of; None also where it is no surprise, as for a text of many values."""
    if _skipped(current, baseline, semantics):
        return Obstacle.OTHER_TYPE
    if current.numerical is None or baseline.numerical is None:
        return None
    return Obstacle.NO_SKETCH if baseline.numerical.num_present and levels_of(baseline.numerical) is None else None


def distance_between(
    current: FeatureStatistics, baseline: FeatureStatistics, settings: DistributionConstraints, semantics: Semantics
) -> Distance | None:
    """Return how far a feature has moved; None where it is of another kind now, under `observed` of another type."""
    if _skipped(current, baseline, semantics):
        return None
    if current.numerical is not None and baseline.numerical is not None:
        return numerical_distance(current.numerical, baseline.numerical, settings, semantics)
    if current.string is not None and baseline.string is not None:
        return categorical_distance(current.string, baseline.string, settings)
    return None


def numerical_distance(
    current: NumericalStatistics, baseline: NumericalStatistics, settings: DistributionConstraints, semantics: Semantics
) -> Distance | None:
    """Return the distance of two features of numbers; None where one has no sketch or no number."""
    ours, theirs = levels_of(current), levels_of(baseline)
    if ours is None or theirs is None or not current.num_present or not baseline.num_present:
        return None
    raw, n, m = _moved(ours, theirs, semantics)
    if semantics.corrects(Matter.SAMPLE_SIZES):
        n, m = current.num_present, baseline.num_present
    value = COMPARISON_METHODS[settings.comparison_method](raw, n, m)
    return Distance(value, Relation.AT_MOST, settings.comparison_threshold)


def _moved(ours: Sequence[np.ndarray], theirs: Sequence[np.ndarray], semantics: Semantics) -> tuple[float, int, int]:
    """Return how far two sketches are apart, and what the items that count stand for in each."""
    if semantics.corrects(Matter.REPEATED_NUMBERS):
        return sketches_linf(ours, theirs), int(weights_of(ours).sum()), int(weights_of(theirs).sum())
    one, other = cdf_of(ours, semantics), cdf_of(theirs, semantics)
    return numerical_linf(one, other), one.total, other.total


def categorical_distance(
    current: StringStatistics, baseline: StringStatistics, settings: DistributionConstraints
) -> Distance | None:
    """Return the distance of two features of categories; None where one has none, or the test cannot be made."""
    ours, theirs = counts_of(current), counts_of(baseline)
    if not any(ours.values()) or not any(theirs.values()):
        return None
    return CATEGORICAL_DRIFT_METHODS[settings.categorical_drift_method](ours, theirs, settings)


def _linfinity(ours: dict[str, int], theirs: dict[str, int], settings: DistributionConstraints) -> Distance:
    counts = (sum(ours.values()), sum(theirs.values()))
    value = COMPARISON_METHODS[settings.comparison_method](categorical_linf(ours, theirs), *counts)
    return Distance(value, Relation.AT_MOST, settings.categorical_comparison_threshold)


def _chi_squared(ours: dict[str, int], theirs: dict[str, int], settings: DistributionConstraints) -> Distance | None:
    result = chi_square(ours, theirs)
    if result is None:
        return None
    if settings.comparison_method == ROBUST:
        return Distance(result.p_value, Relation.AT_LEAST, settings.categorical_comparison_threshold, "p-value")
    return Distance(result.statistic, Relation.AT_MOST, settings.categorical_comparison_threshold)


CATEGORICAL_DRIFT_METHODS: dict[
    str, Callable[[dict[str, int], dict[str, int], DistributionConstraints], Distance | None]
] = {"LInfinity": _linfinity, "ChiSquared": _chi_squared}


def _skipped(current: FeatureStatistics, baseline: FeatureStatistics, semantics: Semantics) -> bool:
    other_type = current.inferred_type != baseline.inferred_type
    return other_type and not semantics.corrects(Matter.DRIFT_OF_OTHER_TYPES)


def levels_of(statistics: NumericalStatistics) -> tuple[np.ndarray, ...] | None:
    """Return the levels of the sketch of *statistics*; None where there is none, or one without an item."""
    sketch = None if statistics.distribution is None else statistics.distribution.sketch
    levels = () if sketch is None else tuple(np.asarray(level, dtype=np.float64) for level in sketch.levels)
    return levels if any(len(level) for level in levels) else None


def counts_of(statistics: StringStatistics) -> dict[str, int]:
    """Return the rows of each category of *statistics*, by its value; empty where the categories are not told."""
    return {category.value: category.count for category in statistics.categories or ()}
