"""The documents of data-quality runs, ours and the official container's, as a notebook shows them."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.statistics import FeatureStatistics, Statistics
from engine.documents.violations import Violations
from engine.notebook.grid import Grid, Shown


@dataclass(frozen=True, slots=True, repr=False)
class ShownStatistics(Shown, Statistics):
    """statistics.json: a row for each feature, in the order of the data's columns."""

    def grid(self) -> Grid:
        """Return one row a feature. Counts are of rows, `completeness` is a share in [0, 1], `distinct` an estimate; the
        moments are None where the feature is no number."""
        columns = (
            *("name", "inferred_type", "num_present", "num_missing", "completeness", "distinct"),
            *("mean", "sum", "std_dev", "min", "max"),
        )
        return Grid(columns, tuple(tuple(_described(feature)) for feature in self.features))

    @property
    def title(self) -> str:
        """What stands above the table."""
        return f"statistics: {self.item_count:,} records, {len(self.features):,} features"


@dataclass(frozen=True, slots=True, repr=False)
class ShownConstraints(Shown, Constraints):
    """constraints.json: a row for each feature, in the order of the baseline's columns."""

    def grid(self) -> Grid:
        """Return one row a feature: what is promised of it. `completeness` is the least share of present values, in
        [0, 1], `domains` a tuple of texts; what is not promised is None."""
        rows = (
            (each.name, each.inferred_type, each.completeness, each.is_non_negative, each.domains)
            for each in self.features
        )
        return Grid(("name", "inferred_type", "completeness", "is_non_negative", "domains"), tuple(rows))

    @property
    def title(self) -> str:
        """What stands above the table."""
        return f"constraints of {len(self.features):,} features"


@dataclass(frozen=True, slots=True, repr=False)
class ShownViolations(Shown, Violations):
    """constraint_violations.json: a row for each violation, in the document's order."""

    def grid(self) -> Grid:
        """Return one row a violation, by the names of the document. No rows where nothing was broken."""
        rows = ((each.feature_name, each.check, each.description) for each in self.violations)
        return Grid(("feature_name", "constraint_check_type", "description"), tuple(rows))

    @property
    def title(self) -> str:
        """What stands above the table."""
        return f"{len(self.violations):,} violations"


def _described(feature: FeatureStatistics) -> Iterator[object]:
    yield from (feature.name, feature.inferred_type)
    numbers, texts = feature.numerical, feature.string
    if numbers is not None:
        yield from (numbers.num_present, numbers.num_missing, numbers.completeness)
        yield from (numbers.approximate_num_distinct_values, numbers.mean, numbers.sum, numbers.std_dev)
        yield from (numbers.min, numbers.max)
    elif texts is not None:
        yield from (texts.num_present, texts.num_missing, texts.completeness, _whole(float(texts.distinct_count)))
        yield from [None] * 5
    else:
        yield from [None] * 9


def _whole(number: float) -> float:
    return int(number) if number.is_integer() else number
