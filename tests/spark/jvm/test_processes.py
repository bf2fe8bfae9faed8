"""The table of processes, how a session of processes ends, and who yields where memory is short."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.spark.jvm.processes import Process, end_orphans, end_session, processes, yield_first

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system shows no table of processes")


def living_of(session: int) -> list[Process]:
    """Return the processes of *session* that have not ended."""
    return [process for process in processes() if process.session == session and not process.has_ended]


def test_the_table_holds_this_process():
    """With the parent and the session that the system tells of it."""
    own = [process for process in processes() if process.number == os.getpid()]
    assert [(one.parent, one.session, one.has_ended) for one in own] == [(os.getppid(), os.getsid(0), False)]


def test_a_name_with_brackets_and_spaces_is_no_harm(tmp_path):
    """The system puts the program's name into the same line, as it is."""
    program = tmp_path / ") Z 1 1 ("
    program.symlink_to("/bin/sleep")
    with subprocess.Popen([program, "60"]) as process:
        found = [one for one in processes() if one.number == process.pid]
        process.kill()
    assert [(one.parent, one.session) for one in found] == [(os.getpid(), os.getsid(0))]


def test_a_child_that_nobody_has_taken_leave_of_has_ended():
    """It is listed for as long as its parent has not asked for its exit code."""
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as process:
        process.stdout.read()
        while not (listed := [one for one in processes() if one.number == process.pid])[0].has_ended:
            pass
    assert listed[0].state == "Z"


CHILDREN = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import os; os.setpgid(0, 0); print(1, flush=True); os.read(0, 1)"],
                         stdin=subprocess.PIPE)
os.read(0, 1)
"""


def test_an_end_takes_grandchildren_of_other_groups_too():
    """Spark's Python workers make a process group of their own, in the session of their service."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILDREN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout.readline() == b"1\n"
        assert len(living_of(process.pid)) == 2
        end_session(process)
        assert living_of(process.pid) == []


def test_orphans_are_ended_by_the_first_process_alone():
    """Outside of a container, where another process inherits them, nothing is done, even to children of the session."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as process:
        end_orphans(process.pid)
        assert process.poll() is None


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
