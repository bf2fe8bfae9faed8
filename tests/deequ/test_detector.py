"""Deequ's anomaly detection over series, against its own verification with a repository of former runs."""

import json

from spark_jobs import jobs

from engine.analysis.run_history import Series
from engine.deequ.detector import detect
from engine.documents.data_quality.anomaly_checks import AnomalyCheck
from engine.documents.history.run_metrics import Metric, RunMetrics
from engine.documents.json.codec import dumps
from engine.spark.jvm.doorway import dataset_of, jvm_of

WEEKS = [float(value) for week in range(4) for value in (10 + week, 20, 30, 40 - week, 30, 20, 10)]


def series(strategy, former, value, **parameters):
    """Return a series of numbers of records, one a day from the beginning of 1970."""
    stated = {"metric": "Size", "strategy": strategy, "parameters": parameters}
    days = tuple((86_400_000 * day, number) for day, number in enumerate(former))
    return Series(AnomalyCheck.from_json(stated, source="c"), days, 86_400_000 * len(former), value)


LIMITS = {"maxRateDecrease": 0.5, "maxRateIncrease": 2.0}
CASES = [
    ("RelativeRateOfChange", [4.0, 4.0], 4.0, 9.0, LIMITS, "Change of 2.25 is not in bounds [0.5, 2.0]. Order=1"),
    (
        "RelativeRateOfChange",
        [4.0, 0.0],
        8.0,
        9.0,
        {**LIMITS, "order": 2},
        "Change of 2.25 is not in bounds [0.5, 2.0]",
    ),
    ("RelativeRateOfChange", [4.0], 4.0, 1.0, {"maxRateDecrease": 0.5}, "is not in bounds [0.5, 1.79"),
    ("AbsoluteChange", [4.0, 5.0], 6.0, 8.0, LIMITS, "Change of 3.0 is not in bounds [0.5, 2.0]. Order=1"),
    ("AbsoluteChange", [], 1.0, 8.0, {**LIMITS, "order": 0}, "Change of 8.0 is not in bounds [0.5, 2.0]. Order=0"),
    ("RateOfChange", [4.0, 5.0], 6.0, 5.0, LIMITS, "Change of 0.0 is not in bounds [0.5, 2.0]. Order=1"),
    ("OnlineNormal", [5.0, 6.0] * 8, 6.0, 50.0, {"ignoreStartPercentage": 0.5}, "Value 50.0 is not in bounds ["),
    ("OnlineNormal", [5.0, 6.0] * 8, 40.0, 0.0, {"upperDeviationFactor": 1e9}, "Value 0.0 is not in bounds ["),
    ("BatchNormal", [5.0, 6.0], 6.0, 50.0, {}, "Value 50.0 is not in bounds [3.37867"),
    ("BatchNormal", [5.0, 6.0], 20.0, 99.0, {"upperDeviationFactor": 30}, "Value 99.0 is not in bounds ["),
    ("SimpleThreshold", [], 4.0, 5.0, {"upperBound": 4.0}, "Value 5.0 is not in bounds [-1.7976931348623157E308, 4.0]"),
    (
        "SimpleThreshold",
        [1.0],
        4.0,
        3.0,
        {"lowerBound": 4.0},
        "Value 3.0 is not in bounds [4.0, 1.7976931348623157E308]",
    ),
    ("HoltWinters", WEEKS, 13.0, 60.0, {"seriesPeriodicity": 7}, "for observed value 60.0"),
    (
        "HoltWinters",
        WEEKS,
        13.0,
        60.0,
        {"seasonality": "Weekly", "metricsInterval": "Daily"},
        "for observed value 60.0",
    ),
]


def test_a_value_is_an_anomaly_where_its_strategy_says_so(spark, capfd):
    """Each strategy lets one value pass and not another; nothing is printed, and no Spark job runs."""
    before = jobs(spark)
    usual = [series(strategy, former, good, **given) for strategy, former, good, _, given, _ in CASES]
    odd = [series(strategy, former, bad, **given) for strategy, former, _, bad, given, _ in CASES]
    found = detect(spark, [*usual, *odd])
    assert [(each.is_anomaly, each.said) for each in found[: len(CASES)]] == [(False, "")] * len(CASES)
    for each, case in zip(found[len(CASES) :], CASES, strict=True):
        assert each.is_anomaly is True, case
        assert case[-1] in each.said, case
    assert [each.series for each in found] == [*usual, *odd]
    assert jobs(spark) == before
    assert capfd.readouterr() == ("", "")


def test_without_series_there_is_nothing_to_ask():
    """Not even a session."""
    assert detect(None, []) == ()


def test_what_deequ_throws_is_told(spark):
    """Here a series that is too short, which checks prevent."""
    (found,) = detect(spark, [series("HoltWinters", [1.0], 1.0, seriesPeriodicity=7)])
    assert (found.is_anomaly, found.said) == (
        None,
        "requirement failed: Need at least two full cycles of data to estimate model",
    )


def test_deequs_own_verification_says_the_same(spark, tmp_path):
    """With our files as its repository, over rows that it counts itself."""
    jvm = jvm_of(spark)
    former = [RunMetrics(at, (), (Metric("Size", None, 4.0),)) for at in range(3)]
    (tmp_path / "history.json").write_text(dumps([each for run in former for each in run.to_json()]))
    deequ = jvm.com.amazon.deequ
    repository = deequ.repository.fs.FileSystemMetricsRepository(spark._jsparkSession, str(tmp_path / "history.json"))
    tags = jvm.PythonUtils.toScalaMap({})
    strategy = deequ.anomalydetection.RelativeRateOfChangeStrategy(*map(jvm.scala.Option.apply, (0.5, 2.0)), 1)
    size = deequ.analyzers.Size(jvm.scala.Option.empty())
    suite = deequ.VerificationSuite().onData(dataset_of(spark.range(9)))
    suite = suite.useRepository(repository).saveOrAppendResult(deequ.repository.ResultKey(86_400_000 * 3, tags))
    verified = suite.addAnomalyCheck(strategy, size, jvm.scala.Option.empty()).run()
    checks = json.loads(
        deequ.VerificationResult.checkResultsAsJson(
            verified, getattr(deequ.VerificationResult, "checkResultsAsJson$default$2")()
        )
    )
    (found,) = detect(spark, [series("RelativeRateOfChange", [4.0] * 3, 9.0, **LIMITS)])
    assert checks[0]["constraint_status"] == "Failure"
    assert found.is_anomaly is True
