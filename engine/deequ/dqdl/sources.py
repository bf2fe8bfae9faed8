"""What rules are asked of: what the one pass has found of a dataset, and its rows, where a rule needs them."""

import logging
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial

from pyspark import StorageLevel
from pyspark.errors.exceptions.captured import CapturedException
from pyspark.sql import DataFrame, SparkSession

from engine.errors import TaskFailure
from engine.profile.state import DatasetState
from engine.readers.frames.partition import Rows as FrameRows
from engine.readers.tables import Table
from engine.spark.jvm.doorway import moved_to
from engine.spark.jvm.said import said
from engine.spark.relation import Cells, Rows, cells_of, fault_in, frame_of, new_seal, schema_of
from engine.spark.scan import Scan
from engine.spark.tasks import lay_out_partition

_log = logging.getLogger(__name__)

Opening = Callable[[SparkSession, Sequence[str]], AbstractContextManager[DataFrame]]
"""Gives all rows as a DataFrame of a session, with such names for the columns, in the reading that the profile has, and keeps
them in Spark's memory or on its disk until they have been asked. A fault of the reading is raised, not told by rules."""


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset that has been read once.

    `rows` is None where they cannot be had together, and `parts` is how many partitions they have.
    """

    state: DatasetState
    rows: Opening | None
    parts: int = 1


def source_of_files(table: Table, found: Scan) -> Source:
    """Return the dataset of a *table*, of which the pass has *found* so much: its splits are read again in the same pieces.

    Where hosts have a share of the data each, there are no rows.
    """
    if any(group.host for group in found.groups):
        return Source(found.state, None)
    return Source(found.state, partial(_rows_of_files, table, found), len(found.groups))


def source_of_frame(df: DataFrame, rows: FrameRows, state: DatasetState) -> Source:
    """Return the dataset that *rows* are of *df*, whose columns are those of *rows* as wide as they have turned out."""
    return Source(state, partial(_rows_of_frame, df, rows, state))


def source_of_nothing(names: Sequence[str], cells: Sequence[Cells]) -> Source:
    """Return a dataset without a row, whose columns have these *names* and would have such *cells*."""
    return Source(DatasetState(names), partial(_no_rows, tuple(cells)))


@contextmanager
def _rows_of_files(table: Table, found: Scan, session: SparkSession, names: Sequence[str]) -> Iterator[DataFrame]:
    rows = Rows(table, found.groups, tuple(names), tuple(map(cells_of, found.state.columns)))
    with _kept(frame_of(session, rows), rows.seal) as (frame, count):
        if count != found.state.records:
            raise TaskFailure(
                "RowCount", f"the pass for rules has read {count} rows, the one before {found.state.records}"
            )
        yield frame


@contextmanager
def _rows_of_frame(
    df: DataFrame, rows: FrameRows, state: DatasetState, session: SparkSession, names: Sequence[str]
) -> Iterator[DataFrame]:
    """The session of *df* computes, with its settings, and another one asks what it has kept."""
    cells, seal = tuple(map(cells_of, state.columns)), new_seal()
    read = partial(lay_out_partition, pickle.dumps((rows, cells)), list(names), seal)
    with _kept(df.mapInArrow(read, schema_of(names, cells)), seal) as (frame, _):
        yield moved_to(session, frame)


@contextmanager
def _no_rows(cells: Sequence[Cells], session: SparkSession, names: Sequence[str]) -> Iterator[DataFrame]:
    yield session.createDataFrame([], schema_of(names, cells))


@contextmanager
def _kept(frame: DataFrame, seal: str) -> Iterator[tuple[DataFrame, int]]:
    """Give *frame* in memory or on disk, and how many rows it has. Raises the fault that a task has met in reading them."""
    frame.persist(StorageLevel.MEMORY_AND_DISK)
    try:
        try:
            count = frame.count()
        except CapturedException as error:  # it is mute once the session has ended
            raise fault_in(said(error), seal) or TaskFailure(type(error).__name__, said(error)) from None
        yield frame, count
    finally:
        frame.unpersist()
