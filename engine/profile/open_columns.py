"""The columns of a state while fields are folded in: what compiled code counts stands in arrays of all columns."""

from collections.abc import Sequence

import numpy as np

from engine.profile.categories import MOST_CATEGORIES
from engine.profile.cells import GIVEN_UP, SLOTS, are_whole
from engine.profile.column import ColumnState
from engine.profile.distinct.count import REGISTERS
from engine.profile.in_block import Fields
from engine.profile.many_columns import ManyColumns, fold_fields, fold_numbers

_ROWS_OF_A_SKETCH = 2048
"""How many rows wait for their numbers to be sketched: each column's sketch costs a batch some time, however few rows it has."""

_WAITING_BYTES = 16 * 1024 * 1024
"""How much the waiting numbers may take, of all columns, but for those of one batch."""

_HARD_COLUMN, _HARD_PLACE, _HARD_BEGIN, _HARD_END, _HARD_FRACTIONAL, _HARD = range(6)


class OpenColumns:
    """*columns* into which batches of fields are folded, and which have all of it once it is settled.

    Until then they have of what was folded in some of the sketches and the members alone, and nobody may look at them or
    change them.
    """

    __slots__ = ("_columns", "_counts", "_members", "_moments", "_negative", "_seen", "_waiting")

    def __init__(self, columns: Sequence[ColumnState]) -> None:
        size, self._waiting = len(columns), 0
        self._columns = columns
        self._moments = np.stack([column.numbers.moments.packed for column in columns])
        self._negative = np.zeros(size, dtype=np.int64)
        self._counts: dict[int, dict[bytes, int]] = {
            place: {} for place, column in enumerate(columns) if column.categories.counts is not None
        }
        self._members = [place for place, column in enumerate(columns) if column.members.known is not None]
        self._seen = ManyColumns(
            types=np.zeros((size, len(columns[0].types.counts)), dtype=np.int64),
            whole=np.zeros(size, dtype=np.int64),
            registers=np.zeros((size, REGISTERS), dtype=np.uint8),
            numbers=np.empty((size, 0)),
            slots=np.empty((size, SLOTS), dtype=np.int16),
            hashes=np.empty((size, MOST_CATEGORIES), dtype=np.uint64),
            rows=np.empty((size, MOST_CATEGORIES), dtype=np.int64),
            counts=np.empty((size, MOST_CATEGORIES), dtype=np.int64),
            found=np.empty(size, dtype=np.int64),
            numeric=np.zeros(size, dtype=np.int64),
        )

    def update(self, fields: Fields) -> None:
        """Fold in the rows of *fields*, whose columns are these ones."""
        self._begin(fields.rows)
        before = self._seen.numeric.copy()
        hard = np.empty((fields.rows * len(self._columns), _HARD), dtype=np.int64)
        unread = fold_fields(fields.block, fields.starts, fields.ends, fields.order, fields.rows, self._seen, hard)
        if unread:
            self._read_hard(fields.block, hard[:unread])
        fold_numbers(self._seen.numbers, before, self._seen.numeric, self._moments, self._negative)
        self._waiting += fields.rows
        self._count_texts(fields)

    def _begin(self, rows: int) -> None:
        """Make room for the numbers of so many *rows*, and count the categories of a batch anew."""
        counting = list(self._counts)
        if self._seen.numbers.shape[1] < self._waiting + rows:
            self._sketch()
        if self._seen.numbers.shape[1] < rows:
            room = max(rows, min(_ROWS_OF_A_SKETCH + rows, _WAITING_BYTES // (8 * len(self._columns))))
            self._seen = self._seen._replace(numbers=np.empty((len(self._columns), room)))
        self._seen.found[:] = GIVEN_UP
        self._seen.found[counting] = 0
        self._seen.slots[counting] = -1

    def _sketch(self) -> None:
        """Fold the numbers that wait into the sketches."""
        for place, numeric in enumerate(self._seen.numeric.tolist()):
            if numeric:
                self._columns[place].numbers.sketch.update(self._seen.numbers[place, :numeric])
        self._seen.numeric[:] = 0
        self._waiting = 0

    def _read_hard(self, block: np.ndarray, hard: np.ndarray) -> None:
        """Put the numbers that need a full parser in their places, and count the whole Fractional ones among them."""
        content = block.data
        spans = zip(hard[:, _HARD_BEGIN].tolist(), hard[:, _HARD_END].tolist(), strict=True)
        numbers = np.array([float(bytes(content[begin:end]).lstrip(b" +")) for begin, end in spans])
        self._seen.numbers[hard[:, _HARD_COLUMN], hard[:, _HARD_PLACE]] = numbers
        whole = are_whole(numbers) & (hard[:, _HARD_FRACTIONAL] != 0)
        np.add.at(self._seen.whole, hard[whole, _HARD_COLUMN], 1)

    def _count_texts(self, fields: Fields) -> None:
        """Count categories, and members: by the categories where they are known."""
        content = fields.block.data
        counted: dict[int, dict[bytes, int]] = {}
        for place, known in list(self._counts.items()):
            found = int(self._seen.found[place])
            if found != GIVEN_UP:
                counts = self._counted(content, fields, place, found)
                for text, count in counts.items():
                    known[text] = known.get(text, 0) + count
                if self._columns[place].members.known is not None:
                    counted[place] = counts
            if found == GIVEN_UP or len(known) > MOST_CATEGORIES:
                del self._counts[place]
                self._columns[place].categories.update(None)
        for place in self._members:
            members = self._columns[place].members
            if (own := counted.get(place)) is not None:
                members.add({text.decode(): count for text, count in own.items()})
            else:
                members.update(fields.texts(place), None)

    def _counted(self, content: memoryview, fields: Fields, place: int, found: int) -> dict[bytes, int]:
        """Return how often each of the *found* texts of a column stands in this batch."""
        rows, field = self._seen.rows[place, :found], fields.order[place]
        begins, ends = fields.starts[field, rows].tolist(), fields.ends[field, rows].tolist()
        counts = self._seen.counts[place, :found].tolist()
        return {bytes(content[begin:end]): count for begin, end, count in zip(begins, ends, counts, strict=True)}

    def settle(self) -> None:
        """Give the columns what was counted of them; there is no other batch then."""
        self._sketch()
        seen = self._seen
        for place, column in enumerate(self._columns):
            column.types.counts += seen.types[place]
            column.types.whole += int(seen.whole[place])
            column.types.negative += int(self._negative[place])
            np.maximum(column.distinct.registers, seen.registers[place], out=column.distinct.registers)
            column.numbers.moments.packed = self._moments[place]
        while self._counts:  # one by one, for of a wide table they take as much room again
            place, counts = self._counts.popitem()
            self._columns[place].categories.update({text.decode(): count for text, count in counts.items()})
