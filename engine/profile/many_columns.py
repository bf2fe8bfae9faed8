"""Texts folded where they stand in a block of their file: all columns of a batch in one compiled call."""

from typing import NamedTuple

import numpy as np
from numba import njit

from engine.profile.cells import GIVEN_UP, count_category, is_whole
from engine.profile.distinct.hashing import register, xxhash64
from engine.profile.moments import fold
from engine.profile.numbers import HARD, NO_NUMBER, read_value
from engine.profile.swar import borrowed, prefetch
from engine.profile.types import FRACTIONAL, MISSING

_AHEAD = 32
"""How many rows ahead a text is asked for from memory: it stands in another line of it for each row."""


class ManyColumns(NamedTuple):
    """What `fold_fields` folds into: a row for each column of what `OneColumn` has.

    `found` (int64) is how many categories a column has, `GIVEN_UP` where they are not counted; `numeric` (int64) how many
    numbers there are, those of batches before included for as long as they are kept.
    """

    types: np.ndarray
    whole: np.ndarray
    registers: np.ndarray
    numbers: np.ndarray
    slots: np.ndarray
    hashes: np.ndarray
    rows: np.ndarray
    counts: np.ndarray
    found: np.ndarray
    numeric: np.ndarray


@njit(cache=True, nogil=True)
def fold_fields(block, starts, ends, order, rows, columns, hard) -> int:
    """Fold the first *rows* of the fields at *order* into *columns*; return how many numbers are hard to read.

    Of these *hard* (int64, as many rows as there are fields) gets (column, place among its numbers, begin, end, whether it is
    Fractional). It goes through the block once, some rows at a time, which stay in the processor's cache for all columns.
    """
    block, unread = borrowed(block), 0
    for i in range(len(order)):
        unread = _fold_column(block, starts[order[i], :rows], ends[order[i], :rows], i, columns, hard, unread)
    return unread


@njit
def _fold_column(block, starts, ends, i, columns, hard, unread) -> int:
    """Fold the texts between *starts* and *ends* into the column *i*; return how many hard numbers there are now."""
    types, registers, numbers = columns.types[i], borrowed(columns.registers[i]), columns.numbers[i]
    slots, hashes, firsts, counts = columns.slots[i], columns.hashes[i], columns.rows[i], columns.counts[i]
    found, numeric, whole = columns.found[i], columns.numeric[i], 0
    for row in range(len(starts)):
        if row + _AHEAD < len(starts):
            prefetch(block, starts[row + _AHEAD])
        begin, end = starts[row], ends[row]
        if begin == end:
            types[MISSING] += 1
            continue
        value = xxhash64(block, begin, end)
        register(registers, value)
        if found != GIVEN_UP:
            found = count_category(block, starts, ends, row, value, found, slots, hashes, firsts, counts)
        kind, known, number = read_value(block, begin, end)
        types[kind] += 1
        if known == NO_NUMBER:
            continue
        numbers[numeric] = number
        if known == HARD:
            hard[unread, 0], hard[unread, 1], hard[unread, 2] = i, numeric, begin
            hard[unread, 3], hard[unread, 4] = end, kind == FRACTIONAL
            unread += 1
        elif kind == FRACTIONAL and is_whole(number):
            whole += 1
        numeric += 1
    columns.found[i], columns.numeric[i] = found, numeric
    columns.whole[i] += whole
    return unread


@njit(cache=True, nogil=True)
def fold_numbers(numbers, before, numeric, moments, negative) -> None:
    """Fold those of each row of *numbers* into that row of *moments*, and add to *negative* those below 0.

    *before* has where the new ones of each row begin, *numeric* where they end.
    """
    for i in range(len(numeric)):
        negative[i] += fold(numbers[i, before[i] : numeric[i]], moments[i])
