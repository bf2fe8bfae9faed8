"""The metrics that are kept of a run, against Deequ's own analyzers, and the series that checks are about."""

import json
import math

import pyarrow as pa
import pytest

from engine.analysis.run_history import Series, metrics_of, series_of
from engine.documents.data_quality.anomaly_checks import AnomalyCheck
from engine.documents.history.run_metrics import Metric, RunMetrics, TypeShares
from engine.profile.state import DatasetState
from engine.spark.jvm.doorway import dataset_of, jvm_of

COLUMNS = {
    "n": ["1", "2", None, "4.5", "-7"],
    "t": ["a", None, None, "b", "a"],
    "empty": [None, None, None, None, None],
    "torn": ["- 5", None, None, None, None],
}
NUMBERS = ("Mean", "Sum", "StandardDeviation", "Minimum", "Maximum")


def state_of(columns):
    """Return the state of so many columns of texts."""
    state = DatasetState(tuple(columns))
    state.update(pa.RecordBatch.from_pydict({name: pa.array(values, pa.string()) for name, values in columns.items()}))
    return state


def numbers(metrics):
    """Return the numbers among *metrics* by name and column."""
    return {(each.name, each.column): each.value for each in metrics if isinstance(each, Metric)}


def test_the_metrics_are_those_of_deequs_analyzers(spark):
    """Of the same rows: as many records, as complete, the same numbers and types, and as many distinct values."""
    rows = list(zip(COLUMNS["n"], COLUMNS["t"], strict=True))
    frame = spark.createDataFrame(rows, "n string, t string")
    frame = frame.selectExpr("cast(n as double) n", "t", "n as raw")
    analyzers, jvm = jvm_of(spark).com.amazon.deequ.analyzers, jvm_of(spark)
    nothing = jvm.scala.Option.empty()
    asked = jvm.java.util.ArrayList()
    asked.append(analyzers.Size(nothing))
    for name in NUMBERS[:3]:
        asked.append(getattr(analyzers, name)("n", nothing))
    for name in NUMBERS[3:]:
        asked.append(getattr(analyzers, name)("n", nothing, nothing))
    for column in ("n", "t"):
        asked.append(analyzers.Completeness(column, nothing, nothing))
        asked.append(analyzers.ApproxCountDistinct("raw" if column == "n" else column, nothing))
    asked.append(analyzers.DataType("raw", nothing))
    runner = analyzers.runners.AnalysisRunner.onData(dataset_of(frame))
    context = runner.addAnalyzers(jvm.PythonUtils.toSeq(asked)).run()
    shown = jvm.com.amazon.deequ.analyzers.runners.AnalyzerContext
    text = shown.successMetricsAsJson(context, getattr(shown, "successMetricsAsJson$default$2")())
    expected = {(each["name"], each["instance"].replace("raw", "n")): each["value"] for each in json.loads(text)}

    found = metrics_of(state_of({name: COLUMNS[name] for name in ("n", "t")}))
    for (name, column), value in numbers(found).items():
        assert expected[name, column or "*"] == pytest.approx(value, rel=1e-15), name
    (types, _) = (each for each in found if isinstance(each, TypeShares))
    for kind, count in types.counts:
        assert expected["Histogram.abs." + kind, "n"] == count


def test_what_is_not_there_has_no_metric():
    """Neither the mean of texts, of no value and of values that are no numbers, nor what is infinite."""
    found = numbers(metrics_of(state_of(COLUMNS)))
    assert {column for name, column in found if name in NUMBERS} == {"n"}
    assert found["Completeness", "empty"] == 0.0
    state = DatasetState(("x",))
    state.update(pa.RecordBatch.from_pydict({"x": pa.array([1.0, math.inf])}))
    assert {name for name, _ in numbers(metrics_of(state))} == {
        "Size",
        "Completeness",
        "ApproxCountDistinct",
        "Minimum",
    }


def test_a_run_without_records_is_kept_with_their_number():
    """For that it has none is what may be wanted to be known; no column is complete or not."""
    assert metrics_of(None) == metrics_of(DatasetState(("a",))) == (Metric("Size", None, 0.0),)


def runs(*values):
    """Return a run for each of *values* of the mean of a, None for one that has none."""
    of = (() if value is None else (Metric("Mean", "a", value),) for value in values)
    return [RunMetrics(at, (), metrics) for at, metrics in enumerate(of)]


def mean_of_a(**members):
    """Return a check of the mean of a."""
    stated = {"metric": "Mean", "feature": "a", "strategy": "RateOfChange", "parameters": {"maxRateIncrease": 1}}
    return AnomalyCheck.from_json({**stated, **members}, source="c")


def test_a_series_has_the_runs_that_have_the_metric():
    """In their order; of the last runs those that have it, and a number that is finite."""
    *former, run = runs(1.0, None, 3.0, math.inf, 5.0, 6.0)
    assert series_of(mean_of_a(), former, run) == Series(mean_of_a(), ((0, 1.0), (2, 3.0), (4, 5.0)), 5, 6.0)
    assert series_of(mean_of_a(last=4), former, run).former == ((2, 3.0), (4, 5.0))


def test_without_enough_values_there_is_nothing_to_judge():
    """In this run, or in those before it."""
    *former, run = runs(1.0, None)
    assert series_of(mean_of_a(), former, run) == "this run has no such metric"
    *former, run = runs(None, 1.0)
    assert series_of(mean_of_a(), former, run) == (
        "RateOfChange needs 1 former run that has the metric, and there are 0"
    )
