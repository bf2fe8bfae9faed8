"""Finding the columns of captured traffic by a look at the first records."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from engine.job.dataset import Dataset
from engine.readers.capture.columns import NO_COLUMNS
from engine.readers.capture.files import Hours
from engine.readers.capture.options import CAPTURE_SIDES, CaptureFormat
from engine.readers.capture.table import ENCODING, CaptureTable
from engine.readers.store import File, Store
from engine.readers.tables import Known
from engine.readers.tally import Found
from engine.readers.text.taking import Heads

_MOST_RECORDS = 100
_BOTH = (True, True)
_JSON = json.JSONDecoder()


def describe_captures(
    store: Store, dataset: Dataset[CaptureFormat], files: tuple[File, ...], known: Known
) -> CaptureTable | None:
    """Find the columns by a look at the first records; None where there is no byte to read.

    What comes only later in the data is found when all of them are read.
    """
    written = tuple(file for file in files if file.size)
    if not written:
        return None
    heads = Heads(store, ENCODING, written)
    table = CaptureTable(
        store=store,
        described_by=written[0].path,
        dataset=dataset,
        known=known,
        hours=Hours.of(store, dataset.window),
        sides=_sides(dataset.format, heads.lines()),
        found=Found(),
        columns=NO_COLUMNS,
        selected=(),
    ).having(Found())
    first = heads.first_found(lambda: table.taking(id))
    return table if first is None else replace(table.widened(first[1]), described_by=first[0])


def _sides(written: CaptureFormat, lines: Iterable[bytes]) -> tuple[bool, bool]:
    """Return which sides are read: those asked for, else those that the first records have."""
    asked = written.sides
    if not asked:
        seen = {side for captured in islice(_captures(lines), _MOST_RECORDS) for side in captured if captured[side]}
        asked = tuple(side for side in CAPTURE_SIDES if seen & {side, _of_batch(side)})
    return (CAPTURE_SIDES[1] in asked, CAPTURE_SIDES[0] in asked) if asked else _BOTH


def _of_batch(side: str) -> str:
    return side.replace("endpoint", "batchTransform")


def _captures(lines: Iterable[bytes]) -> Iterator[Mapping[str, object]]:
    """Yield what was captured in those of *lines* that can be read."""
    for record in (record for line in lines for record in _values(line)):
        captured = record.get("captureData") if isinstance(record, dict) else None
        if isinstance(captured, dict):
            yield captured


def _values(line: bytes) -> Iterator[object]:
    """Yield the JSON values that stand in *line* one behind the other, as far as they can be read."""
    text, at = line.decode("utf-8", "replace").strip(), 0
    while at < len(text):
        try:
            value, at = _JSON.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value
        while text[at : at + 1].isspace():
            at += 1
