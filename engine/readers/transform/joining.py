"""The rows of an output put beside those of its input: by their places in the two files, or by their inference ids."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

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
    from engine.readers.transform.table import TransformTable

_IN_MEMORY = 32 * 1024 * 1024
"""So many bytes of an output wait in memory while its input is read; more of them in a file without a name."""


def renamed(called: Mapping[str, str], selected: Sequence[str], fold: Fold) -> Fold:
    """Return a fold that hands on those columns of *called*, by their own names, that are *selected* under the new ones."""
    pairs = [(own, name) for own, name in called.items() if name in frozenset(selected)]

    def fold_renamed(batch: pa.RecordBatch) -> None:
        fold(pa.RecordBatch.from_arrays([batch[own] for own, _ in pairs], [name for _, name in pairs]))

    return fold_renamed


def trimmed(ids: pa.Array) -> pa.Array:
    """Return inference *ids* without blanks around them, for a transform may put one behind the comma."""
    return pc.utf8_trim_whitespace(ids)


def joined_pairs(table: "TransformTable", split: Split, fold: Fold) -> Stretch:
    """Fold the rows of the pairs of files in *split*: each an input and its output, its rows in the order of the input.

    Raises DatasetError where rows go by their places and there are not as many on both sides, or some cannot be read.
    """
    tally = Tally()
    for given, written in zip(split[::2], split[1::2], strict=True):
        tally += _joined_pair(table, given, written, fold)
    return Stretch(0, split[-1].end, tally)


def _joined_pair(table: "TransformTable", given: Segment, written: Segment, fold: Fold) -> Tally:
    sides = {side.name: side for side in table.sides}
    hand = _Hand(table, fold)
    with _Waiting() as waiting:
        output = table.tally_of(sides[OUTPUT], sides[OUTPUT].table.read((written,), waiting.add).tally)
        tags = [sides[name].tags for name in (INPUT, OUTPUT)]
        join = _ById(waiting, hand, *(each[0] for each in tags)) if table.by_id else _ByPlace(waiting, hand)
        read = table.tally_of(sides[INPUT], sides[INPUT].table.read((given,), join.take).tally)
    both = read + output
    if isinstance(join, _ById):
        return both + Tally(path=written.path, unpaired=join.alone(given.path, written.path))
    if bad := sum(both.kinds.values()):
        raise DatasetError(
            f"{given.path} and {written.path}: {bad} of their records cannot be read, so which output belongs to which input "
            f"cannot be told by their places; see whether the files were copied whole",
            code="transform-records-bad",
        )
    if join.rows != waiting.rows:
        raise DatasetError(
            f"{given.path} has {join.rows} records, and its output {written.path} has {waiting.rows}: records without inference "
            f"ids are joined by their places, and so both must have as many; see whether the input has a header, as "
            f"header (--no-header) says, and whether the transform was complete",
            code="transform-counts-differ",
        )
    return both


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
    """The rows of an output, kept until its input is read."""

    __slots__ = ("_file", "_sizes", "rows")

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it is closed with this object
        self._sizes: list[int] = []
        self.rows = 0

    def __enter__(self) -> "_Waiting":
        return self

    def __exit__(self, *_raised: object) -> None:
        self._file.close()

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
    """Joins rows with the same inference id, whose columns have the names *given* and *written* on the two sides."""

    __slots__ = ("_alone", "_given", "_hand", "_ids", "_rows", "_used")

    def __init__(self, waiting: _Waiting, hand: _Hand, given: str, written: str) -> None:
        batches = list(waiting.batches())
        self._rows = pa.Table.from_batches(batches) if batches else None
        ids = [trimmed(batch[written]) for batch in batches]
        self._ids = pa.concat_arrays(ids) if ids else pa.array([], pa.string())
        self._given, self._hand, self._alone = given, hand, 0
        self._used = np.zeros(len(self._ids), dtype=np.bool_)

    def take(self, batch: pa.RecordBatch) -> None:
        places = pc.index_in(trimmed(batch[self._given]), value_set=self._ids, skip_nulls=True)
        found = places.drop_null()
        self._alone += batch.num_rows - len(found)
        if self._rows is None or not len(found):
            return
        self._used[found.to_numpy()] = True
        (rows,) = self._rows.take(found).combine_chunks().to_batches()
        self._hand(batch.filter(places.is_valid()), rows)

    def alone(self, given: str, written: str) -> Counter[str]:
        """Return how many rows of the files *given* and *written* have no partner."""
        return Counter({given: self._alone, written: int((~self._used).sum())})
