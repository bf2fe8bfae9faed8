"""What a run may use, read from control groups, and how it is shared."""

import os

import pytest

from engine.errors import JobError
from engine.machine import Host, this_host
from engine.spark.sizing import MIB, sized


@pytest.mark.parametrize(("megabytes", "tasks"), [(512, 1), (1024, 4), (2048, 10), (8192, 16)])
def test_tasks_fit_the_memory_and_the_cores(megabytes, tasks):
    """Sixteen cores run as many tasks as the memory has room for beside the driver and Java."""
    assert sized(Host(megabytes * MIB, cores=16)).tasks == tasks


def test_cores_bound_the_tasks():
    """Much memory makes no more tasks than there are cores."""
    assert sized(Host(64_000 * MIB, cores=2)).tasks == 2


def test_the_heap_follows_the_memory_between_bounds():
    """It is a quarter, at least what Spark asks for, at most what keeps Java's pointers small."""
    heaps = [sized(Host(gigabytes << 30, cores=2)).heap >> 20 for gigabytes in (1, 8, 512)]
    assert heaps == [512, 2048, 16_384]


def test_more_memory_lets_more_states_come_home():
    """A sixteenth of the memory is for them, of 46 KB each."""
    assert [sized(Host(gigabytes << 30, cores=2)).states for gigabytes in (1, 16)] == [1424, 22_795]


def test_many_columns_leave_room_for_fewer_tasks():
    """3,000 columns need some 1.6 GB with one task, and each task more than a narrow table's."""
    assert sized(Host(4096 * MIB, cores=16), columns=3000).tasks == 6
    with pytest.raises(JobError, match=r"may use 1024 MB of memory, and needs 15[0-9][0-9] at least"):
        sized(Host(1024 * MIB, cores=2), columns=3000)


def test_memory_that_is_just_enough_is_enough():
    """Seven eighths of it are the 410 MiB of the driver, Java and one task; with a byte less the run does not begin."""
    just = 491_332_754
    assert just - 2 * (just // 16) == 410 * MIB
    assert sized(Host(just, cores=2)).tasks == 1
    with pytest.raises(JobError, match=r"may use 468 MB of memory, and needs 469 at least"):
        sized(Host(just - 1, cores=2))


def test_this_host_has_something():
    """Wherever the tests run, there is memory and a core."""
    host = this_host()
    assert host.memory > 256 * MIB
    assert 1 <= host.cores <= os.cpu_count()
