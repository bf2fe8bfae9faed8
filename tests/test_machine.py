"""What this process may use, read from control groups, and of which kind the processor is."""

import os
from pathlib import Path

import pytest

from engine.machine import Host, limited, stores_compressed_slowly, this_host

MIB = 1 << 20
PROCESSORS = Path("/proc/cpuinfo")
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


@pytest.mark.parametrize(
    ("groups", "limits"),
    [
        pytest.param("0::/a/b\n", {"a/b/memory.max": "max", "a/memory.max": f"{64 * MIB}"}, id="version 2, above"),
        pytest.param("0::/\n", {"memory.max": f"{64 * MIB}"}, id="version 2, in a container"),
        pytest.param("0::/not/seen\n", {"memory.max": f"{64 * MIB}"}, id="version 2, seen from inside"),
        pytest.param("4:memory:/a\n", {"memory/a/memory.limit_in_bytes": f"{64 * MIB}"}, id="version 1"),
        pytest.param("4:memory:/no\n", {"memory/memory.limit_in_bytes": f"{64 * MIB}"}, id="version 1, from inside"),
    ],
)
def test_a_control_group_may_grant_less(groups, limits):
    """The lowest limit on the way up holds, in either version."""
    assert limited(MACHINE, files(groups, **limits)).memory == 64 * MIB


def test_this_process_has_what_the_machine_has_at_most():
    """Memory and cores are there, and no more than the system counts."""
    host = this_host()
    assert 0 < host.memory <= os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    assert 1 <= host.cores <= os.cpu_count()


@pytest.mark.parametrize(
    ("vendor", "family", "flags", "slow"),
    [
        pytest.param("AuthenticAMD", 25, "fpu avx2 avx512f avx512_vbmi2", True, id="Zen 4"),
        pytest.param("AuthenticAMD", 25, "fpu avx2", False, id="Zen 3"),
        pytest.param("AuthenticAMD", 26, "fpu avx2 avx512f", False, id="Zen 5"),
        pytest.param("GenuineIntel", 25, "fpu avx2 avx512f", False, id="Intel"),
    ],
)
def test_one_generation_of_processors_stores_compressed_vectors_slowly(vendor, family, flags, slow):
    """Zen 4, which is told by its vendor, its family and AVX-512."""
    one = f"processor\t: 0\nvendor_id\t: {vendor}\ncpu family\t: {family}\nmodel name\t: a: b\nflags\t\t: {flags}\n\n"
    assert stores_compressed_slowly(2 * one) is slow


@pytest.mark.parametrize("told", ["", "processor\t: 0\nBogoMIPS\t: 243.75\n"])
def test_a_system_that_tells_nothing_of_its_processors_has_no_slow_one(told):
    """As macOS does, and Linux on other processors tells other things."""
    assert not stores_compressed_slowly(told)


@pytest.mark.skipif(not PROCESSORS.exists(), reason="this system tells nothing of its processors in a file")
def test_the_processor_of_this_machine_is_the_one_that_linux_tells_of():
    """It is read where nothing else is given."""
    assert stores_compressed_slowly() is stores_compressed_slowly(PROCESSORS.read_text())
