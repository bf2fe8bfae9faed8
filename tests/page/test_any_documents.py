"""Whatever numbers documents hold, there is a page: a run must not end for its sake."""

import math

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page.conftest import statistics

from engine.documents.data_quality.distribution import Bucket, Category, KllDistribution, Sketch
from engine.documents.data_quality.statistics import FeatureStatistics, NumericalStatistics, StringStatistics
from engine.documents.violations import Violation
from engine.page.data_page import data_page
from engine.page.given import DataRun
from engine.page.render import render

NUMBERS = st.floats(width=64) | st.sampled_from([math.inf, -math.inf, math.nan, 1e308, -1e308, 5e-324, 0.0, -0.0])
ITEMS = st.lists(NUMBERS.filter(lambda number: not math.isnan(number)), max_size=6).map(tuple)
SKETCHES = st.lists(ITEMS, max_size=3).map(lambda levels: Sketch(0.64, 2048.0, tuple(levels)))
BUCKETS = st.lists(st.builds(Bucket, NUMBERS, NUMBERS, st.floats(0)), max_size=3).map(tuple)
COUNTS = st.integers(0, 2**62)
NUMERICAL = st.builds(
    NumericalStatistics,
    num_present=COUNTS,
    num_missing=COUNTS,
    mean=NUMBERS,
    sum=NUMBERS,
    std_dev=NUMBERS,
    min=NUMBERS,
    max=NUMBERS,
    approximate_num_distinct_values=st.none() | COUNTS,
    completeness=st.none() | NUMBERS,
    distribution=st.none() | st.builds(KllDistribution, BUCKETS, st.none() | SKETCHES),
    extra=st.just({}),
)
CATEGORIES = st.none() | st.lists(st.builds(Category, st.text(max_size=3), COUNTS, st.just({})), max_size=4).map(tuple)
TEXTS = st.builds(StringStatistics, COUNTS, COUNTS, NUMBERS, st.none() | NUMBERS, CATEGORIES, st.just({}))
FEATURES = st.builds(
    FeatureStatistics, st.just("x"), st.text(max_size=3), st.none() | NUMERICAL, st.none() | TEXTS, st.just({})
)
TOLD = st.builds(
    lambda check, text, one, other: Violation("x", check, text.format(one, other)),
    st.sampled_from(["baseline_drift_check", "completeness_check", "categorical_values_check", "non_negative_check"]),
    st.sampled_from(
        [
            "Baseline drift distance: {} exceeds threshold: {}",
            "Expected: {}%. Observed: Only {}%.",
            "Expected: -.%, 1E5%",
        ]
    ),
    NUMBERS.map(str).map(lambda text: text.replace("inf", "Infinity").replace("nan", "NaN").replace("e", "E")),
    NUMBERS.map(str),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FEATURES, FEATURES, st.lists(TOLD, max_size=2))
def test_there_is_a_page_of_any_documents(now, before, found):
    """Infinite and undefined numbers, empty sketches, categories that nobody has, texts with odd numbers."""
    filled = FeatureStatistics("y", "String", string=StringStatistics(1, 0, 1.0))
    run = DataRun(statistics(filled, now), tuple(found), statistics(filled, before))
    assert "<h1>" in render(data_page(run))
