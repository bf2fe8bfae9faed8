"""What Spark's tasks have read, counted as each of them ends: two of Spark's accumulators, which travel home with its result.

No job runs for it. A task that Spark has run twice counts twice: of the bytes never more are told than there are, while the rows
may be more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.progress.passes import Progress, Read, is_shown, shown

if TYPE_CHECKING:
    from pyspark import Accumulator
    from pyspark.sql import SparkSession


@dataclass(frozen=True, slots=True)
class Count:
    """Where tasks tell the bytes and the rows that they have read."""

    size: "Accumulator[int]"
    rows: "Accumulator[int]"

    def add(self, size: int, rows: int) -> None:
        """Count what a task has read; for a task alone."""
        self.size.add(size)
        self.rows.add(rows)


@contextmanager
def counted(spark: "SparkSession", total: int) -> Iterator[Count | None]:
    """Give where the tasks of a pass over *total* bytes count, and show it meanwhile; None where nobody wants to see it."""
    if not is_shown():
        yield None
        return
    context = spark.sparkContext
    count = Count(context.accumulator(0), context.accumulator(0))
    with shown(Progress(total, lambda: Read(min(count.size.value, total), count.rows.value))):
        yield count
