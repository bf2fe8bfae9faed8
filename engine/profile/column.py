"""The state of one column: types, distinct count, categories, and moments and a sketch of the numbers among its values."""

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
    """Moments and quantile sketch of the numbers of a column. Empty: no number."""

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

    `numbers` are those that are there, also among texts: no document shows them of a String column, but they are compared
    with a baseline of numbers. They take no more room than a column of numbers does, and none where there is none.
    """

    __slots__ = ("categories", "distinct", "members", "numbers", "types")

    def __init__(self, domain: frozenset[str] | None = None) -> None:
        self.types = TypeCounts()
        self.distinct = DistinctCount()
        self.categories = Categories()
        self.members = Membership(domain)
        self.numbers = Numbers()

    def update(self, texts: pa.StringArray) -> None:
        """Fold the texts of a batch in, in row order; a null is a missing value."""
        found = scan(
            texts,
            type_counts=self.types.counts,
            registers=self.distinct.registers,
            count_categories=self.categories.counts is not None,
        )
        self.types.negative += int(np.count_nonzero(found.numbers < 0))
        self.types.whole += found.whole
        self.categories.update(found.categories)
        self.members.update(texts, found.categories)
        if len(found.numbers):
            self.numbers.update(found.numbers)

    def merge(self, other: "ColumnState") -> None:
        """Join with the records that came after; *other* stays as it is."""
        self.types.merge(other.types)
        self.distinct.merge(other.distinct)
        self.categories.merge(other.categories)
        self.members.merge(other.members)
        self.numbers.merge(other.numbers)
