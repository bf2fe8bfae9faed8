"""Rules over the rows of a run: read once more in the profile's own reading, and kept for as long as Deequ asks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession

from engine.analysis.custom_rules import RuleOutcome
from engine.deequ.dqdl.column_names import names_for
from engine.deequ.dqdl.language import Rule
from engine.deequ.dqdl.sql import SqlReader, is_word
from engine.deequ.dqdl.verdicts import verdicts
from engine.errors import TaskFailure
from engine.profile.state import DatasetState
from engine.readers.tables import Table
from engine.spark.relation import Rows, cells_of, frame_of
from engine.spark.scan import Scan

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.caseSensitive": "false",
}
"""What the verdict of a rule may hang on, whatever this machine sets."""


def judge_rules(spark: SparkSession, table: Table, found: Scan, rules: Sequence[Rule]) -> tuple[RuleOutcome, ...]:
    """Return what Deequ says of each of *rules* over the records of *table* that a pass has *found*, in order.

    Without rules the data are not touched. The rows are read in one job; what Deequ measures, it measures over them.
    """
    if not rules:
        return ()
    session = _own_session(spark, partitions=max(len(found.groups), spark.sparkContext.defaultParallelism))
    names = names_for(table.selected, is_word=lambda name: is_word(session, name))
    rows = Rows(table, found.groups, names.given, tuple(map(cells_of, found.state.columns)))
    with _kept(frame_of(session, rows), found.state) as frame:
        return verdicts(frame, SqlReader(session, names), rules)


def _own_session(spark: SparkSession, *, partitions: int) -> SparkSession:
    """Return a session of the same Spark, where nobody else's tables have names, as many tasks as *partitions* in a shuffle."""
    session = spark.newSession()
    for name, value in {**_SETTINGS, "spark.sql.shuffle.partitions": str(partitions)}.items():
        session.conf.set(name, value)
    return session


@contextmanager
def _kept(frame: DataFrame, state: DatasetState) -> Iterator[DataFrame]:
    """Give *frame* with its rows at hand, in memory or on disk; a fault of the reading is raised here, not told by rules."""
    frame.persist(StorageLevel.MEMORY_AND_DISK)
    try:
        count = frame.count()
        if count != state.records:
            raise TaskFailure("RowCount", f"the pass for rules has read {count} rows, the one before {state.records}")
        yield frame
    finally:
        frame.unpersist()
