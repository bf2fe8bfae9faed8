"""The documents of model-quality runs, ours and the official container's, as a notebook shows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.documents.json.codec import as_double
from engine.documents.json.fields import Fields, Source, count, each, text
from engine.documents.model_quality.constraints import QualityConstraints
from engine.documents.model_quality.statistics import METRICS
from engine.documents.model_quality.violations import MetricViolation
from engine.job.quality import ProblemType
from engine.notebook.grid import Grid, Shown


@dataclass(frozen=True, slots=True, repr=False)
class ShownMetrics(Shown):
    """statistics.json of a model: `item_count` rows were measured; `metrics` are those of one number each, in their order,
    with value and standard deviation, None where the document has none."""

    problem: ProblemType
    item_count: int
    metrics: tuple[tuple[str, float | None, float | None], ...]

    @classmethod
    def from_json(cls, value: object, *, source: Source, problem: ProblemType) -> "ShownMetrics":
        """Read the document of a model-quality job of the *problem*; matrices and curves are passed over."""
        fields = Fields(value, source)
        rows = fields.group("dataset").required("item_count", count)
        return cls(problem, rows, tuple(_numbers(fields.required(METRICS[problem], _members))))

    def grid(self) -> Grid:
        """Return one row a metric."""
        return Grid(("metric", "value", "standard_deviation"), self.metrics)

    @property
    def title(self) -> str:
        """What stands above the table."""
        return f"metrics of {self.problem.value}, {self.item_count:,} records"


@dataclass(frozen=True, slots=True, repr=False)
class ShownMetricConstraints(Shown, QualityConstraints):
    """constraints.json of a model: a row for each metric."""

    def grid(self) -> Grid:
        """Return one row a metric: the threshold, and how the metric stands to it when it violates."""
        rows = ((each.metric, each.threshold, each.operator) for each in self.constraints)
        return Grid(("metric", "threshold", "comparison_operator"), tuple(rows))

    @property
    def title(self) -> str:
        """What stands above the table."""
        return f"constraints of {self.problem.value}"


@dataclass(frozen=True, slots=True, repr=False)
class ShownMetricViolations(Shown):
    """constraint_violations.json of a model: a row for each metric that was not good enough."""

    violations: tuple[MetricViolation, ...] = ()

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "ShownMetricViolations":
        """Read the document of a model-quality job."""
        return cls(Fields(value, source).required("violations", each(_violation)))

    def grid(self) -> Grid:
        """Return one row a violation, by the names of the document. No rows where nothing was broken."""
        rows = ((each.metric_name, each.check, each.description) for each in self.violations)
        return Grid(("metric_name", "constraint_check_type", "description"), tuple(rows))

    @property
    def title(self) -> str:
        """What stands above the table."""
        return f"{len(self.violations):,} violations"


def _numbers(members: Mapping[str, object]) -> Iterator[tuple[str, float | None, float | None]]:
    for name, member in members.items():
        if isinstance(member, dict) and "value" in member:
            yield name, as_double(member["value"]), as_double(member.get("standard_deviation"))


def _members(value: object, /, *, source: Source) -> Mapping[str, object]:
    Fields(value, source)
    return value if isinstance(value, dict) else {}


def _violation(value: object, /, *, source: Source) -> MetricViolation:
    fields = Fields(value, source)
    return MetricViolation(
        check=fields.required("constraint_check_type", text),
        description=fields.required("description", text),
        metric_name=fields.required("metric_name", text),
    )
