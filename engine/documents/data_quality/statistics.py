"""statistics.json: what a dataset was like, feature by feature."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from engine.documents.data_quality.distribution import Category, KllDistribution
from engine.documents.json.fields import Fields, Place, Source, count, each, number, stated, text
from engine.documents.json.packed import unpacked

_FOREIGN = {
    "regression_metrics": "the statistics of a model-quality job",
    "binary_classification_metrics": "the statistics of a model-quality job",
    "multiclass_classification_metrics": "the statistics of a model-quality job",
    "regression_constraints": "the constraints of a model-quality job",
    "binary_classification_constraints": "the constraints of a model-quality job",
    "multiclass_classification_constraints": "the constraints of a model-quality job",
    "monitoring_config": "a constraints document",
    "violations": "a violations document",
}


@dataclass(frozen=True, slots=True)
class NumericalStatistics:
    """A feature of numbers. `num_present` and `num_missing` count rows; `completeness` is present by all rows, [0, 1].

    `sum` adds in row order, `std_dev` is that of the population. A number that is undefined is NaN. The number of
    distinct values is an estimate; it, the completeness and the distribution are absent in documents of older jobs.
    """

    num_present: int
    num_missing: int
    mean: float
    sum: float
    std_dev: float
    min: float
    max: float
    approximate_num_distinct_values: int | None = None
    completeness: float | None = None
    distribution: KllDistribution | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "NumericalStatistics":
        fields = Fields(value, source)
        common = fields.group("common")
        read = cls(
            num_present=common.required("num_present", count),
            num_missing=common.required("num_missing", count),
            mean=fields.required("mean", number),
            sum=fields.required("sum", number),
            std_dev=fields.required("std_dev", number),
            min=fields.required("min", number),
            max=fields.required("max", number),
            approximate_num_distinct_values=fields.optional("approximate_num_distinct_values", count),
            completeness=fields.optional("completeness", number),
            distribution=fields.optional_group("distribution").optional("kll", KllDistribution.from_json),
            extra=fields.rest(),
        )
        if read.distribution is not None and read.distribution.sketch is not None:
            place = Place.of(source).key("distribution").key("kll").key("sketch").key("data")
            read.distribution.sketch.refuse_others(read.num_present, (read.min, read.max), source=place)
        return read

    def to_json(self) -> dict[str, object]:
        found: dict[str, object] = unpacked(self.to_print())
        return found

    def to_print(self) -> dict[str, object]:
        """Return the same with packed doubles where there are some, as the codec prints it."""
        members = {
            "common": {"num_present": self.num_present, "num_missing": self.num_missing},
            "mean": self.mean,
            "sum": self.sum,
            "std_dev": self.std_dev,
            "min": self.min,
            "max": self.max,
            "approximate_num_distinct_values": self.approximate_num_distinct_values,
            "completeness": self.completeness,
            "distribution": None if self.distribution is None else {"kll": self.distribution.to_print()},
        }
        return stated(members, self.extra)


@dataclass(frozen=True, slots=True)
class StringStatistics:
    """A feature of texts, or without any value. `distinct_count` is an estimate, a whole number of at least 0.

    `categories` holds each distinct value with its number of rows, in the official order; None where too many differ.
    """

    num_present: int
    num_missing: int
    distinct_count: float
    completeness: float | None = None
    categories: tuple[Category, ...] | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "StringStatistics":
        fields = Fields(value, source)
        common = fields.group("common")
        categorical = fields.optional_group("distribution").optional_group("categorical")
        return cls(
            num_present=common.required("num_present", count),
            num_missing=common.required("num_missing", count),
            distinct_count=fields.required("distinct_count", number),
            completeness=fields.optional("completeness", number),
            categories=categorical.optional("buckets", each(Category.from_json)),
            extra=fields.rest(),
        )

    def to_json(self) -> dict[str, object]:
        members = {
            "common": {"num_present": self.num_present, "num_missing": self.num_missing},
            "distinct_count": self.distinct_count,
            "completeness": self.completeness,
            "distribution": None if self.categories is None else self._categorical(self.categories),
        }
        return stated(members, self.extra)

    @staticmethod
    def _categorical(categories: tuple[Category, ...]) -> dict[str, object]:
        return {"categorical": {"buckets": [category.to_json() for category in categories]}}


@dataclass(frozen=True, slots=True)
class FeatureStatistics:
    """One feature: `numerical` goes with the types Integral and Fractional, `string` with String and Unknown."""

    name: str
    inferred_type: str
    numerical: NumericalStatistics | None = None
    string: StringStatistics | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def completeness(self) -> float | None:
        """The share of rows in which the feature is present, in [0, 1]; None where the document does not say."""
        described = self.string if self.numerical is None else self.numerical
        return None if described is None else described.completeness

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "FeatureStatistics":
        fields = Fields(value, source)
        return cls(
            name=fields.required("name", text),
            inferred_type=fields.required("inferred_type", text),
            numerical=fields.optional("numerical_statistics", NumericalStatistics.from_json),
            string=fields.optional("string_statistics", StringStatistics.from_json),
            extra=fields.rest(),
        )

    def to_json(self) -> dict[str, object]:
        found: dict[str, object] = unpacked(self.to_print())
        return found

    def to_print(self) -> dict[str, object]:
        """Return the same with packed doubles where there are some, as the codec prints it."""
        members = {
            "name": self.name,
            "inferred_type": self.inferred_type,
            "numerical_statistics": None if self.numerical is None else self.numerical.to_print(),
            "string_statistics": None if self.string is None else self.string.to_json(),
        }
        return stated(members, self.extra)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The whole document: `item_count` rows, features in the order of the dataset's columns."""

    version: float
    item_count: int
    features: tuple[FeatureStatistics, ...]
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> Self:
        """Read the document of a data-quality job of any generation; a document without a version has version 0.0."""
        fields = Fields(value, source)
        fields.refuse(_FOREIGN, expected="the statistics of a data-quality job")
        version = fields.optional("version", number)
        return cls(
            version=0.0 if version is None else version,
            item_count=fields.group("dataset").required("item_count", count),
            features=fields.required("features", each(FeatureStatistics.from_json)),
            extra=fields.rest(),
        )

    def to_json(self) -> dict[str, object]:
        found: dict[str, object] = unpacked(self.to_print())
        return found

    def to_print(self) -> dict[str, object]:
        """Return the same with packed doubles where there are some, as the codec prints it."""
        members = {
            "version": self.version,
            "dataset": {"item_count": self.item_count},
            "features": [feature.to_print() for feature in self.features],
        }
        return stated(members, self.extra)
