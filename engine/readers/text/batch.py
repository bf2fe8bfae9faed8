"""Fields that were found in blocks of text, on their way to Arrow columns of text."""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.profile.cells import with_a_word
from engine.profile.in_block import Fields
from engine.readers.tables import Fold, fields_fold
from engine.readers.text.gather import Places, Texts, gather, measure, unquote

BATCH_BYTES = 4 * 1024 * 1024
"""About how much text one batch holds, of however many files: a batch costs the fold some time, however small it is."""

_FULL = BATCH_BYTES - BATCH_BYTES // 8
"""As much of it is enough: what is read at once ends with a line, so it is now a little more and now a little less, and who waits
for more has to join two."""

_BYTES_OF_A_COLUMN, _MOST_BLOCKS = 16 * 1024, 8
"""What a batch costs, it costs for each of its columns: those of many columns hold more text, up to so many times as much."""

_FIELDS_AT_ONCE, _MORE_FIELDS = 1 << 20, 2
"""How many fields one batch holds at most, about: bounds the memory that positions take. Twice as many of many columns."""


def blocks_of(width: int) -> int:
    """Return how many times BATCH_BYTES a batch of *width* fields a row holds, 1 or more."""
    return max(1, min(_MOST_BLOCKS, width * _BYTES_OF_A_COLUMN // BATCH_BYTES))


class TextBatch:
    """Rows of *width* fields, handed to *fold* as one batch with the columns *names* at `flush`.

    *quoting* is the quote and the escape as bytes, -1 for none. The places of the fields, which a finder writes, count
    from the begin of the first of the blocks that were added. A batch is full at about `most_blocks` times BATCH_BYTES.
    """

    __slots__ = ("_blocks", "_fold", "_fold_fields", "_names", "_quoting", "most_blocks", "places", "rows", "size")

    def __init__(self, width: int, names: Sequence[str], quoting: tuple[int, int], fold: Fold) -> None:
        self._names, self._fold, self._quoting = list(names), fold, quoting
        self._fold_fields = fields_fold(fold)
        self.most_blocks = blocks_of(width)
        fields = _FIELDS_AT_ONCE * min(_MORE_FIELDS, self.most_blocks)
        self.places = places_for(width, max(1, fields // max(1, width)))
        self._blocks: list[bytes | memoryview] = []
        self.size = self.rows = 0

    @property
    def room(self) -> int:
        """How many rows there can be before a flush."""
        return int(self.places[0].shape[1])

    @property
    def is_full(self) -> bool:
        """Whether there is enough text to be handed on."""
        return self.size >= _FULL * self.most_blocks

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
            if full or self.is_full:
                self.flush(order)

    def _widen(self) -> None:
        """Make room for twice as many rows, where there is none yet."""
        self.places = places_for(self.places[0].shape[0], 2 * self.room)

    def flush(self, order: Sequence[int]) -> None:
        """Hand on the rows, if any; *order* has the place of each named column among the fields."""
        if self.rows:
            whole = self._blocks[0] if len(self._blocks) == 1 else b"".join(self._blocks)
            block = np.frombuffer(whole, dtype=np.uint8)
            block.flags.writeable = False  # for other ones the kernels are compiled again
            if self._fold_fields is None:
                columns = columns_of(block, self.places, self.rows, order, *self._quoting)
                self._fold(batch_of(columns, self._names, rows=self.rows))
            else:
                self._fold_fields(self._fields(block, np.array(order, dtype=np.int64)))
        self._blocks.clear()
        self.size = self.rows = 0

    def _fields(self, block: np.ndarray, order: np.ndarray) -> Fields:
        """Return the rows in their places, in a copy of *block* where there are quotes and escapes to take out."""
        places, rows, quoting = self.places, self.rows, self._quoting
        if places.forms[:, :rows].any():
            block = block.copy()
            unquote(block, places, rows, order, *quoting)
        block = with_a_word(block)
        block.flags.writeable = False

        def texts(place: int) -> pa.StringArray:
            return columns_of(block, places, rows, (int(order[place]),), *quoting)[0]

        return Fields(block, places.starts, places.ends, order, rows, texts)


def batch_of(columns: Sequence[pa.Array], names: Sequence[str], *, rows: int) -> pa.RecordBatch:
    """Return the *columns* as a batch of so many *rows*, which Arrow would count by the first column only."""
    if columns:
        return pa.RecordBatch.from_arrays(columns, names)
    return pa.RecordBatch.from_struct_array(pa.StructArray.from_buffers(pa.struct([]), rows, [None]))


def places_for(width: int, room: int) -> Places:
    """Return room for the places of *room* rows of *width* fields."""
    shape = (width, room)
    return Places(np.empty(shape, np.int32), np.empty(shape, np.int32), np.empty(shape, np.uint8))


def columns_of(
    block: np.ndarray, places: Places, rows: int, order: Sequence[int], quote: int, escape: int
) -> list[pa.StringArray]:
    """Return the fields of the first *rows*, of the columns at *order*, as texts without quotes and escapes.

    An empty one is missing.
    """
    chosen = np.array(order, dtype=np.int64)
    texts = _room_for_texts(places, rows, chosen)
    gather(block, places, rows, chosen, quote, escape, texts)
    begins, missing = texts.begins.tolist(), texts.missing.tolist()
    data, offsets, validity = (pa.py_buffer(each) for each in (texts.data, texts.offsets, texts.validity))
    width, bits = texts.offsets.strides[0], texts.validity.strides[0]
    return [
        pa.Array.from_buffers(
            pa.string(),
            rows,
            [
                validity.slice(i * bits, bits) if missing[i] else None,
                offsets.slice(i * width, width),
                data.slice(begins[i], begins[i + 1] - begins[i]),
            ],
            null_count=missing[i],
        )
        for i in range(len(order))
    ]


def _room_for_texts(places: Places, rows: int, order: np.ndarray) -> Texts:
    """Return room for columns, each of whose buffers begins at a multiple of eight bytes, but for the data."""
    columns = len(order)
    begins = np.empty(columns + 1, dtype=np.int64)
    measure(places, rows, order, begins)
    return Texts(
        begins=begins,
        data=np.empty(int(begins[-1]), dtype=np.uint8),
        offsets=np.empty((columns, rows // 2 * 2 + 2), dtype=np.int32),
        validity=np.zeros((columns, rows // 64 * 8 + 8), dtype=np.uint8),
        missing=np.zeros(columns, dtype=np.int64),
    )


def without(missing: Sequence[str], fold: Fold) -> Fold:
    """Return a fold for which texts that are among those *missing* are missing values; *fold* itself where there are none."""
    if not missing:
        return fold
    meant = pa.array(missing, pa.string())

    def fold_what_is_there(batch: pa.RecordBatch) -> None:
        columns = [pc.if_else(pc.is_in(texts, value_set=meant), None, texts) for texts in batch.columns]
        fold(batch_of(columns, batch.schema.names, rows=batch.num_rows))

    return fold_what_is_there
