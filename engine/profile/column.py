"""The state of one column: types, distinct count, categories and, while every value is a number, moments and a sketch."""

import numpy as np
import pyarrow as pa

from engine.profile.categories import Categories
from engine.profile.cells import scan
from engine.profile.distinct.count import DistinctCount
from engine.profile.kll import KllSketch
from engine.profile.membership import Membership
from engine.profile.moments import Moments
from engine.profile.types import TypeCounts


class Numbers:
    """Moments and quantile sketch of a column of numbers."""

    __slots__ = ("moments", "sketch")

    def __init__(self) -> None:
        self.moments = Moments()
        self.sketch = KllSketch()

    def update(self, values: np.ndarray) -> None:
        """Fold *values* (float64, no missing ones) in, in their order."""
        self.moments.update(values)
        self.sketch.update(values)

    def merge(self, other: "Numbers") -> None:
        """Join with the numbers that came after; *other* stays as it is."""
        self.moments.merge(other.moments)
        self.sketch.merge(other.sketch)


class ColumnState:
    """All that is known of one column, and how many of its values are among those of a *domain*. Empty: no value.

    `numbers` is given up for good (None) with the first value that is no number: such a column is a String column, and
    nothing numerical of it is ever shown.
    """

    __slots__ = ("categories", "distinct", "members", "numbers", "types")

    def __init__(self, domain: frozenset[str] | None = None) -> None:
        self.types = TypeCounts()
        self.distinct = DistinctCount()
        self.categories = Categories()
        self.members = Membership(domain)
        self.numbers: Numbers | None = Numbers()

    def update(self, texts: pa.StringArray) -> None:
        """Fold the texts of a batch in, in row order; a null is a missing value."""
        found = scan(
            texts,
            type_counts=self.types.counts,
            registers=self.distinct.registers,
            count_categories=self.categories.counts is not None,
        )
        self.types.negative += int(np.count_nonzero(found.numbers < 0))
        self.categories.update(found.categories)
        self.members.update(texts, found.categories)
        if not self.types.numeric:
            self.numbers = None
        elif self.numbers is not None:
            self.numbers.update(found.numbers)

    def merge(self, other: "ColumnState") -> None:
        """Join with the records that came after; *other* stays as it is."""
        self.types.merge(other.types)
        self.distinct.merge(other.distinct)
        self.categories.merge(other.categories)
        self.members.merge(other.members)
        if self.numbers is not None and other.numbers is not None:
            self.numbers.merge(other.numbers)
        else:
            self.numbers = None
