"""Deequ's anomaly detection, over series of values that are already there: no data are read and no Spark job runs.

The values go in as Deequ's data points, all of them in one call; its detector and its strategies do the rest.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pyspark.sql import SparkSession

from engine.analysis.anomalies import Detected
from engine.analysis.run_history import Series
from engine.documents.data_quality.anomaly_checks import AnomalyCheck
from engine.spark.jvm.doorway import JavaObject, JVMView, jvm_of
from engine.spark.jvm.said import JVM_ERRORS, said

_LOWEST, _GREATEST = -sys.float_info.max, sys.float_info.max
_FACTORS = {"lowerDeviationFactor": 3.0, "upperDeviationFactor": 3.0}
_LIMITS = {"maxRateDecrease": None, "maxRateIncrease": None}
"""Deequ's own defaults: bounds, how many standard deviations a value may be away from the mean, and no limits."""


def detect(spark: SparkSession, series: Sequence[Series]) -> tuple[Detected, ...]:
    """Return what Deequ says of the newest value of each of *series*, in order; each has as many values as it needs."""
    if not series:
        return ()
    jvm = jvm_of(spark)
    former = _data_points(jvm, [each.former for each in series])
    newest = _data_points(jvm, [((each.at, each.value),) for each in series])
    detection = _Detection(jvm)
    with _printing_nothing(jvm):
        return tuple(map(detection.detected, series, former, newest))


def _data_points(jvm: JVMView, values: Sequence[Sequence[tuple[int, float]]]) -> JavaObject:
    """Return a Java list of lists of Deequ's data points, each of a time and a value."""
    mapper = jvm.com.fasterxml.jackson.databind.ObjectMapper()
    mapper.registerModule(getattr(getattr(jvm.com.fasterxml.jackson.module.scala, "DefaultScalaModule$"), "MODULE$"))
    types, named = mapper.getTypeFactory(), jvm.java.lang.Class.forName
    kinds = types.constructType(named("com.amazon.deequ.anomalydetection.DataPoint"))
    for _ in range(2):
        kinds = types.constructCollectionType(named("java.util.ArrayList"), kinds)
    points = [[{"time": at, "metricValue": float(value)} for at, value in each] for each in values]
    return mapper.readValue(json.dumps(points), kinds)


class _Detection:
    """Deequ's detectors, one for each strategy with its parameters: what py4j has to look up is looked up once."""

    def __init__(self, jvm: JVMView) -> None:
        self._package = jvm.com.amazon.deequ.anomalydetection
        self._option, self._sequence = jvm.scala.Option.apply, jvm.PythonUtils.toSeq
        self._detectors: dict[tuple[str, tuple[tuple[str, object], ...]], JavaObject] = {}

    def detected(self, series: Series, former: JavaObject, newest: JavaObject) -> Detected:
        """Return what Deequ says of the one *newest* point after the *former* ones, which are those of *series*."""
        try:
            detector = self._detector(series.check)
            if series.former:
                found = detector.isNewPointAnomalous(self._sequence(former), newest[0])
            else:  # Deequ has another method for a series of one value
                always = getattr(detector, "detectAnomaliesInHistory$default$2")()
                found = detector.detectAnomaliesInHistory(self._sequence(newest), always)
            anomalies = found.anomalies()
            if anomalies.isEmpty():
                return Detected(series, is_anomaly=False)
            detail = anomalies.head().productElement(1).detail()  # of a pair of time and anomaly
        except JVM_ERRORS as error:
            return Detected(series, is_anomaly=None, said=said(error))
        return Detected(series, is_anomaly=True, said=str(detail.get()) if detail.isDefined() else "no detail")

    def _detector(self, check: AnomalyCheck) -> JavaObject:
        key = (check.strategy, check.parameters)
        if key not in self._detectors:
            self._detectors[key] = self._package.AnomalyDetector(self._strategy(check))
        return self._detectors[key]

    def _strategy(self, check: AnomalyCheck) -> JavaObject:
        stated = dict(check.parameters)
        match check.strategy:
            case "OnlineNormal":
                start, ignored = stated.get("ignoreStartPercentage", 0.1), stated.get("ignoreAnomalies", True)
                return self._package.OnlineNormalStrategy(*self._options(stated, _FACTORS), start, ignored)
            case "BatchNormal":
                included = stated.get("includeInterval", False)
                return self._package.BatchNormalStrategy(*self._options(stated, _FACTORS), included)
            case "SimpleThreshold":
                low, high = stated.get("lowerBound", _LOWEST), stated.get("upperBound", _GREATEST)
                return self._package.SimpleThresholdStrategy(low, high)
            case "HoltWinters":
                return self._package.seasonal.HoltWinters(check.cycle)
        make = getattr(self._package, f"{check.strategy}Strategy")
        return make(*self._options(stated, _LIMITS), stated.get("order", 1))

    def _options(self, stated: Mapping[str, object], defaults: Mapping[str, float | None]) -> tuple[JavaObject, ...]:
        return tuple(self._option(stated.get(name, default)) for name, default in defaults.items())


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
