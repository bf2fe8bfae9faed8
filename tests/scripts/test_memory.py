"""How much memory a script may take."""

import os

import pytest

from engine.scripts.memory import LEAST, granted_memory, memory_share

MACHINE = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def system(folder, groups, **limits):
    """Make a system whose process is in *groups*, with limits by the path below the groups' folder."""
    (folder / "proc/self").mkdir(parents=True)
    (folder / "proc/self/cgroup").write_text(groups)
    for path, limit in limits.items():
        file = folder / "sys/fs/cgroup" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{limit}\n")
    return folder


def test_without_groups_it_is_the_machines(tmp_path):
    """All of the memory that the system counts."""
    assert granted_memory(system=tmp_path) == MACHINE


@pytest.mark.parametrize(
    ("groups", "limits"),
    [
        pytest.param("0::/a/b\n", {"a/b/memory.max": "max", "a/memory.max": 64 << 20}, id="version 2, above"),
        pytest.param("0::/\n", {"memory.max": 64 << 20}, id="version 2, in a container"),
        pytest.param("0::/not/seen\n", {"memory.max": 64 << 20}, id="version 2, seen from inside"),
        pytest.param("4:memory:/a\n", {"memory/a/memory.limit_in_bytes": 64 << 20}, id="version 1"),
        pytest.param("4:memory:/not/seen\n", {"memory/memory.limit_in_bytes": 64 << 20}, id="version 1, from inside"),
    ],
)
def test_a_control_group_may_grant_less(tmp_path, groups, limits):
    """The lowest limit on the way up holds, in either version."""
    assert granted_memory(system=system(tmp_path, groups, **limits)) == 64 << 20


def test_a_group_without_a_limit_is_the_machines(tmp_path):
    """Version 1 writes a number beyond any machine for that."""
    limits = {"memory/memory.limit_in_bytes": 9223372036854771712}
    assert granted_memory(system=system(tmp_path, "4:memory:/\n", **limits)) == MACHINE


def test_scripts_share_half_of_the_memory(tmp_path):
    """Each has its part, but a part is not below what the usual packages want."""
    half = MACHINE // 2
    assert memory_share(1, system=tmp_path) == half
    assert memory_share(2, system=tmp_path) == max(half // 2, min(half, LEAST))
    assert memory_share(10**6, system=tmp_path) == min(half, LEAST)
