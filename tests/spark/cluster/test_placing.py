"""Work that belongs on a host: how splits are grouped, what a task does elsewhere, and that it is asked again."""

import pickle

import pytest

from engine.readers.splits import Segment
from engine.spark.cluster import placing
from engine.spark.cluster.groups import grouped
from engine.spark.cluster.placing import at_hosts
from engine.spark.cluster.team import HOST_VARIABLE


def split(number: int):
    """Return a split of a file of its own."""
    return (Segment(f"{number}.csv", 0, 1, 1),)


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_a_group_has_splits_of_one_host_in_their_order(most):
    """However few groups are asked for, no task reads files of two hosts, and none is left out."""
    splits = tuple(map(split, range(10)))
    placed = {"algo-1": splits[:5], "algo-2": splits[5:6], "algo-3": (), "algo-4": splits[6:]}
    groups = grouped(placed, most)
    assert [group.number for group in groups] == list(range(len(groups)))
    for host, own in placed.items():
        assert tuple(each for group in groups if group.host == host for each in group.splits) == own


def test_a_task_elsewhere_does_nothing(monkeypatch):
    """It gives no answer, by which the driver knows that it has to be run again."""
    monkeypatch.setenv(HOST_VARIABLE, "algo-2")
    tasks = [pickle.dumps((0, "algo-1", "mine")), pickle.dumps((1, "algo-2", "yours"))]
    assert [pickle.loads(answer) for answer in placing._there(str.upper)(iter(tasks))] == [(1, "YOURS")]


def test_tasks_prefer_their_host(spark):
    """Only Spark's Java side can be told so; Python gets the bytes back."""
    placed = placing._preferring(spark, [("algo-1", b"one"), ("algo-2", b"two")])
    java = placed._jrdd.rdd()
    assert [java.preferredLocations(part).mkString(",") for part in java.partitions()] == ["algo-1", "algo-2"]
    assert sorted(placed.mapPartitions(list).collect()) == [b"one", b"two"]


def test_strayed_tasks_are_run_again_until_all_have_answered(spark, monkeypatch):
    """Each item is answered once and in its place, whichever run has answered it."""
    runs = []

    def half_astray(work):
        runs.append(work)
        number = len(runs)

        def there(tasks):
            for task in tasks:
                at, _, item = pickle.loads(task)
                if number > 1 or at % 2:
                    yield pickle.dumps((at, work(item)))

        return there

    monkeypatch.setattr(placing, "_there", half_astray)
    assert at_hosts(spark, [("algo-1", item) for item in "abcd"], str.upper) == ["A", "B", "C", "D"]
    assert len(runs) == 2
