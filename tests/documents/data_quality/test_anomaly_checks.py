"""Checks against former runs, as constraints.json states them."""

import pytest

from engine.documents.data_quality.anomaly_checks import AnomalyCheck
from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.monitoring import MonitoringConfig
from engine.documents.json.unknown import unknown_keys
from engine.errors import DocumentError
from engine.job.thresholds import thresholds_in

SIZE = {"metric": "Size", "strategy": "OnlineNormal"}
MEAN = {
    "metric": "Mean",
    "feature": "a.b",
    "strategy": "RelativeRateOfChange",
    "parameters": {"maxRateDecrease": 0.9, "maxRateIncrease": 1.1, "order": 2},
    "last": 7,
}


def check(**members):
    """Return the check of the mean with other *members*; None takes one away."""
    stated = {name: value for name, value in {**MEAN, **members}.items() if value is not None}
    return AnomalyCheck.from_json(stated, source="c.json")


def test_checks_are_written_as_they_were_read():
    """With their parameters by Deequ's names; nothing of them is unknown."""
    document = {"features": [], "monitoring_config": {"anomaly_checks": [SIZE, MEAN]}}
    read = Constraints.from_json(document, source="c.json")
    assert read.to_json()["monitoring_config"]["anomaly_checks"] == [SIZE, MEAN]
    assert unknown_keys(read, most=9) == ()
    assert [each.subject for each in read.monitoring.anomaly_checks] == ["Size", "Mean of a.b"]


def test_checks_of_one_feature_alone_have_no_effect():
    """They are the dataset's and name their features; among a feature's own settings they are unknown keys."""
    feature = {
        "name": "a",
        "inferred_type": "String",
        "monitoringConfigOverrides": {"anomaly_checks": [SIZE], "rules": "Rules = [ RowCount > 0 ]"},
    }
    read = Constraints.from_json({"features": [feature]}, source="c.json")
    (own,) = read.features[0].overrides
    assert (own.config.anomaly_checks, own.config.rules) == (None, None)
    assert read.to_json()["features"] == [feature]


def test_a_baseline_run_may_be_given_checks():
    """As every other setting of `monitoring_config`; they stand in the constraints then."""
    said = thresholds_in('{"anomaly_checks": [{"metric": "Size", "strategy": "OnlineNormal"}]}', name="setting")
    assert MonitoringConfig().overridden(said.general).to_json()["anomaly_checks"] == [SIZE]


@pytest.mark.parametrize(
    ("strategy", "parameters", "fewest"),
    [
        ("SimpleThreshold", {"upperBound": 3}, 0),
        ("AbsoluteChange", {"maxRateDecrease": -3, "order": 0}, 0),
        ("RateOfChange", {"maxRateDecrease": -3}, 1),
        ("RelativeRateOfChange", {"maxRateIncrease": 3, "order": 3}, 3),
        ("OnlineNormal", {"ignoreStartPercentage": 0.5, "ignoreAnomalies": False}, 2),
        ("BatchNormal", {"upperDeviationFactor": 2, "includeInterval": True}, 2),
        ("HoltWinters", {"seriesPeriodicity": 5}, 10),
        ("HoltWinters", {"seasonality": "Daily", "metricsInterval": "Hourly"}, 48),
        ("HoltWinters", {"seasonality": "Yearly", "metricsInterval": "Monthly"}, 24),
    ],
)
def test_a_strategy_needs_so_many_former_runs(strategy, parameters, fewest):
    """Two for a spread, two cycles for a season, and as many as the order of a change."""
    assert check(strategy=strategy, parameters=parameters, last=None).fewest == fewest


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"feature": None}, "c.json: feature: expected text, found nothing"),
        ({"parameters": {"order": 0, "maxRateDecrease": 1}}, "parameters.order: expected a whole number of at least 1"),
        ({"parameters": {"maxRateDecrease": "much"}}, "parameters.maxRateDecrease: expected a number, found text"),
        ({"strategy": "BatchNormal", "parameters": {"lowerDeviationFactor": -1}}, "expected a number of at least 0"),
        ({"strategy": "HoltWinters", "parameters": {}}, "expected seriesPeriodicity or seasonality for HoltWinters"),
        ({"strategy": "SimpleThreshold", "parameters": {"lowerBound": 2, "upperBound": 1}}, "lowerBound not above upp"),
        ({"parameters": []}, "c.json: parameters: expected an object, found a list"),
    ],
)
def test_what_is_wrong_with_a_check_is_said(members, sentence):
    """Its place, and what is known there."""
    with pytest.raises(DocumentError) as raised:
        check(**members)
    assert sentence in str(raised.value)
