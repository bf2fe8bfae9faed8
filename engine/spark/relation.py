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
from engine.profile.typed.casts import spark_texts
from engine.profile.typed.plain import plain
from engine.profile.types import DataType
from engine.readers.tables import Table
from engine.spark.cluster.groups import Group
from engine.spark.failures import task_fault
from engine.spark.tasks import with_kernels


class Cells(Enum):
    """What the values of a column are in Spark."""

    LONG = "long"
    DOUBLE = "double"
    TEXT = "string"


SPARK_TYPES: Mapping[Cells, AtomicType] = {Cells.LONG: LongType(), Cells.DOUBLE: DoubleType(), Cells.TEXT: StringType()}
_LONG_BOUND = 2.0**63
_ARROW = {Cells.LONG: pa.int64(), Cells.DOUBLE: pa.float64(), Cells.TEXT: pa.string()}


@dataclass(frozen=True, slots=True)
class Rows:
    """What of a dataset becomes rows: its table, the groups of splits, and each selected column's name and cells.

    `seal` is what a fault on its way home is known by.
    """

    table: Table
    groups: tuple[Group, ...]
    names: tuple[str, ...]
    cells: tuple[Cells, ...]
    seal: str = field(default_factory=lambda: new_seal(), compare=False)


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
    parts = max(1, len(rows.groups))
    return spark.range(0, parts, 1, parts).mapInArrow(with_kernels(_reader(rows)), schema_of(rows.names, rows.cells))


def schema_of(names: Iterable[str], cells: Iterable[Cells]) -> StructType:
    """Return the schema of columns of these *names* and *cells*."""
    return StructType([StructField(name, SPARK_TYPES[each]) for name, each in zip(names, cells, strict=True)])


def _reader(rows: Rows) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what a task runs: it is given the numbers of groups and yields their rows."""

    def read(numbers: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in numbers:
            for number in batch.column(0).to_pylist():
                try:
                    yield from _read_group(rows, rows.groups[number : number + 1])
                except Exception as error:
                    raise RuntimeError(sealed(task_fault(error), rows.seal)) from None

    return read


def new_seal() -> str:
    """Return a word that no data can hold, by which a fault on its way home is known."""
    return secrets.token_hex(16)


def fault_in(report: str, seal: str) -> EngineError | TaskFailure | None:
    """Return the fault under a *seal* in Spark's *report* on a task that has met it; None where there is none."""
    found = re.search(f"<{seal} ([A-Za-z0-9+/=]+)>", report)
    if found is None:
        return None
    fault: EngineError | TaskFailure = pickle.loads(base64.b64decode(found[1]))  # noqa: S301 - only our task knows the seal
    return fault


def sealed(fault: EngineError | TaskFailure, seal: str) -> str:
    """Return *fault* as text under its *seal*: Spark carries nothing else home from a task that fails."""
    return f"<{seal} {base64.b64encode(pickle.dumps(fault)).decode()}>"


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
    columns = [as_cells(values, cells) for values, cells in zip(batch.columns, rows.cells, strict=True)]
    return pa.RecordBatch.from_arrays(columns, names=list(rows.names))


def as_cells(values: pa.Array, cells: Cells) -> pa.Array:
    """Return a column of the data as *cells*, with null for what is missing; a text is the one that the profile has."""
    column = plain(values)
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
    if cells is Cells.TEXT:
        return _texts(column)
    if pa.types.is_decimal(column.type):  # Arrow's own way to a double is not to the nearest
        column = column.cast(pa.string())
    elif pa.types.is_string(column.type):
        column = _bare(column)
    # A whole number beyond 53 bits is the nearest double, which Arrow takes for unsafe.
    return column.cast(_ARROW[cells], safe=not pa.types.is_integer(column.type) or cells is not Cells.DOUBLE)


def _bare(texts: pa.StringArray) -> pa.StringArray:
    """Return texts of numbers without the sign or the blank that Deequ allows before them and Arrow does not."""
    return pc.replace_substring_regex(texts, "^[+ ]", "")


def _texts(column: pa.Array) -> pa.StringArray:
    """Return the texts of a column of any type, each made once."""
    if pa.types.is_string(column.type):
        return column
    coded = column.dictionary_encode()
    return pa.array(spark_texts(coded.dictionary), pa.string()).take(coded.indices)
