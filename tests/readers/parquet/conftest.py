"""How Parquet files are written for a test, and read as a run reads them: again where they are wider than was known."""

from dataclasses import dataclass

import pyarrow.parquet as pq
import pytest

from engine.job.dataset import Dataset
from engine.readers.look import look
from engine.readers.parquet.options import ParquetFormat
from engine.readers.splits import SPLIT_BYTES
from engine.readers.tables import Known
from engine.readers.tally import Tally


@dataclass(frozen=True)
class Reading:
    """What came back: the table, its rows by name, the batches, and how often all was read."""

    table: object
    rows: list
    batches: list
    passes: int


def read_parquet(source, *, split_bytes=SPLIT_BYTES, **known):
    """Read every split of what lies at *source*."""
    shown = look(Dataset(str(source), ParquetFormat()), Known(**known))
    table, passes = shown.table, 0
    while True:
        batches, tally, passes = [], Tally(), passes + 1
        for split in table.splits(shown.files, split_bytes=split_bytes):
            tally += table.read(split, batches.append).tally
        wider = table.widened(tally.found)
        if wider is table:
            break
        table = wider
    for batch in batches:
        batch.validate(full=True)
        assert batch.schema.names == list(table.selected)
    return Reading(table, [row for batch in batches for row in batch.to_pylist()], batches, passes)


@pytest.fixture(scope="session")
def read():
    """Give the function that reads what lies at a path."""
    return read_parquet


@pytest.fixture
def parquet(tmp_path):
    """Give a function that writes tables, one a file, and returns their folder."""

    def write(*tables, **options):
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        for number, table in enumerate(tables):
            pq.write_table(table, folder / f"{number:03}.parquet", **options)
        return folder

    return write
