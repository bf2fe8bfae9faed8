"""The metrics of a run in Deequ's JSON, against Deequ's own reader and writer of repositories."""

import json
import math
from dataclasses import replace

import pytest

from engine.documents.history.run_metrics import Metric, NotDeequsError, RunMetrics, TypeShares, runs_in
from engine.documents.json.codec import dumps
from engine.spark.jvm.doorway import jvm_of

RUN = RunMetrics(
    at=1_710_766_800_000,
    tags=(("endpoint", "é=b"), ("run", "monitoring")),
    metrics=(
        Metric("Size", None, 3.0),
        Metric("Completeness", "a.b", 2 / 3),
        Metric("ApproxCountDistinct", "a.b", 2.0),
        TypeShares("a.b", (("Unknown", 1), ("Fractional", 0), ("Integral", 2), ("Boolean", 0), ("String", 0))),
        *(Metric(name, "a.b", value) for name, value in (("Mean", 0.1), ("Sum", 1e300), ("StandardDeviation", 0.0))),
        *(Metric(name, "a.b", value) for name, value in (("Minimum", -1.5), ("Maximum", 5e-324))),
    ),
)


def of_deequ(spark, path):
    """Return Deequ's own repository in the file at *path*."""
    return jvm_of(spark).com.amazon.deequ.repository.fs.FileSystemMetricsRepository(spark._jsparkSession, str(path))


def test_deequ_reads_what_is_written(spark, tmp_path):
    """Its own repository gives the same metrics and tags, bit for bit."""
    path = tmp_path / "run.json"
    path.write_text(dumps(RUN.to_json()))
    results = of_deequ(spark, path).load().get()
    assert results.size() == 1
    key = results.head().resultKey()
    assert (key.dataSetDate(), key.tags().size(), key.tags().apply("endpoint")) == (RUN.at, 2, "é=b")
    deequ = jvm_of(spark).com.amazon.deequ.repository.AnalysisResult
    rows = json.loads(
        deequ.getSuccessMetricsAsJson(
            results.head(),
            getattr(deequ, "getSuccessMetricsAsJson$default$2")(),
            getattr(deequ, "getSuccessMetricsAsJson$default$3")(),
        )
    )
    numbers = {(row["name"], row["instance"]): float(row["value"]) for row in rows}
    for each in RUN.metrics:
        if isinstance(each, Metric):
            assert numbers.pop((each.name, each.column or "*")) == each.value
    assert numbers.pop(("Histogram.abs.Integral", "a.b")) == 2
    assert numbers.pop(("Histogram.ratio.Unknown", "a.b")) == 1 / 3
    assert {name for name, _ in numbers} <= {
        "Histogram.bins",
        *(f"Histogram.{kind}.{name}" for kind in ("abs", "ratio") for name in ("Unknown", "Fractional", "Boolean")),
        *(f"Histogram.{kind}.{name}" for kind in ("abs", "ratio") for name in ("Integral", "String")),
    }


def test_what_deequ_writes_is_read(spark, tmp_path):
    """A repository of several runs, as Deequ saves it; NaN and Infinity stand without quotes in it."""
    path, deequ = tmp_path / "deequ.json", of_deequ(spark, tmp_path / "deequ.json")
    jvm = jvm_of(spark)
    lowest = replace(RUN, metrics=(*RUN.metrics, Metric("Minimum", "c", -math.inf)))
    first = jvm.com.amazon.deequ.repository.AnalysisResultSerde.deserialize(dumps(lowest.to_json())).head()
    for at in (5, 6):
        tags = jvm.PythonUtils.toScalaMap({})
        deequ.save(jvm.com.amazon.deequ.repository.ResultKey(at, tags), first.analyzerContext())
    assert '"value": -Infinity' in path.read_text()
    runs = runs_in(path.read_text())
    assert [(run.at, run.tags) for run in runs] == [(5, ()), (6, ())]
    numbers = [each for each in RUN.metrics if isinstance(each, Metric)]
    assert {run.value("Minimum", "c") for run in runs} == {-math.inf}
    assert all(run.value(each.name, each.column) == each.value for run in runs for each in numbers)


def test_metrics_of_some_rows_or_of_several_columns_are_no_numbers_of_a_feature():
    """They would pass for those of all rows."""
    metric = {"metricName": "DoubleMetric", "entity": "Column", "instance": "a", "name": "Mean", "value": 1.0}
    analyzers = ({"where": "b > 1", "column": "a"}, {"columns": ["a", "b"]}, {"column": "c"})
    entries = [{"analyzer": {"analyzerName": "Mean", **each}, "metric": metric} for each in analyzers]
    text = json.dumps([{"resultKey": {"dataSetDate": 1, "tags": {}}, "analyzerContext": {"metricMap": entries}}])
    (run,) = runs_in(text)
    assert run.metrics == [Metric("Mean", "c", 1.0)]


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "{}", "[1]", "[{}]", '[{"resultKey": {"dataSetDate": "x", "tags": {}}}]', "[" * 100_000),
        '[{"resultKey": {"dataSetDate": 1, "tags": {}}, "analyzerContext": {"metricMap": {}}}]',
        '[{"resultKey": {"dataSetDate": 1, "tags": []}, "analyzerContext": {"metricMap": []}}]',
        '[{"resultKey": {"dataSetDate": 1, "tags": {}}, "analyzerContext": {"metricMap": [{"analyzer": {}, "metric": {}}]}}]',
    ],
)
def test_another_document_is_no_repository(text):
    """Whatever is wrong with it."""
    with pytest.raises(NotDeequsError):
        runs_in(text)
