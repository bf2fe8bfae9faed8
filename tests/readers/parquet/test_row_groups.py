"""Row groups as splits, and as batches of bounded memory."""

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import fs

from engine.job.dataset import Dataset
from engine.profile.state import DatasetState
from engine.readers.look import look
from engine.readers.parquet.batches import BATCH_BYTES
from engine.readers.parquet.options import ParquetFormat
from engine.readers.parquet.table import describe_table
from engine.readers.store import Store
from engine.readers.tables import Known

ROWS = 20_000
NUMBERS = pa.table({"n": np.arange(ROWS), "t": [f"text {number % 997}" for number in range(ROWS)]})


@pytest.mark.parametrize("split_bytes", [1 << 25, 40_000, 3_000, 100])
@pytest.mark.parametrize("group", [ROWS, 777])
def test_every_row_is_read_once_in_its_order(parquet, read, group, split_bytes):
    """Whatever the size of splits and row groups: a group belongs to the split in which it begins."""
    reading = read(parquet(NUMBERS, NUMBERS, row_group_size=group), split_bytes=split_bytes)
    assert [row["n"] for row in reading.rows] == [*range(ROWS)] * 2


def test_neighbouring_splits_meet(parquet, read):
    """So that none is read again."""
    table = read(parquet(NUMBERS, row_group_size=777)).table
    (file,) = Store(str(table.described_by), fs.LocalFileSystem(), table.described_by).files()
    splits = table.splits((file,), split_bytes=10_000)
    stretches = [table.read(split, lambda _: None, begin=None) for split in splits]
    assert len(splits) > 5
    assert [stretch.begin for stretch in stretches[1:]] == [stretch.end for stretch in stretches[:-1]]


def test_splits_do_not_matter_to_what_is_counted(parquet, read):
    """Counts and distinct counts of the merged states of any splits are those of all rows at once."""
    folder = parquet(NUMBERS, row_group_size=500)
    states = []
    for size in (1 << 25, 5_000):
        reading = read(folder, split_bytes=size)
        state = DatasetState(reading.table.selected)
        for batch in reading.batches:
            one = DatasetState(reading.table.selected)
            one.update(batch)
            state.merge(one)
        states.append(state)
    one, other = states
    for ours, theirs in zip(one.columns, other.columns, strict=True):
        assert np.array_equal(ours.types.counts, theirs.types.counts)
        assert np.array_equal(ours.distinct.registers, theirs.distinct.registers)


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["x" * 2000 + str(number) for number in range(20_000)]),
        pa.array([[number] * 500 for number in range(20_000)], pa.list_(pa.int64(), 500)),
        pa.array(["y" * 30_000] * 30_000),
    ],
    ids=["long texts", "long lists", "one long text"],
)
def test_batches_are_bounded_whatever_the_row_group(parquet, column):
    """One row group of 40 MB or, decoded, of 900 MB: no batch is much larger than is meant."""
    folder = parquet(pa.table({"c": column}), row_group_size=len(column))
    shown = look(Dataset(str(folder), ParquetFormat()), Known())
    sizes, rows = [], []
    for split in shown.table.splits(shown.files):
        shown.table.read(split, lambda batch: (sizes.append(batch.nbytes), rows.append(batch.num_rows)))
    assert sum(rows) == len(column)
    assert max(sizes) < 2 * BATCH_BYTES


def test_rows_of_small_files_are_folded_together(parquet, read):
    """In their order; texts of few different values keep their codes, whatever the dictionary of each file."""
    tables = [pa.table({"n": [number] * 50, "t": [f"text {number % 7}", "other"] * 25}) for number in range(100)]
    reading = read(parquet(*tables))
    assert [row["n"] for row in reading.rows] == [number for number in range(100) for _ in range(50)]
    assert [row["t"] for row in reading.rows[::50]] == [f"text {number % 7}" for number in range(100)]
    assert len(reading.batches) == 5


def test_categories_of_pandas_are_read_from_small_files(parquet, read):
    """Their codes have a byte, in which those of all files together have no room."""
    kind = pa.dictionary(pa.int8(), pa.string())
    tables = [
        pa.table({"c": pa.array([f"{file} {number}" for number in range(100)]).dictionary_encode().cast(kind)})
        for file in range(3)
    ]
    assert [row["c"] for row in read(parquet(*tables)).rows] == [
        f"{file} {number}" for file in range(3) for number in range(100)
    ]


def test_columns_that_are_left_out_are_not_read(parquet):
    """Of a file of two columns, of which one is large, little is read."""
    large = np.random.default_rng(1).bytes(4_000_000)
    folder = parquet(
        pa.table({"a": range(1000), "b": [large[place : place + 4000] for place in range(0, 4_000_000, 4000)]})
    )
    store = Store(str(folder), Counting(), str(folder))
    table = describe_table(store, store.files(), Known(excluded=("b",)))
    Counting.read = 0
    (split,) = table.splits(store.files())
    table.read(split, lambda _: None)
    assert 0 < Counting.read < 100_000


class Counting:
    """A file system that counts what is read."""

    read = 0
    system = fs.LocalFileSystem()

    def get_file_info(self, selected):
        return self.system.get_file_info(selected)

    def open_input_file(self, path):
        return CountingFile(self.system.open_input_file(path))


class CountingFile:
    """An open file that counts what is read."""

    def __init__(self, raw):
        self.raw = raw

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.raw.close()

    def __getattr__(self, name):
        return getattr(self.raw, name)

    def read(self, size):
        data = self.raw.read(size)
        Counting.read += len(data)
        return data
