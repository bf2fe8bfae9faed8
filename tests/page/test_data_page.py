"""The page of a run about data, as it stands in the file."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import numpy as np
import pytest
from page.conftest import numbers, statistics, texts

from engine.documents.suggestions import Suggestion
from engine.documents.violations import Violation
from engine.job.times import MonitoringWindow
from engine.page.data_page import MOST_DRAWN, MOST_PLAIN, data_page
from engine.page.given import DataRun, WhatWasRead
from engine.page.render import render

NOW = ([1.0, 2.0, 2.5, 4.0], [3.0, 3.5])
BEFORE = ([1.0, 1.2, 1.45, 1.6, 5.0],)
DRIFT = Violation("x", "baseline_drift_check", "Baseline drift distance: 0.55 exceeds threshold: 0.1")


class _Paths(HTMLParser):
    """Collects the outlines of the big pictures, by their class."""

    def __init__(self):
        super().__init__()
        self.big, self.found = False, {}

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "svg":
            self.big = given.get("class") == "big"
        elif tag == "path" and self.big:
            self.found[given["class"]] = given["d"]


def _text(html):
    return " ".join(re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL).split())


def _bars(path):
    return [(100 - float(top)) / 100 for top in re.findall(r"V([\d.]+)h10", path)]


def test_the_bars_are_those_of_the_sketches():
    """Read out of the markup, they stand to each other as NumPy's histograms of what the sketches stand for."""
    html = render(data_page(DataRun(statistics(numbers("x", *NOW)), (DRIFT,), statistics(numbers("x", *BEFORE)))))
    paths = _Paths()
    paths.feed(html)

    ours, theirs = [1, 2, 2.5, 4, 3, 3, 3.5, 3.5], [1, 1.2, 1.45, 1.6, 5]
    expected = [np.histogram(each, bins=30, range=(1, 5))[0] / len(each) for each in (ours, theirs)]
    highest = max(map(max, expected))
    assert _bars(paths.found["c"]) == pytest.approx((expected[0] / highest).tolist(), abs=0.001)
    assert _bars(paths.found["b"]) == pytest.approx((expected[1] / highest).tolist(), abs=0.001)


def test_the_verdict_comes_first_and_says_how_many():
    """The title of the window says it too."""
    html = render(data_page(DataRun(statistics(numbers("x", *NOW)), (DRIFT,), statistics(numbers("x", *BEFORE)))))
    assert "<title>1 violation – Data quality report</title>" in html
    assert _text(html).index("1 violation The data break what the baseline promises in 1 of 1 features.") < 200


@pytest.mark.parametrize(
    ("run", "headline"),
    [
        (DataRun(statistics(numbers("x", *NOW)), (), statistics(numbers("x", *BEFORE))), "No violations"),
        (DataRun(statistics(numbers("x", *NOW))), "Baseline"),
        (DataRun(None, ()), "No records"),
        (DataRun(None, (Violation("Missing columns", "missing_column_check", "There are"),)), "1 violation"),
    ],
)
def test_a_run_that_broke_nothing_or_judged_nothing(run, headline):
    """A baseline run promises and is not judged; where there was no record, nothing was compared."""
    assert f"<h1>{headline}</h1>" in render(data_page(run))


@pytest.mark.parametrize(
    ("violation", "now", "before", "sentence"),
    [
        (
            DRIFT,
            numbers("x", *NOW),
            numbers("x", *BEFORE),
            "12.5% of the values are at or below 1.6; in the baseline it was 80%. The distance is 0.55, and 0.1 is allowed.",
        ),
        (
            Violation("x", "baseline_drift_check", "Baseline drift distance: 0.3 exceeds threshold: 0.1"),
            texts("x", {"a": 6, "b": 4}),
            texts("x", {"a": 3, "b": 7}),
            "a is 60% of the values; in the baseline it was 30%. The distance is 0.3, and 0.1 is allowed.",
        ),
        (
            Violation("x", "baseline_drift_check", "Baseline drift p-value: 1.0E-5 falls below threshold: 0.05"),
            texts("x", {"a": 6, "b": 4}),
            texts("x", {"a": 3, "b": 7}),
            "By chance alone counts like these come with probability 1e-5, and 0.05 is the least allowed.",
        ),
        (
            Violation(
                "x",
                "completeness_check",
                "Data completeness requirement is not met. Expected: 98.0%. Observed: Only 80.0%.",
            ),
            numbers("x", *NOW, missing=2),
            numbers("x", *BEFORE),
            "20% of the rows have no value, and 2% is allowed.",
        ),
        (
            Violation(
                "x",
                "data_type_check",
                "Data type match requirement is not met. Expected data type: Integral, Expected match: 100.0%. "
                "Observed: Only 99.2% of data is Integral.",
            ),
            texts("x", {"a": 6, "b": 4}),
            numbers("x", *BEFORE),
            "Only 99.2% of the values are whole numbers, and all have to be.",
        ),
        (
            Violation(
                "x",
                "categorical_values_check",
                "Categorical value match requirement is not met. Expected match: 90.0%. Observed: 60.0% of the values match "
                "the known values.",
            ),
            texts("x", {"a": 6, "c": 4}),
            texts("x", {"a": 3, "b": 7}),
            "60% of the values are ones that the baseline knows, and at least 90% have to be. New: c.",
        ),
        (
            Violation(
                "x",
                "non_negative_check",
                "Non-negativity requirement is not met. Expected: 100.0%. Observed: Only 75.0% of the values are not negative.",
            ),
            numbers("x", [-1, 1, 2, 3]),
            numbers("x", *BEFORE),
            "25% of the values are negative, and none of the baseline is.",
        ),
        (
            Violation("x", "custom_rule_check", "Rule is not met: R. Observed: 3."),
            numbers("x", *NOW),
            None,
            "Observed: 3.",
        ),
        (Violation("x", "baseline_drift_check", "In other words."), numbers("x", *NOW), None, "In other words."),
        (Violation("gone", "a_check_to_come", "It is so."), numbers("x", *NOW), None, "It is so."),
    ],
)
def test_a_violation_has_a_sentence_of_why(violation, now, before, sentence):
    """Its numbers are those of the document's own text; a text of another form is shown as it is."""
    run = DataRun(statistics(now), (violation,), None if before is None else statistics(before))
    (told,) = data_page(run).broken
    assert sentence in told.sentence


def test_the_worst_comes_first():
    """Columns that are missing before all others, then by how much of what was allowed is gone."""
    completeness = "Data completeness requirement is not met. Expected: {}%. Observed: Only {}%."
    found = (
        Violation("a", "completeness_check", completeness.format(98.0, 97.0)),
        Violation("b", "completeness_check", completeness.format(98.0, 40.0)),
        Violation("c", "baseline_drift_check", "Baseline drift distance: 0.2 exceeds threshold: 0.1"),
        Violation("d", "custom_rule_check", "Rule is not met."),
        Violation("Missing columns", "missing_column_check", "There are missing columns"),
    )
    shown = [each.feature for each in data_page(DataRun(statistics(numbers("x", *NOW)), found)).broken]
    assert shown == ["Missing columns", "d", "b", "c", "a"]


def test_features_without_a_name_in_common_go_by_position():
    """So columns do that have no names of their own; the violation has the baseline's name."""
    violation = Violation("x", "baseline_drift_check", DRIFT.description)
    page = data_page(DataRun(statistics(numbers("_c0", *NOW)), (violation,), statistics(numbers("x", *BEFORE))))
    assert page.broken[0].place == page.rows[0].place
    assert page.rows[0].violations == 1
    assert page.rows[0].picture.baseline is not None


@pytest.mark.parametrize(
    ("semantics", "feature", "gaps"),
    [("observed", "x", ["0.000", "0.000"]), ("corrected", "y", ["1.000", "1.000"]), (None, "y", ["1.000", "1.000"])],
)
def test_columns_in_another_order_go_as_the_run_has_compared_them(semantics, feature, gaps):
    """Under `observed` by position, though the names are known; documents alone do not tell, and go by name."""
    low, high = [1.0, 2.0, 3.0], [11.0, 12.0, 13.0]
    now, before = (statistics(numbers(one, low), numbers(other, high)) for one, other in ("yx", "xy"))
    run = DataRun(
        now, (Violation(feature, DRIFT.check, DRIFT.description),), before, read=WhatWasRead(semantics=semantics)
    )
    page = data_page(run)
    assert [row.gap.now for row in page.rows] == gaps
    assert [row.violations for row in page.rows] == [1, 0]
    assert page.broken[0].place == page.rows[0].place


def test_too_many_violations_are_listed_and_then_counted():
    """The page stays small; the document has them all."""
    found = tuple(Violation(f"f{index}", "custom_rule_check", "Rule is not met.") for index in range(300))
    page = data_page(DataRun(statistics(numbers("x", *NOW)), found))
    assert (len(page.broken), len(page.plain), page.left_out) == (MOST_DRAWN, MOST_PLAIN, 300 - MOST_DRAWN - MOST_PLAIN)
    assert f"{page.left_out} more are in constraint_violations.json." in render(page)


def test_more_than_ten_categories_are_ten_and_the_others():
    """Those that differ the most come first, and a new one is called so."""
    violation = Violation("x", "baseline_drift_check", "Baseline drift distance: 0.5 exceeds threshold: 0.1")
    before = texts("x", {f"c{index:02d}": 5 for index in range(20)})
    now = texts("x", {"new": 100, **{f"c{index:02d}": 5 for index in range(20)}})
    (told,) = data_page(DataRun(statistics(now), (violation,), statistics(before))).broken
    assert [bar.label for bar in told.bars.bars][:2] == ["new", "c00"]
    assert (told.bars.bars[0].mark, told.bars.bars[0].current, told.bars.bars[0].baseline) == ("new", "50%", "0%")
    assert (told.bars.bars[-1].label, len(told.bars.bars)) == ("11 others", 11)


def test_a_violation_of_a_feature_that_is_no_more_is_in_none_of_them():
    """The sentence says nothing of features then."""
    gone = Violation("y", "missing_column_check", "There are missing columns in current dataset.")
    page = data_page(DataRun(statistics(numbers("x", *NOW)), (gone,), statistics(numbers("x", *BEFORE))))
    assert page.verdict.detail == "The data break what the baseline promises."


def test_what_was_read_is_told():
    """Where from, how many files, which window, compared with what, and by which engine."""
    window = MonitoringWindow(datetime(2024, 3, 18, 13, tzinfo=UTC), datetime(2024, 3, 18, 14, tzinfo=UTC))
    read = WhatWasRead("s3://b/k", 12, window, "s3://b/baseline", "corrected")
    text = _text(render(data_page(DataRun(statistics(numbers("x", *NOW)), read=read))))
    assert "Data s3://b/k Files 12 Window from 2024-03-18T13:00:00+00:00 Window to 2024-03-18T14:00:00+00:00" in text
    assert "Baseline s3://b/baseline Semantics corrected Engine model-monitor-engine" in text


def test_suggestions_of_a_baseline_are_named_in_short():
    """Twenty of them; the document has them all."""
    many = tuple(Suggestion(f"f{i}", "R", "why", "seen", f"'f{i}' is not null", None, None) for i in range(25))
    text = _text(render(data_page(DataRun(statistics(numbers("x", *NOW)), suggestions=many))))
    assert "f19 &#39;f19&#39; is not null" in text
    assert "5 more are in suggestions.json." in text


def test_the_same_run_gives_the_same_text():
    """No clock and no chance is in it."""
    run = DataRun(statistics(numbers("x", *NOW)), (DRIFT,), statistics(numbers("x", *BEFORE)))
    assert render(data_page(run)) == render(data_page(run))


def test_two_hundred_features_stay_below_300_kilobytes():
    """All of numbers, all drifted, each with three violations and a long name."""
    rng = np.random.default_rng(2)
    now = [numbers(f"a_feature_with_a_rather_long_name_{i}", rng.normal(0, 1, 300)) for i in range(200)]
    before = [numbers(f"a_feature_with_a_rather_long_name_{i}", rng.normal(1, 1, 300)) for i in range(200)]
    found = tuple(Violation(each.name, DRIFT.check, DRIFT.description) for each in now for _ in range(3))
    html = render(data_page(DataRun(statistics(*now), found, statistics(*before))))
    assert len(html.encode()) < 300_000
    assert html.count('<tr id="f') == 200


def test_names_and_values_are_text():
    """Markup in them is escaped, and what commands a reader's eye is written as Python would write it."""
    name = "<script>alert(1)</script>\"'\u202e\x00" + "a" * 1_000_000
    now, before = texts(name, {name: 3, "</style>": 1}), texts(name, {"b": 4})
    found = Violation(name, "baseline_drift_check", f"{name} Baseline drift distance: 1.0 exceeds threshold: 0.1")
    html = render(data_page(DataRun(statistics(now), (found,), statistics(before), read=WhatWasRead(name))))
    assert html.count("<script") == html.count("</script>") == html.count("</style>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;\\u202e\\x00" in html
    assert len(html) < 50_000
    assert not {"\u202e", "\x00"} & set(html)


def test_what_nothing_is_compared_with_has_the_baselines_colour():
    """In a report of a baseline it is the baseline; in one of later data alone it is what is now."""
    baseline = render(data_page(DataRun(statistics(numbers("x", *NOW)))))
    later = render(data_page(DataRun(statistics(numbers("x", *NOW)), ())))
    assert [re.findall(r'<path class="(.)" d="M0 100', html) for html in (baseline, later)] == [["b"], ["c"]]
