"""The one pass over the data: splits to executors, states home, joined along a tree that only the data decides.

The tree is binary, over split numbers, neighbours first. Aligned groups of splits (0-3, 4-7, ...) are read and joined by
one task each, so a driver never holds more than some hundred states; whatever the grouping, the tree is the same.
"""

import logging
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from operator import attrgetter
from typing import Generic, Protocol, Self, TypeVar

from pyspark import RDD
from pyspark.sql import SparkSession

from engine.errors import EngineError, TaskFailure
from engine.machine import this_host
from engine.profile.state import DatasetState
from engine.readers.folding import Foldable, folding_into
from engine.readers.splits import Split
from engine.readers.stretch import Stretch, joined
from engine.readers.tables import Table
from engine.readers.tally import Tally
from engine.spark.brought import bring, from_brought, is_brought
from engine.spark.cluster.groups import Group, enough, grouped, soonest
from engine.spark.cluster.parcel import Parcel, is_on_one_host
from engine.spark.cluster.placing import at_hosts
from engine.spark.counted import Count, counted
from engine.spark.failures import task_fault
from engine.spark.jvm.doorway import jvm_of
from engine.spark.sizing import STATE, sized
from engine.spark.tasks import with_kernels

_log = logging.getLogger(__name__)

_MOST_GROUPS = 128
_RESULT_SIZE, _USUAL_RESULT_SIZE = "spark.driver.maxResultSize", "1g"


class Mergeable(Protocol):
    """What joins with its like."""

    def merge(self, other: Self) -> None:
        """Join with the records that came after."""


State = TypeVar("State", bound=Mergeable)
"""What is known of some records."""


class Learning(Mergeable, Foldable, Protocol):
    """What takes in rows, and joins with its like."""


Learnt = TypeVar("Learnt", bound=Learning)
"""What a pass learns of the records."""


@dataclass(frozen=True, slots=True)
class Pass(Generic[Learnt]):
    """What a pass found: the joined state, what was odd about the records, and the groups, by the begins they have proved
    to have, so that another pass reads the same records.
    """

    state: Learnt
    tally: Tally
    groups: tuple[Group, ...] = ()


Scan = Pass[DatasetState]
"""What a pass found about the columns."""


@dataclass(frozen=True, slots=True)
class _Reading(Generic[Learnt]):
    """What a task sends home: the joined state of its group, and the stretch that the group has turned out to be."""

    number: int
    state: Parcel[Learnt]
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class _Failure:
    """What a task sends home instead where it met a fault."""

    number: int
    fault: EngineError | TaskFailure


@dataclass(frozen=True, slots=True)
class _Work(Generic[Learnt]):
    """What every task of a pass has to know: the table, how to begin with a state without records, whether the driver is on
    its host, and where to count.
    """

    table: Table
    empty: Callable[[], Learnt]
    on_one_host: bool
    count: Count | None = None


def scan(
    spark: SparkSession,
    table: Table,
    splits: Mapping[str, Sequence[Split]],
    *,
    domains: Mapping[str, frozenset[str]] | None = None,
    most_groups: int | None = None,
) -> Scan:
    """Read all *splits* in one Spark job, and again, apart, those that had guessed their first record wrong.

    Splits are read on the host whose they are; those of no host, "", are read on any. *domains* are known values of some
    columns, by name, to count members of. States are joined along a tree for each host, and these in the order of hosts.
    """
    empty = partial(DatasetState, table.selected, domains or {})
    return scan_into(spark, table, splits, empty, most_groups=most_groups)


def scan_into(
    spark: SparkSession,
    table: Table,
    splits: Mapping[str, Sequence[Split]],
    empty: Callable[[], Learnt],
    *,
    most_groups: int | None = None,
) -> Pass[Learnt]:
    """Do the same for any kind of state, which *empty* gives without records; it travels to Spark's tasks."""
    work = _Work(table, empty, is_on_one_host(spark))
    groups = _groups(spark, splits, len(table.selected)) if most_groups is None else grouped(splits, most_groups)
    readings = _run(spark, work, groups)
    while torn := _torn(groups, readings):
        _log.info("%d of %d groups of splits begin inside a quoted field: reading them again", len(torn), len(groups))
        readings |= _run(spark, work, torn)
    tally = sum((readings[group.number].stretch.tally for group in groups), Tally())
    begins = tuple(replace(group, begin=readings[group.number].stretch.begin) for group in groups)
    # Opened one after the other, and let go as they are joined: all of them are large together.
    of_hosts = (
        join(readings.pop(group.number).state.open() for group in groups if group.host == host) for host in splits
    )
    state = join(filter(None, of_hosts)) or work.empty()
    return Pass(state, tally, begins)


def join(states: Iterable[State]) -> State | None:
    """Merge *states* along the binary tree over their places, as they come; the left of each pair is changed.

    At most one state a level of the tree is held. None for no state.
    """
    waiting: list[tuple[int, State]] = []
    for state in states:
        level = 0
        while waiting and waiting[-1][0] == level:
            left = waiting.pop()[1]
            left.merge(state)
            state, level = left, level + 1
        waiting.append((level, state))
    while len(waiting) > 1:
        right = waiting.pop()[1]
        waiting[-1][1].merge(right)
    return waiting[0][1] if waiting else None


def _groups(spark: SparkSession, splits: Mapping[str, Sequence[Split]], columns: int) -> list[Group]:
    """Group *splits*: on this host, whose cores are known, so that the whole is done soonest; those that any executor may read
    in enough groups for a cluster; else in as many as may be.
    """
    most, context = most_home(spark, columns), spark.sparkContext
    if list(splits) != [""]:
        return grouped(splits, most)
    cores = context.defaultParallelism
    if is_on_one_host(spark):
        return soonest(splits, most, columns=columns, cores=cores)
    return grouped(splits, min(most, enough(cores)))


def most_home(spark: SparkSession, columns: int) -> int:
    """Return how many states of so many *columns* may come home: fewer of wide ones, down to one of all splits.

    What they need has to find room beside the driver's heap, and in half of what Spark lets a job bring to its driver.
    """
    columns = max(1, columns)
    most = max(1, min(_MOST_GROUPS, sized(this_host(), columns=columns).states // columns))
    text = spark.sparkContext.getConf().get(_RESULT_SIZE, _USUAL_RESULT_SIZE)
    largest = int(jvm_of(spark).org.apache.spark.network.util.JavaUtils.byteStringAsBytes(text))
    return min(most, max(1, largest // 2 // (STATE * columns))) if largest else most


def _run(spark: SparkSession, work: _Work[Learnt], groups: Sequence[Group]) -> dict[int, _Reading[Learnt]]:
    """Return what came of each group, by number. Raises the fault of the first group, by number, that met one."""
    if not groups:
        return {}
    _log.debug("Reading %d groups of splits, a task each", len(groups))
    with counted(spark, sum(each.size for each in groups)) as count:
        work = replace(work, count=count)
        home = _read_at_hosts(spark, work, groups) if groups[0].host else _read_anywhere(spark, work, groups)
    readings: dict[int, _Reading[Learnt]] = {}
    for answer in sorted(home, key=attrgetter("number")):
        if isinstance(answer, _Failure):
            raise answer.fault
        readings[answer.number] = answer
    return readings


def _size(group: Group) -> int:
    return sum(segment.end - segment.begin for split in group.splits for segment in split)


def _read_at_hosts(
    spark: SparkSession, work: _Work[Learnt], groups: Sequence[Group]
) -> Iterable[_Reading[Learnt] | _Failure]:
    return at_hosts(spark, [(group.host, group) for group in groups], partial(_read_group, work))


def _read_anywhere(
    spark: SparkSession, work: _Work[Learnt], groups: Sequence[Group]
) -> Iterable[_Reading[Learnt] | _Failure]:
    home = _tasks(spark, _reader(work), groups).collect()
    return map(pickle.loads, _take(home))


def _tasks(
    spark: SparkSession, read: Callable[[Iterable[Group]], Iterable[bytes]], groups: Sequence[Group]
) -> RDD[bytes]:
    """Return what *read* yields for *groups*, one task for each; where tasks cannot reach the files Spark brings them."""
    if not is_brought(groups[0].splits[0][0].path):
        return spark.sparkContext.parallelize(groups, len(groups)).mapPartitions(with_kernels(read))
    files = {
        group.number: {segment.path: segment.size for split in group.splits for segment in split} for group in groups
    }
    by_number = {group.number: group for group in groups}
    return bring(spark, files).mapPartitions(with_kernels(from_brought(read, by_number)))


def _take(home: list[bytes]) -> Iterator[bytes]:
    """Yield what is in *home* and empty it, for the states and the bytes that they were are large together."""
    while home:
        yield home.pop()


def _reader(work: _Work[Learnt]) -> Callable[[Iterable[Group]], Iterable[bytes]]:
    """Return what a task runs. It is a plain function of values: a lost task that is run again gives the same bytes."""

    def read(groups: Iterable[Group]) -> Iterator[bytes]:
        for group in groups:
            yield pickle.dumps(_read_group(work, group), protocol=pickle.HIGHEST_PROTOCOL)

    return read


def _read_group(work: _Work[Learnt], group: Group) -> _Reading[Learnt] | _Failure:
    stretches: list[Stretch] = []
    try:
        state = join(_read_splits(work, group, stretches)) or work.empty()
    except Exception as error:
        return _Failure(group.number, task_fault(error))
    return _Reading(group.number, Parcel.of(state, on_one_host=work.on_one_host), joined(stretches))


def _read_splits(work: _Work[Learnt], group: Group, stretches: list[Stretch]) -> Iterator[Learnt]:
    """Yield the state of each split; a split that continues the one before begins where that one has ended."""
    begin, rows = group.begin, 0
    for split in group.splits:
        folding = folding_into(work.empty())
        stretches.append(work.table.read(split, folding, begin=begin))
        begin, rows = stretches[-1].end if split[-1].continues else None, rows + folding.rows
        yield folding.state
    if work.count is not None:
        work.count.add(group.size, rows)


def _torn(groups: Sequence[Group], readings: Mapping[int, _Reading[Learnt]]) -> list[Group]:
    """Return the groups that do not begin where the one before has ended, with the right begin."""
    torn = []
    for before, group in pairwise(groups):
        if not before.splits[-1][-1].continues:
            continue
        end = readings[before.number].stretch.end
        if readings[group.number].stretch.begin != end:
            torn.append(replace(group, begin=end))
    return torn
