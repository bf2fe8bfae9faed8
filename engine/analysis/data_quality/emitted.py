"""The metrics of a data-quality run: the official ones, from what the documents say and the checks have measured."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from engine.analysis.evidence import Evidence
from engine.analysis.metric import Metric, Summary
from engine.documents.data_quality.statistics import FeatureStatistics, Statistics
from engine.profile.column import ColumnState
from engine.profile.state import DatasetState
from engine.profile.types import DataType


def metrics_of(
    state: DatasetState,
    statistics: Statistics,
    evidence: Sequence[Evidence],
    *,
    feature_of: Mapping[str, str],
    emits: Callable[[str], bool],
) -> tuple[Metric, ...]:
    """Return the metrics of all features that *emits* lets through, in the dataset's order.

    *statistics* describe *state*, and *evidence* is what was compared, if anything. *feature_of* gives the names that
    columns have in the baseline; one that it does not know keeps its own. A column of which nothing was measured, such as
    the mean of texts, has no metric for it. Source of the names: SageMaker's documentation of Model Monitor, and for those
    of types, null and distinct values the dashboards of its SDK.
    """
    drifts = {one.feature: one.value for one in evidence if one.check == "baseline_drift_check"}
    return tuple(
        metric
        for described, column in zip(statistics.features, state.columns, strict=True)
        if emits(name := feature_of.get(described.name, described.name))
        for metric in _of_feature(name, described, column, drifts.get(name))
    )


def _of_feature(name: str, described: FeatureStatistics, column: ColumnState, drift: float | None) -> Iterator[Metric]:
    numbers, count = described.numerical, column.numbers.moments.count
    if numbers is not None and count:
        yield Metric("feature_data", Summary(count, numbers.sum, numbers.min, numbers.max), name)
    if drift is not None:
        yield Metric("feature_baseline_drift", drift, name)
    if described.completeness is not None:
        yield Metric("feature_completeness", described.completeness, name)
    for measure, value in _counts(column).items():
        yield Metric(f"feature_{measure}", float(value), name)


def _counts(column: ColumnState) -> dict[str, int]:
    types = column.types
    return {
        "non_null": types.present,
        "null": types.missing,
        "estimated_unique_values": column.distinct.estimate(),
        **{f"{kind.value.lower()}_counts": types.count(kind) for kind in _KINDS},
    }


_KINDS = (DataType.FRACTIONAL, DataType.INTEGRAL, DataType.STRING, DataType.BOOLEAN, DataType.UNKNOWN)
"""The types in the order in which SageMaker's dashboards name them; Unknown ones are missing."""
