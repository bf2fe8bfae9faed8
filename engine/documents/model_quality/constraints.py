"""constraints.json of a model: how good its answers have to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from engine.documents.json.fields import Fields, Place, Source, choice, number, stated
from engine.job.quality import ProblemType

CONSTRAINTS = {
    ProblemType.REGRESSION: "regression_constraints",
    ProblemType.BINARY: "binary_classification_constraints",
    ProblemType.MULTICLASS: "multiclass_classification_constraints",
}
"""The key of each problem's constraints."""

LESS, GREATER = "LessThanThreshold", "GreaterThanThreshold"
"""How a metric stands to its threshold when it violates."""

_operator = choice(LESS, GREATER)
_DATA = {"features": "a document of a data-quality job", "monitoring_config": "a document of a data-quality job"}
_STATISTICS = {
    "dataset": "a statistics document",
    "regression_metrics": "the statistics of a model-quality job",
    "binary_classification_metrics": "the statistics of a model-quality job",
    "multiclass_classification_metrics": "the statistics of a model-quality job",
    "violations": "a violations document",
}


@dataclass(frozen=True, slots=True)
class MetricConstraint:
    """A metric violates where it stands to the `threshold` as the `operator`, LESS or GREATER, says."""

    metric: str
    threshold: float
    operator: str
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, metric: str, value: object, *, source: Source) -> "MetricConstraint":
        fields = Fields(value, source)
        threshold, operator = fields.required("threshold", number), fields.required("comparison_operator", _operator)
        return cls(metric, threshold, operator, fields.rest())

    def to_json(self) -> dict[str, object]:
        return stated({"threshold": self.threshold, "comparison_operator": self.operator}, self.extra)


@dataclass(frozen=True, slots=True)
class QualityConstraints:
    """The whole document: constraints on the metrics of one problem, in their order."""

    problem: ProblemType
    constraints: tuple[MetricConstraint, ...]
    version: float = 0.0
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object, *, source: Source, problem: ProblemType) -> Self:
        """Read the document of a model-quality job of the *problem*; one without a version has version 0.0."""
        fields = Fields(value, source)
        others = {key: f"those of {other.value}" for other, key in CONSTRAINTS.items() if other is not problem}
        expected = f"the constraints of a model-quality job of {problem.value}"
        fields.refuse({**_DATA, **_STATISTICS, **others}, expected=expected)
        version = fields.optional("version", number)
        return cls(
            problem=problem,
            constraints=fields.required(CONSTRAINTS[problem], _each_metric),
            version=0.0 if version is None else version,
            extra=fields.rest(),
        )

    def to_json(self) -> dict[str, object]:
        constraints = {each.metric: each.to_json() for each in self.constraints}
        return stated({"version": self.version, CONSTRAINTS[self.problem]: constraints}, self.extra)


def _each_metric(value: object, /, *, source: Source) -> tuple[MetricConstraint, ...]:
    """An object of metrics by their names."""
    Fields(value, source)
    members = value.items() if isinstance(value, dict) else ()
    place = Place.of(source)
    return tuple(MetricConstraint.from_json(name, member, source=place.key(name)) for name, member in members)
