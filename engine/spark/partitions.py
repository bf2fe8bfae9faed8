"""The one pass over a DataFrame: rows to the Python workers of its session, states home, joined along a fixed tree.

Each partition becomes one row with a state. Where there are more partitions than states that the driver has room for, groups
of neighbours (a power of two of them) are joined on the way, in a second stage of the same Spark job; the tree is the same.
The states of 300 partitions and 40 columns are 440 MB one by one, and 100 MB in groups of four, which cost a shuffle of 300 MB;
of 10,000 partitions no more come home than of 128.
"""

import logging
import pickle
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from pyspark import RDD
from pyspark.sql import DataFrame

from engine.readers.frames.partition import Part, Rows
from engine.spark.scan import most_home
from engine.spark.tasks import SCHEMA, fold_partition, group_of, join_group, joined, numbered

_log = logging.getLogger(__name__)


def fold_frame(df: DataFrame, rows: Rows, *, most_parts: int | None = None) -> Part:
    """Return what is known of all rows of *df*, whose columns are those of *rows*, in one Spark job.

    At most *most_parts* states come home; None leaves it to the memory of this host and the session's largest result. No row
    does. Raises the fault of the first partition that met one.
    """
    parts = df.mapInArrow(partial(fold_partition, pickle.dumps(rows)), SCHEMA).rdd
    size, partitions = 1, parts.getNumPartitions()
    most = most_parts or most_home(df.sparkSession, len(rows.names))
    while -(-partitions // size) > most:
        size *= 2
    _log.info("%d partitions, %d of them in a group", partitions, size)
    home = parts.collect() if size == 1 else _join_groups(parts, size, -(-partitions // size)).collect()
    home.sort(reverse=True)
    _, found = joined(map(numbered, _take(home)))
    if found is None:
        return rows.empty()
    if not isinstance(found, Part):
        raise found
    return found


def _join_groups(parts: RDD[Any], size: int, groups: int) -> RDD[Any]:
    """Return *parts* joined in *groups* of *size* neighbours; sorted on the way, so that each worker holds few at a time."""
    pairs: RDD[Any] = parts.map(numbered)
    group: Callable[[Any], int] = partial(group_of, size)
    neighbours: RDD[Any] = pairs.repartitionAndSortWithinPartitions(groups, group)
    return neighbours.mapPartitions(join_group)


def _take(home: list[Any]) -> Iterator[Any]:
    """Yield what is in *home*, the last first, and empty it: states and the bytes that they were are large together."""
    while home:
        yield home.pop()
