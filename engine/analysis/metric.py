"""A number that a run gives away to those who watch: what was measured, of what, whoever takes it."""

from dataclasses import dataclass
from enum import Enum


class Family(Enum):
    """The end of the namespace that a metric goes to, as the official container has them."""

    DATA = "data-metrics"
    MODEL = "model-metrics"


@dataclass(frozen=True, slots=True)
class Summary:
    """Many numbers in four: how many there were (at least one), their sum, and the least and the greatest of them."""

    sample_count: int
    sum: float
    minimum: float
    maximum: float

    def parts(self) -> tuple[tuple[str, float], ...]:
        """Return the four numbers by their names."""
        return (
            ("sample_count", float(self.sample_count)),
            ("sum", self.sum),
            ("minimum", self.minimum),
            ("maximum", self.maximum),
        )


@dataclass(frozen=True, slots=True)
class Metric:
    """One measured number, or the summary of many; it has no unit but where its name says so.

    `measure` is the official name: of a metric that is about a `feature` its part before that one's name, as in
    `feature_baseline_drift`; it is written in a-z, 0-9 and _.
    """

    measure: str
    value: float | Summary
    feature: str | None = None
    family: Family = Family.DATA

    @property
    def name(self) -> str:
        """The official name, whatever characters the feature's own has."""
        return self.measure if self.feature is None else f"{self.measure}_{self.feature}"
