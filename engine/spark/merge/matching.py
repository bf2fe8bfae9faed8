"""Captured records and labels, matched by their ids: Spark's own shuffle, window and join, which spill to disk.

Each side is read in pieces by Python workers, as rows of engine.readers.events. Of the rows with one id the last counts: by
time, then file, then place in the file, so that it is the same for any number of pieces and in whatever order they are
read. What was seen of a piece travels as a row of its own, which no id meets; so it counts once, whatever Spark repeats.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql.functions import (
    coalesce,
    col,
    concat,
    count,
    greatest,
    length,
    lit,
    pmod,
    row_number,
    substring,
    when,
)
from pyspark.sql.functions import hash as hash_of

from engine.readers.events.source import EventSource, Piece
from engine.readers.events.taker import SCHEMA
from engine.spark.failures import task_fault

_COLUMNS = "id binary, time long, file int, at long, encoding byte, version binary, body binary, metadata binary"
_NO_ID = b"\xff"
"""What the id of a row begins with that is no event: no text in UTF-8 has that byte."""

_USUAL_VERSION = b'"0"'


@dataclass(frozen=True, slots=True)
class Reads:
    """Events to read, and the pieces that they lie in."""

    source: EventSource
    pieces: tuple[Piece, ...]


def match(spark: SparkSession, captures: Reads, labels: Reads, *, partitions: int, slice_length: int) -> DataFrame:
    """Return one row for each id that *captures* or *labels* have, and one for each of their pieces.

    `line` is the merged record, or null where either is missing; `slice` is when its stretch of *slice_length* begins and
    `time` its own time, both in microseconds. `report` holds what was seen of a piece, pickled, and is null elsewhere. The
    rest are numbers to add up: those of engine.analysis.merged. Rows of one slice are in one of so many *partitions*, ordered
    by time, and by id where that is the same.
    """
    records = _last_of_each(_frame(spark, captures), partitions, "captured")
    truths = _last_of_each(_frame(spark, labels), partitions, "label")
    joined = records.join(truths, "id", "full_outer")
    rows = joined.select("id", col("captured_time").alias("time"), *_outcome(slice_length))
    spread = when(col("slice").isNull(), pmod(hash_of("id"), lit(partitions))).otherwise(0)
    return rows.repartition(partitions, "slice", spread).sortWithinPartitions("slice", "time", "id")


def _frame(spark: SparkSession, reads: Reads) -> DataFrame:
    parts = max(1, len(reads.pieces))
    return spark.range(0, parts, 1, parts).mapInArrow(_reader(reads), _COLUMNS)


def _reader(reads: Reads) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what a task runs: it is given the numbers of pieces, and yields their events and what was seen of them.

    A fault is something that was seen: a task that failed Spark would only try again.
    """

    def read(numbers: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in numbers:
            for number in batch.column(0).to_pylist():
                for piece in reads.pieces[number : number + 1]:
                    batches: list[pa.RecordBatch] = []
                    try:
                        seen: object = reads.source.read(piece, batches.append)
                    except Exception as error:
                        seen = task_fault(error)
                    yield from batches
                    yield _report(reads.source.kind, number, seen)

    return read


def _report(kind: int, number: int, seen: object) -> pa.RecordBatch:
    """Return *seen* of the piece *number* of events of a *kind* as a row."""
    row = dict.fromkeys(SCHEMA.names)
    known = _NO_ID + bytes([kind]) + number.to_bytes(8, "big")
    return pa.RecordBatch.from_pylist([row | {"id": known, "body": pickle.dumps((kind, number, seen))}], schema=SCHEMA)


def _last_of_each(events: DataFrame, partitions: int, name: str) -> DataFrame:
    """Return of the *events* with one id the last, and how many there were, in columns whose names begin with *name*."""
    of_id = Window.partitionBy("id").orderBy(col("time").desc(), col("file").desc(), col("at").desc())
    all_of_id = of_id.rowsBetween(Window.unboundedPreceding, Window.unboundedFollowing)
    counted = events.repartition(partitions, "id").select(
        *events.columns, row_number().over(of_id).alias("place"), count(lit(1)).over(all_of_id).alias("count")
    )
    columns = (col(each).alias(f"{name}_{each}") for each in (*events.columns[1:], "count"))
    return counted.where(col("place") == 1).select("id", *columns)


def _outcome(slice_length: int) -> Iterator[Column]:
    """Yield what has become of an id."""
    event = substring("id", 1, 1) != lit(_NO_ID)
    captured, labels = (
        when(event, coalesce(col(name), lit(0))).otherwise(0) for name in ("captured_count", "label_count")
    )
    merged = (captured > 0) & (labels > 0)
    time = col("captured_time")
    yield when(merged, time - pmod(time, lit(slice_length))).alias("slice")
    yield when(merged, _line()).alias("line")
    yield when(~event, coalesce(col("captured_body"), col("label_body"))).alias("report")
    numbers = {
        "captured": captured,
        "captured_again": greatest(captured - 1, lit(0)),
        "merged": merged,
        "unlabelled": (captured > 0) & (labels == 0),
        "labels": labels,
        "labels_again": greatest(labels - 1, lit(0)),
        "unmatched": (captured == 0) & (labels > 0),
        "mixed": merged & (col("captured_encoding") != col("label_encoding")),
    }
    for name, number in numbers.items():
        yield number.cast("long").alias(name)


def _line() -> Column:
    """Return the merged record: the texts as they stood in their lines, in the order that the platform has them."""
    version = when(length("captured_version") > 0, col("captured_version")).otherwise(lit(_USUAL_VERSION))
    return concat(
        lit(b'{"eventVersion":'),
        version,
        lit(b',"groundTruthData":'),
        col("label_body"),
        lit(b',"captureData":'),
        col("captured_body"),
        lit(b',"eventMetadata":'),
        col("captured_metadata"),
        lit(b"}\n"),
    )
