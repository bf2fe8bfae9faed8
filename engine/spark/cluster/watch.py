"""Looks after the hosts of a session: waits until all have an executor, and ends the work where one is lost."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError, Py4JJavaError

from engine.errors import JobError
from engine.spark.cluster.roster import SILENCE_SECONDS, Roster
from engine.spark.cluster.services import Running, refuse_restless, restless
from engine.spark.cluster.team import LOG_SECONDS, Team, address_of
from engine.spark.jvm.doorway import context_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

EXECUTOR_SECONDS = 120.0
"""How long a host may be without an executor while Spark works: a new JVM takes some seconds."""

_POLL_SECONDS = 0.1
_WATCH_SECONDS = 1.0
_GIVEN_UP = ("SparkContext was shut down", "stopped SparkContext")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watched:
    """What is looked after: the hosts, what they report, and Spark's master and worker on this one, in `scratch`."""

    team: Team
    roster: Roster
    master: Running
    worker: Running
    scratch: Path

    def look_after(self) -> None:
        """Start an ended worker again. Raises JobError where a host, the master or the worker is lost."""
        if lost := self.roster.lost():
            raise _loss(lost.host, lost.reason or _SILENT)
        self.master.keep(most_starts=1)
        self.worker.keep()
        refuse_restless(self.scratch)


_SILENT = (
    f"It has been silent for {SILENCE_SECONDS:g} s: it has ended without a word, as a host that runs out of memory "
    f"does, or the network between the hosts is cut."
)


def wait_for_executors(spark: "SparkSession", watched: Watched, deadline: float) -> None:
    """Return when every host has an executor and a name that resolves here.

    Raises JobError, with the names, where they have not come by *deadline*, in seconds of the monotonic clock.
    """
    told = time.monotonic()
    while missing := _missing(spark, watched):
        watched.look_after()
        now = time.monotonic()
        if now > deadline:
            raise JobError(_late(missing, watched), code="host-not-there")
        if now - told > LOG_SECONDS:
            told = now
            _log.info("Waiting for %s, %.0f s more at most", ", ".join(missing), deadline - now)
        time.sleep(_POLL_SECONDS)


def without_executor(spark: "SparkSession", team: Team) -> tuple[str, ...]:
    """Return the hosts on which Spark has no executor now."""
    listed = context_of(spark).getExecutorMemoryStatus().keys().mkString(" ").split()
    counted = Counter(place.rpartition(":")[0] for place in listed)
    counted[team.lead] -= 1  # the driver's own entry
    return tuple(name for name in team.names if counted[name] < 1)


@contextmanager
def cancel_when_lost(spark: "SparkSession", watched: Watched) -> Iterator[None]:
    """Raise JobError, in the place of what Spark says of a stopped context, where a host is lost meanwhile."""
    watch = _Watch(spark, watched)
    thread = threading.Thread(target=watch.look_on, daemon=True)
    thread.start()
    try:
        yield
    except Exception as error:
        if watch.fault:
            raise watch.fault from error
        raise
    finally:
        watch.done.set()
        thread.join()


@contextmanager
def given_up_explained() -> Iterator[None]:
    """Raise JobError where Spark has stopped its context of its own accord, as it does after many lost executors."""
    try:
        yield
    except Py4JJavaError as error:
        if any(words in str(error) for words in _GIVEN_UP):
            raise restless() from error
        raise


class _Watch:
    """A look at the hosts once a second, in a thread of its own; `fault` is what was found."""

    def __init__(self, spark: "SparkSession", watched: Watched) -> None:
        self._spark, self._watched = spark, watched
        self._complete = time.monotonic()
        self.done = threading.Event()
        self.fault: JobError | None = None

    def look_on(self) -> None:
        """Look until it is done or there is a fault: then stop Spark's context, which ends this job and any later one."""
        try:
            while not self.fault and not self.done.wait(_WATCH_SECONDS):
                self._look()
            if self.fault:
                context_of(self._spark).stop()
        except (Py4JError, OSError, EOFError):  # the JVM has ended, which the main thread learns as well
            _log.debug("The watch has ended with the JVM", exc_info=True)

    def _look(self) -> None:
        try:
            self._watched.look_after()
            self._check_executors()
        except JobError as fault:
            self.fault = self.fault or fault

    def _check_executors(self) -> None:
        missing = without_executor(self._spark, self._watched.team)
        if not missing:
            self._complete = time.monotonic()
        elif time.monotonic() - self._complete > EXECUTOR_SECONDS:
            raise _loss(", ".join(missing), f"Spark has had no executor there for {EXECUTOR_SECONDS:g} s.")


def _loss(host: str, reason: str) -> JobError:
    return JobError(f"{host} is lost, and the run needs all of its hosts. {reason}", code="host-lost")


def _missing(spark: "SparkSession", watched: Watched) -> tuple[str, ...]:
    """Return the hosts that are waited for: those that said no word, for whom others wait too, else whatever lacks."""
    without_address = tuple(name for name in watched.team.names if address_of(name) is None)
    return watched.roster.absent() or without_address or without_executor(spark, watched.team)


def _late(missing: tuple[str, ...], watched: Watched) -> str:
    what = "come" if watched.roster.absent() else "come to Spark"
    return (
        f"Of {len(watched.team.names)} hosts {', '.join(missing)} has not {what} within {watched.team.timeout:g} s: see "
        f"the log there, and that the hosts may reach each other on the ports of docs/hosts.md; hosts_timeout sets the "
        f"time."
    )
