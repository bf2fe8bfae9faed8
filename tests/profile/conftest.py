"""Deequ's own quantile sketch, made and read through py4j."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from engine.profile.kll import SHRINKING_FACTOR, SKETCH_SIZE


@dataclass(frozen=True, slots=True)
class DeequSketches:
    """com.amazon.deequ.analyzers.QuantileNonSample of a session's JVM."""

    jvm: Any

    def of(self, values: Iterable[float]) -> Any:
        """Return a sketch that took *values* one by one."""
        ordering = getattr(getattr(self.jvm.scala.math, "Ordering$Double$"), "MODULE$")
        tag = self.jvm.scala.reflect.ClassTag.Double()
        return self.updated(
            self.jvm.com.amazon.deequ.analyzers.QuantileNonSample(SKETCH_SIZE, SHRINKING_FACTOR, ordering, tag), values
        )

    def updated(self, sketch: Any, values: Iterable[float]) -> Any:
        """Return *sketch* after it took *values* one by one."""
        for value in values:
            sketch.update(value)
        return sketch

    def levels(self, sketch: Any) -> list[list[str]]:
        """Return the items of each level as Python writes doubles, so that 0.0 and -0.0 differ."""
        # One text a level, for py4j fetches the items of an array one by one.
        texts = [self.jvm.java.util.Arrays.toString(items).strip("[]") for items in sketch.getCompactorItems()]
        return [[repr(float(item)) for item in text.split(", ")] if text else [] for text in texts]


@pytest.fixture
def deequ_sketches(spark) -> DeequSketches:
    """Deequ's sketches in the JVM of the session."""
    return DeequSketches(spark._jvm)
