"""OpenMetrics text, read back by the parsers of prometheus_client: that of OpenMetrics, and the older one of node_exporter's kind."""

import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_prometheus

from engine.analysis.metric import Metric
from engine.job.publishing import Publishing
from engine.metrics.openmetrics import openmetrics_text


def samples(text, parser=read_openmetrics):
    """Return the families' samples: (name, labels) and the number; there is no timestamp, and each is a gauge."""
    found = {}
    for family in parser(text):
        assert family.type == "gauge"
        for sample in family.samples:
            assert sample.timestamp is None
            found[sample.name, tuple(sample.labels.items())] = sample.value
    return found


@pytest.mark.parametrize("parser", [read_openmetrics, read_prometheus])
def test_what_a_parser_finds(metrics, hourly, parser):
    """Measures are names, features and dimensions labels; the run has gauges of its own."""
    run = (("endpoint", "churn"), ("monitoring_schedule", "hourly"))
    feature = (*run, ("feature", "income.monthly"))
    assert samples(openmetrics_text(metrics, hourly, records=7, violations=2), parser) == {
        ("model_monitor_time_seconds", run): 1710766800.0,
        ("model_monitor_records", run): 7.0,
        ("model_monitor_violations", run): 2.0,
        ("model_monitor_feature_data_sample_count", feature): 3.0,
        ("model_monitor_feature_data_sum", feature): 6.5,
        ("model_monitor_feature_data_minimum", feature): -1.0,
        ("model_monitor_feature_data_maximum", feature): 4.5,
        ("model_monitor_feature_baseline_drift", feature): 0.356,
        ("model_monitor_auc", run): 0.9,
    }


def test_a_run_without_metrics_still_says_that_it_has_run(hourly):
    """So an empty window can be told from a run that never came."""
    found = samples(openmetrics_text((), replace(hourly, dimensions=()), records=0, violations=0))
    assert found == {
        ("model_monitor_time_seconds", ()): 1710766800.0,
        ("model_monitor_records", ()): 0.0,
        ("model_monitor_violations", ()): 0.0,
    }


def test_samples_of_a_family_stand_together(hourly):
    """The format wants it so, whatever the order of the metrics."""
    metrics = [Metric(measure, 1.0, feature) for feature in "ab" for measure in ("feature_null", "feature_non_null")]
    assert len(samples(openmetrics_text(metrics, hourly, records=1, violations=0))) == 7


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=20))
def test_features_have_their_own_names(name):
    """Whatever is in them comes back from a parser."""
    now = Publishing(datetime(2024, 3, 18, 13, tzinfo=UTC))
    text = openmetrics_text([Metric("feature_null", 1.0, name)], now, records=1, violations=0)
    assert samples(text)["model_monitor_feature_null", (("feature", name),)] == 1.0


def test_a_carriage_return_is_shown_by_its_symbol(hourly):
    """The parser that node_exporter has would drop it, and take two features for one."""
    text = openmetrics_text([Metric("feature_null", 1.0, "a\rb")], hourly, records=1, violations=0)
    assert 'feature="a\u240db"' in text
    assert "\r" not in text


@pytest.mark.parametrize("value", [math.inf, -math.inf, 1e300, 5e-324, -0.0, 0.1 + 0.2])
def test_a_number_comes_back_as_it_was(hourly, value):
    """To the last bit, and infinite ones too."""
    text = openmetrics_text([Metric("feature_null", value, "a")], hourly, records=1, violations=0)
    (found,) = (number for (name, _), number in samples(text).items() if name.endswith("_null"))
    assert repr(found) == repr(value)


def test_an_undefined_number_is_nan(hourly):
    """As a parser spells it."""
    text = openmetrics_text([Metric("auc", math.nan)], hourly, records=1, violations=0)
    assert any(math.isnan(value) for value in samples(text).values())
