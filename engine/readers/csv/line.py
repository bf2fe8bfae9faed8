"""The line of a row, for a sentence about what stands there."""

import csv
import io
from collections.abc import Iterator

from engine.readers.csv.dialect import CsvDialect
from engine.readers.splits import Segment
from engine.readers.store import Store, Stream
from engine.readers.text.window import open_text

_CHUNK = 1 << 20


def line_of_row(store: Store, file: Segment, encoding: str, dialect: CsvDialect, row: int) -> int | None:
    """Return the line, from 1, that the *row* of a *file* begins in, counted from 0 and with the header; empty lines are none.

    None where records do not end with lines, or a field is longer than Python's reader takes.
    """
    if dialect.record_delimiter not in (b"", b"\n"):
        return None
    with open_text(store, file.path, encoding, file.size) as text:
        reader = csv.reader(
            _lines(text),
            delimiter=dialect.field_delimiter.decode(),
            quotechar=dialect.quote.decode() or None,
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        )
        begin, passed = 1, 0
        try:
            for fields in reader:
                if fields and passed == row:
                    return begin
                passed += bool(fields)
                begin = reader.line_num + 1
        except csv.Error:
            return None
    return None


def _lines(text: Stream) -> Iterator[str]:
    """Yield the lines of *text*, each with its end, as Python's reader of CSV wants them."""
    rest = b""
    while chunk := text.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line.decode("utf-8", "replace") + "\n" for line in whole)
    yield from io.StringIO(rest.decode("utf-8", "replace"))
