"""Events, taken as they are: each becomes one row with its id, its time, its place in the data, and texts of its line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from engine.job.times import MonitoringWindow, microseconds_of
from engine.readers.capture.envelope.time import NO_TIME
from engine.readers.events import identify
from engine.readers.events.flaws import tally_of
from engine.readers.json.tape import rows_for
from engine.readers.tally import Tally
from engine.readers.text.lines import line_ends, longest_line

SCHEMA = pa.schema(
    {
        "id": pa.binary(),
        "time": pa.int64(),
        "file": pa.int32(),
        "at": pa.int64(),
        "encoding": pa.int8(),
        "version": pa.binary(),
        "body": pa.binary(),
        "metadata": pa.binary(),
    }
)
"""What a row holds: the id; microseconds since 1970, NO_TIME where a label says none; which file it is in, and the offset
there; the encoding of the endpoint's answer, or of the label; and the texts of eventVersion ("" where there is none), of
captureData or groundTruthData, and of eventMetadata."""

Fold = Callable[[pa.RecordBatch], object]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file stands: its number among all, in name order, and its folder's hour in microseconds since 1970.

    `hour` is NO_TIME for a file in no hour's folder.
    """

    number: int
    hour: int


class EventTaker:
    """Takes events of one *kind* and hands batches of SCHEMA to *fold*; *places* are those of the files, by path.

    Captured records are taken where they lie in *window*, None for all; one without a time belongs to its folder's hour.
    `outside` counts those that do not lie there.
    """

    __slots__ = ("_bounds", "_fold", "_kind", "_places", "_tape", "outside")

    def __init__(self, kind: int, places: Mapping[str, Place], window: MonitoringWindow | None, fold: Fold) -> None:
        self._kind, self._places, self._fold = kind, places, fold
        bounds = (window.start, window.end) if window else (None, None)
        self._bounds = tuple(None if bound is None else microseconds_of(bound) for bound in bounds)
        self._tape = np.zeros((0, 4), dtype=np.int32)
        self.outside = 0

    def take(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> Tally:
        """Take the events of *block*, which stands at the offset *begin* of a file; *final*: nothing follows there."""
        changed = block.copy()
        records, times = self._find(changed, block, final=final)
        if self._kind == identify.CAPTURE:
            self._place_in_time(records, times, self._places[path].hour)
        good = records[:, identify.STATUS] == identify.GOOD
        if good.any():
            self._fold(self._rows(changed, block, records[good], times[good], self._places[path].number, begin))
        return tally_of(records, path, self._kind)

    def finish(self) -> Tally:
        """Hand on nothing more: each block's events are handed on at once."""
        return Tally()

    def _find(self, changed: np.ndarray, raw: np.ndarray, *, final: bool) -> tuple[np.ndarray, np.ndarray]:
        ends = line_ends(raw)
        needed = rows_for(longest_line(ends))
        if len(self._tape) < needed:
            self._tape = np.zeros((needed, 4), dtype=np.int32)
        records = np.empty((len(ends), identify.WIDTH), dtype=np.int32)
        times, progress = np.empty(len(ends), dtype=np.int64), np.zeros(3, dtype=np.int64)
        ascii_only = len(raw) == 0 or bool(raw.max() < 128)
        while not identify.find_events(
            changed, raw, ends, final, ascii_only, self._kind, self._tape, progress, records, times
        ):
            records = np.concatenate((records, np.empty_like(records)))
            times = np.concatenate((times, np.empty_like(times)))
        found = progress[identify.FILLED]
        return records[:found], times[:found]

    def _place_in_time(self, records: np.ndarray, times: np.ndarray, hour: int) -> None:
        """Give captured records without a time that of their folder, and mark those that have none or lie outside."""
        status, (start, end) = records[:, identify.STATUS], self._bounds
        good, timed = status == identify.GOOD, times != NO_TIME
        if hour == NO_TIME:
            status[good & ~timed] = identify.TIMELESS
        times[good & ~timed] = hour if start is None else max(hour, start)
        outside = good & timed
        outside &= (times < start if start is not None else False) | (times >= end if end is not None else False)
        status[outside] = identify.OUTSIDE
        self.outside += int(outside.sum())

    def _rows(
        self, changed: np.ndarray, raw: np.ndarray, found: np.ndarray, times: np.ndarray, number: int, begin: int
    ) -> pa.RecordBatch:
        """Return the rows of the events *found*; ids are what their texts mean, all else is text as it stands."""
        places = found.T.astype(np.int64)
        columns = [
            _texts(changed, places[identify.ID_BEGIN], places[identify.ID_END]),
            pa.array(times),
            pa.array(np.full(len(found), number, dtype=np.int32)),
            pa.array(places[identify.LINE_BEGIN] + begin),
            pa.array(places[identify.ENCODING].astype(np.int8)),
            _texts(raw, places[identify.VERSION_BEGIN], places[identify.VERSION_END]),
            _texts(raw, places[identify.BODY_BEGIN], places[identify.BODY_END]),
            _texts(raw, places[identify.METADATA_BEGIN], places[identify.METADATA_END]),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def _texts(block: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> pa.Array:
    """Return block[begin:end] for each of *begins* and *ends*."""
    offsets = np.concatenate(([0], np.cumsum(ends - begins)))
    data = np.empty(int(offsets[-1]), dtype=np.uint8)
    identify.copy_texts(block, np.ascontiguousarray(begins), np.ascontiguousarray(ends), offsets, data)
    buffers = [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.binary(), len(begins), buffers)
