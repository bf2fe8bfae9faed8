"""Rules over the rows of a run: read once more in the profile's own reading, and kept for as long as Deequ asks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from pyspark import StorageLevel
from pyspark.errors.exceptions.captured import CapturedException
from pyspark.sql import DataFrame, SparkSession

from engine.analysis.custom_rules import RuleOutcome
from engine.deequ.dqdl.column_names import Names, names_for
from engine.deequ.dqdl.language import Rule
from engine.deequ.dqdl.sql import SqlReader, is_word
from engine.deequ.dqdl.verdicts import verdicts
from engine.errors import TaskFailure
from engine.job.references import PRIMARY
from engine.readers.tables import Table
from engine.spark.jvm.said import said
from engine.spark.relation import Rows, cells_of, fault_in, frame_of
from engine.spark.scan import Scan

NO_OTHERS: Mapping[str, "Read"] = {}
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.caseSensitive": "false",
}
"""What the verdict of a rule may hang on, whatever this machine sets."""


@dataclass(frozen=True, slots=True)
class Read:
    """A dataset that has been read once: its table, and what the pass has found."""

    table: Table
    found: Scan


def judge_rules(
    spark: SparkSession, own: Read, rules: Sequence[Rule], others: Mapping[str, Read] = NO_OTHERS
) -> tuple[RuleOutcome, ...]:
    """Return what Deequ says of each of *rules* over the records of the run's *own* data, in order.

    Rules may name *others*, and no more. Without rules no data are touched. The rows of a dataset are read in one job; what
    Deequ measures, it measures over them.
    """
    if not rules:
        return ()
    session = _own_session(spark, partitions=max(len(own.found.groups), spark.sparkContext.defaultParallelism))
    columns = dict.fromkeys(name for each in (own, *others.values()) for name in each.table.selected)
    names = names_for(tuple(columns), is_word=lambda name: is_word(session, name))
    sql = SqlReader(session, names.of(own.table.selected), names, frozenset({PRIMARY, *map(str.lower, others)}))
    with ExitStack() as kept:
        frames = {name: kept.enter_context(_kept(session, names, each)) for name, each in others.items()}
        return verdicts(kept.enter_context(_kept(session, names, own)), sql, rules, frames)


def _own_session(spark: SparkSession, *, partitions: int) -> SparkSession:
    """Return a session of the same Spark, where nobody else's tables have names, as many tasks as *partitions* in a shuffle."""
    session = spark.newSession()
    for name, value in {**_SETTINGS, "spark.sql.shuffle.partitions": str(partitions)}.items():
        session.conf.set(name, value)
    return session


def _count(frame: DataFrame, rows: Rows) -> int:
    """Return how many rows *frame* has, which is made of *rows*. Raises the fault that a task has met in reading them."""
    try:
        return frame.count()
    except CapturedException as error:  # it is mute once the session has ended
        raise fault_in(said(error), rows) or TaskFailure(type(error).__name__, said(error)) from None


@contextmanager
def _kept(session: SparkSession, names: Names, read: Read) -> Iterator[DataFrame]:
    """Give the rows of what was *read*, in memory or on disk; a fault of the reading is raised here, not told by rules."""
    state, own = read.found.state, names.of(read.table.selected)
    rows = Rows(read.table, read.found.groups, own.given, tuple(map(cells_of, state.columns)))
    frame = frame_of(session, rows)
    frame.persist(StorageLevel.MEMORY_AND_DISK)
    try:
        count = _count(frame, rows)
        if count != state.records:
            raise TaskFailure("RowCount", f"the pass for rules has read {count} rows, the one before {state.records}")
        yield frame
    finally:
        frame.unpersist()
