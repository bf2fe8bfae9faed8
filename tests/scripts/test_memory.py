"""How much memory a script may take."""

import pytest

from engine.machine import Host
from engine.scripts.memory import memory_share

GIB = 1 << 30


@pytest.mark.parametrize(
    ("memory", "processes", "share"),
    [(16 * GIB, 1, 8 * GIB), (16 * GIB, 2, 4 * GIB), (16 * GIB, 1000, GIB), (GIB, 1000, GIB // 2)],
)
def test_scripts_share_half_of_the_memory(memory, processes, share):
    """Each has its part, but a part is not below what the usual packages want, as long as that is half of all."""
    assert memory_share(Host(memory, cores=processes), processes) == share
