"""Deequ's own distances, asked through py4j."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class DeequDistance:
    """com.amazon.deequ.analyzers.Distance of a session's JVM."""

    jvm: Any

    def chi_square(self, sample: Mapping[str, int], expected: Mapping[str, int]) -> tuple[float, float]:
        """Return Deequ's (statistic, p-value), NaN where it makes no test."""
        method = getattr(self.jvm.com.amazon.deequ.analyzers, "Distance$ChisquareMethod")(5, 0.2, 10)
        return self._categorical(sample, expected, method)

    def categorical_linf(self, sample: Mapping[str, int], expected: Mapping[str, int]) -> tuple[float, float]:
        """Return Deequ's (Simple, Robust) distance of categories."""
        method = getattr(self.jvm.com.amazon.deequ.analyzers, "Distance$LInfinityMethod")(self.jvm.scala.Option.empty())
        return self._categorical(sample, expected, method)

    def numerical_linf(self, sample: Sequence[float], expected: Sequence[float]) -> tuple[float, float]:
        """Return Deequ's (Simple, Robust) distance of its own sketches of the values."""
        one, other, default = self._sketch(sample), self._sketch(expected), self.jvm.scala.Option.empty()
        distance = self.jvm.com.amazon.deequ.analyzers.Distance.numericalDistance
        return distance(one, other, True, default), distance(one, other, False, default)

    def _categorical(self, sample: Mapping[str, int], expected: Mapping[str, int], method: Any) -> tuple[float, float]:
        distance = self.jvm.com.amazon.deequ.analyzers.Distance.categoricalDistance
        simple, robust = (distance(self._map(sample), self._map(expected), low, method) for low in (True, False))
        return simple, robust

    def _map(self, counts: Mapping[str, int]) -> Any:
        """Return a mutable Scala map of longs in the given order; by way of JSON: py4j makes small integers."""
        jackson = self.jvm.com.fasterxml.jackson.databind
        mapper = jackson.ObjectMapper()
        mapper.configure(jackson.DeserializationFeature.USE_LONG_FOR_INTS, True)
        linked = self.jvm.java.lang.Class.forName("java.util.LinkedHashMap")
        return self.jvm.scala.collection.JavaConverters.mapAsScalaMap(mapper.readValue(json.dumps(counts), linked))

    def _sketch(self, values: Sequence[float]) -> Any:
        ordering = getattr(getattr(self.jvm.scala.math, "Ordering$Double$"), "MODULE$")
        sketch = self.jvm.com.amazon.deequ.analyzers.QuantileNonSample(
            2048, 0.64, ordering, self.jvm.scala.reflect.ClassTag.Double()
        )
        for value in values:
            sketch.update(value)
        return sketch


@pytest.fixture
def deequ(spark) -> DeequDistance:
    """Deequ's distances in the JVM of the session."""
    return DeequDistance(spark._jvm)
