"""What a run does beside its steps."""

import gc
import threading
from contextlib import suppress

import pytest

from engine import pipeline
from engine.looking.plan import Reading
from engine.readers.splits import Segment


def reading(size: int) -> Reading:
    """Return what is to be read of one file of *size* bytes."""
    return Reading(None, {"": ((Segment("data.csv", 0, size, size),),)})


@pytest.mark.parametrize(("size", "loaded"), [(1000, []), (1 << 20, ["printing"])])
def test_what_prints_many_numbers_is_loaded_while_spark_reads_many_bytes(monkeypatch, size, loaded):
    """In a thread of its own, whose fault is left to whoever needs it; a small run waits for nothing."""
    threads = []

    def load():
        threads.append(threading.current_thread())
        raise ImportError

    monkeypatch.setattr(pipeline, "load_printing", load)
    pipeline._prepare_printing(reading(size))
    for thread in threading.enumerate():
        if thread.name == "printing":
            thread.join()
    assert [thread.name for thread in threads] == loaded


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_rests_only_meanwhile(enabled):
    """Whoever has it at work has it so again, also after a fault, and whoever has it at rest is let be."""
    was = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        with suppress(ValueError), pipeline._collector_at_rest():
            assert not gc.isenabled()
            raise ValueError
        assert gc.isenabled() == enabled
    finally:
        (gc.enable if was else gc.disable)()
