"""Captured batch transforms as tests write them, and read them in one process."""

import json

from engine.job.dataset import Dataset
from engine.job.semantics import Semantics
from engine.readers.formats import of_transform
from engine.readers.look import look
from engine.readers.splits import SPLIT_BYTES
from engine.readers.tables import Known
from engine.readers.tally import Tally

HOUR = "2024/03/18/13"
TIME = "2024-03-18T13:00:00Z"


def identity(number):
    """Return an inference id."""
    return f"1f1d57b1-2e6f-488c-8c30-{number:012x}"


def lay(folder, inputs=None, outputs=None, *, hour=HOUR, name="m.json", prefix=None):
    """Write files, by name, and the manifests that name them; return the folder of the manifests."""
    for side, files in (("input", inputs), ("output", outputs)):
        if files is None:
            continue
        place = folder / "bucket" / side
        for file, content in files.items():
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            (place / file).write_bytes(content if isinstance(content, bytes) else content.encode())
        manifest = folder / "captured" / side / hour / name
        manifest.parent.mkdir(parents=True, exist_ok=True)
        manifest.write_text(json.dumps([{"prefix": f"{place}/" if prefix is None else prefix}, *files]))
    return folder / "captured"


def read_transform(source, written, *, split_bytes=SPLIT_BYTES, known_names=(), excluded=(), window=None):
    """Return (names, rows, tally, notes) of what the manifests at *source* name, *written* so; None for no record."""
    dataset = Dataset(str(source), of_transform(written), window=window)
    shown = look(dataset, Known(tuple(known_names), tuple(excluded), Semantics.CORRECTED))
    table = shown.table
    while table is not None:
        batches, tally = [], Tally()
        for split in table.splits(shown.files, split_bytes=split_bytes):
            tally += table.read(split, batches.append).tally
        wider = table.widened(tally.found)
        if wider is table:
            rows = [tuple(row.values()) for batch in batches for row in batch.to_pylist()]
            assert all(tuple(batch.schema.names) == table.selected for batch in batches)
            table.refuse(tally, rows=len(rows))
            return table.selected, rows, (*table.remarks(tally),), shown.notes
        table = wider
    return None
