"""Captured records of consecutive windows to batches of columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.job.times import MonitoringWindow, microseconds_of
from engine.readers.capture.columns import CaptureColumns
from engine.readers.capture.envelope import search, statuses
from engine.readers.capture.envelope.decode import NOTHING, ROW
from engine.readers.capture.envelope.time import NO_TIME
from engine.readers.capture.rows.one_record import HEADERS, NAMED, ODD, QUOTE_LINE, QUOTES
from engine.readers.capture.rows.rows import (
    FILLED,
    FULL,
    Asked,
    Room,
    Seen,
    read_rows,
    room_for_one,
    room_for_widths,
)
from engine.readers.csv.dialect import CsvDialect
from engine.readers.csv.tokeniser import LONG, SHORT
from engine.readers.json.flatten import AS_IT_IS
from engine.readers.json.names import LOST, name_table, room_for_late
from engine.readers.json.tape import DEEPEST, rows_for
from engine.readers.json.template import room_for_templates, room_for_text
from engine.readers.tables import Fold
from engine.readers.tally import MOST_NAMED, Found, OpenQuote, Ragged, Tally
from engine.readers.text.batch import TextBatch
from engine.readers.text.lines import line_ends, longest_line

_MOST_ROOM = 4
"""Bodies may have so many times their size as room; where they are small beside their records, they move out of it."""

_NO_WINDOW = np.array([NO_TIME, NO_TIME], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What rows are made of records: `sides` (output, input) are read, `selected` are the columns that are handed on.

    `dialect` is how a CSV payload is written. `spellings` say how columns spell a JSON boolean, by name, those that leave it
    as it is aside (see engine.readers.json.bodies). `headers` are, for each side, the names that payloads may begin with.
    """

    columns: CaptureColumns
    selected: tuple[str, ...]
    sides: tuple[bool, bool]
    dialect: CsvDialect
    headers: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    spellings: Mapping[str, int] = field(default_factory=dict)


class CaptureRows:
    """Rows of good records, handed to *fold* as batches of some MB, with the columns that *plan* selects."""

    __slots__ = ("_asked", "_batch", "_bodies", "_late", "_order", "_path", "_saved", "_tape", "_templates", "_widths")

    def __init__(self, plan: RowPlan, fold: Fold) -> None:
        columns = plan.columns
        self._batch = TextBatch(len(columns.names), plan.selected, plan.dialect.quoting, fold)
        places = {name: place for place, name in enumerate(columns.names)}
        self._order = tuple(places[name] for name in plan.selected)
        self._asked = Asked(
            sides=np.array(plan.sides, dtype=np.bool_),
            layout=np.array(columns.layout, dtype=np.int64),
            spans=_spans(columns),
            dialect=plan.dialect.characters(),
            headers=tuple(map(_texts, plan.headers)),
            names=name_table(columns.lookup),
            spellings=np.array([plan.spellings.get(name, AS_IT_IS) for name in columns.names], dtype=np.uint8),
        )
        self._late, self._widths = room_for_late(), room_for_widths()
        self._bodies, self._templates = np.zeros((2, 4), dtype=np.int64), room_for_templates(len(columns.names))
        self._saved = room_for_text(0)
        self._path = np.zeros((DEEPEST + 2, 4), np.int64)
        self._tape = np.zeros((0, 4), dtype=np.int32)

    def take(self, block: np.ndarray, records: np.ndarray, longest: int, path: str) -> Tally:
        """Take the rows of *records*, whose bodies of up to *longest* bytes lie in *block*; both are changed."""
        if len(self._tape) < 2 * rows_for(longest):
            self._tape = np.zeros((2 * rows_for(longest), 4), dtype=np.int32)
            self._saved = room_for_text(longest)
        counts, ragged = np.zeros(ODD, dtype=np.int64), np.empty((MOST_NAMED, 2), dtype=np.int64)
        progress, batch = np.zeros(3, dtype=np.int64), self._batch
        seen = Seen(counts, ragged, self._widths)

        def fill(begin: int) -> tuple[int, bool]:
            progress[FILLED] = begin
            widths = np.empty((2, batch.room), dtype=np.int64)
            room = Room(self._tape, self._bodies, self._path, widths, self._saved)
            full = read_rows(
                block, records, progress, self._asked, room, batch.places, self._late.arrays(), seen, self._templates,
                room_for_one(),
            ) == FULL  # fmt: skip
            return int(progress[FILLED]), full

        batch.take(block, self._order, fill)
        return _odd(path, counts, ragged)

    def flush(self) -> None:
        """Hand on what was taken."""
        self._batch.flush(self._order)

    def found(self) -> Found:
        """Return the columns that records had and the table has not."""
        widths = [_most_frequent(row) for row in self._widths]
        return Found(self._late.names(), (widths[0], widths[1]), int(self._late.counts[LOST]))


class CaptureRecords:
    """Lines with captured records, found in consecutive windows.

    *sides* (output, input) are asked for; *one_encoding*: both must be in the same. *window* chooses by their time.
    """

    __slots__ = ("_learnt", "_sides", "_tape", "_window")

    def __init__(
        self, sides: tuple[bool, bool], window: MonitoringWindow | None, *, one_encoding: bool = False
    ) -> None:
        self._sides = np.array((*sides, one_encoding), dtype=np.bool_)
        self._window = _bounds(window)
        self._learnt = search.nothing_learnt()
        self._tape = np.zeros((0, 4), dtype=np.int32)

    def find(self, block: np.ndarray, *, final: bool, at_edge: bool) -> tuple[np.ndarray, np.ndarray]:
        """Return the records of *block*, one row each and one a line at least, and the text that their bodies are in.

        *at_edge*: their times are looked at.
        """
        block = block.view()
        block.flags.writeable = False  # for other ones the kernel is compiled again
        ends = line_ends(block)
        longest = longest_line(ends)
        if len(self._tape) < rows_for(longest):
            self._tape = np.zeros((rows_for(longest), 4), dtype=np.int32)
        text, progress = np.empty(len(block), dtype=np.uint8), np.zeros(search.PROGRESS, dtype=np.int64)
        progress[search.BEFORE] = search.NOT_THERE
        records = np.empty((len(ends), statuses.WIDTH), dtype=np.int32)
        ascii_only = len(block) == 0 or bool(block.max() < 128)
        window = self._window if at_edge else _NO_WINDOW
        while not search.find_captures(
            block, ends, final, ascii_only, self._sides, window, self._tape, search.Out(text, progress, records),
            self._learnt,
        ):  # fmt: skip
            records = np.concatenate((records, np.empty_like(records)))
        used = text[: progress[search.USED]]
        if len(text) > _MOST_ROOM * len(used):  # a batch would hold the whole of it, and count what is used
            used = used.copy()
        return records[: progress[search.FILLED]], used


def rows_of_text(text: bytes) -> tuple[np.ndarray, np.ndarray, int]:
    """Return lines of one JSON object each, as a script returns rows: the block, its records, the longest line."""
    block = np.frombuffer(text, dtype=np.uint8).copy()
    ends = line_ends(block)
    records = np.zeros((len(ends), statuses.WIDTH), dtype=np.int32)
    records[1:, statuses.SIDE] = ends[:-1] + 1
    records[:, statuses.SIDE + 1] = ends
    records[:, statuses.SIDE + 2], records[:, statuses.SIDE + 5] = ROW, NOTHING
    return block, records, longest_line(ends)


def _odd(path: str, counts: np.ndarray, ragged: np.ndarray) -> Tally:
    named = ragged[: counts[NAMED]].tolist()
    return Tally(
        short=int(counts[SHORT]),
        long=int(counts[LONG]),
        ragged=tuple(Ragged(path, *record) for record in named),
        headers=int(counts[HEADERS]),
        open_quotes=int(counts[QUOTES]),
        opened=(OpenQuote(path, int(counts[QUOTE_LINE])),) if counts[QUOTES] else (),
    )


def _texts(names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return *names* one behind the other, and where each begins and the last ends."""
    encoded = [name.encode() for name in names]
    text = np.frombuffer(b"".join(encoded) or b"\0", dtype=np.uint8)
    return text, np.cumsum([0, *map(len, encoded)], dtype=np.int64)


def _spans(columns: CaptureColumns) -> np.ndarray:
    """Return of each side the first of its columns and the one behind the last: (2, 2)."""
    spans = np.zeros((2, 2), dtype=np.int64)
    for side, (first, width) in enumerate(columns.layout):
        named = [column for owner, _, column in columns.lookup if owner == side]
        mine = [*named, *([first, first + width - 1] if width else [])]
        if mine:
            spans[side] = min(mine), max(mine) + 1
    return spans


def _bounds(window: MonitoringWindow | None) -> np.ndarray:
    bounds = (window.start, window.end) if window else (None, None)
    micros = [NO_TIME if bound is None else microseconds_of(bound) for bound in bounds]
    return np.array(micros, dtype=np.int64)


def _most_frequent(widths: np.ndarray) -> int:
    """Return the width that most rows have, of equals the first; 0 where no row has a position."""
    seen = widths[widths >= 0].tolist()
    return max(seen, key=seen.count) if seen else 0
