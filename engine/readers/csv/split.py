"""The records of one split of a CSV dataset, folded batch by batch."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.errors import DatasetError
from engine.readers.csv.boundary import first_boundary
from engine.readers.csv.header import Headers
from engine.readers.csv.records import RecordBatches
from engine.readers.splits import Segment, Split
from engine.readers.store import Stream
from engine.readers.stretch import Stretch, joined
from engine.readers.tables import Fold
from engine.readers.tally import Tally
from engine.readers.text.batch import BATCH_BYTES
from engine.readers.text.window import Window, open_segment

if TYPE_CHECKING:
    from engine.readers.csv.table import CsvTable

_NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the segments of a split share."""

    table: "CsvTable"
    headers: Headers
    batches: RecordBatches


def read_split(table: "CsvTable", split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:
    """Fold the records of *split*, in order; *begin* is the offset of its first record in its file, where known."""
    batches = RecordBatches(len(table.names), table.selected, table.dialect, fold)
    reader = _Reader(table, Headers(table), batches)
    stretches, misnamed = [], list[str]()
    for place, segment in enumerate(split):
        with open_segment(table.store, segment, table.encoding, misnamed) as text:
            stretches.append(_read_segment(reader, segment, text, begin if place == 0 else None))
    batches.flush()
    return joined(stretches).with_misnamed(misnamed)


def _read_segment(reader: _Reader, segment: Segment, text: Stream, begin: int | None) -> Stretch:
    if begin is None and segment.begin:
        return _read_guessed(reader, segment, text)
    if begin is not None and begin >= segment.end:
        return Stretch(begin, begin)
    return _read_from(reader, segment, text, begin or 0)


def _read_guessed(reader: _Reader, segment: Segment, text: Stream) -> Stretch:
    """Read from where a record seems to begin.

    A fault that is met on the way may be the guess's: without a begin the stretch is read again, from where the one
    before has ended, and a true fault is met again.
    """
    table = reader.table
    begin = first_boundary(text, segment.begin, segment.end, len(table.names), table.dialect)
    if begin is None or begin >= segment.end:
        return Stretch(begin, segment.end if begin is None else begin)
    try:
        return _read_from(reader, segment, text, begin)
    except DatasetError:
        return Stretch(None, segment.end)


def _read_from(reader: _Reader, segment: Segment, text: Stream, begin: int) -> Stretch:
    """Take all records that begin at or behind *begin* and before the segment's end."""
    window, order, tally = Window(text, segment, begin), reader.headers.order, _NOTHING
    if reader.table.header and not segment.begin:
        order, tally = reader.headers.pass_over(window)
    while True:
        stop = segment.end - window.base if segment.continues else len(window.block)
        tally += reader.batches.take(window, stop, order)
        if window.final or (segment.continues and window.base + window.at >= segment.end):
            return Stretch(begin, window.base + window.at, tally)
        window.read(BATCH_BYTES)
