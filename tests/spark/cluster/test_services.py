"""Spark's services on a host: they listen where they should, come again, and leave nothing behind."""

import os
import signal
from pathlib import Path

import pytest

from engine.errors import JobError
from engine.machine import Host
from engine.signals import Stopped, stopped_by_signals
from engine.spark.cluster import services
from engine.spark.cluster.printed import forward_output
from engine.spark.cluster.services import master_of, run_service, wait_for_port
from engine.spark.cluster.share import Share, executor_share
from engine.spark.cluster.team import MASTER, Team
from engine.spark.jvm.processes import processes
from engine.spark.sizing import LEAST_HEAP

GIB = 1 << 30
HOST = f"127.{os.getpid() % 200 + 20}.{os.getpid() // 200 % 250}.2"
TEAM = Team(HOST, (HOST, "algo-2"), "secret", timeout=1.0)


def test_a_service_comes_again_and_then_no_more(tmp_path):
    """A killed service is started anew where that is allowed, and else is an error that tells its exit code."""
    with run_service(TEAM, master_of(TEAM), tmp_path) as master:
        wait_for_port(master, HOST, MASTER)
        first = master.pid
        os.kill(first, signal.SIGKILL)
        while master.alive():
            pass
        master.keep()
        assert master.pid != first
        wait_for_port(master, HOST, MASTER)
        os.kill(master.pid, signal.SIGKILL)
        while master.alive():
            pass
        with pytest.raises(JobError, match=f"Spark's master on {HOST} has ended with exit code -9, after 2 starts"):
            master.keep(most_starts=2)


def test_a_stop_during_a_start_leaves_no_service(tmp_path, monkeypatch):
    """The signal takes effect once the service is there, which then is ended."""
    started = []

    def stopped(pid: int) -> None:
        started.append(pid)
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(services, "yield_first", stopped)
    with pytest.raises(Stopped), stopped_by_signals(), run_service(TEAM, master_of(TEAM), tmp_path):
        pass
    assert [process for process in processes() if process.session == started[0] and not process.has_ended] == []


def test_the_secret_is_in_no_command_line(tmp_path):
    """Other users of a machine can read command lines, and not a file of this user's."""
    with run_service(TEAM, master_of(TEAM), tmp_path) as master:
        assert TEAM.key("spark").encode() not in Path(f"/proc/{master.pid}/cmdline").read_bytes()
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_what_executors_print_is_forwarded_line_by_line(tmp_path, capfdbinary):
    """The head with the command, which Spark puts on top, is left out."""
    place = tmp_path / "app-1" / "0"
    with forward_output(tmp_path):
        place.mkdir(parents=True)
        (place / "stderr").write_bytes(b'Spark Executor Command: "java"\n=====\n\nfirst\nsecond\nhal')
        (place / "stdout").write_bytes(b"printed\n")
    assert capfdbinary.readouterr().err == b"first\nsecond\nprinted\n"


@pytest.mark.parametrize(
    ("host", "share"),
    [
        (Host(1 * GIB, 2), Share(LEAST_HEAP, 1)),
        (Host(16 * GIB, 4), Share(2 * GIB, 4)),
        (Host(16 * GIB, 96), Share(2 * GIB, 96)),
        (Host(4 * GIB, 96), Share(LEAST_HEAP, 20)),
    ],
)
def test_an_executor_gets_what_there_is_room_for(host, share):
    """Few tasks where memory is short, though cores are there; never none."""
    assert executor_share(host, jvms=4) == share
