"""The rows of a dataset as a Spark DataFrame: read by the table's own splits, in the reading that the profile has."""

import base64
import pickle
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import AtomicType, DoubleType, LongType, StringType, StructField, StructType

from engine.errors import EngineError, TaskFailure
from engine.profile.column import ColumnState
from engine.profile.moments import Moments
from engine.profile.typed.plain import plain
from engine.profile.types import DataType
from engine.readers.tables import Table
from engine.spark.failures import task_fault
from engine.spark.scan import Group
from engine.spark.tasks import with_kernels


class Cells(Enum):
    """What the values of a column are in Spark."""

    LONG = "long"
    DOUBLE = "double"
    TEXT = "string"


_SPARK: Mapping[Cells, AtomicType] = {Cells.LONG: LongType(), Cells.DOUBLE: DoubleType(), Cells.TEXT: StringType()}
_LONG_BOUND = 2.0**63
_ARROW = {Cells.LONG: pa.int64(), Cells.DOUBLE: pa.float64(), Cells.TEXT: pa.string()}


@dataclass(frozen=True, slots=True)
class Rows:
    """What of a dataset becomes rows: its table, the groups of splits, and each selected column's name and cells.

    `seal` is a word that no data can hold, by which a fault on its way home is known.
    """

    table: Table
    groups: tuple[Group, ...]
    names: tuple[str, ...]
    cells: tuple[Cells, ...]
    seal: str = field(default_factory=lambda: secrets.token_hex(16), compare=False)


def cells_of(column: ColumnState) -> Cells:
    """Return what the values of a column with this profile are: numbers where each of them is one, as its type says.

    Integers beyond 64 bits are doubles. A value such as `- 5`, Integral without a number, makes texts of its column.
    """
    types, moments = column.types, column.numbers.moments
    if types.inferred() not in (DataType.INTEGRAL, DataType.FRACTIONAL) or moments.count != types.present:
        return Cells.TEXT
    if types.inferred() is DataType.FRACTIONAL or not _fits_long(moments):
        return Cells.DOUBLE
    return Cells.LONG


def _fits_long(moments: Moments) -> bool:
    low, high = moments.minimum, moments.maximum
    return low is not None and high is not None and low > -_LONG_BOUND and high < _LONG_BOUND


def frame_of(spark: SparkSession, rows: Rows) -> DataFrame:
    """Return a DataFrame of *rows*, one partition for each group; it reads the data each time that it is asked.

    A value that is missing, or is NaN, is null. The columns bear the names of *rows*, which may be other ones than the data's.
    """
    fields = [StructField(name, _SPARK[cells]) for name, cells in zip(rows.names, rows.cells, strict=True)]
    parts = max(1, len(rows.groups))
    return spark.range(0, parts, 1, parts).mapInArrow(with_kernels(_reader(rows)), StructType(fields))


def _reader(rows: Rows) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what a task runs: it is given the numbers of groups and yields their rows."""

    def read(numbers: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in numbers:
            for number in batch.column(0).to_pylist():
                try:
                    yield from _read_group(rows, rows.groups[number : number + 1])
                except Exception as error:
                    raise RuntimeError(_sealed(task_fault(error), rows)) from None

    return read


def fault_in(report: str, rows: Rows) -> EngineError | TaskFailure | None:
    """Return the fault that a task has met in reading *rows*, by Spark's *report* on it; None where it has met none."""
    found = re.search(f"<{rows.seal} ([A-Za-z0-9+/=]+)>", report)
    if found is None:
        return None
    fault: EngineError | TaskFailure = pickle.loads(base64.b64decode(found[1]))  # noqa: S301 - only our task knows the seal
    return fault


def _sealed(fault: EngineError | TaskFailure, rows: Rows) -> str:
    """Return *fault* as text: Spark carries nothing else home from a task that fails."""
    return f"<{rows.seal} {base64.b64encode(pickle.dumps(fault)).decode()}>"


def _read_group(rows: Rows, groups: Sequence[Group]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of one split after the other; the batches of one are held together, some 32 MiB of data."""
    for group in groups:
        begin = group.begin
        for split in group.splits:
            batches: list[pa.RecordBatch] = []
            stretch = rows.table.read(split, batches.append, begin=begin)
            begin = stretch.end if split[-1].continues else None
            yield from (_converted(batch, rows) for batch in batches)


def _converted(batch: pa.RecordBatch, rows: Rows) -> pa.RecordBatch:
    columns = [_column(values, cells) for values, cells in zip(batch.columns, rows.cells, strict=True)]
    return pa.RecordBatch.from_arrays(columns, names=list(rows.names))


def _column(values: pa.Array, cells: Cells) -> pa.Array:
    column = plain(values)
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
    if pa.types.is_string(column.type) and cells is not Cells.TEXT:
        column = _bare(column)
    return column.cast(_ARROW[cells])


def _bare(texts: pa.StringArray) -> pa.StringArray:
    """Return texts of numbers without the sign or the blank that Deequ allows before them and Arrow does not."""
    return pc.replace_substring_regex(texts, "^[+ ]", "")
