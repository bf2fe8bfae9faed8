"""How many neighbouring splits one task reads, where the cores are known."""

import pytest

from engine.readers.splits import Segment
from engine.spark.cluster.groups import enough, grouped, soonest

MIB = 1 << 20
SPLIT = 32 * MIB


def splits_of(size: int):
    """Return the splits of a file of *size* bytes, as those of this host."""
    cuts = range(0, size, SPLIT)
    return {"": tuple((Segment("data.csv", begin, min(begin + SPLIT, size), size),) for begin in cuts)}


def sizes(groups) -> list[int]:
    """Return how many splits are in each group."""
    return [len(group.splits) for group in groups]


def test_tasks_join_states_of_wide_tables_before_they_go_home():
    """Of 500 columns each state costs the driver half as much as its split a core: four of 42 splits are read together."""
    groups = soonest(splits_of(1334 * MIB), 128, columns=500, cores=2)
    assert sizes(groups) == [4] * 10 + [2]


def test_each_core_has_four_groups_at_least():
    """However wide a table is, a slow task keeps no other core waiting for long."""
    groups = soonest(splits_of(64 * SPLIT), 128, columns=100_000, cores=4)
    assert sizes(groups) == [4] * 16


def test_few_splits_are_read_one_by_one():
    """Where there are no more than cores, nothing is joined: all of them would wait for one."""
    assert sizes(soonest(splits_of(3 * SPLIT), 128, columns=500, cores=2)) == [1, 1, 1]


def test_all_cores_have_about_as_much_to_read():
    """Nine pairs would keep one of two cores busy for a pair longer than the other, of columns that cost the driver little."""
    assert sizes(soonest(splits_of(18 * SPLIT), 128, columns=5, cores=2)) == [1] * 18


@pytest.mark.parametrize("columns", [1, 500])
def test_no_more_states_come_home_than_there_is_room_for(columns):
    """What memory allows is the most, however soon more groups would be done."""
    assert sizes(soonest(splits_of(40 * SPLIT), 3, columns=columns, cores=2)) == [16, 16, 8]


def test_there_are_no_groups_of_no_splits():
    """A dataset without a record has none."""
    assert soonest({"": ()}, 128, columns=5, cores=2) == []


def test_a_cluster_has_groups_for_cores_that_are_not_known_yet():
    """A task has a cost of its own, so there are no more than enough; four a core, and 64 at the least."""
    assert [enough(cores) for cores in (1, 2, 16, 17, 100)] == [64, 64, 64, 68, 400]
    assert len(grouped(splits_of(105 * SPLIT), min(128, enough(2)))) == 53
    assert len(grouped(splits_of(105 * SPLIT), min(128, enough(100)))) == 105
