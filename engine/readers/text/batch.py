"""Fields that were found in blocks of text, on their way to Arrow columns of text."""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.readers.tables import Fold
from engine.readers.text.gather import gather

Places = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Where fields begin, where they end, and in which form they stand: arrays of (fields, rows)."""

BATCH_BYTES = 4 * 1024 * 1024
"""About how much text one batch holds, of however many files: a batch costs the fold some time, however small it is."""

_FIELDS_AT_ONCE = 1 << 20
"""How many fields one batch holds at most, about: bounds the memory that positions take."""


class TextBatch:
    """Rows of *width* fields, handed to *fold* as one batch with the columns *names* at `flush`.

    *quoting* is the quote and the escape as bytes, -1 for none. The places of the fields, which a finder writes, count
    from the begin of the first of the blocks that were added.
    """

    __slots__ = ("_blocks", "_fold", "_names", "_quoting", "places", "rows", "size")

    def __init__(self, width: int, names: Sequence[str], quoting: tuple[int, int], fold: Fold) -> None:
        self._names, self._fold, self._quoting = list(names), fold, quoting
        self.places = places_for(width, max(1, _FIELDS_AT_ONCE // max(1, width)))
        self._blocks: list[bytes | memoryview] = []
        self.size = self.rows = 0

    @property
    def room(self) -> int:
        """How many rows there can be before a flush."""
        return int(self.places[0].shape[1])

    def add(self, block: bytes | np.ndarray, rows: int) -> None:
        """Keep *block*, in which fields were found, where there are more rows than before: *rows* in all now."""
        if rows > self.rows:
            self._blocks.append(block if isinstance(block, bytes) else block.data)
            self.size += len(block)
            self.rows = rows

    def take(self, block: np.ndarray, order: Sequence[int], fill: Callable[[int], tuple[int, bool]]) -> None:
        """Take the rows that *fill* finds in *block*, and hand on what there is when there is enough of it, by *order*.

        *fill* is given how many rows there are, writes the places of more, and returns how many there are then, and
        whether it has found no room for another one: so it is called again.
        """
        full = True
        while full:
            begin = self.rows
            rows, full = fill(begin)
            if self.size:  # places count from the first block on
                for each in self.places[:2]:
                    each[:, begin:rows] += self.size
            self.add(block, rows)
            if full and not rows:
                self._widen()
            if full or self.size >= BATCH_BYTES:
                self.flush(order)

    def _widen(self) -> None:
        """Make room for twice as many rows, where there is none yet."""
        self.places = places_for(self.places[0].shape[0], 2 * self.room)

    def flush(self, order: Sequence[int]) -> None:
        """Hand on the rows, if any; *order* has the place of each named column among the fields."""
        if self.rows:
            block = np.frombuffer(b"".join(self._blocks), dtype=np.uint8)
            columns = [self._column(block, place) for place in order]
            self._fold(batch_of(columns, self._names, rows=self.rows))
        self._blocks.clear()
        self.size = self.rows = 0

    def _column(self, block: np.ndarray, place: int) -> pa.StringArray:
        starts, ends, forms = (each[place, : self.rows] for each in self.places)
        return column(block, starts, ends, forms, *self._quoting)


def batch_of(columns: Sequence[pa.Array], names: Sequence[str], *, rows: int) -> pa.RecordBatch:
    """Return the *columns* as a batch of so many *rows*, which Arrow would count by the first column only."""
    if columns:
        return pa.RecordBatch.from_arrays(columns, names)
    return pa.RecordBatch.from_struct_array(pa.StructArray.from_buffers(pa.struct([]), rows, [None]))


def places_for(width: int, room: int) -> Places:
    """Return room for the places of *room* rows of *width* fields."""
    shape = (width, room)
    return np.empty(shape, dtype=np.int32), np.empty(shape, dtype=np.int32), np.empty(shape, dtype=np.uint8)


def column(
    block: np.ndarray, starts: np.ndarray, ends: np.ndarray, forms: np.ndarray, quote: int, escape: int
) -> pa.StringArray:
    """Return the fields of one column as texts, without their quotes and escapes; an empty one is missing."""
    offsets = np.empty(len(starts) + 1, dtype=np.int32)
    data = np.empty(int((ends - starts).sum()), dtype=np.uint8)
    validity = np.zeros((len(starts) + 7) // 8, dtype=np.uint8)
    missing = gather(block, starts, ends, forms, quote, escape, offsets, data, validity)
    buffers = [pa.py_buffer(validity) if missing else None, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(starts), buffers, null_count=int(missing))


def without(missing: Sequence[str], fold: Fold) -> Fold:
    """Return a fold for which texts that are among those *missing* are missing values; *fold* itself where there are none."""
    if not missing:
        return fold
    meant = pa.array(missing, pa.string())

    def fold_what_is_there(batch: pa.RecordBatch) -> None:
        columns = [pc.if_else(pc.is_in(texts, value_set=meant), None, texts) for texts in batch.columns]
        fold(batch_of(columns, batch.schema.names, rows=batch.num_rows))

    return fold_what_is_there
