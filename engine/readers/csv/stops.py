"""The characters that have a meaning in delimited text, and where the next of them stands, 64 bytes at once; compiled.

Source of the way: Geoff Langdale and Daniel Lemire, "Parsing Gigabytes of JSON per Second", 2019.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from engine.profile.swar import borrowed, find_bytes, trailing_zeros

LF, CR = 10, 13
DATA, FIELD_END, RECORD_END, LOOK = range(4)
AT_ONCE = 64
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


class Dialect(NamedTuple):
    """The characters that have a meaning, as the kernels take them: uint8 arrays, and bytes, of which -1 is none.

    `kinds` has of each byte what it is in a plain field: data, the end of a field or of a record, or what needs a look;
    `stops` are those that are no data: four, of which some may be the same.
    """

    field_delimiter: np.ndarray
    record_delimiter: np.ndarray
    quote: int
    escape: int
    kinds: np.ndarray
    stops: np.ndarray


def dialect_of_bytes(field_delimiter: bytes, record_delimiter: bytes, quote: int, escape: int) -> Dialect:
    """Return what the kernels take for these characters; an empty *record_delimiter* stands for LF, CR LF and CR."""
    kinds = np.full(256, DATA, dtype=np.uint8)
    kinds[field_delimiter[0]] = FIELD_END if len(field_delimiter) == 1 else LOOK
    if record_delimiter:
        kinds[record_delimiter[0]] = LOOK
    else:
        kinds[LF], kinds[CR] = RECORD_END, LOOK
    if escape >= 0:
        kinds[escape] = LOOK
    stops = np.resize(np.flatnonzero(kinds != DATA), 4).astype(np.uint8)
    field, record = (np.frombuffer(each, dtype=np.uint8) for each in (field_delimiter, record_delimiter))
    return Dialect(field, record, quote, escape, kinds, stops)


@njit
def borrowed_dialect(dialect) -> Dialect:
    """Return *dialect* without the counts of its arrays' references, as `borrowed` does it."""
    return Dialect(
        borrowed(dialect.field_delimiter),
        borrowed(dialect.record_delimiter),
        dialect.quote,
        dialect.escape,
        borrowed(dialect.kinds),
        borrowed(dialect.stops),
    )


@njit
def next_stop(kinds, stops, block, at, end, seen, bits) -> tuple[int, int, np.uint64]:
    """Return (where the first byte from *at* on stands that is no data, or *end*, the new *seen* and *bits*).

    *bits* are those that are no data among the `AT_ONCE` bytes before *seen*.
    """
    if at >= seen:
        seen, bits = at, np.uint64(0)
    else:
        bits &= ALL << np.uint64(at - seen + AT_ONCE)
    while not bits and seen < end:
        if seen + AT_ONCE <= len(block):
            bits = find_bytes(block, seen, stops[0], stops[1], stops[2], stops[3])
        else:
            for i in range(len(block) - seen):
                bits |= np.uint64(kinds[block[seen + i]] != DATA) << np.uint64(i)
        seen += AT_ONCE
    if not bits:
        return end, seen, bits
    return min(end, seen - AT_ONCE + np.int64(trailing_zeros(bits))), seen, bits
