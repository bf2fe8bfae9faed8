"""What stands between the fields of a delimited text, found where nobody has told it."""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace

from engine.readers.csv.dialect import CsvDialect, dialect_of
from engine.readers.csv.options import CsvFormat
from engine.readers.csv.records import field_counts, first_end
from engine.readers.splits import Segment
from engine.readers.store import File, Store
from engine.readers.text.window import LOOK_AHEAD, Window, open_text
from engine.wording import foreign

_log = logging.getLogger(__name__)

CANDIDATES = ",;\t|"
"""What is looked for; of characters that part the records equally well the first one is taken."""

_LOOK_BYTES = 4 * LOOK_AHEAD
_RECORDS = 100
_MOST_OF_THEM = 0.5
_DECIMAL_COMMA = re.compile(rb"(?<=[0-9]),(?=[0-9])")


def with_delimiter(store: Store, file: File, encoding: str, written: CsvFormat) -> CsvFormat:
    """Return *written* with the delimiter that it tells, else with the one that is found in the text of *file*.

    The log says which was found where that is not the comma.
    """
    if written.field_delimiter is not None:
        return written
    with open_text(store, file.path, encoding, file.size) as text:
        window = Window(text, Segment(file.path, 0, file.size, file.size))
        while not window.final and len(window.block) < _LOOK_BYTES:
            window.read(LOOK_AHEAD)
    found = find_delimiter(window.block, final=window.final, written=written)
    if found != CANDIDATES[0]:
        _log.info("%s: fields are parted by %r; --field-delimiter sets another", foreign(file.path), found)
    return replace(written, field_delimiter=found)


def find_delimiter(block: bytes, *, final: bool, written: CsvFormat) -> str:
    """Return which of the candidates stands between the fields of the text that begins with *block*.

    That is the one under which most of the first records, and more than half of them, have as many fields as the first,
    two at least; a comma where there is none. Of equals the first one is taken, but never a comma that stands between
    digits only: it is a decimal one. *final*: nothing follows behind the block.
    """
    taken = f"{written.quote_character}{written.quote_escape_character or ''}{written.record_delimiter or ''}"
    dialects = {each: dialect_of(replace(written, field_delimiter=each)) for each in CANDIDATES if each not in taken}
    shares = {each: _share(block, final, dialect) for each, dialect in dialects.items()}
    best = max(shares.values())
    if best <= _MOST_OF_THEM:
        return CANDIDATES[0]
    return _preferred({each: dialects[each] for each, share in shares.items() if share == best}, block, final, written)


def _share(block: bytes, final: bool, dialect: CsvDialect) -> float:
    """Return the share of the first records that have as many fields as the first one; 0 where that has one only."""
    widths = field_counts(block, final=final, dialect=dialect, most=_RECORDS)
    return sum(width == widths[0] for width in widths) / len(widths) if widths and widths[0] > 1 else 0.0


def _preferred(equals: Mapping[str, CsvDialect], block: bytes, final: bool, written: CsvFormat) -> str:
    first, *others = equals
    if first != CANDIDATES[0] or not others:
        return first
    header = first_end(block, final=final, dialect=equals[others[0]]) if written.header else None
    return others[0] if _all_decimal(block[header or 0 :]) else first


def _all_decimal(rows: bytes) -> bool:
    """Whether there are commas in *rows*, and each of them stands between two digits."""
    return 0 < rows.count(b",") == len(_DECIMAL_COMMA.findall(rows))
