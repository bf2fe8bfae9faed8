"""What comes home from the partitions of a DataFrame: numbered parts that join, or the first fault."""

import pickle

import pyarrow as pa

from engine.errors import DatasetError
from engine.readers.frames.partition import Rows
from engine.readers.frames.wanted import look_at_columns
from engine.spark.tasks import fold_partition, group_of, join_group, joined, numbered


def rows():
    look = look_at_columns(["n"], lambda _place: pa.int64(), ())
    return Rows(("n",), look.leaves)


def packed(number, *values):
    """Return what the task of a partition yields, as a pair."""
    (batch,) = fold_partition(pickle.dumps(rows()), [pa.record_batch({"n": pa.array(values, pa.int64())})])
    (row,) = batch.to_pylist()
    return numbered((number, row["part"]))


def fault(number):
    return number, pickle.dumps(DatasetError(f"partition {number}", code="frame-names-repeated"))


def test_parts_join_in_the_order_of_their_numbers():
    """The first number stands for all of them."""
    number, part = joined([packed(4, 1, 2), packed(5), packed(6, 3)])

    assert number == 4
    assert part.state.records == 3
    assert part.state.columns[0].numbers.moments.maximum == 3


def test_nothing_joins_to_none():
    """A DataFrame may have no partition."""
    assert joined([]) == (0, None)
    assert list(join_group([])) == []


def test_of_two_faults_the_first_is_told():
    """Whichever came first in time: the same data fail with the same sentence."""
    _, found = joined([packed(0, 1), fault(1), fault(2)])

    assert str(found) == "partition 1"


def test_a_fault_travels_through_a_group():
    """It is raised on the driver alone, for a task that fails Spark would try again."""
    ((number, content),) = join_group([fault(2), packed(3, 1)])

    assert (number, str(pickle.loads(content))) == (2, "partition 2")


def test_a_group_is_a_power_of_two_of_neighbours():
    """Then the tree over all partitions is the same, whether they come one by one or in groups."""
    assert [group_of(4, number) for number in range(9)] == [0, 0, 0, 0, 1, 1, 1, 1, 2]
