"""What a run may use, read from control groups, and how it is shared."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import JobError
from engine.spark.memory import MIB, Host, limited, sized, this_host, yield_first

MACHINE = Host(memory=64_000 * MIB, cores=16)
VERSION_1 = "9:name=systemd:/docker/ab12\n4:memory:/docker/ab12\n2:cpu,cpuacct:/docker/ab12\n"


def files(own, **limits):
    """Return a reader of a machine whose process is in the groups of the text *own*; `__` stands for a slash."""
    content = {"/proc/self/cgroup": own, **{f"/sys/fs/cgroup/{name}": text for name, text in limits.items()}}
    return lambda path: content.get(str(path))


def test_a_container_of_version_2_sees_its_own_group_as_the_root():
    """memory.max and cpu.max at the root hold."""
    read = files("0::/\n", **{"memory.max": "1073741824\n", "cpu.max": "100000 100000\n"})
    assert limited(MACHINE, read) == Host(memory=1024 * MIB, cores=1)


def test_a_container_of_version_1_sees_its_own_group_as_the_root():
    """Its path is the one outside, which does not exist inside, so the root's files hold."""
    limits = {"memory/memory.limit_in_bytes": "536870912\n", "cpu/cpu.cfs_quota_us": "150000\n"}
    read = files(VERSION_1, **limits, **{"cpu/cpu.cfs_period_us": "100000\n"})
    assert limited(MACHINE, read) == Host(memory=512 * MIB, cores=2)


def test_the_smallest_limit_on_the_way_to_the_root_holds():
    """A service of 4 GB in a slice of 2 GB has 2 GB."""
    limits = {"work.slice/job.service/memory.max": f"{4096 * MIB}", "work.slice/memory.max": f"{2048 * MIB}"}
    assert limited(MACHINE, files("0::/work.slice/job.service\n", **limits)).memory == 2048 * MIB


@pytest.mark.parametrize("unlimited", ["max\n", "9223372036854771712\n"])
def test_no_limit_is_the_machine(unlimited):
    """Version 2 says "max", and version 1 a number beyond any machine."""
    limits = {"memory.max": unlimited, "memory/memory.limit_in_bytes": unlimited}
    limits |= {"cpu.max": "max 100000\n", "cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}
    assert limited(MACHINE, files(f"0::/\n{VERSION_1}", **limits)) == MACHINE


def test_a_machine_without_control_groups():
    """Nothing is there to read, so the machine is what there is."""
    assert limited(MACHINE, lambda path: None) == MACHINE


def test_half_a_core_is_one():
    """A quota below one core still runs one task."""
    assert limited(MACHINE, files("0::/\n", **{"cpu.max": "50000 100000\n"})).cores == 1


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
    """3,000 columns need some 2 GB with one task, and each task more than a narrow table's."""
    assert sized(Host(4096 * MIB, cores=16), columns=3000).tasks == 5
    with pytest.raises(JobError, match=r"may use 1024 MB of memory, and needs 20[0-9][0-9] at least"):
        sized(Host(1024 * MIB, cores=2), columns=3000)


def test_this_host_has_something():
    """Wherever the tests run, there is memory and a core."""
    host = this_host()
    assert host.memory > 256 * MIB
    assert 1 <= host.cores <= os.cpu_count()


def test_a_child_yields_first():
    """The kernel's wish list shows it, and this process's own place is the same as before."""
    place = Path("/proc/self/oom_score_adj")
    if not place.exists():
        pytest.skip("this system has no such list")
    own = place.read_text()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield_first(child.pid)
    told = Path(f"/proc/{child.pid}/oom_score_adj").read_text()
    child.communicate()

    assert (told.strip(), place.read_text()) == ("500", own)


def test_a_process_that_is_gone_cannot_yield():
    """There is nothing to wish for then, and nothing is raised."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    yield_first(gone.pid)
