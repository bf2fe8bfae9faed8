"""The type of a column, as Deequ's DataType analyzer judges it: by the text of every value.

Integral: an optional sign, an optional blank, digits. Fractional: the same with a decimal part, an exponent or both.
Boolean: `true` or `false`. Everything else that is not missing is String: NaN, Infinity, 0x1F and .5 among it.
Source: the patterns of com.amazon.deequ.analyzers.DataType, 2.x.
"""

from enum import Enum

import numpy as np

MISSING, FRACTIONAL, INTEGRAL, BOOLEAN, STRING = range(5)
"""Places in the array of counts, as the scan fills it."""


class DataType(Enum):
    """What a column's values are, taken together."""

    UNKNOWN = "Unknown"
    FRACTIONAL = "Fractional"
    INTEGRAL = "Integral"
    BOOLEAN = "Boolean"
    STRING = "String"


class TypeCounts:
    """How many values of each type a column has. Empty: none of any.

    `negative` are the numbers below 0, and `whole` the Fractional values that are whole numbers as doubles (`7.0`).
    """

    __slots__ = ("counts", "negative", "whole")

    def __init__(self) -> None:
        self.counts = np.zeros(5, dtype=np.int64)
        self.negative = 0
        self.whole = 0

    def merge(self, other: "TypeCounts") -> None:
        """Join with the counts of other records; *other* stays as it is."""
        self.counts += other.counts
        self.negative += other.negative
        self.whole += other.whole

    def count(self, data_type: DataType) -> int:
        """How many values are of *data_type*; missing ones for UNKNOWN."""
        return int(self.counts[_PLACES[data_type]])

    @property
    def present(self) -> int:
        """How many values are not missing."""
        return int(self.counts.sum()) - self.missing

    @property
    def missing(self) -> int:
        """How many values are missing."""
        return int(self.counts[MISSING])

    @property
    def texts(self) -> int:
        """How many values are no numbers; `true` and `false` are texts."""
        return int(self.counts[STRING] + self.counts[BOOLEAN])

    def inferred(self) -> DataType:
        """The type of the column: Fractional wins over Integral, a mixture with Boolean is String, nothing is Unknown."""
        if not self.present:
            return DataType.UNKNOWN
        numbers = self.counts[FRACTIONAL] + self.counts[INTEGRAL]
        if self.counts[STRING] or (self.counts[BOOLEAN] and numbers):
            return DataType.STRING
        if self.counts[BOOLEAN]:
            return DataType.BOOLEAN
        return DataType.FRACTIONAL if self.counts[FRACTIONAL] else DataType.INTEGRAL


_PLACES = {
    DataType.UNKNOWN: MISSING,
    DataType.FRACTIONAL: FRACTIONAL,
    DataType.INTEGRAL: INTEGRAL,
    DataType.BOOLEAN: BOOLEAN,
    DataType.STRING: STRING,
}
