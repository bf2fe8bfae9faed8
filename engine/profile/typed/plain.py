"""From an Arrow column of any type to one of the few types that a profile is made of."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_NANOSECONDS = 1000
_MICROSECONDS = {"s": 1_000_000, "ms": 1000}
_TO_TEXT = {pa.large_string(), pa.string_view()}
_WIDER = {
    pa.int8(): pa.int32(),
    pa.int16(): pa.int32(),
    pa.uint8(): pa.int32(),
    pa.uint16(): pa.int32(),
    pa.uint32(): pa.int64(),
    pa.float16(): pa.float32(),
    pa.date64(): pa.date32(),
}
"""What Spark has no type for, or hashes as a wider one."""


def plain(values: pa.Array) -> pa.Array:
    """Return *values* as texts, booleans, int32, int64, uint64, floats, doubles, decimals, days, or microseconds.

    Dictionaries and runs are decoded. Bytes are their UTF-8 text, as Spark casts them, and times of day are texts. A
    timestamp is the microsecond that it falls in, since Spark knows no finer one; a duration is the whole number of its unit, as
    Spark reads it. Raises TypeError for nested values, which are several columns.
    """
    kind = values.type
    if isinstance(values, pa.ExtensionArray):
        return plain(values.storage)
    if pa.types.is_dictionary(kind):
        return plain(values.dictionary_decode())
    if pa.types.is_run_end_encoded(kind):
        return plain(pc.run_end_decode(values))
    if kind in _WIDER:
        return values.cast(_WIDER[kind])
    return _plain_text(values) if _is_text(kind) else _plain_value(values)


def _is_text(kind: pa.DataType) -> bool:
    return bool(kind in _TO_TEXT or _is_binary(kind) or pa.types.is_time(kind))


def _is_binary(kind: pa.DataType) -> bool:
    binary = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary, pa.types.is_binary_view)
    return any(is_one(kind) for is_one in binary)


def _plain_text(values: pa.Array) -> pa.StringArray:
    if pa.types.is_time(values.type):
        fraction = pc.replace_substring_regex(values.cast(pa.string()), r"(\.\d*?)0+$", r"\1")
        return pc.replace_substring_regex(fraction, r"\.$", "")
    if values.type in _TO_TEXT:
        return values.cast(pa.string())
    return values.cast(pa.binary()).view(pa.string())


def _plain_value(values: pa.Array) -> pa.Array:
    kind = values.type
    if pa.types.is_timestamp(kind):
        return _microseconds(values)
    if pa.types.is_duration(kind):
        return values.view(pa.int64())
    if pa.types.is_decimal(kind):
        return values if kind.bit_width >= 128 else values.cast(pa.decimal128(kind.precision, kind.scale))
    if pa.types.is_nested(kind):
        raise TypeError(f"a column of {kind} is several columns")
    return values


def _microseconds(values: pa.Array) -> pa.Array:
    """Floor nanoseconds, and let what is out of Spark's range overflow rather than fail."""
    unit, out = values.type.unit, pa.timestamp("us", values.type.tz)
    if unit == "us":
        return values
    words = values.view(pa.int64()).fill_null(0).to_numpy()
    words = words // _NANOSECONDS if unit == "ns" else words * np.int64(_MICROSECONDS[unit])
    return pa.array(words, mask=values.is_null().to_numpy(zero_copy_only=False)).view(out)
