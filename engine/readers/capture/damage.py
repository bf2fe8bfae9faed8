"""What is said of captured records that could not be read, and when there are too many of them."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from engine.errors import DatasetError
from engine.readers.capture import envelope
from engine.readers.tally import MOST_NAMED, Bad, Tally
from engine.wording import foreign

KINDS = {
    envelope.NOT_JSON: "not a whole line of JSON",
    envelope.NO_CAPTURE: "without captureData",
    envelope.NO_SIDE: "without data on a side that captureIndexNames asks for",
    envelope.ENCODING: "with another encoding than CSV, JSON or BASE64",
    envelope.BASE64: "with data that are not base64",
    envelope.TYPE: "with a content type that is no table",
    envelope.BODY: "with a body that is not JSON",
    envelope.ROWS: "with different numbers of rows on both sides",
    envelope.MIXED: "with input and output in different encodings",
}
"""What a record is that cannot be read, by its status."""

_ADVICE = {
    envelope.NOT_JSON: "see whether the files were copied whole and hold captured records, one a line",
    envelope.NO_CAPTURE: "see whether the data are what an endpoint captured, or name their format",
    envelope.NO_SIDE: "let captureIndexNames (--capture-index-names) name the sides that were captured",
    envelope.ENCODING: "let a preprocessing script decode them",
    envelope.BASE64: "see whether the files were copied whole",
    envelope.TYPE: "images, arrays and recordio are read only by a preprocessing script that returns rows; text/csv and "
    "application/json are read as they are",
    envelope.BODY: "see what the clients of the endpoint send, or let a preprocessing script read it",
    envelope.MIXED: "the official container fails on them, as does semantics=observed; semantics=corrected reads each side "
    "by its own encoding",
    envelope.ROWS: "monitor one side (captureIndexNames), or let a preprocessing script pair the rows",
}
_ENOUGH = 100


def tally_of(records: np.ndarray, path: str) -> Tally:
    """Return what the statuses of *records* say: how many there are, and which are bad for which reason."""
    status = records[:, envelope.STATUS]
    counts = np.bincount(status, minlength=envelope.UNFINISHED + 1).tolist()
    if counts[envelope.GOOD] == len(records):
        return Tally(path=path, lines=_lines(records), records=len(records))
    kinds = Counter({name: counts[kind] for kind, name in KINDS.items() if counts[kind]})
    bad = np.sort(np.concatenate([np.flatnonzero(status == kind)[:MOST_NAMED] for kind in KINDS]))
    named = tuple(Bad(path, int(records[row, envelope.LINE]) + 1, KINDS[int(status[row])]) for row in bad)
    empty = counts[envelope.EMPTY]
    seen = counts[envelope.GOOD] + sum(kinds.values()) + empty
    return Tally(
        path=path,
        lines=_lines(records),
        records=seen,
        kinds=kinds,
        bad=named,
        empty=empty,
        unfinished=counts[envelope.UNFINISHED],
    )


def _lines(records: np.ndarray) -> int:
    """Return in how many lines the *records* are, each of which has one at least."""
    return int(records[-1, envelope.LINE]) + 1 if len(records) else 0


def refuse_damage(tally: Tally, *, source: str, share: float, rows: int) -> None:
    """Raise DatasetError where too many records are bad.

    That is a larger *share* of 100 records or more, all where no row was read, and one where the sides' encodings
    differ and must not. Of 100 files or more, a larger *share* that end within a record are too many, too: not all of them
    can be written just now.
    """
    if tally.files >= _ENOUGH and tally.unfinished > share * tally.files:
        raise DatasetError(
            f"{source}: {tally.unfinished} of {tally.files} files end within a record, which is more than endpoints write at "
            f"a time; see whether the files were copied whole. At most {share:.4g} of the files may end so; set "
            f"bad_records_share to allow more",
            code="unfinished-files",
        )
    bad = sum(tally.kinds.values())
    too_many = tally.records >= _ENOUGH and bad > share * tally.records
    too_many |= tally.kinds[KINDS[envelope.MIXED]] > 0
    if not bad or not (too_many or not rows):
        return
    kind, count = _prevailing(tally.kinds)
    first = next(each for each in tally.bad if each.kind == KINDS[kind])
    limit = "" if kind == envelope.MIXED or not rows else _limit(share)
    raise DatasetError(
        f"{source}: {bad} of {tally.records} records cannot be read, {_most(count, bad)} {KINDS[kind]} (first: {first}); "
        f"{_ADVICE[kind]}{limit}",
        code="too-many-bad-records",
    )


def _limit(share: float) -> str:
    return f". At most {share:.4g} of the records may be bad; set bad_records_share to allow more"


def _most(count: int, bad: int) -> str:
    return "all of them" if count == bad else f"{count} of them"


def _prevailing(kinds: Counter[str]) -> tuple[int, int]:
    """Return the most frequent kind and how often it is; of equals, the first in the order of a record's reading."""
    forbidden = envelope.MIXED if kinds[KINDS[envelope.MIXED]] else None
    status = max(KINDS, key=lambda status: (status == forbidden, kinds[KINDS[status]], -status))
    return status, kinds[KINDS[status]]


def remarks(tally: Tally) -> Iterator[str]:
    """Yield a sentence for the log on each thing that was odd about captured records."""
    if bad := sum(tally.kinds.values()):
        kinds = ", ".join(f"{tally.kinds[kind]} {kind}" for kind in KINDS.values() if tally.kinds[kind])
        places = "; ".join(f"{each} ({each.kind})" for each in tally.bad[:MOST_NAMED])
        yield f"{bad} of {tally.records} records cannot be read and are left out: {kinds}. First: {places}"
    if tally.headers:
        yield f"{tally.headers} CSV payloads begin with the names of the columns; that line is left out of each"
    if tally.empty:
        yield f"{tally.empty} records hold no row: an empty list, or no text"
    if tally.unfinished:
        yield f"{tally.unfinished} files end within a record, as while an endpoint writes; it is not counted"


def ragged_captures(tally: Tally) -> tuple[str, ...]:
    """Return a sentence for the log on rows with another number of values than most rows of their side, if any."""
    if not tally.short + tally.long:
        return ()
    first = "; ".join(f"{foreign(each.path)}, line {each.line}" for each in tally.ragged)
    short = (
        f"{tally.short} rows have fewer values than their side of the capture has columns (the others count as missing)"
    )
    return (f"{short}, {tally.long} have more (the rest is cut); first: {first}",)
