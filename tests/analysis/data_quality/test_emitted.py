"""The metrics of features: the official ones, with the numbers of the documents."""

import math

import pyarrow as pa
import pytest

from engine.analysis.data_quality.describe import describe
from engine.analysis.data_quality.emitted import metrics_of
from engine.analysis.evidence import Evidence, Measure, Relation
from engine.analysis.metric import Metric, Summary
from engine.profile.state import DatasetState


def state_of(**columns):
    """Return the state of a batch of texts."""
    state = DatasetState(tuple(columns))
    state.update(pa.record_batch([pa.array(values, pa.string()) for values in columns.values()], names=list(columns)))
    return state


def metrics(state, evidence=(), feature_of=None, emits=lambda _: True):
    """Return the metrics of *state* by measure and feature."""
    found = metrics_of(state, describe(state), evidence, feature_of=feature_of or {}, emits=emits)
    assert len({metric.name for metric in found}) == len(found)
    return {(metric.measure, metric.feature): metric.value for metric in found}


def drift(feature, value):
    """Return the evidence of a drift, which some check has measured."""
    return Evidence(feature, "baseline_drift_check", Measure.DISTANCE, value, Relation.AT_MOST, 0.1, "")


def test_a_feature_of_numbers():
    """All of its metrics, in their order."""
    state = state_of(a=["1", "2.5", None, "-3"])
    assert metrics(state, [drift("a", 0.25)]) == {
        ("feature_data", "a"): Summary(3, 0.5, -3.0, 2.5),
        ("feature_baseline_drift", "a"): 0.25,
        ("feature_completeness", "a"): 0.75,
        ("feature_non_null", "a"): 3.0,
        ("feature_null", "a"): 1.0,
        ("feature_estimated_unique_values", "a"): 3.0,
        ("feature_fractional_counts", "a"): 1.0,
        ("feature_integral_counts", "a"): 2.0,
        ("feature_string_counts", "a"): 0.0,
        ("feature_boolean_counts", "a"): 0.0,
        ("feature_unknown_counts", "a"): 1.0,
    }


@pytest.mark.parametrize("values", [["x", "1", "true"], [None, None, None], ["- 5", "- 6", "- 7"]])
def test_a_feature_without_numbers_has_no_data(values):
    """Texts, nothing at all, and numbers to Deequ that are none: there is no sum of them."""
    found = metrics(state_of(a=values))
    assert ("feature_data", "a") not in found
    assert found["feature_non_null", "a"] + found["feature_null", "a"] == 3.0


def test_texts_numbers_and_truths_are_counted_one_by_one():
    """Where one column has them all."""
    found = metrics(state_of(a=["x", "1", "1.5", "true", None]))
    kinds = ("fractional", "integral", "string", "boolean", "unknown")
    assert [found[f"feature_{kind}_counts", "a"] for kind in kinds] == [1.0] * 5


def test_features_that_are_not_to_emit_are_left_out():
    """By the name that they have in the baseline."""
    found = metrics(state_of(a=["1"], b=["2"]), feature_of={"a": "first"}, emits=lambda name: name != "first")
    assert {feature for _, feature in found} == {"b"}


def test_columns_go_by_the_names_of_the_baseline():
    """Payloads without names have those of the baseline in the violations too."""
    found = metrics(state_of(_c0=["1"]), [drift("age", 0.5)], feature_of={"_c0": "age"})
    assert {feature for _, feature in found} == {"age"}
    assert found["feature_baseline_drift", "age"] == 0.5


def test_another_check_is_no_drift():
    """Only what the drift check has measured."""
    other = Evidence("a", "completeness_check", Measure.COMPLETENESS, 0.5, Relation.AT_LEAST, 1.0, "")
    assert ("feature_baseline_drift", "a") not in metrics(state_of(a=["1"]), [other])


def test_infinite_numbers_are_told_as_they_are():
    """What takes no such number leaves it out by itself."""
    value = metrics(state_of(a=["1e999", "1"]))["feature_data", "a"]
    assert value == Summary(2, math.inf, 1.0, math.inf)


def test_the_name_is_the_official_one():
    """The measure before the feature, whatever the feature is called."""
    assert Metric("feature_null", 1.0, "größe").name == "feature_null_größe"
    assert Metric("auc", 1.0).name == "auc"
