"""The distribution of one feature's values, as statistics.json holds it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from engine.documents.json.fields import Fields, Source, count, each, non_negative, number, numbers, share, stated, text
from engine.documents.json.packed import PackedDoubles, unpacked
from engine.errors import DocumentError

MOST_LEVELS = 62
"""So many levels have weights that fit a signed 64-bit integer, and hold more values than any dataset has."""

MOST_WEIGHT = 1 << 62
"""So many values have ranks that fit a signed 64-bit integer."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """One of the ten equal ranges from the least to the greatest value.

    `lower_bound` is part of it, `upper_bound` only of the last one. `count` is the estimated number of values.
    """

    lower_bound: float
    upper_bound: float
    count: float
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "Bucket":
        fields = Fields(value, source)
        return cls(
            lower_bound=fields.required("lower_bound", number),
            upper_bound=fields.required("upper_bound", number),
            count=fields.required("count", non_negative),
            extra=fields.rest(),
        )

    def to_json(self) -> dict[str, object]:
        members = {"lower_bound": self.lower_bound, "upper_bound": self.upper_bound, "count": self.count}
        return stated(members, self.extra)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A KLL sketch: an item of level i, counted from 0, stands for 2**i values. At most `MOST_LEVELS`, none NaN.

    `k` is the capacity of the topmost level, `c` the ratio in which the levels below shrink, in (0, 1). The items of a
    level come in any order, for several compactions, each in order, make it up; `weight` is what all of them stand for.
    Source: Karnin, Lang, Liberty, Optimal Quantile Approximation in Streams, 2016.
    """

    c: float
    k: float
    levels: tuple[Sequence[float], ...]
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def weight(self) -> int:
        """The number of values that all items together stand for, 0 without items."""
        return sum(len(items) << level for level, items in enumerate(self.levels))

    def refuse_others(self, num_present: int, extremes: tuple[float, float], *, source: Source) -> None:
        """Raise DocumentError where this is no sketch of *num_present* values between the two *extremes*.

        It stands for just as many, less those that are present and have no number (`- 5`). An infinite item needs an
        infinite extreme.
        """
        most = min(num_present, MOST_WEIGHT)
        if self.weight > most:
            raise DocumentError(
                f"{source}: expected the items of at most {most} values (num_present), found those of {self.weight}",
                code="sketch-of-more-values",
            )
        # An infinite item makes the sum infinite, or NaN; a sum beyond the doubles is a reason to look closer.
        infinite = not math.isfinite(sum(map(sum, self.levels))) and any(map(math.isinf, chain(*self.levels)))
        if infinite and all(map(math.isfinite, extremes)):
            raise DocumentError(
                f"{source}: expected items from min to max, found an infinite one", code="sketch-item-infinite"
            )

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "Sketch":
        fields = Fields(value, source)
        parameters = fields.group("parameters")
        return cls(
            c=parameters.required("c", share),
            k=parameters.required("k", non_negative),
            levels=fields.required("data", _levels),
            extra=fields.rest(),
        )

    def to_json(self) -> dict[str, object]:
        found: dict[str, object] = unpacked(self.to_print())
        return found

    def to_print(self) -> dict[str, object]:
        """Return the same with packed doubles where there are some, as the codec prints it."""
        return stated({"parameters": {"c": self.c, "k": self.k}, "data": self.levels}, self.extra)


@dataclass(frozen=True, slots=True)
class KllDistribution:
    """The values of a numerical feature; where the document has no sketch, they cannot be compared with others."""

    buckets: tuple[Bucket, ...]
    sketch: Sketch | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "KllDistribution":
        fields = Fields(value, source)
        return cls(
            buckets=fields.required("buckets", each(Bucket.from_json)),
            sketch=fields.optional("sketch", _sketch_with_data),
            extra=fields.rest(),
        )

    def to_json(self) -> dict[str, object]:
        found: dict[str, object] = unpacked(self.to_print())
        return found

    def to_print(self) -> dict[str, object]:
        """Return the same with packed doubles where there are some, as the codec prints it."""
        sketch = None if self.sketch is None else self.sketch.to_print()
        return stated({"buckets": [bucket.to_json() for bucket in self.buckets], "sketch": sketch}, self.extra)


def _sketch_with_data(value: object, *, source: Source) -> Sketch | None:
    """Read a sketch whose data were cut out, to make the document small, as no sketch at all."""
    return Sketch.from_json(value, source=source) if "data" in Fields(value, source) else None


def _levels(value: object, *, source: Source) -> tuple[PackedDoubles, ...]:
    if isinstance(value, list) and len(value) > MOST_LEVELS:
        raise DocumentError(
            f"{source}: expected at most {MOST_LEVELS} levels, found {len(value)}", code="sketch-levels-too-many"
        )
    return each(_items)(value, source=source)


def _items(value: object, *, source: Source) -> PackedDoubles:
    if isinstance(value, PackedDoubles):  # packed where the document was read, and NaN is a text there
        return value
    items = numbers(value, source=source)
    # The sum is a quick look: NaN makes it NaN, and so do only infinities of both signs.
    if math.isnan(sum(items)) and any(map(math.isnan, items)):
        raise DocumentError(f"{source}: expected numbers, found NaN among them", code="sketch-item-not-a-number")
    return PackedDoubles(items)


@dataclass(frozen=True, slots=True)
class Category:
    """A value of a string feature and the number of rows that hold it."""

    value: str
    count: int
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "Category":
        fields = Fields(value, source)
        return cls(
            value=fields.required("value", text),
            count=fields.required("count", count),
            extra=fields.rest(),
        )

    def to_json(self) -> dict[str, object]:
        return stated({"value": self.value, "count": self.count}, self.extra)
