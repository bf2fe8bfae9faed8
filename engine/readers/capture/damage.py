"""What is said of captured records that could not be read, and when there are too many of them."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from engine.readers.capture.envelope import statuses
from engine.readers.tally import MOST_NAMED, Bad, Tally
from engine.readers.text.refusal import Damage, bad_remarks, refuse_bad, refuse_unfinished, unfinished_remarks
from engine.wording import foreign

DAMAGES = {
    statuses.NOT_JSON: Damage(
        "not a whole line of JSON", "see whether the files were copied whole and hold captured records, one a line"
    ),
    statuses.NO_CAPTURE: Damage(
        "without captureData", "see whether the data are what an endpoint captured, or name their format"
    ),
    statuses.NO_SIDE: Damage(
        "without data on a side that captureIndexNames asks for",
        "let captureIndexNames (--capture-index-names) name the sides that were captured",
    ),
    statuses.ENCODING: Damage(
        "with another encoding than CSV, JSON or BASE64", "let a preprocessing script decode them"
    ),
    statuses.BASE64: Damage("with data that are not base64", "see whether the files were copied whole"),
    statuses.TYPE: Damage(
        "with a content type that is no table",
        "images, arrays and recordio are read only by a preprocessing script that returns rows; text/csv and "
        "application/json are read as they are",
    ),
    statuses.BODY: Damage(
        "with a body that is not JSON",
        "see what the clients of the endpoint send, or let a preprocessing script read it",
    ),
    statuses.ROWS: Damage(
        "with different numbers of rows on both sides",
        "monitor one side (captureIndexNames), or let a preprocessing script pair the rows",
    ),
    statuses.MIXED: Damage(
        "with input and output in different encodings",
        "the official container fails on them, as does semantics=observed; semantics=corrected reads each side by its own "
        "encoding",
        forbidden=True,
    ),
}
"""What a record is that cannot be read, by its status, in the order in which they are met."""

KINDS = {status: damage.name for status, damage in DAMAGES.items()}


def tally_of(records: np.ndarray, path: str) -> Tally:
    """Return what the statuses of *records* say: how many there are, and which are bad for which reason."""
    status = records[:, statuses.STATUS]
    counts = np.bincount(status, minlength=statuses.UNFINISHED + 1).tolist()
    if counts[statuses.GOOD] == len(records):
        return Tally(path=path, lines=_lines(records), records=len(records))
    kinds = Counter({name: counts[kind] for kind, name in KINDS.items() if counts[kind]})
    bad = np.sort(np.concatenate([np.flatnonzero(status == kind)[:MOST_NAMED] for kind in KINDS]))
    named = tuple(Bad(path, int(records[row, statuses.LINE]) + 1, KINDS[int(status[row])]) for row in bad)
    empty = counts[statuses.EMPTY]
    seen = counts[statuses.GOOD] + sum(kinds.values()) + empty
    return Tally(
        path=path,
        lines=_lines(records),
        records=seen,
        kinds=kinds,
        bad=named,
        empty=empty,
        unfinished=counts[statuses.UNFINISHED],
    )


def _lines(records: np.ndarray) -> int:
    """Return in how many lines the *records* are, each of which has one at least."""
    return int(records[-1, statuses.LINE]) + 1 if len(records) else 0


def refuse_damage(tally: Tally, *, source: str, share: float, rows: int) -> None:
    """Raise DatasetError where too many records are bad (a larger *share*), or too many files end within one."""
    refuse_unfinished(tally, source=source, share=share, writers="endpoints")
    refuse_bad(tally, tuple(DAMAGES.values()), source=source, share=share, rows=rows)


def remarks(tally: Tally) -> Iterator[str]:
    """Yield a sentence for the log on each thing that was odd about captured records."""
    yield from bad_remarks(tally, DAMAGES.values())
    if tally.headers:
        yield f"{tally.headers} CSV payloads begin with the names of the columns; that line is left out of each"
    if tally.empty:
        yield f"{tally.empty} records hold no row: an empty list, or no text"
    yield from unfinished_remarks(tally, writer="an endpoint")


def ragged_captures(tally: Tally) -> tuple[str, ...]:
    """Return a sentence for the log on rows with another number of values than most rows of their side, if any."""
    if not tally.short + tally.long:
        return ()
    first = "; ".join(f"{foreign(each.path)}, line {each.line}" for each in tally.ragged)
    short = (
        f"{tally.short} rows have fewer values than their side of the capture has columns (the others count as missing)"
    )
    return (f"{short}, {tally.long} have more (the rest is cut); first: {first}",)
