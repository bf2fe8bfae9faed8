"""Little memory and few cores: what fits, works; what does not, is told in a sentence."""

import re

import pytest
from container.box import (
    CSV,
    NOBODY_KNOWS,
    STRICT,
    code,
    documents,
    inside,
    log,
    mounted,
    run,
    started,
    state,
    until,
)

pytestmark = pytest.mark.slow

BASELINE = {"statistics.json", "constraints.json", "suggestions.json"}

HOG = "held = []\nwhile True: held.append(bytes(range(256)) * 4096)"
"""Takes memory until somebody is ended for it: 1 MB at a time."""

KILL_WORKERS = """
import os, pathlib, time
def of(pid, name): return pathlib.Path(f'/proc/{pid}/{name}').read_bytes()
def parent(pid): return of(pid, 'stat').rpartition(b')')[2].split()[1].decode()
while True:
    for place in pathlib.Path('/proc').glob('[0-9]*'):
        try:
            daemon = parent(place.name)
            worker, its, above = (of(process, 'cmdline') for process in (place.name, daemon, parent(daemon)))
            if worker == its and b'-m\\0engine' in worker and (its == above or b'daemon' in its):
                os.kill(int(place.name), 9)
                time.sleep(0.3)
        except OSError:
            pass
"""
"""Ends a worker, which is forked from a daemon that is forked from the driver, or is Spark's own, and the next one: Spark makes
another for one that has not begun."""


def options(folders, of_350_megabytes, *limits):
    return (*STRICT, *NOBODY_KNOWS, *mounted(folders, data=of_350_megabytes), *limits)


@pytest.mark.parametrize("limits", [("--memory", "1g"), ("--memory", "512m"), ("--cpus", "1")], ids=" ".join)
def test_a_file_of_350_megabytes(image, folders, of_350_megabytes, limits):
    """It fits a gigabyte, half of that, and one core."""
    swapless = ("--memory-swap", limits[1]) if "--memory" in limits else ()
    ended = run(
        image, "baseline", "/data", "-o", "/out", options=options(folders, of_350_megabytes, *limits, *swapless)
    )

    assert ended.code == 0, ended.log
    assert documents(folders / "out") == BASELINE
    one_at_a_time = "--cpus" in limits or "512m" in limits
    assert ("with up to 1 tasks at a time" in ended.log) == one_at_a_time, ended.log


def test_too_little_memory_is_told_before_the_work(image, folders, of_350_megabytes):
    """The sentence names what is there and what is needed; Java was not started."""
    ended = run(
        image, "baseline", "/data", "-o", "/out", options=options(folders, of_350_megabytes, "--memory", "300m")
    )

    assert ended.code == 2
    assert re.search(r"This run may use 300 MB of memory, and needs 4\d\d at least: raise the limit", ended.log)
    assert "Spark" not in ended.log
    assert documents(folders / "out") == set()


def in_the_midst(name):
    until(name, lambda: "Spark runs on this host" in log(name))


def platform(image, folders, of_350_megabytes, *limits):
    words = ("--dataset-source", "/data", "--dataset-format", CSV, "--output-path", "/out")
    return started(image, *words, options=options(folders, of_350_megabytes, *limits))


def test_memory_that_runs_out_is_told(image, folders, of_350_megabytes):
    """The kernel ends Java or a worker, not the driver, which says so; no document is left."""
    with platform(image, folders, of_350_megabytes, "--memory", "640m", "--memory-swap", "640m") as name:
        in_the_midst(name)
        hog = inside(name, HOG)
        ended, killed, told = code(name, 120), state(name, "{{.State.OOMKilled}}"), log(name)
        hog.communicate()

    assert (ended, killed) == (255, "true"), told
    assert "as the system ends it where memory is short: give the job a machine with more memory" in told
    assert "Traceback" not in told
    assert documents(folders / "out") == set()


def test_a_worker_that_is_killed_is_told(image, folders, of_350_megabytes):
    """The sentence is about the worker; on half a core the data take long enough for whoever ends it to be there in time."""
    with platform(image, folders, of_350_megabytes, "--cpus", "0.5") as name:
        inside(name, KILL_WORKERS).communicate()
        ended, told = code(name, 120), log(name)

    assert ended == 255, told
    assert "A Python worker of Spark's ended in midst of work, as the system ends it where memory is short" in told
    assert "Traceback" not in told
    assert documents(folders / "out") == set()
