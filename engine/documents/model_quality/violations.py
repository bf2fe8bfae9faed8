"""constraint_violations.json of a model: which metrics were not good enough."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MetricViolation:
    """One broken promise; `check` is the operator by which the metric stands to its threshold."""

    check: str
    description: str
    metric_name: str

    def to_json(self) -> dict[str, object]:
        return {
            "constraint_check_type": self.check,
            "description": self.description,
            "metric_name": self.metric_name,
        }
