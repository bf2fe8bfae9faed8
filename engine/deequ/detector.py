"""Deequ's anomaly detection, over series of values that are already there: no data are read and no Spark job runs.

The values go in as Deequ's data points, all of them in one call; its detector and its strategies do the rest.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pyspark.sql import SparkSession

from engine.analysis.anomalies import Detected
from engine.analysis.run_history import Series
from engine.documents.data_quality.anomaly_checks import AnomalyCheck
from engine.spark.jvm.doorway import JavaObject, JVMView, jvm_of
from engine.spark.jvm.said import JVM_ERRORS, said

_LOWEST, _GREATEST = -1.7976931348623157e308, 1.7976931348623157e308


def detect(spark: SparkSession, series: Sequence[Series]) -> tuple[Detected, ...]:
    """Return what Deequ says of the newest value of each of *series*, in order; each has as many values as it needs."""
    if not series:
        return ()
    jvm = jvm_of(spark)
    with _printing_nothing(jvm):
        return tuple(
            _detected(jvm, each, points) for each, points in zip(series, _data_points(jvm, series), strict=True)
        )


def _data_points(jvm: JVMView, series: Sequence[Series]) -> JavaObject:
    """Return a Java list of lists of Deequ's data points, of which the newest is the last."""
    mapper = jvm.com.fasterxml.jackson.databind.ObjectMapper()
    mapper.registerModule(getattr(getattr(jvm.com.fasterxml.jackson.module.scala, "DefaultScalaModule$"), "MODULE$"))
    types, named = mapper.getTypeFactory(), jvm.java.lang.Class.forName
    kinds = types.constructType(named("com.amazon.deequ.anomalydetection.DataPoint"))
    for _ in range(2):
        kinds = types.constructCollectionType(named("java.util.ArrayList"), kinds)
    values = [[*each.former, (each.at, each.value)] for each in series]
    points = [[{"time": at, "metricValue": float(value)} for at, value in each] for each in values]
    return mapper.readValue(json.dumps(points), kinds)


def _detected(jvm: JVMView, series: Series, points: JavaObject) -> Detected:
    newest = points.pop()
    try:
        detector = jvm.com.amazon.deequ.anomalydetection.AnomalyDetector(_strategy(jvm, series.check))
        if series.former:
            found = detector.isNewPointAnomalous(jvm.PythonUtils.toSeq(points), newest)
        else:  # Deequ has another method for a series of one value
            points.append(newest)
            always = getattr(detector, "detectAnomaliesInHistory$default$2")()
            found = detector.detectAnomaliesInHistory(jvm.PythonUtils.toSeq(points), always)
        anomalies = found.anomalies()
        if anomalies.isEmpty():
            return Detected(series, is_anomaly=False)
        detail = anomalies.head().productElement(1).detail()  # of a pair of time and anomaly
    except JVM_ERRORS as error:
        return Detected(series, is_anomaly=None, said=said(error))
    return Detected(series, is_anomaly=True, said=str(detail.get()) if detail.isDefined() else "no detail")


def _strategy(jvm: JVMView, check: AnomalyCheck) -> JavaObject:
    detection, stated = jvm.com.amazon.deequ.anomalydetection, dict(check.parameters)
    match check.strategy:
        case "OnlineNormal":
            start = stated.get("ignoreStartPercentage", 0.1)
            return detection.OnlineNormalStrategy(
                *_options(jvm, stated, _FACTORS), start, stated.get("ignoreAnomalies", True)
            )
        case "BatchNormal":
            return detection.BatchNormalStrategy(*_options(jvm, stated, _FACTORS), stated.get("includeInterval", False))
        case "SimpleThreshold":
            return detection.SimpleThresholdStrategy(
                stated.get("lowerBound", _LOWEST), stated.get("upperBound", _GREATEST)
            )
        case "HoltWinters":
            return detection.seasonal.HoltWinters(check.cycle)
    limits = _options(jvm, stated, {"maxRateDecrease": None, "maxRateIncrease": None})
    return getattr(detection, f"{check.strategy}Strategy")(*limits, stated.get("order", 1))


_FACTORS = {"lowerDeviationFactor": 3.0, "upperDeviationFactor": 3.0}
"""Deequ's own defaults: how many standard deviations a value may be away from the mean."""


def _options(
    jvm: JVMView, stated: Mapping[str, object], defaults: Mapping[str, float | None]
) -> tuple[JavaObject, ...]:
    values = (stated.get(name, default) for name, default in defaults.items())
    return tuple(jvm.scala.Option.apply(value) for value in values)


@contextmanager
def _printing_nothing(jvm: JVMView) -> Iterator[None]:
    """Let Scala print nothing: HoltWinters tells its parameters on standard output, which is the report's."""
    console = getattr(getattr(jvm.scala, "Console$"), "MODULE$")
    out = console.out()
    console.setOutDirect(jvm.java.io.PrintStream(jvm.java.io.OutputStream.nullOutputStream()))
    try:
        yield
    finally:
        console.setOutDirect(out)
