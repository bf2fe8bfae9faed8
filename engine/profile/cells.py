"""One pass over the texts of a column: types, distinct registers, categories and numbers, in one compiled loop."""

from dataclasses import dataclass

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
_SLOTS = 4 * MOST_CATEGORIES
_IS_FRACTIONAL = 1 << 31
_PLACE = _IS_FRACTIONAL - 1
_GIVEN_UP = -1


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
    numbers = np.empty(len(texts))
    hard = np.empty(len(texts), dtype=np.int64)
    rows = np.empty(MOST_CATEGORIES, dtype=np.int64)
    counts = np.zeros(MOST_CATEGORIES, dtype=np.int64)
    found, numeric, unread, whole = _scan(
        offsets, data, validity, first_bit, type_counts, registers, numbers, hard, rows, counts, count_categories
    )
    numbers = numbers[:numeric]
    if unread:
        whole += _read_hard(texts, hard[:unread], numbers)
    return ColumnScan(
        numbers, whole, None if found == _GIVEN_UP else _texts_of(offsets, data, rows[:found], counts[:found])
    )


def _buffers(texts: pa.StringArray) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    validity, offsets, data = texts.buffers()
    starts = _read_only(offsets, np.int32) if offsets else np.zeros(1, dtype=np.int32)
    starts = starts[texts.offset : texts.offset + len(texts) + 1]
    starts.flags.writeable = False
    return (
        starts,
        _with_a_word(_read_only(data, np.uint8)),
        _read_only(validity if texts.null_count else None, np.uint8),
        texts.offset,
    )


def _with_a_word(data: np.ndarray) -> np.ndarray:
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


def _texts_of(offsets: np.ndarray, data: np.ndarray, rows: np.ndarray, counts: np.ndarray) -> dict[str, int]:
    """Return the counts by text; what is not UTF-8, as bytes of a typed column may be, is replaced, and may be equal then."""
    content = data.data
    places = zip(offsets[rows].tolist(), offsets[rows + 1].tolist(), counts.tolist(), strict=True)
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


@njit(cache=True, nogil=True)
def _scan(  # noqa: PLR0913
    offsets, data, validity, first_bit, type_counts, registers, numbers, hard, rows, counts, count_categories
) -> tuple[int, int, int, int]:
    """Return (categories found or -1, numbers read, hard ones among them, whole Fractional ones among the others)."""
    data, registers = borrowed(data), borrowed(registers)
    slots = np.full(_SLOTS, -1, dtype=np.int64)
    hashes = np.empty(len(rows), dtype=np.uint64)
    found = 0 if count_categories else _GIVEN_UP
    numeric, unread, whole = 0, 0, 0
    for row in range(len(offsets) - 1):
        bit = first_bit + row
        if len(validity) and not (validity[bit >> 3] >> (bit & 7)) & 1:
            type_counts[MISSING] += 1
            continue
        begin, end = offsets[row], offsets[row + 1]
        value = xxhash64(data, begin, end)
        register(registers, value)
        if found != _GIVEN_UP:
            found = _count(value, row, found, offsets, data, slots, hashes, rows, counts)
        kind, known, number = read_value(data, begin, end)
        type_counts[kind] += 1
        if known == NO_NUMBER:
            continue
        numbers[numeric] = number
        if known == HARD:
            hard[unread] = row << 32 | (_IS_FRACTIONAL if kind == FRACTIONAL else 0) | numeric
            unread += 1
        elif kind == FRACTIONAL and number == np.floor(number) and not np.isinf(number):
            whole += 1
        numeric += 1
    return found, numeric, unread, whole


@njit(cache=True, nogil=True)
def _scan_entries(offsets, data, registers, kinds, known, numbers) -> None:
    data, registers = borrowed(data), borrowed(registers)
    for entry in range(len(kinds)):
        begin, end = offsets[entry], offsets[entry + 1]
        register(registers, xxhash64(data, begin, end))
        kinds[entry], known[entry], numbers[entry] = read_value(data, begin, end)


@njit
def _count(value, row, found, offsets, data, slots, hashes, rows, counts) -> int:  # noqa: PLR0913
    """Count the text of *row* among the categories; return how many there are now, or -1 when they are given up."""
    begin, size = offsets[row], offsets[row + 1] - offsets[row]
    if size > LONGEST_CATEGORY:
        return _GIVEN_UP
    slot = np.int64(value & np.uint64(_SLOTS - 1))
    while slots[slot] >= 0:
        known = slots[slot]
        if hashes[known] == value:
            first = offsets[rows[known]]
            if offsets[rows[known] + 1] - first == size and are_same(data, first, begin, size):
                counts[known] += 1
                return found
        slot = (slot + 1) & (_SLOTS - 1)
    if found == len(rows):
        return _GIVEN_UP
    slots[slot], hashes[found], rows[found], counts[found] = found, value, row, 1
    return found + 1
