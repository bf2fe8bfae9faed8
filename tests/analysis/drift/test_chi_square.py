"""The chi-square test of categories, against Deequ's own."""

import math
import random

import pytest

from engine.analysis.drift.chi_square import ChiSquare, chi_square, upper_tail

ROUNDING = 1e-15
"""Deequ's p-value is 1 minus a cumulative probability, so it is never nearer to the truth than the last bit of 1."""

RANDOM_CASES = 40


def random_counts(random_: random.Random, values: list[str], most: int) -> dict[str, int]:
    """Return counts from 1 to *most* of about nine in ten *values*, in any order."""
    kept = [value for value in values if random_.random() < 0.9]
    random_.shuffle(kept)
    return {value: random_.randint(1, most) for value in kept}


@pytest.mark.parametrize("seed", range(RANDOM_CASES))
def test_random_categories_are_judged_as_deequ_judges_them(deequ, seed):
    """The statistic is Deequ's to the last bit, the p-value within rounding, for any missing, new and equal ones."""
    random_ = random.Random(seed)
    size, most = random_.choice([2, 3, 4, 5, 6, 9, 13, 14, 25, 60]), random_.choice([2, 4, 10, 40, 300])
    values = [f"{random_.choice(['v', 'é', '😀', 'category ', ''])}{number}" for number in range(size)]
    sample = random_counts(random_, values, most)
    expected = random_counts(random_, values, random_.choice([2, most, 3 * most]))
    statistic, p_value = deequ.chi_square(sample, expected)
    ours = chi_square(sample, expected)
    if math.isnan(statistic):
        assert ours is None
    else:
        assert ours.statistic == statistic
        assert ours.p_value == pytest.approx(p_value, rel=1e-12, abs=ROUNDING)


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        pytest.param({"a": 100}, {"a": 50, "b": 50}, id="a value is missing"),
        pytest.param({"a": 60, "b": 40, "z": 10}, {"a": 50, "b": 50}, id="a value is new"),
        pytest.param({"a": 6, "b": 4}, {"a": 500_000, "b": 700_000}, id="two small categories"),
        pytest.param({"a": 10, "b": 10}, {"a": 10, "b": 10}, id="two just large enough"),
        pytest.param({"a": 10, "b": 9}, {"a": 10, "b": 9}, id="two just too small"),
        pytest.param(
            {"a": 50, "b": 30, "c": 9, "d": 8, "e": 4},
            {"a": 50, "b": 30, "c": 9, "d": 8, "e": 4},
            id="one small in five",
        ),
        pytest.param({"a": 81, "b": 39, "c": 8}, {"a": 83, "b": 40, "c": 5}, id="three, one of them just large enough"),
        pytest.param({"a": 82, "b": 38, "c": 8}, {"a": 84, "b": 40, "c": 4}, id="three, one of them just too small"),
        pytest.param(
            {"v0": 566537776, "v1": 238039616, "v2": 820017700, "v3": 470178217, "v4": 532374342},
            {"v0": 593628451, "v1": 250272527, "v2": 371192993, "v3": 247891064, "v4": 726760592},
            id="large enough for the sums to part",
        ),
        pytest.param({"a": 50, "b": 3, "c": 2, "d": 1}, {"a": 50, "b": 4, "c": 4, "d": 4}, id="equal small ones"),
        pytest.param({"a": 7}, {"a": 9}, id="one category"),
        pytest.param({"y": 70, "z": 80}, {"a": 90, "b": 80}, id="nothing in common"),
        pytest.param({}, {"a": 90, "b": 80}, id="no sample"),
        pytest.param({"a": 90, "b": 80}, {}, id="nothing expected"),
        pytest.param(
            dict.fromkeys("abcde", 100), {**dict.fromkeys("abcd", 100), "e": 0}, id="expected never, but seen"
        ),
        pytest.param({"a": 10**15, "b": 3 * 10**15 + 7, "c": 7 * 10**14}, {"a": 50, "b": 150, "c": 33}, id="huge"),
    ],
)
def test_special_cases_are_judged_as_deequ_judges_them(deequ, sample, expected):
    """At the edges of the regrouping the answer is Deequ's, and there is none where Deequ says NaN."""
    statistic, p_value = deequ.chi_square(sample, expected)
    ours = chi_square(sample, expected)
    if math.isnan(statistic):
        assert ours is None
    else:
        assert ours.statistic == statistic
        assert ours.p_value == pytest.approx(p_value, rel=1e-12, abs=ROUNDING)


def test_the_same_sample_twice_is_no_difference():
    """Equal counts have a statistic of 0 and a p-value of 1."""
    assert chi_square({"a": 64, "b": 32, "c": 32}, {"a": 64, "b": 32, "c": 32}) == ChiSquare(0.0, 1.0)


def test_only_shares_are_expected():
    """A baseline of ten times the size expects the same."""
    small, large = {"a": 60, "b": 30, "c": 10}, {"a": 500, "b": 300, "c": 200}
    assert chi_square(small, large).statistic == pytest.approx((60 - 50) ** 2 / 50 + (10 - 20) ** 2 / 20)


def test_a_value_that_is_zero_on_both_sides_cannot_be_tested():
    """Spark refuses an undefined share, so there is no answer."""
    counts = {**dict.fromkeys("abcd", 100), "e": 0}
    assert chi_square(counts, counts) is None


def test_the_counts_that_are_given_stay_as_they_are():
    """Regrouping happens on copies."""
    sample, expected = {"a": 3, "b": 4, "c": 90}, {"a": 3, "b": 4, "c": 90}
    chi_square(sample, expected)
    assert sample == expected == {"a": 3, "b": 4, "c": 90}


@pytest.mark.parametrize("degrees", [1, 2, 3, 10, 119, 300])
@pytest.mark.parametrize("statistic", [1e-12, 0.5, 3.0, 40.0, 250.0, 900.0])
def test_the_upper_tail_is_that_of_the_jvm(spark, degrees, statistic):
    """The tail agrees with the cumulative probability of commons-math, which Spark asks."""
    distribution = spark._jvm.org.apache.commons.math3.distribution.ChiSquaredDistribution(float(degrees))
    jvm = 1.0 - distribution.cumulativeProbability(statistic)
    assert upper_tail(statistic, degrees) == pytest.approx(jvm, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize(
    ("degrees", "tail"), [(1, 1.5239706048321e-23), (2, 1.9287498479639e-22), (4, 9.8366242246160e-21)]
)
def test_far_out_the_tail_is_small_but_not_lost(degrees, tail):
    """A statistic of 100 has the tail that tables give, where 1 minus a probability would be 0."""
    assert upper_tail(100.0, degrees) == pytest.approx(tail, rel=1e-9)
