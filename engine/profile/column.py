"""The state of one column: types, distinct count, categories, and moments and a sketch of the numbers among its values."""

from typing import Self

import numpy as np
import pyarrow as pa

from engine.profile.categories import MOST_CATEGORIES, Categories
from engine.profile.cells import are_whole, scan
from engine.profile.distinct.count import DistinctCount
from engine.profile.kll import KllSketch
from engine.profile.membership import Membership
from engine.profile.moments import Moments
from engine.profile.typed.codes import CodedTexts, coded_texts
from engine.profile.typed.plain import plain
from engine.profile.typed.present import TypedValues
from engine.profile.types import FRACTIONAL, MISSING, TypeCounts


class Numbers:
    """Moments and quantile sketch of the numbers of a column. Empty: no number."""

    __slots__ = ("moments", "sketch")

    def __init__(self) -> None:
        self.moments = Moments()
        self.sketch = KllSketch()

    def update(self, values: np.ndarray) -> int:
        """Fold *values* (float64, no missing ones) in, in their order; return how many of them are below 0."""
        self.sketch.update(values)
        return self.moments.update(values)

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

    @classmethod
    def of_missing(cls, records: int, domain: frozenset[str] | None = None) -> Self:
        """Return the state of a column that has no value in *records* records."""
        state = cls(domain)
        state.types.counts[MISSING] = records
        return state

    def update(self, values: pa.Array) -> None:
        """Fold a batch in, in row order; a null is a missing value, and so is NaN among floats.

        Texts are judged one by one, as Deequ does it. Values of other types are what their type is: integers Integral,
        floats and decimals Fractional, booleans Boolean, the others String. They are told apart by the hash that Spark has for
        their type, and only of few different ones texts are made. Raises TypeError for nested values.
        """
        if pa.types.is_string(values.type):
            self._update_texts(values)
            return
        if (coded := coded_texts(values)) is not None:
            self._update_codes(values.null_count, coded)
            return
        column = plain(values)
        if pa.types.is_string(column.type):
            self._update_texts(column)
        else:
            self._update_typed(column)

    def _update_texts(self, texts: pa.StringArray) -> None:
        found = scan(
            texts,
            type_counts=self.types.counts,
            registers=self.distinct.registers,
            count_categories=self.categories.counts is not None,
        )
        self.types.whole += found.whole
        self.categories.update(found.categories)
        self.members.update(texts, found.categories)
        self._update_numbers(found.numbers)

    def _update_codes(self, missing: int, coded: CodedTexts) -> None:
        judged = coded.judged(self.distinct.registers)
        self.types.counts[MISSING] += missing
        np.add.at(self.types.counts, judged.kinds, coded.counts)
        self.types.whole += coded.whole(judged)
        few = self.categories.counts is not None and len(coded.texts) <= MOST_CATEGORIES
        counts = coded.by_text() if few or self.members.known is not None else None
        self.categories.update(counts if few and not coded.too_long() else None)
        self.members.add(counts or {})
        self._update_numbers(coded.numbers(judged))

    def _update_typed(self, column: pa.Array) -> None:
        typed = TypedValues.of(column)
        self.types.counts[MISSING] += len(column) - len(typed.values)
        self.types.counts[typed.kind] += len(typed.values)
        if not len(typed.values):
            return
        self._count_typed(typed)
        numbers = typed.numbers()
        if typed.kind == FRACTIONAL:
            self.types.whole += int(np.count_nonzero(are_whole(numbers)))
        self._update_numbers(numbers)

    def _count_typed(self, typed: TypedValues) -> None:
        """Count the different values, while there are few or where known ones are counted, and note their hashes."""
        known = self.members.known is not None
        counted = (
            typed.counted(None if known else MOST_CATEGORIES) if known or self.categories.counts is not None else None
        )
        if counted is None:
            self.categories.update(None)
            typed.register(self.distinct.registers)
            return
        counts = counted.by_text()
        self.categories.update(counts)
        self.members.add(counts)
        counted.different.register(self.distinct.registers)

    def _update_numbers(self, numbers: np.ndarray) -> None:
        if len(numbers):
            self.types.negative += self.numbers.update(numbers)

    def merge(self, other: "ColumnState") -> None:
        """Join with the records that came after; *other* stays as it is."""
        self.types.merge(other.types)
        self.distinct.merge(other.distinct)
        self.categories.merge(other.categories)
        self.members.merge(other.members)
        self.numbers.merge(other.numbers)
