"""One pass over the texts of a column: types, distinct registers, categories and numbers, in one compiled loop."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numba import njit

from engine.profile.categories import LONGEST_CATEGORY, MOST_CATEGORIES
from engine.profile.distinct.hashing import register, xxhash64
from engine.profile.numbers import HARD, NO_NUMBER, read_value
from engine.profile.swar import are_same, borrowed
from engine.profile.types import FRACTIONAL, MISSING

_WORD = 8
SLOTS = 4 * MOST_CATEGORIES
"""How many slots the table has that finds a text among the categories."""

GIVEN_UP = -1
"""The number of categories where there are too many, or too long ones, and where they are not counted."""

_IS_FRACTIONAL = 1 << 31
_PLACE = _IS_FRACTIONAL - 1


class OneColumn(NamedTuple):
    """What the kernels fold the texts of one column into.

    `types` (int64) counts them by type, `whole` (int64) has one number, the Fractional ones that are whole numbers, and
    `registers` (uint8) are those of the distinct count. `numbers` (float64) gets the numbers, in the order of the rows. The
    categories: `slots` (int16, -1 each) finds them, of which `hashes` (uint64), `rows` (int64) and `counts` (int64) have the
    hash, the first row and the number of each.
    """

    types: np.ndarray
    whole: np.ndarray
    registers: np.ndarray
    numbers: np.ndarray
    slots: np.ndarray
    hashes: np.ndarray
    rows: np.ndarray
    counts: np.ndarray


@dataclass(frozen=True, slots=True)
class ColumnScan:
    """What one batch of a column holds: its numbers in row order, and how often each text stands in it.

    `whole` is how many Fractional values are whole numbers. `categories` is None where there are too many to count, or
    where counting was not asked for.
    """

    numbers: np.ndarray
    whole: int
    categories: dict[str, int] | None


@dataclass(frozen=True, slots=True)
class EntryScan:
    """What each of some texts is: its place among the counts of types, and its number where `has_number`."""

    kinds: np.ndarray
    numbers: np.ndarray
    has_number: np.ndarray


def scan_entries(texts: pa.StringArray, registers: np.ndarray) -> EntryScan:
    """Read each of *texts*, none of them missing, and add to *registers* in place."""
    offsets, data, _, _ = _buffers(texts)
    kinds, known = np.empty(len(texts), dtype=np.int64), np.empty(len(texts), dtype=np.int64)
    numbers = np.zeros(len(texts))
    _scan_entries(offsets, data, registers, kinds, known, numbers)
    hard = np.flatnonzero(known == HARD)
    if len(hard):
        numbers[hard] = _parsed(texts.take(pa.array(hard)))
    return EntryScan(kinds, numbers, known != NO_NUMBER)


def scan(
    texts: pa.StringArray, *, type_counts: np.ndarray, registers: np.ndarray, count_categories: bool
) -> ColumnScan:
    """Read *texts*, add to *type_counts* and *registers* in place, and return the rest."""
    offsets, data, validity, first_bit = _buffers(texts)
    column = OneColumn(
        types=type_counts,
        whole=np.zeros(1, dtype=np.int64),
        registers=registers,
        numbers=np.empty(len(texts)),
        slots=np.full(SLOTS, -1, dtype=np.int16),
        hashes=np.empty(MOST_CATEGORIES, dtype=np.uint64),
        rows=np.empty(MOST_CATEGORIES, dtype=np.int64),
        counts=np.empty(MOST_CATEGORIES, dtype=np.int64),
    )
    hard = np.empty(len(texts), dtype=np.int64)
    begun = 0 if count_categories else GIVEN_UP
    found, numeric, unread = _scan(data, offsets, validity, first_bit, column, hard, begun)
    numbers, whole = column.numbers[:numeric], int(column.whole[0])
    if unread:
        whole += _read_hard(texts, hard[:unread], numbers)
    rows = column.rows[:found]
    counted = None if found == GIVEN_UP else texts_at(data, offsets[rows], offsets[rows + 1], column.counts[:found])
    return ColumnScan(numbers, whole, counted)


def _buffers(texts: pa.StringArray) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    validity, offsets, data = texts.buffers()
    starts = _read_only(offsets, np.int32) if offsets else np.zeros(1, dtype=np.int32)
    starts = starts[texts.offset : texts.offset + len(texts) + 1]
    starts.flags.writeable = False
    return (
        starts,
        with_a_word(_read_only(data, np.uint8)),
        _read_only(validity if texts.null_count else None, np.uint8),
        texts.offset,
    )


def with_a_word(data: np.ndarray) -> np.ndarray:
    """Return *data*, with zeros behind it where it has less than eight bytes: the kernels load so many at once."""
    if len(data) >= _WORD:
        return data
    longer = np.zeros(_WORD, dtype=np.uint8)
    longer[: len(data)] = data
    longer.flags.writeable = False
    return longer


def _read_only(buffer: pa.Buffer | None, kind: type) -> np.ndarray:
    """Return *buffer* as an array that may not be written, whoever made it: for other ones the kernels are compiled again."""
    array: np.ndarray = np.frombuffer(buffer, dtype=kind) if buffer else np.empty(0, dtype=kind)
    array.flags.writeable = False
    return array


def texts_at(data: np.ndarray, begins: np.ndarray, ends: np.ndarray, counts: np.ndarray) -> dict[str, int]:
    """Return the *counts* by the text between *begins* and *ends* in *data*.

    What is not UTF-8, as bytes of a typed column may be, is replaced, and may be equal then.
    """
    content = data.data
    places = zip(begins.tolist(), ends.tolist(), counts.tolist(), strict=True)
    several: dict[str, int] = {}
    for begin, end, count in places:
        text = str(content[begin:end], "utf-8", "replace")
        several[text] = several.get(text, 0) + count
    return several


def _read_hard(texts: pa.StringArray, marked: np.ndarray, numbers: np.ndarray) -> int:
    """Put the numbers that need a full parser in their places; return how many whole Fractional ones are among them.

    *marked* holds row << 32 | whether it is Fractional << 31 | place.
    """
    places = marked & _PLACE
    numbers[places] = _parsed(texts.take(pa.array(marked >> 32)))
    fractional = numbers[places[(marked & _IS_FRACTIONAL) != 0]]
    return int(np.count_nonzero(are_whole(fractional)))


def are_whole(numbers: np.ndarray) -> np.ndarray:
    """Return which of *numbers* are whole ones; an infinite one is none."""
    whole: np.ndarray = np.isfinite(numbers) & (numbers == np.floor(numbers))
    return whole


def _parsed(texts: pa.StringArray) -> np.ndarray:
    try:
        parsed: np.ndarray = pa.compute.utf8_ltrim(texts, " +").cast(pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:  # out of the range of doubles: Python's parser gives the infinity or the zero it rounds to
        return np.array([float(text) for text in texts.to_pylist()])
    return parsed


@njit(inline="always")
def is_whole(number) -> bool:
    """Whether *number* is a whole one; an infinite one is none."""
    return number == np.floor(number) and not np.isinf(number)


@njit
def count_category(data, starts, ends, row, value, found, slots, hashes, rows, counts) -> int:  # noqa: PLR0913 - a call a value
    """Count the text of *row*, of the hash *value*; return how many categories there are now, or `GIVEN_UP`.

    The arrays are those of `OneColumn`, without their tuple: to take one out of it for each value costs more than to count.
    """
    begin, size = starts[row], ends[row] - starts[row]
    if size > LONGEST_CATEGORY:
        return GIVEN_UP
    slot = np.int64(value & np.uint64(SLOTS - 1))
    while slots[slot] >= 0:
        known = slots[slot]
        if hashes[known] == value:
            first = starts[rows[known]]
            if ends[rows[known]] - first == size and are_same(data, first, begin, size):
                counts[known] += 1
                return found
        slot = (slot + 1) & (SLOTS - 1)
    if found == len(rows):
        return GIVEN_UP
    slots[slot], hashes[found], rows[found], counts[found] = found, value, row, 1
    return found + 1


@njit(cache=True, nogil=True)
def _scan(data, offsets, validity, first_bit, column, hard, found) -> tuple[int, int, int]:
    """Return (categories found or `GIVEN_UP`, numbers read, hard ones among them, whose places *hard* gets)."""
    data, starts, ends = borrowed(data), offsets[:-1], offsets[1:]
    types, registers, numbers = column.types, borrowed(column.registers), column.numbers
    slots, hashes, rows, counts = column.slots, column.hashes, column.rows, column.counts
    numeric, unread, whole = 0, 0, 0
    for row in range(len(starts)):
        bit = first_bit + row
        if len(validity) and not (validity[bit >> 3] >> (bit & 7)) & 1:
            types[MISSING] += 1
            continue
        begin, end = starts[row], ends[row]
        value = xxhash64(data, begin, end)
        register(registers, value)
        if found != GIVEN_UP:
            found = count_category(data, starts, ends, row, value, found, slots, hashes, rows, counts)
        kind, known, number = read_value(data, begin, end)
        types[kind] += 1
        if known == NO_NUMBER:
            continue
        numbers[numeric] = number
        if known == HARD:
            hard[unread] = row << 32 | (_IS_FRACTIONAL if kind == FRACTIONAL else 0) | numeric
            unread += 1
        elif kind == FRACTIONAL and is_whole(number):
            whole += 1
        numeric += 1
    column.whole[0] += whole
    return found, numeric, unread


@njit(cache=True, nogil=True)
def _scan_entries(offsets, data, registers, kinds, known, numbers) -> None:
    data, registers = borrowed(data), borrowed(registers)
    for entry in range(len(kinds)):
        begin, end = offsets[entry], offsets[entry + 1]
        register(registers, xxhash64(data, begin, end))
        kinds[entry], known[entry], numbers[entry] = read_value(data, begin, end)
