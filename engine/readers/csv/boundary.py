"""Where the first record of a split begins: a guess, which the reader of the whole checks.

A split may begin inside a quoted field, where a line end is data. Three readings are tried: outside of quotes, inside
of a plain field, inside of quotes. The first one under which the records that follow have the expected number of fields
is taken. A wrong guess costs a second reading, never a wrong result: neighbours must meet.
"""

from collections.abc import Iterable

from engine.readers.csv.dialect import CsvDialect
from engine.readers.csv.records import field_counts, first_end
from engine.readers.store import Stream

_WINDOW_BYTES = 64 * 1024
_RECORDS = 16


def first_boundary(text: Stream, begin: int, end: int, width: int, dialect: CsvDialect) -> int | None:
    """Return the offset of the first record end at or behind *begin*; None where the bytes up to *end* show none."""
    behind = max(0, begin - max(1, len(dialect.record_delimiter)))
    size = _WINDOW_BYTES
    while True:
        text.seek(behind)
        window = text.read(size)
        final = len(window) < size
        candidates = tuple(_candidates(window, final, dialect))
        likeness = [_likeness(window[candidate:], final, width, dialect) for candidate in candidates]
        known = [share for share in likeness if share is not None]
        if known:
            return behind + candidates[likeness.index(max(known))]
        if final or size > end - begin:
            return behind + candidates[0] if candidates else None
        size *= 2


def _candidates(window: bytes, final: bool, dialect: CsvDialect) -> Iterable[int]:
    line_end = _line_end(window, dialect)
    if line_end:
        yield line_end
    prefixes = (b"", b"x", dialect.quote) if dialect.quote else (b"",)
    for prefix in prefixes:
        if line_end and prefix != dialect.quote:
            continue
        end = first_end(prefix + window, final=final, dialect=dialect)
        if end is not None:
            yield end - len(prefix)


def _line_end(window: bytes, dialect: CsvDialect) -> int:
    """Return the length of the record end that the window begins with, 0 for none."""
    ends = (dialect.record_delimiter,) if dialect.record_delimiter else (b"\r\n", b"\n", b"\r")
    return next((len(end) for end in ends if window.startswith(end)), 0)


def _likeness(window: bytes, final: bool, width: int, dialect: CsvDialect) -> float | None:
    """Return the share of the next records that have *width* fields; None where none of them is whole."""
    if dialect.quote and dialect.quote not in window:
        return 1.0
    widths = field_counts(window, final=final, dialect=dialect, most=_RECORDS)
    return sum(found == width for found in widths) / len(widths) if widths else None
