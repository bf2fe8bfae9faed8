"""Copying the fields that were found, column by column, without their quotes and escapes; compiled."""

from typing import NamedTuple

import numpy as np
from numba import njit

from engine.profile.swar import borrowed, load_word, store_word

PLAIN, QUOTED, MIXED, ESCAPED = 0, 1, 2, 3
"""A field's text stands in the block as it is; stands between its quotes, with quotes or escapes to take out; has escapes
outside of quotes, or text behind its closing quote, and begins with its opening quote, if any; or has escapes, and any
quote in it is data."""

WORD = 8
_CACHED_BYTES = 1 << 17
_FEWEST_ROWS = 16


class Places(NamedTuple):
    """Where fields begin, where they end, and in which form they stand: arrays of (fields, rows)."""

    starts: np.ndarray
    ends: np.ndarray
    forms: np.ndarray


class Texts(NamedTuple):
    """Room for columns of texts, as Arrow keeps them.

    *begins* (int64) has where in *data* each column begins, and where the last one ends, with `WORD` bytes behind each.
    *offsets* and *validity*, which is 0, have a row of each column, *missing* how many of its texts are empty.
    """

    begins: np.ndarray
    data: np.ndarray
    offsets: np.ndarray
    validity: np.ndarray
    missing: np.ndarray


@njit(cache=True, nogil=True)
def measure(places, rows, order, begins) -> None:
    """Fill *begins* with where the columns at *order* begin when their fields stand one behind the other, if all are plain."""
    starts, ends = places.starts, places.ends
    begins[0] = 0
    for i in range(len(order)):
        size = WORD
        for row in range(rows):
            size += ends[order[i], row] - starts[order[i], row]
        begins[i + 1] = begins[i] + size


@njit(cache=True, nogil=True)
def gather(block, places, rows, order, quote, escape, texts) -> None:
    """Copy the fields of the first *rows* next to each other, each column at *order* by itself, and count the empty ones.

    It goes through the block once, some rows at a time, which stay in the processor's cache for all of their columns.
    """
    block, data = borrowed(block), borrowed(texts.data)
    starts, ends, forms = places.starts, places.ends, places.forms
    offsets, validity = texts.offsets, texts.validity
    step = max(_FEWEST_ROWS, rows * _CACHED_BYTES // max(1, len(block)))
    offsets[:, 0] = 0
    for first in range(0, rows, step):
        for i in range(len(order)):
            column, begin = order[i], texts.begins[i]
            at = begin + offsets[i, first]
            for row in range(first, min(rows, first + step)):
                before, form = at, forms[column, row]
                if form == PLAIN:
                    at = _copy(block, starts[column, row], ends[column, row], data, at)
                else:
                    at = _rewrite(block, starts[column, row], ends[column, row], form, quote, escape, data, at)
                offsets[i, row + 1] = at - begin
                validity[i, row >> 3] |= np.uint8((at > before) << (row & 7))
                texts.missing[i] += at == before


@njit(cache=True, nogil=True)
def unquote(block, places, rows, order, quote, escape) -> None:
    """Rewrite the first *rows* of the fields at *order* in *block*, without quotes and escapes: each is plain then.

    A field gets no longer by it, so it stays where it begins.
    """
    starts, ends, forms = places.starts, places.ends, places.forms
    for i in range(len(order)):
        field = order[i]
        for row in range(rows):
            form, begin = forms[field, row], starts[field, row]
            if form != PLAIN:
                ends[field, row] = _rewrite(block, begin, ends[field, row], form, quote, escape, block, begin)
                forms[field, row] = PLAIN


@njit
def _copy(block, begin, end, data, at) -> int:
    """Copy block[begin:end] to *at*, and less than a word of what follows in the block, which the next field overwrites."""
    behind = at + (end - begin)
    if end + WORD <= len(block):
        while at < behind:
            store_word(data, at, load_word(block, begin))
            at, begin = at + WORD, begin + WORD
    else:
        for i in range(end - begin):
            data[at + i] = block[begin + i]
    return behind


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
