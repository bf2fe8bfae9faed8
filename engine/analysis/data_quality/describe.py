"""From the state of a dataset to its statistics document."""

from collections.abc import Mapping

import numpy as np

from engine.analysis.data_quality.buckets import bucket_counts
from engine.analysis.order.shard import category_order
from engine.documents.data_quality.distribution import Bucket, Category, KllDistribution, Sketch
from engine.documents.data_quality.statistics import (
    FeatureStatistics,
    NumericalStatistics,
    Statistics,
    StringStatistics,
)
from engine.documents.json.packed import PackedDoubles
from engine.profile.column import ColumnState, Numbers
from engine.profile.kll import SHRINKING_FACTOR, SKETCH_SIZE
from engine.profile.state import DatasetState
from engine.profile.types import DataType

FEW_CATEGORIES = 120
"""Up to so many different values, by estimate, a String column shows its categories: Deequ's threshold."""

COLUMNS_PER_SHARD = 5
"""The official container profiles so many columns at a time, which shows in the order of categories."""

MISSING_CATEGORY = "NullValue"
"""The category under which Deequ counts missing values; no document shows it."""

DOCUMENT_TYPES = {
    DataType.UNKNOWN: "Unknown",
    DataType.FRACTIONAL: "Fractional",
    DataType.INTEGRAL: "Integral",
    DataType.BOOLEAN: "String",
    DataType.STRING: "String",
}
"""How a type is named in the documents: a column of true and false is a String column of two values."""

_NOT_A_NUMBER = float("nan")


def describe(state: DatasetState) -> Statistics:
    """Return what the documents say of *state*, feature by feature in the dataset's order.

    The numbers of its sketches are not copied: *state* is not to change any more.
    """
    categories = _ordered_categories(state)
    features = (
        _feature(name, column, categories.get(name)) for name, column in zip(state.names, state.columns, strict=True)
    )
    return Statistics(version=0.0, item_count=state.records, features=tuple(features))


def shown_categories(column: ColumnState) -> Mapping[str, int] | None:
    """Return how often each value of a String column was seen; None for other columns and for too many values."""
    if column.types.inferred() not in (DataType.STRING, DataType.BOOLEAN):
        return None
    return column.categories.counts if column.distinct.estimate() <= FEW_CATEGORIES else None


def _ordered_categories(state: DatasetState) -> dict[str, tuple[Category, ...]]:
    """Return the categories of each String column that shows them, in the official order.

    Deequ counts the values of all columns of a shard together that have few, numbers and missing values included, and
    how many there are in all decides the order; only the texts are shown.
    """
    columns = dict(zip(state.names, state.columns, strict=True))
    shown = {name: counts for name, column in columns.items() if (counts := shown_categories(column)) is not None}
    categories: dict[str, tuple[Category, ...]] = {}
    for first in range(0, len(state.names), COLUMNS_PER_SHARD):
        names = state.names[first : first + COLUMNS_PER_SHARD]
        if shown.keys().isdisjoint(names):
            continue
        counted = {name: values for name in names if (values := counted_values(columns[name]))}
        ordered = category_order(counted)
        categories |= {
            name: tuple(Category(value=value, count=shown[name][value]) for value in values if value in shown[name])
            for name, values in ordered.items()
            if name in shown
        }
    return categories


def counted_values(column: ColumnState) -> tuple[str, ...]:
    """Return the values that Deequ's histogram of the column has, none where it makes no histogram."""
    counts = column.categories.counts
    if column.types.inferred() is DataType.UNKNOWN or counts is None or column.distinct.estimate() > FEW_CATEGORIES:
        return ()
    missing = (MISSING_CATEGORY,) if column.types.missing and MISSING_CATEGORY not in counts else ()
    return (*counts, *missing)


def _feature(name: str, column: ColumnState, categories: tuple[Category, ...] | None) -> FeatureStatistics:
    inferred = column.types.inferred()
    numeric = inferred in (DataType.INTEGRAL, DataType.FRACTIONAL)
    return FeatureStatistics(
        name=name,
        inferred_type=DOCUMENT_TYPES[inferred],
        numerical=_numerical(column) if numeric else None,
        string=None if numeric else _string(column, categories),
    )


def numbers_among_texts(column: ColumnState) -> NumericalStatistics | None:
    """Return what the numbers of a column of texts are like, which no document shows; None where there is none."""
    return _numerical(column) if column.types.texts and column.numbers.moments.count else None


def _numerical(column: ColumnState) -> NumericalStatistics:
    """Describe the numbers; texts among them count as missing."""
    moments = column.numbers.moments
    return NumericalStatistics(
        num_present=column.types.present - column.types.texts,
        num_missing=column.types.missing + column.types.texts,
        mean=_or_nan(moments.mean),
        sum=moments.sum,
        std_dev=_or_nan(moments.std_dev),
        min=_or_nan(moments.minimum),
        max=_or_nan(moments.maximum),
        approximate_num_distinct_values=column.distinct.estimate(),
        completeness=completeness(column),
        distribution=_distribution(column.numbers),
    )


def _or_nan(value: float | None) -> float:
    """A column of `- 5` alone is Integral and has no number: its mean is undefined, and the document says so."""
    return _NOT_A_NUMBER if value is None else value


def _distribution(numbers: Numbers) -> KllDistribution | None:
    """Return the sketch and its buckets; None where there is no number."""
    levels, minimum, maximum = numbers.sketch.levels, numbers.moments.minimum, numbers.moments.maximum
    if minimum is None or maximum is None:
        return None
    buckets = bucket_counts(levels, minimum, maximum)
    return KllDistribution(
        buckets=tuple(Bucket(lower_bound=low, upper_bound=high, count=count) for low, high, count in buckets),
        sketch=Sketch(
            c=SHRINKING_FACTOR,
            k=float(SKETCH_SIZE),
            levels=tuple(PackedDoubles(np.ascontiguousarray(level).data) for level in levels),
        ),
    )


def _string(column: ColumnState, categories: tuple[Category, ...] | None) -> StringStatistics:
    return StringStatistics(
        num_present=column.types.present,
        num_missing=column.types.missing,
        distinct_count=float(column.distinct.estimate()),
        completeness=completeness(column),
        categories=categories,
    )


def completeness(column: ColumnState) -> float:
    """Return the share of values that are not missing, in [0, 1]; 0.0 for a column without records."""
    total = column.types.present + column.types.missing
    return column.types.present / total if total else 0.0
