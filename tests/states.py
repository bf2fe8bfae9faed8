"""What a test sees of the states of a profile, and texts as a reader finds them in a block."""

import numpy as np
import pyarrow as pa

from engine.profile.categories import Categories
from engine.profile.column import ColumnState, Numbers
from engine.profile.in_block import Fields
from engine.profile.kll import KllSketch
from engine.profile.moments import Moments
from engine.profile.state import DatasetState
from engine.profile.types import TypeCounts


def read_types(types: TypeCounts) -> object:
    return types.counts.tolist(), types.negative, types.whole


def read_moments(moments: Moments) -> object:
    """As text, in which 0.0 and -0.0 differ and NaN equals NaN."""
    parts = (moments.count, moments.sum, moments.mean, moments.std_dev, moments.minimum, moments.maximum)
    return repr(parts)


def read_sketch(sketch: KllSketch) -> object:
    return repr([level.tolist() for level in sketch.levels])


def read_categories(categories: Categories) -> object:
    """With the order, which is that of the first rows."""
    return None if categories.counts is None else list(categories.counts.items())


def read_numbers(numbers: Numbers) -> object:
    return (read_moments(numbers.moments), read_sketch(numbers.sketch))


def read_column_but_numbers(column: ColumnState) -> object:
    registers = column.distinct.registers.tobytes()
    return read_types(column.types), registers, read_categories(column.categories), column.members.count


def read_column(column: ColumnState) -> object:
    return read_column_but_numbers(column), read_numbers(column.numbers)


def read_dataset(dataset: DatasetState) -> object:
    return dataset.records, [read_column(column) for column in dataset.columns]


def fields_of(batch: pa.RecordBatch) -> Fields:
    """Return the texts of *batch* one behind the other, as a reader finds them; a null has no byte."""
    texts = [[(text or "").encode() for text in column.to_pylist()] for column in batch.columns]
    if not texts:
        nothing = np.zeros((0, batch.num_rows), dtype=np.int32)
        return Fields(np.zeros(8, np.uint8), nothing, nothing, np.zeros(0, np.int64), batch.num_rows, batch.column)
    ends = np.cumsum([len(text) for column in texts for text in column], dtype=np.int32).reshape(len(texts), -1)
    starts = (ends - np.array([[len(text) for text in column] for column in texts], dtype=np.int32)).astype(np.int32)
    block = np.frombuffer(b"".join(text for column in texts for text in column) + bytes(8), dtype=np.uint8)
    # The fields stand in another order than the columns, as they may in a file.
    order = np.arange(len(texts), dtype=np.int64)[::-1].copy()
    return Fields(block, starts[::-1].copy(), ends[::-1].copy(), order, batch.num_rows, batch.column)
