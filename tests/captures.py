"""Captured traffic as tests write it, and read it in one process: records, their bodies, and the rows that come back."""

import base64
import json
from dataclasses import dataclass

import pyarrow as pa

from engine.job.dataset import Dataset, Script
from engine.job.semantics import Semantics
from engine.readers.capture.options import CaptureFormat
from engine.readers.look import look
from engine.readers.splits import SPLIT_BYTES
from engine.readers.tables import Known
from engine.readers.tally import Tally

TIME = "2024-03-18T13:00:00Z"


def csv(text, content_type="text/csv"):
    """Return a side whose payload is delimited text."""
    return side(text, "CSV", content_type)


def body(value, content_type="application/json"):
    """Return a side whose payload is *value* as JSON; a text is taken as it is."""
    return side(value if isinstance(value, str) else json.dumps(value), "JSON", content_type)


def base64_of(content, content_type="text/csv"):
    """Return a side whose payload is *content*, text or bytes, as base64."""
    packed = base64.b64encode(content if isinstance(content, bytes) else content.encode())
    return side(packed.decode(), "BASE64", content_type)


def side(data, encoding, content_type=None):
    """Return one side of a record; None leaves the encoding or the content type out."""
    said = {"observedContentType": content_type, "mode": "INPUT", "data": data, "encoding": encoding}
    return {key: value for key, value in said.items() if value is not None or key == "data"}


def record(given=None, answer=None, *, time=TIME, names=("endpointInput", "endpointOutput")):
    """Return one record as a line without its end; None leaves a side or the time out."""
    captured = {name: value for name, value in zip(names, (given, answer), strict=True) if value is not None}
    metadata = {"eventId": "0af1", **({} if time is None else {"inferenceTime": time})}
    return json.dumps({"captureData": captured, "eventMetadata": metadata, "eventVersion": "0"}, ensure_ascii=False)


def lines(*records):
    """Return *records*, texts or bytes, as a file: each with a LF behind it."""
    return b"".join((each if isinstance(each, bytes) else each.encode()) + b"\n" for each in records)


@dataclass(frozen=True)
class Captures:
    """What came back: the columns' names, the rows (None: missing), what was odd, how often all was read."""

    names: tuple
    rows: list
    tally: Tally
    named: bool
    readings: int
    batches: tuple


def read_captures(
    source,
    *,
    split_bytes=SPLIT_BYTES,
    known_names=(),
    excluded=(),
    semantics=Semantics.CORRECTED,
    window=None,
    spelled_true=None,
    **settings,
):
    """Read what lies at *source* as a run does, again while there are columns more; None where there is no byte."""
    dataset = Dataset(str(source), CaptureFormat(**settings), window=window)
    return read_table(dataset, split_bytes, Known(tuple(known_names), tuple(excluded), semantics, spelled_true or {}))


def rows_of_script(source, script, form, *, split_bytes=SPLIT_BYTES, window=None):
    """Read what lies at *source*, in the format *form*, by way of the preprocessing script at *script*."""
    dataset = Dataset(str(source), form, window=window, preprocessor=Script(str(script)))
    return read_table(dataset, split_bytes, Known())


def captured(folder, *records, **settings):
    """Write *records* as the only file of *folder* and read it."""
    (folder / "a.jsonl").write_bytes(lines(*records))
    return read_captures(folder, **settings)


def read_table(dataset, split_bytes, known):
    """Read *dataset* in splits of *split_bytes* as a run does; None where there is no byte."""
    shown = look(dataset, known)
    table, readings = shown.table, 0
    while table is not None:
        splits = table.splits(shown.files, split_bytes=split_bytes)
        batches, tally = [], Tally()
        for stretch in _stretches(table, splits, batches):
            tally += stretch.tally
        readings += 1
        wider = table.widened(tally.found)
        if wider is table:
            return Captures(table.selected, _rows(batches), tally, table.named, readings, tuple(batches))
        table = wider
    return None


def _stretches(table, splits, batches):
    """Yield what of each split was read; neighbours of one file meet, for a line's end tells where records begin."""
    before = None
    for split in splits:
        stretch = table.read(split, batches.append)
        assert before is None or stretch.begin == before
        before = stretch.end if split[-1].continues else None
        yield stretch


def _rows(batches):
    for batch in batches:
        batch.validate(full=True)
        assert all(column.type == pa.string() for column in batch.columns)
    return [row for batch in batches for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)]
