"""How much memory a script may take."""

from engine.machine import Host

LEAST = 1024**3
"""Bytes below which a script's share does not fall as long as it is half of all: numpy and pandas want some of that."""


def memory_share(host: Host, processes: int) -> int:
    """Return how many bytes each of *processes* scripts at a time may take: together half of what *host* has."""
    half = host.memory // 2
    return max(half // processes, min(half, LEAST))
