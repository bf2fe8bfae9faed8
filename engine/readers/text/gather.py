"""Copying the fields that were found, column by column, without their quotes and escapes; compiled."""

import numpy as np
from numba import njit

PLAIN, QUOTED, MIXED, ESCAPED = 0, 1, 2, 3
"""A field's text stands in the block as it is; stands between its quotes, with quotes or escapes to take out; has escapes
outside of quotes, or text behind its closing quote, and begins with its opening quote, if any; or has escapes, and any
quote in it is data."""


@njit(cache=True, nogil=True)
def gather(block, starts, ends, forms, quote, escape, offsets, data, validity) -> int:
    """Copy the fields of one column next to each other, as Arrow keeps texts; return how many are missing (empty)."""
    at, missing = 0, 0
    for row in range(len(starts)):
        offsets[row] = at
        if forms[row] == PLAIN:
            for i in range(starts[row], ends[row]):
                data[at] = block[i]
                at += 1
        else:
            at = _rewrite(block, starts[row], ends[row], forms[row], quote, escape, data, at)
        if at == offsets[row]:
            missing += 1
        else:
            validity[row >> 3] |= np.uint8(1 << (row & 7))
    offsets[len(starts)] = at
    return missing


@njit
def _rewrite(block, begin, end, form, quote, escape, data, at) -> int:
    """Copy one field without its quotes and escapes; return where the next one goes."""
    i, inside = begin, form == QUOTED
    if form == MIXED and quote >= 0 and block[i] == quote:
        i, inside = i + 1, True
    while i < end:
        byte = block[i]
        if byte == escape and i + 1 < end:
            i += 1
        elif inside and byte == quote:
            if i + 1 == end or block[i + 1] != quote:
                inside = False
                i += 1
                continue
            i += 1
        data[at] = block[i]
        at += 1
        i += 1
    return at
