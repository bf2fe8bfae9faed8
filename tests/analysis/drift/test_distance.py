"""Distances between distributions: what the official container computes, what is right, and Deequ where it is right."""

import math
import random

import numpy as np
import pytest

from engine.analysis.drift.distance import (
    COMPARISON_METHODS,
    categorical_linf,
    cdf_of,
    every_item,
    last_of_equals,
    numerical_linf,
    robust,
    simple,
    sketches_linf,
)
from engine.job.semantics import Semantics
from engine.profile.kll import KllSketch

BINARY = ([[0.0] * 500 + [1.0] * 500], [[0.0] * 10 + [1.0] * 990])
HEIGHTS = ([[3.0, 1.0], [1.0, 2.0], [0.5]], [[2.0], [1.0, 4.0]])
DISJOINT = ([[1.0, 2.0, 3.0]], [[4.0, 5.0]])
UNEVEN = ([[1.0, 2.0, 3.0, 4.0]], [[2.5, 3.5], [1.5]])
MIRRORED = ([[7.0] * 9 + [8.0]], [[7.0] + [8.0] * 9])


def sketch_of(values) -> list[np.ndarray]:
    """Return the levels of the sketch that took *values* in their order."""
    sketch = KllSketch()
    sketch.update(np.asarray(values))
    return sketch.levels


@pytest.mark.parametrize(
    ("levels", "distance", "total", "other_total"),
    [
        pytest.param(BINARY, 0.49, 1000, 1000, id="binary"),
        pytest.param(HEIGHTS, 0.4, 10, 5, id="levels weigh"),
        pytest.param(DISJOINT, 1.0, 3, 2, id="disjoint"),
        pytest.param(UNEVEN, 0.25, 4, 4, id="uneven"),
        pytest.param(MIRRORED, 0.8, 10, 10, id="mirrored"),
    ],
)
def test_corrected_every_value_counts(levels, distance, total, other_total):
    """Each item counts with its weight, and the totals are the numbers of values."""
    one, other = (cdf_of(each, Semantics.CORRECTED) for each in levels)
    assert numerical_linf(one, other) == pytest.approx(distance)
    assert (one.total, other.total) == (total, other_total)


@pytest.mark.parametrize(
    ("levels", "distance", "total", "other_total"),
    [
        pytest.param(BINARY, 0.0, 2, 2, id="binary"),
        pytest.param(HEIGHTS, 4 / 9, 9, 5, id="the heaviest of equals stays"),
        pytest.param(DISJOINT, 1.0, 3, 2, id="disjoint"),
        pytest.param(UNEVEN, 0.25, 4, 4, id="uneven"),
        pytest.param(MIRRORED, 0.0, 2, 2, id="mirrored"),
    ],
)
def test_observed_repeated_values_count_once(levels, distance, total, other_total):
    """The official container keeps one weight a distinct value, so a flag never drifts."""
    one, other = (cdf_of(each, Semantics.OBSERVED) for each in levels)
    assert numerical_linf(one, other) == pytest.approx(distance)
    assert (one.total, other.total) == (total, other_total)


@pytest.mark.parametrize("levels", [BINARY, HEIGHTS, DISJOINT, UNEVEN, MIRRORED], ids=range(5))
def test_two_sketches_are_compared_by_one_sort(monkeypatch, levels):
    """Neither is sorted by itself, and the distance is that of their distributions, to the last bit."""
    distance = numerical_linf(*map(every_item, levels))
    sorts, sort = [], np.argsort
    monkeypatch.setattr(np, "argsort", lambda values: sorts.append(len(values)) or sort(values))
    assert sketches_linf(*([np.asarray(level) for level in one] for one in levels)) == distance
    assert len(sorts) == 1


def test_distance_is_the_same_both_ways():
    """Which side is the baseline does not matter."""
    one, other = map(every_item, HEIGHTS)
    assert numerical_linf(one, other) == numerical_linf(other, one)


def test_a_distribution_is_at_no_distance_from_itself():
    """The same sketch twice is 0 apart, repeated values or not."""
    one = every_item([[1.0, 2.0, 2.0], [5.0]])
    assert numerical_linf(one, one) == 0.0


def test_a_cdf_says_the_share_at_or_below():
    """Below the first value the share is 0, at a value it counts, and beyond the last it is 1."""
    cdf = every_item([[1.0, 3.0], [2.0]])
    assert cdf.at(np.array([0.5, 1.0, 2.0, 2.5, 3.0, 9.0])).tolist() == [0.0, 0.25, 0.75, 0.75, 1.0, 1.0]


@pytest.mark.parametrize("reading", [every_item, last_of_equals])
@pytest.mark.parametrize(("size", "other_size"), [(1, 1), (3, 200), (500, 400), (2060, 300)])
def test_distinct_numbers_are_as_far_apart_as_deequ_says(deequ, reading, size, other_size):
    """Where no value repeats both readings agree with Deequ on its own sketches."""
    generator = np.random.default_rng(size)
    sample, expected = generator.normal(size=size), generator.normal(0.3, 1.2, size=other_size)
    one, other = reading(sketch_of(sample)), reading(sketch_of(expected))
    distance = numerical_linf(one, other)
    ours = (distance, robust(distance, one.total, other.total))
    assert ours == pytest.approx(deequ.numerical_linf(sample.tolist(), expected.tolist()), abs=1e-15)


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_repeated_numbers_are_as_far_apart_as_deequ_says(deequ, decimals):
    """Deequ 2.1.0 counts every value, as the corrected reading does; the official container holds an older one."""
    generator = np.random.default_rng(decimals)
    sample, expected = generator.normal(5, 1, 2100).round(decimals), generator.normal(5.5, 1, 900).round(decimals)
    one, other = every_item(sketch_of(sample)), every_item(sketch_of(expected))
    distance = numerical_linf(one, other)
    ours = (distance, robust(distance, one.total, other.total))
    assert ours == pytest.approx(deequ.numerical_linf(sample.tolist(), expected.tolist()), abs=1e-15)


@pytest.mark.parametrize("seed", range(12))
def test_categories_are_as_far_apart_as_deequ_says(deequ, seed):
    """The largest difference of shares over all values, missing and new ones among them, is Deequ's."""
    random_ = random.Random(seed)
    values, most = [f"é{place}" for place in range(random_.choice([1, 2, 5, 30]))], random_.choice([3, 50, 10**6])
    sample = {value: random_.randint(1, most) for value in values if random_.random() < 0.8} or {"new": 3}
    expected = {value: random_.randint(1, 4 * most) for value in values if random_.random() < 0.8} or {"old": 2}
    distance = categorical_linf(sample, expected)
    ours = (distance, robust(distance, sum(sample.values()), sum(expected.values())))
    assert ours == pytest.approx(deequ.categorical_linf(sample, expected), abs=1e-15)


def test_categories_that_have_nothing_in_common_differ_by_the_largest_share():
    """The distance is that of one category, not of all together."""
    assert categorical_linf({"a": 3, "b": 1}, {"c": 1, "d": 1}) == 0.75


def test_robust_takes_off_what_chance_explains():
    """A thousand values on each side may differ by 0.0805 from chance alone."""
    assert robust(0.49, 1000, 1000) == pytest.approx(0.40950155281000755)


def test_robust_is_never_negative():
    """Two small samples say nothing, whatever their distance."""
    assert robust(1.0, 2, 3) == 0.0


@pytest.mark.parametrize("method", COMPARISON_METHODS)
def test_an_undefined_distance_stays_undefined(method):
    """What cannot be compared is no distance of 0: the judge finds that NaN does not hold."""
    assert math.isnan(COMPARISON_METHODS[method](math.nan, 1000, 1000))


def test_simple_keeps_the_distance():
    """Without correction the sizes of the samples do not matter."""
    assert simple(0.49, 1, 1) == 0.49


def test_the_methods_have_their_official_names():
    """The documents name a method by these words."""
    assert (COMPARISON_METHODS["Robust"], COMPARISON_METHODS["Simple"]) == (robust, simple)
