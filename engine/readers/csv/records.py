"""Blocks of delimited text to the fields of records, with the columns that are asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.readers.csv.dialect import CsvDialect
from engine.readers.csv.tokeniser import COUNTS, LINES, LONG, OPEN, OPEN_LINE, SHORT, count_fields, find_records
from engine.readers.tables import Fold
from engine.readers.tally import MOST_NAMED, OpenQuote, Ragged, Tally
from engine.readers.text.batch import TextBatch, columns_of, places_for
from engine.readers.text.gather import Places
from engine.readers.text.utf8 import check_utf8
from engine.readers.text.window import LOOK_AHEAD, Window

_LINE = re.compile(rb"[^\r\n]*")
_ESCAPED_QUOTE = re.compile(rb'\\"[^\s,;|]')
"""A backslash and a quote before text; before a delimiter or a line's end the backslash may be data."""


class RecordBatches:
    """Records of consecutive windows, whole files or parts of one, handed to *fold* as batches of some MB.

    A batch has the columns *names*. Empty fields are missing. Rows with fewer than *width* fields get missing ones, of
    longer ones the rest is cut. What is taken is handed on when there is enough of it, and the rest at `flush`.
    """

    __slots__ = ("_batch", "_characters", "_order", "_unescaped")

    def __init__(self, width: int, names: Sequence[str], dialect: CsvDialect, fold: Fold) -> None:
        self._batch = TextBatch(width, names, dialect.quoting, fold)
        self._characters = dialect.characters()
        self._unescaped = dialect.quote == b'"' and not dialect.escape
        self._order: tuple[int, ...] = ()

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
            full = self._batch.rows == self._batch.room
            if full or self._batch.is_full:
                self.flush()
            if not full:
                break
        return tally

    def _find(self, window: Window, stop: int) -> Tally:
        counts, ragged = np.zeros(COUNTS, dtype=np.int64), np.empty((MOST_NAMED, 3), dtype=np.int64)
        block, batch = np.frombuffer(window.block, dtype=np.uint8), self._batch
        rows, following = find_records(
            block, window.at, stop, len(block), window.final, self._characters,
            batch.size, batch.rows, batch.places, counts, ragged,
        )  # fmt: skip
        check_utf8(block[window.at : following], window.base + window.at, window.path)
        batch.add(window.block, rows)
        window.at = following
        named = ragged[: counts[SHORT] + counts[LONG]].tolist()
        escaped = (self._unescaped and _has_escape(window.block, at) for _, _, at in named)
        return _tally(
            window.path,
            counts.tolist(),
            tuple(
                Ragged(window.path, line, fields, each) for (line, fields, _), each in zip(named, escaped, strict=True)
            ),
        )

    def flush(self) -> None:
        """Hand on what was taken."""
        self._batch.flush(self._order)


def _has_escape(block: bytes, at: int) -> bool:
    """Whether the record that begins at *at* seems to escape a quote in its first line."""
    line = _LINE.match(block, at)
    return line is not None and _ESCAPED_QUOTE.search(line[0]) is not None


def _tally(path: str, counts: list[int], ragged: tuple[Ragged, ...]) -> Tally:
    return Tally(
        counts[SHORT],
        counts[LONG],
        ragged,
        path=path,
        lines=counts[LINES],
        open_quotes=counts[OPEN],
        opened=(OpenQuote(path, counts[OPEN_LINE]),) if counts[OPEN] else (),
    )


@dataclass(frozen=True, slots=True)
class FirstRecord:
    """The fields of a text's first record, where in the block the second begins, and what was odd about it.

    That is how many lines were passed, and whether a quote of it never closes: its number of fields is nobody's judgement.
    """

    fields: tuple[str, ...]
    next: int
    tally: Tally


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
    places, counts, ragged = places_for(width, 1), np.zeros(COUNTS, dtype=np.int64), np.empty((0, 2), dtype=np.int64)
    _, following = find_records(
        block, 0, len(block), len(block), window.final, characters, 0, 0, places, counts, ragged
    )
    check_utf8(block[:following], window.base, window.path)
    (fields,) = columns_of(block, Places(*(each.T for each in places)), width, (0,), *dialect.quoting)
    tally = _tally(window.path, counts.tolist(), ())
    return FirstRecord(tuple(field or "" for field in fields.to_pylist()), following, tally)


def first_end(block: bytes, *, final: bool, dialect: CsvDialect) -> int | None:
    """Return where the second record of *block* begins; None where the first one is not whole."""
    counts, ragged = np.zeros(COUNTS, dtype=np.int64), np.empty((0, 2), dtype=np.int64)
    array = np.frombuffer(block, dtype=np.uint8)
    end = len(array)
    rows, following = find_records(
        array, 0, end, end, final, dialect.characters(), 0, 0, places_for(0, 1), counts, ragged
    )
    return following if rows else None


def field_counts(block: bytes, *, final: bool, dialect: CsvDialect, most: int) -> tuple[int, ...]:
    """Return the numbers of fields of the first *most* whole records of *block*."""
    widths = np.zeros(most, dtype=np.int64)
    array = np.frombuffer(block, dtype=np.uint8)
    return tuple(
        widths[: count_fields(array, len(array), final, dialect.characters(), places_for(0, 1), widths)].tolist()
    )
