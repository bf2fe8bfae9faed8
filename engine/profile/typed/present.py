"""The values of one batch of a typed column: what they are, their numbers, their hashes, and how often each is there.

Counting and hashing go by the values themselves; a text is made of few different ones only.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa

from engine.profile.typed.casts import spark_texts
from engine.profile.typed.decimals import as_doubles, as_words, unscaled
from engine.profile.typed.hashes import register_integers, register_words
from engine.profile.types import BOOLEAN, FRACTIONAL, INTEGRAL, STRING

_FIRST_ROWS = 4096
"""So many are counted first: where they have too many different values already, the others need not be."""

_DIGITS_OF_A_WORD = 18
"""Spark hashes decimals of up to so many digits as a word, and longer ones by their bytes."""


@dataclass(frozen=True, slots=True)
class TypedValues:
    """The values that are there, neither null nor NaN, in row order, of a type that `plain` gives.

    `kind` is their place among the counts of types.
    """

    values: pa.Array
    kind: int

    @classmethod
    def of(cls, column: pa.Array) -> Self:
        """Return those of *column*."""
        values = column.drop_null()
        if pa.types.is_floating(values.type):
            missing = np.isnan(values.to_numpy())
            values = values.filter(pa.array(~missing)) if missing.any() else values
        return cls(values, _kind(values.type))

    def numbers(self) -> np.ndarray:
        """Return the values as float64, each the nearest; none of a column of other things."""
        if self.kind not in (INTEGRAL, FRACTIONAL):
            return np.empty(0)
        if pa.types.is_decimal(self.values.type):
            return as_doubles(self.values)
        return np.array(self.values.to_numpy(), dtype=np.float64)

    def counted(self, most: int | None) -> "Counted | None":
        """Return the different values and their counts; None where they are more than *most*."""
        keys = _as_keys(self.values)
        if most is not None and len(keys[:_FIRST_ROWS].unique()) > most:
            return None
        found = keys.value_counts()
        if most is not None and len(found) > most:
            return None
        different = found.field("values")
        if different.type != self.values.type:
            different = different.view(self.values.type)
        return Counted(type(self)(different, self.kind), found.field("counts").to_numpy())

    def register(self, registers: np.ndarray) -> None:
        """Note the values in the *registers* of a distinct count, in place."""
        kind = self.values.type
        if pa.types.is_decimal(kind) and kind.precision > _DIGITS_OF_A_WORD:
            register_integers(unscaled(self.values), registers)
        elif pa.types.is_uint64(kind):  # Spark's decimal(20,0)
            register_integers(_with_sign(self.values), registers)
        else:
            words, size = _words(self.values)
            register_words(words, size, registers)


@dataclass(frozen=True, slots=True)
class Counted:
    """Different values in the order of their first rows, and how often each is there."""

    different: TypedValues
    counts: np.ndarray

    def by_text(self) -> dict[str, int]:
        """Return the counts by the values' texts."""
        return dict(zip(spark_texts(self.different.values), self.counts.tolist(), strict=True))


def _kind(kind: pa.DataType) -> int:
    if pa.types.is_integer(kind):
        return INTEGRAL
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return FRACTIONAL
    return BOOLEAN if pa.types.is_boolean(kind) else STRING


def _as_keys(values: pa.Array) -> pa.Array:
    """Return what tells values apart: 0.0 and -0.0 are two texts, but one number."""
    if pa.types.is_floating(values.type):
        return values.view(pa.int64() if pa.types.is_float64(values.type) else pa.int32())
    return values


def _words(values: pa.Array) -> tuple[np.ndarray, int]:
    """Return each value as Spark hashes it, as int64, and by how many bytes; -0.0 is hashed as 0.0."""
    kind = values.type
    if pa.types.is_decimal(kind):
        return as_words(unscaled(values)), 8
    if pa.types.is_float64(kind):
        return (values.to_numpy() + 0.0).view(np.int64), 8
    if pa.types.is_float32(kind):
        return (values.to_numpy() + np.float32(0)).view(np.int32).astype(np.int64), 4
    if pa.types.is_boolean(kind):
        return values.to_numpy(zero_copy_only=False).astype(np.int64), 4
    size = kind.bit_width // 8
    return values.view(pa.int32() if size == 4 else pa.int64()).to_numpy().astype(np.int64), size


def _with_sign(values: pa.Array) -> np.ndarray:
    """Return the bytes of unsigned words, the lowest first, and the sign that they have not."""
    integers = np.zeros((len(values), 9), dtype=np.uint8)
    integers[:, :8] = values.to_numpy().astype("<u8").view(np.uint8).reshape(-1, 8)
    return integers
