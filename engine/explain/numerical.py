"""Where two distributions of numbers differ: the place of the largest difference, and what each interval adds to it."""

import numpy as np

from engine.analysis.data_quality.buckets import NUMBER_OF_BUCKETS
from engine.analysis.drift.distance import Cdf, cdf_of, numerical_linf
from engine.analysis.drift.method import levels_of
from engine.documents.data_quality.statistics import NumericalStatistics
from engine.explain.explanation import Share, Where
from engine.job.semantics import Matter, Semantics

FEW_VALUES = 12
"""So many different values are shown one by one."""


def distributions(
    current: NumericalStatistics, baseline: NumericalStatistics, semantics: Semantics
) -> tuple[Cdf, Cdf] | None:
    """Return both as *semantics* takes them; None where one has no sketch with an item."""
    ours, theirs = levels_of(current), levels_of(baseline)
    return None if ours is None or theirs is None else (cdf_of(ours, semantics), cdf_of(theirs, semantics))


def sizes(
    current: NumericalStatistics, baseline: NumericalStatistics, both: tuple[Cdf, Cdf], semantics: Semantics
) -> tuple[int, int]:
    """Return the sizes of the samples by which `Robust` corrects a distance."""
    if semantics.corrects(Matter.SAMPLE_SIZES):
        return current.num_present, baseline.num_present
    return both[0].total, both[1].total


def largest(now: Cdf, before: Cdf) -> float:
    """Return the least value at which the cumulative shares of both differ the most."""
    points = np.union1d(now.values, before.values)
    return float(points[np.abs(now.at(points) - before.at(points)).argmax()])


def where(now: Cdf, before: Cdf) -> Where:
    """Return what each of some ten intervals adds to the difference up to the place where it is the largest.

    They are equal but for a cut at that place; few values stand for themselves. An interval holds its upper end, and the
    first one its lower end too. Up to the decisive one the parts add up to the distance, with its sign.
    """
    if not numerical_linf(now, before):
        return Where("Both distributions are the same everywhere.")
    place = largest(now, before)
    ends, labels = _intervals(now, before, place)
    ours, theirs = (np.diff(each.at(np.array(ends)), prepend=0.0).tolist() for each in (now, before))
    shares = (
        Share(label, there, here, here - there, end == place)
        for label, end, there, here in zip(labels, ends, theirs, ours, strict=True)
    )
    here, there = (float(each.at(np.array([place]))[0]) for each in (now, before))
    told = (
        f"The difference is the largest at {place:.6g}: {here:.1%} of the values are at or below it now, and {there:.1%} were "
        f"in the baseline."
    )
    return Where(told, tuple(shares))


def _intervals(now: Cdf, before: Cdf, place: float) -> tuple[list[float], list[str]]:
    """Return the upper ends of the intervals, and what these are called."""
    points = np.union1d(now.values, before.values)
    if len(points) <= FEW_VALUES:
        return points.tolist(), [f"{point:.6g}" for point in points]
    low, high = float(points[0]), float(points[-1])
    with np.errstate(over="ignore", invalid="ignore"):
        steps = np.linspace(low, high, NUMBER_OF_BUCKETS + 1)[1:]
    ends = sorted({*(float(step) for step in steps if low < step < high), place, high})
    return ends, [
        f"{start:.6g} to {end:.6g}" if start < end else f"{end:.6g}"
        for start, end in zip([low, *ends], ends, strict=False)
    ]
