"""Blocks of delimited text to Arrow columns of text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from engine.readers.csv_dialect import CsvDialect
from engine.readers.csv_fields import LINES, LONG, SHORT, count_fields, find_records
from engine.readers.csv_gather import gather
from engine.readers.csv_tally import MOST_NAMED, Ragged, Tally
from engine.readers.csv_text import LOOK_AHEAD, Window, check_utf8

Fold = Callable[[pa.RecordBatch], None]

BATCH_BYTES = 4 * 1024 * 1024
"""About how much text one batch holds, of however many files: a batch costs the fold some time, however small it is."""

_FIELDS_AT_ONCE = 1 << 20
"""How many fields one batch holds at most, about: bounds the memory that positions take."""


class RecordBatches:
    """Records of consecutive windows, whole files or parts of one, handed to *fold* as batches of some MB.

    A batch has the columns *names*. Empty fields are missing. Rows with fewer than *width* fields get missing ones, of
    longer ones the rest is cut. What is taken is handed on when there is enough of it, and the rest at `flush`.
    """

    __slots__ = ("_blocks", "_characters", "_fold", "_names", "_order", "_places", "_room", "_rows", "_size")

    def __init__(self, width: int, names: Sequence[str], dialect: CsvDialect, fold: Fold) -> None:
        self._names, self._fold, self._characters = list(names), fold, dialect.characters()
        self._room = max(1, _FIELDS_AT_ONCE // width)
        self._places = _places(width, self._room)
        self._order: tuple[int, ...] = ()
        self._blocks: list[bytes] = []
        self._size = self._rows = 0

    def take(self, window: Window, stop: int, order: tuple[int, ...]) -> Tally:
        """Take the whole records that begin before *stop* in the window's block, and move the window behind them.

        *order* has the place of each named column among a record's fields.
        """
        if order is not self._order and order != self._order:
            self.flush()
        self._order = order
        tally = Tally()
        while window.at < min(stop, len(window.block)):
            tally += self._find(window, stop)
            full = self._rows == self._room
            if full or self._size >= BATCH_BYTES:
                self.flush()
            if not full:
                break
        return tally

    def _find(self, window: Window, stop: int) -> Tally:
        counts, ragged = np.zeros(3, dtype=np.int64), np.empty((MOST_NAMED, 2), dtype=np.int64)
        block = np.frombuffer(window.block, dtype=np.uint8)
        rows, following = find_records(
            block, window.at, stop, len(block), window.final, *self._characters,
            self._size, self._rows, *self._places, counts, ragged,
        )  # fmt: skip
        check_utf8(block[window.at : following], window.base + window.at, window.path)
        if rows > self._rows:
            self._blocks.append(window.block)
            self._size += len(block)
        window.at, self._rows = following, rows
        return _tally(window.path, counts.tolist(), ragged)

    def flush(self) -> None:
        """Hand on what was taken."""
        if self._rows:
            block = np.frombuffer(b"".join(self._blocks), dtype=np.uint8)
            columns = [self._column(block, place) for place in self._order]
            self._fold(pa.RecordBatch.from_arrays(columns, self._names))
        self._blocks.clear()
        self._size = self._rows = 0

    def _column(self, block: np.ndarray, place: int) -> pa.StringArray:
        starts, ends, forms = (each[place, : self._rows] for each in self._places)
        return _column(block, starts, ends, forms, *self._characters[2:])


def _places(width: int, room: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return arrays for where fields begin, where they end, and in which form they stand."""
    shape = (width, room)
    return np.empty(shape, dtype=np.int32), np.empty(shape, dtype=np.int32), np.empty(shape, dtype=np.uint8)


def _tally(path: str, counts: list[int], ragged: np.ndarray) -> Tally:
    named = ragged[: counts[SHORT] + counts[LONG]].tolist()
    return Tally(counts[SHORT], counts[LONG], tuple(Ragged(path, *record) for record in named), path, counts[LINES])


def _column(
    block: np.ndarray, starts: np.ndarray, ends: np.ndarray, forms: np.ndarray, quote: int, escape: int
) -> pa.StringArray:
    offsets = np.empty(len(starts) + 1, dtype=np.int32)
    data = np.empty(int((ends - starts).sum()), dtype=np.uint8)
    validity = np.zeros((len(starts) + 7) // 8, dtype=np.uint8)
    missing = gather(block, starts, ends, forms, quote, escape, offsets, data, validity)
    buffers = [pa.py_buffer(validity) if missing else None, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(starts), buffers, null_count=int(missing))


@dataclass(frozen=True, slots=True)
class FirstRecord:
    """The fields of a text's first record, where in the block the second begins, and how many lines were passed."""

    fields: tuple[str, ...]
    next: int
    lines: int


def read_first(window: Window, dialect: CsvDialect) -> FirstRecord | None:
    """Read the first record, and no further; the window stays before it. None where there is no record."""
    while True:
        window.read(LOOK_AHEAD)
        width = field_counts(window.block, final=window.final, dialect=dialect, most=1)
        if width:
            return _first(window, width[0], dialect)
        if window.final:
            return None


def _first(window: Window, width: int, dialect: CsvDialect) -> FirstRecord:
    block, characters = np.frombuffer(window.block, dtype=np.uint8), dialect.characters()
    places, counts, ragged = _places(width, 1), np.zeros(3, dtype=np.int64), np.empty((0, 2), dtype=np.int64)
    _, following = find_records(
        block, 0, len(block), len(block), window.final, *characters, 0, 0, *places, counts, ragged
    )
    check_utf8(block[:following], window.base, window.path)
    fields = _column(block, *(each.ravel() for each in places), *characters[2:]).to_pylist()
    return FirstRecord(tuple(field or "" for field in fields), following, int(counts[LINES]))


def first_end(block: bytes, *, final: bool, dialect: CsvDialect) -> int | None:
    """Return where the second record of *block* begins; None where the first one is not whole."""
    counts, ragged = np.zeros(3, dtype=np.int64), np.empty((0, 2), dtype=np.int64)
    array = np.frombuffer(block, dtype=np.uint8)
    end = len(array)
    rows, following = find_records(
        array, 0, end, end, final, *dialect.characters(), 0, 0, *_places(0, 1), counts, ragged
    )
    return following if rows else None


def field_counts(block: bytes, *, final: bool, dialect: CsvDialect, most: int) -> tuple[int, ...]:
    """Return the numbers of fields of the first *most* whole records of *block*."""
    widths = np.zeros(most, dtype=np.int64)
    array = np.frombuffer(block, dtype=np.uint8)
    return tuple(
        widths[: count_fields(array, len(array), final, *dialect.characters(), *_places(0, 1), widths)].tolist()
    )
