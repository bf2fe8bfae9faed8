"""The rows of an output put beside those of its input: by their places in the two files, or by their inference ids."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.errors import DatasetError
from engine.readers.splits import Segment, Split
from engine.readers.stretch import Stretch
from engine.readers.tables import Fold
from engine.readers.tally import Tally
from engine.readers.transform.options import INPUT, OUTPUT

if TYPE_CHECKING:
    from engine.readers.transform.table import Side, TransformTable

_IN_MEMORY = 32 * 1024 * 1024
"""So many bytes of an output wait in memory while its input is read; more of them in a file without a name."""

_MOST_PARTS = 128
"""So many parts an output has at most where it is joined by ids: each has two files."""


def renamed(called: Mapping[str, str], selected: Sequence[str], fold: Fold) -> Fold:
    """Return a fold that hands on those columns of *called*, by their own names, that are *selected* under the new ones."""
    pairs = [(own, name) for own, name in called.items() if name in frozenset(selected)]

    def fold_renamed(batch: pa.RecordBatch) -> None:
        fold(pa.RecordBatch.from_arrays([batch[own] for own, _ in pairs], [name for _, name in pairs]))

    return fold_renamed


def trimmed(ids: pa.Array) -> pa.Array:
    """Return inference *ids* without blanks around them, for a transform may put one behind the comma."""
    return pc.utf8_trim_whitespace(ids.cast(pa.string()))


def joined_pairs(table: "TransformTable", split: Split, fold: Fold) -> Stretch:
    """Fold the rows of the pairs of files in *split*: each an input and its output, its rows in the order of the input.

    Raises DatasetError where rows go by their places and there are not as many on both sides, or some cannot be read.
    """
    tally = Tally()
    for given, written in zip(split[::2], split[1::2], strict=True):
        tally += _joined_pair(table, given, written, fold)
    return Stretch(0, split[-1].end, tally)


def _joined_pair(table: "TransformTable", given: Segment, written: Segment, fold: Fold) -> Tally:
    hand, sides = _Hand(table, fold), {side.name: side for side in table.sides}
    read = {name: partial(_read, table, sides[name]) for name in (INPUT, OUTPUT)}
    with ExitStack() as opened:
        waiting = opened.enter_context(_Waiting(_IN_MEMORY))
        output = read[OUTPUT](written, waiting.add)
        if not table.by_id:
            by_place = _ByPlace(waiting, hand)
            both = read[INPUT](given, by_place.take) + output
            _refuse_unequal(both, (given.path, by_place.rows), (written.path, waiting.rows))
            return both
        by_id = _ById(waiting, hand, (sides[INPUT].tags[0], sides[OUTPUT].tags[0]), opened)
        both = read[INPUT](given, by_id.take) + output
        by_id.finish()
    alone = dict(zip((given.path, written.path), by_id.alone, strict=True))
    return both + Tally(path=written.path, unpaired=+Counter(alone))


def _read(table: "TransformTable", side: "Side", segment: Segment, take: Fold) -> Tally:
    return table.tally_of(side, side.table.read((segment,), take).tally)


def _refuse_unequal(both: Tally, given: tuple[str, int], written: tuple[str, int]) -> None:
    """Raise DatasetError where the rows of two files, each with its path and number, cannot go by their places."""
    if both.found.wider:  # all is read again when the table has it
        return
    if bad := sum(both.kinds.values()):
        raise DatasetError(
            f"{given[0]} and {written[0]}: {bad} of their records cannot be read, so which output belongs to which input "
            f"cannot be told by their places; see whether the files were copied whole",
            code="transform-records-bad",
        )
    if given[1] != written[1]:
        raise DatasetError(
            f"{given[0]} has {given[1]} records, and its output {written[0]} has {written[1]}: records without inference "
            f"ids are joined by their places, and so both must have as many; see whether the input has a header, as "
            f"header (--no-header) says, and whether the transform was complete",
            code="transform-counts-differ",
        )


class _Hand:
    """Puts the columns of both sides into one batch, in their order, and hands it on."""

    __slots__ = ("_fold", "_names", "_picks")

    def __init__(self, table: "TransformTable", fold: Fold) -> None:
        picks = [
            (side.name == OUTPUT, own, name)
            for side, called in zip(table.sides, table.called, strict=True)
            for own, name in called.items()
            if name in frozenset(table.selected)
        ]
        self._fold, self._picks, self._names = fold, picks, [name for _, _, name in picks]

    def __call__(self, given: pa.RecordBatch, written: pa.RecordBatch) -> None:
        columns = [(written if of_output else given)[own] for of_output, own, _ in self._picks]
        self._fold(pa.RecordBatch.from_arrays(columns, self._names))


class _Waiting:
    """Rows that are kept until the other side is read: so many bytes *in_memory*, and more of them in a file."""

    __slots__ = ("_file", "_sizes", "rows")

    def __init__(self, in_memory: int) -> None:
        self._file = SpooledTemporaryFile(in_memory)  # noqa: SIM115 - it is closed with this object
        self._sizes: list[int] = []
        self.rows = 0

    def __enter__(self) -> "_Waiting":
        return self

    def __exit__(self, *_raised: object) -> None:
        self._file.close()

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return sum(self._sizes)

    def add(self, batch: pa.RecordBatch) -> None:
        """Keep *batch*, as Arrow writes it: of a slice, what is in it."""
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        content = sink.getvalue()
        self._file.write(content)
        self._sizes.append(content.size)
        self.rows += batch.num_rows

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield what was kept, in order."""
        self._file.seek(0)
        for size in self._sizes:
            yield pa.ipc.open_stream(self._file.read(size)).read_next_batch()


class _ByPlace:
    """Joins the first row with the first one, and so on; `rows` is how many the input has had."""

    __slots__ = ("_hand", "_left", "_waiting", "rows")

    def __init__(self, waiting: _Waiting, hand: _Hand) -> None:
        self._waiting, self._hand = waiting.batches(), hand
        self._left: pa.RecordBatch | None = next(self._waiting, None)
        self.rows = 0

    def take(self, batch: pa.RecordBatch) -> None:
        self.rows += batch.num_rows
        while batch.num_rows and self._left is not None:
            count = min(batch.num_rows, self._left.num_rows)
            if count:
                self._hand(batch.slice(0, count), self._left.slice(0, count))
            batch, self._left = batch.slice(count), self._left.slice(count)
            if not self._left.num_rows:
                self._left = next(self._waiting, None)


class _ById:
    """Joins rows with the same inference id, whose columns have the names *given* and *written* on the two sides.

    An output that is too large for memory is parted by its ids, and its input likewise: rows come part by part then. How
    many parts there are follows from the output's size alone.
    """

    __slots__ = ("_given", "_hand", "_inputs", "_outputs", "_written", "alone")

    def __init__(self, waiting: _Waiting, hand: _Hand, tags: tuple[str, str], opened: ExitStack) -> None:
        self._given, self._written = tags
        self._hand, self.alone = hand, (0, 0)
        count = min(_MOST_PARTS, 1 + waiting.size // _IN_MEMORY)
        self._inputs, self._outputs = (
            [opened.enter_context(_Waiting(_IN_MEMORY // count)) for _ in range(count)] for _ in (INPUT, OUTPUT)
        )
        for batch in waiting.batches():
            _part(batch, self._written, self._outputs)

    def take(self, batch: pa.RecordBatch) -> None:
        _part(batch, self._given, self._inputs)

    def finish(self) -> None:
        """Hand on the rows that have a partner; `alone` is how many have none: of the input, and of the output."""
        for given, written in zip(self._inputs, self._outputs, strict=True):
            alone = self._join(given, written)
            self.alone = (self.alone[0] + alone[0], self.alone[1] + alone[1])

    def _join(self, given: _Waiting, written: _Waiting) -> tuple[int, int]:
        batches = list(written.batches())
        if not batches:
            return given.rows, 0
        ids = pa.concat_arrays([trimmed(batch[self._written]) for batch in batches])
        table, used, joined = pa.Table.from_batches(batches), np.zeros(len(ids), dtype=np.bool_), 0
        for batch in given.batches():
            places = pc.index_in(trimmed(batch[self._given]), value_set=ids, skip_nulls=True)
            found = places.drop_null()
            if len(found):
                (rows,) = table.take(found).combine_chunks().to_batches()
                self._hand(batch.filter(places.is_valid()), rows)
            used[found.to_numpy()] = True
            joined += len(found)
        return given.rows - joined, int((~used).sum())


def _part(batch: pa.RecordBatch, column: str, parts: Sequence[_Waiting]) -> None:
    """Add the rows of *batch* to that of *parts* which the id in *column* belongs to."""
    if len(parts) == 1:
        parts[0].add(batch)
        return
    ids = trimmed(batch[column]).to_pylist()
    places = np.fromiter((crc32((each or "").encode()) % len(parts) for each in ids), np.int64, len(ids))
    for place in np.unique(places).tolist():
        parts[place].add(batch.take(pa.array(np.flatnonzero(places == place))))
