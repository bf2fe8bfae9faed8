"""Finding the columns of captured traffic, or of records that a script makes rows of, by a look at the first ones."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from engine.job.dataset import Dataset
from engine.job.semantics import Semantics
from engine.readers.capture.columns import CaptureColumns
from engine.readers.capture.files import Selection
from engine.readers.capture.options import CAPTURE_SIDES, CaptureFormat
from engine.readers.capture.split import read_head
from engine.readers.capture.table import CaptureTable, with_columns
from engine.readers.splits import Segment
from engine.readers.store import File, file_system
from engine.readers.tally import Found
from engine.readers.text.window import Window, open_text

_LOOK = 256 * 1024
_MOST_FILES = 64
_MOST_RECORDS = 100
_BOTH = (True, True)
_NO_COLUMNS = CaptureColumns((), ((0, 0), (0, 0)), (), named=False)


def describe_captures(
    dataset: Dataset,
    selection: Selection,
    *,
    excluded: tuple[str, ...] = (),
    known_names: tuple[str, ...] | None = None,
    semantics: Semantics = Semantics.CORRECTED,
) -> CaptureTable | None:
    """Find the columns by a look at the first records; None where there is no byte to read.

    What comes only later in the data is found when all of them are read.
    """
    files = tuple(file for file in selection.files if file.size)
    if not files:
        return None
    table = CaptureTable(
        source=dataset.source,
        described_by=files[0].path,
        dataset=dataset,
        semantics=semantics,
        edges=selection.edges,
        sides=_BOTH,
        known=known_names or (),
        excluded=excluded,
        found=Found(),
        columns=_NO_COLUMNS,
        selected=(),
    )
    if not dataset.preprocessor:
        table = replace(table, sides=_sides(table, files))
    return _described(with_columns(table, Found()), files)


def _described(table: CaptureTable, files: tuple[File, ...]) -> CaptureTable:
    for file in files[:_MOST_FILES]:
        found = read_head(table, Segment(file.path, 0, file.size, file.size), _LOOK)
        if found:
            return replace(table.widened(found), described_by=file.path)
    return table


def _sides(table: CaptureTable, files: tuple[File, ...]) -> tuple[bool, bool]:
    """Return which sides are read: those asked for, else those that the first records have."""
    asked = table.dataset.format.sides if isinstance(table.dataset.format, CaptureFormat) else ()
    if not asked:
        seen = {
            side for captured in islice(_captures(table, files), _MOST_RECORDS) for side in captured if captured[side]
        }
        asked = tuple(side for side in CAPTURE_SIDES if seen & {side, _of_batch(side)})
    return (CAPTURE_SIDES[1] in asked, CAPTURE_SIDES[0] in asked) if asked else _BOTH


def _of_batch(side: str) -> str:
    return side.replace("endpoint", "batchTransform")


def _captures(table: CaptureTable, files: tuple[File, ...]) -> Iterator[Mapping[str, object]]:
    """Yield what was captured in the first records that can be read."""
    system, _ = file_system(table.source)
    for file in files[:_MOST_FILES]:
        with open_text(system, file.path, table.encoding) as text:
            window = Window(text, Segment(file.path, 0, file.size, file.size))
            while b"\n" not in window.block and not window.final:
                window.read(_LOOK)
        for line in window.block.splitlines():
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                continue
            captured = record.get("captureData") if isinstance(record, dict) else None
            if isinstance(captured, dict):
                yield captured
