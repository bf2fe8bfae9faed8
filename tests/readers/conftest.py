"""How the readers' tests read: a folder or file through splits of any size, with the driver's checks, to plain rows."""

from dataclasses import dataclass

import pytest

from engine.job.dataset import Dataset
from engine.job.semantics import Semantics
from engine.readers.csv.options import CsvFormat
from engine.readers.look import look
from engine.readers.splits import SPLIT_BYTES
from engine.readers.tables import Known
from engine.readers.tally import Tally


@dataclass(frozen=True)
class Reading:
    """What came back: the columns' names, the rows (None: missing), what was odd, the sizes of the batches, repairs."""

    names: tuple
    rows: list
    tally: Tally
    batches: list
    repaired: int = 0


def read_dataset(
    source,
    *,
    split_bytes=SPLIT_BYTES,
    encoding="utf-8",
    excluded=(),
    known_names=(),
    semantics=Semantics.CORRECTED,
    **settings,
):
    """Read every split on its own, and again from where the one before has ended as long as neighbours do not meet."""
    dataset = Dataset(str(source), CsvFormat(**settings), encoding)
    shown = look(dataset, Known(tuple(known_names), tuple(excluded), semantics))
    table = shown.table
    if table is None:
        return None
    splits = table.splits(shown.files, split_bytes=split_bytes)
    readings = [_read(table, split, None) for split in splits]
    repaired = 0
    while torn := _first_torn(splits, readings):
        place, begin = torn
        readings[place] = _read(table, splits[place], begin)
        repaired += 1
    batches = [batch for _, batches in readings for batch in batches]
    rows = [row for batch in batches for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)]
    tally = sum((stretch.tally for stretch, _ in readings), Tally())
    return Reading(table.selected, rows, tally, [batch.num_rows for batch in batches], repaired)


def _read(table, split, begin):
    batches = []
    stretch = table.read(split, batches.append, begin=begin)
    for batch in batches:
        batch.validate(full=True)
    return stretch, batches


def _first_torn(splits, readings):
    for place in range(1, len(splits)):
        end = readings[place - 1][0].end
        if splits[place - 1][-1].continues and readings[place][0].begin != end:
            return place, end
    return None


@pytest.fixture(scope="session")
def read():
    """Give the function that reads a dataset."""
    return read_dataset


@pytest.fixture
def csv(tmp_path):
    """Give a function that writes bytes or text to a file of the test's folder and returns its path."""

    def write(content, name="data.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
