"""Hosts of a job as processes of this machine, each on a loopback address of its own."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from messages.cases_hosts import LEAD, OTHER
from messages.processes import ROOT, Said

from engine.sagemaker.hosts import team_of
from engine.sagemaker.settings import collect, flags_from
from engine.spark.cluster.roster import FAILED, HERE, Report, Roster
from engine.spark.cluster.status import NoAnswer, ask, serve_status
from engine.spark.cluster.team import MASTER, Team

HOST = """
import os, sys
from pathlib import Path
from engine.__main__ import main
from engine.ending import end_process
{staged}
end_process(main(sys.argv[2:], os.environ, root=Path(sys.argv[1])))
"""


_SECONDS = 60

BROKEN_EXECUTORS = """
import engine.spark.cluster.lead as cluster
settings = cluster.executor_settings
cluster.executor_settings = lambda java: settings(java) | {"spark.executor.extraJavaOptions": "-XX:+UseSerialGC -XX:+UseG1GC"}
"""


def start(folder: Path, words: Sequence[str], staged: str = "") -> subprocess.Popen[str]:
    """Start the engine as the platform does, with its files in *folder*/ml, after the Python statements *staged*."""
    command = [sys.executable, "-c", HOST.format(staged=staged), str(folder / "ml"), *words]
    environ = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def end(process: subprocess.Popen[str]) -> Said:
    """Return the exit code and the log of a process; one that does not end in time is stopped, with its children."""
    try:
        _, text = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        process.terminate()
        _, text = process.communicate(timeout=_SECONDS)
    return process.returncode, text


def user_without_a_name(folder: Path, words: Sequence[str]) -> Said:
    """Let this user have no name."""
    return end(start(folder, words, "import engine.sagemaker.hosts as hosts; hosts.has_name = lambda: False"))


def taken_port_of_hosts(folder: Path, words: Sequence[str]) -> Said:
    """Listen where Spark's master is to listen."""
    with socket.create_server((LEAD, MASTER)):
        return end(start(folder, words))


def master_that_ends(folder: Path, words: Sequence[str]) -> Said:
    """Give Spark's services a heap of a byte, with which no Java starts."""
    return end(start(folder, words, "import engine.spark.cluster.services as p; p.SERVICE_HEAP = 1"))


def host_that_does_not_come(folder: Path, words: Sequence[str]) -> Said:
    return end(start(folder, words))


def host_alone(folder: Path, words: Sequence[str]) -> Said:
    return end(start(folder, words))


def host_that_fails(folder: Path, words: Sequence[str]) -> Said:
    """Say once, as the other host, that it has failed."""
    process = start(folder, words)
    with _saying(_team(folder, words, OTHER), Report(OTHER, FAILED, "Its disk is full.")):
        return end(process)


def executors_that_end(folder: Path, words: Sequence[str]) -> Said:
    """Give executors options of which Java takes one or the other."""
    process = start(folder, words, BROKEN_EXECUTORS)
    with _saying(_team(folder, words, OTHER), Report(OTHER, HERE)):
        return end(process)


def merge_over_shards(folder: Path, words: Sequence[str]) -> Said:
    """Let the other host come; the first one refuses before anybody reads."""
    process = start(folder, words)
    with _saying(_team(folder, words, OTHER), Report(OTHER, HERE)):
        return end(process)


def first_host_that_is_lost(folder: Path, words: Sequence[str]) -> Said:
    """Answer the other host until it has come, and then no more."""
    roster = Roster((OTHER,))
    with serve_status(_team(folder, words, LEAD), roster):
        process = start(folder, words, "import engine.spark.cluster.follow as f; f.SILENCE_SECONDS = 1")
        while roster.absent() and process.poll() is None:
            time.sleep(0.05)
    return end(process)


def _team(folder: Path, words: Sequence[str], current: str) -> Team:
    """Return the team of the case, as the host *current* knows it."""
    found = team_of(folder / "ml", collect({}, None, flags_from(words)))
    return Team(current, found.names, found.secret, found.timeout)


@contextmanager
def _saying(team: Team, report: Report) -> Iterator[None]:
    """Say *report* again and again, as a host does."""
    done = threading.Event()

    def say() -> None:
        while not done.wait(0.3):
            with suppress(NoAnswer):
                ask(team, report)

    thread = threading.Thread(target=say)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


ON_HOSTS: dict[str, Callable[[Path, Sequence[str]], Said]] = {
    each.__name__.replace("_", " "): each
    for each in (
        user_without_a_name,
        taken_port_of_hosts,
        master_that_ends,
        host_that_does_not_come,
        host_that_fails,
        executors_that_end,
        host_alone,
        first_host_that_is_lost,
        merge_over_shards,
    )
}
