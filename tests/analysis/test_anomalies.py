"""Violations of the checks against former runs."""

from engine.analysis.anomalies import Detected, anomaly_violations, unjudged_violations
from engine.analysis.run_history import Series
from engine.documents.data_quality.anomaly_checks import AnomalyCheck
from engine.documents.violations import Violation

MEAN = AnomalyCheck("Mean", "a.b", "RelativeRateOfChange", (("maxRateIncrease", 1.1),))
SIZE = AnomalyCheck("Size", None, "OnlineNormal")
SAID = "[AbsoluteChangeStrategy]: Change of 2.0 is not in bounds [-1.7976931348623157E308, 1.1]. Order=1"


def test_an_anomaly_is_a_violation_with_what_deequ_said():
    """Its metric, value and feature, how many runs there were before, and limits that are not set as such."""
    found = anomaly_violations(
        [
            Detected(Series(MEAN, ((0, 0.15),), 1, 0.1 + 0.2), is_anomaly=True, said=SAID),
            Detected(Series(SIZE, ((0, 3.0), (1, 3.0)), 2, 3.0), is_anomaly=False),
        ]
    )
    assert found == (
        Violation(
            "a.b",
            "anomaly_check",
            "Mean of a.b is an anomaly by RelativeRateOfChange. Observed: 0.3, after 1 former run. Deequ: Change of 2.0 is "
            "not in bounds [-Infinity, 1.1]. Order=1.",
        ),
    )


def test_what_deequ_could_not_judge_is_no_pass():
    """It is the dataset's where it is no feature's."""
    (found,) = anomaly_violations([Detected(Series(SIZE, ((0, 3.0), (1, 3.0)), 2, 3.0), is_anomaly=None, said="oh.")])
    assert (found.feature_name, found.check) == ("Dataset", "anomaly_check")
    assert found.description == "Anomaly check cannot be judged: Size by OnlineNormal, with 2 former runs. Deequ: oh."


def test_checks_without_a_history_are_no_pass_either():
    """Each says why."""
    found = unjudged_violations([MEAN, SIZE], "The folder is gone.")
    assert [each.feature_name for each in found] == ["a.b", "Dataset"]
    assert (
        found[0].description
        == "Anomaly check cannot be judged: Mean of a.b by RelativeRateOfChange. The folder is gone."
    )
