"""The JVM of Spark's driver and its folder: started for a session, or ahead of it, while the rest is still imported."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path

from engine.home import share_kernel_cache
from engine.spark.jvm.artifacts import jars, shared_classes
from engine.spark.jvm.gateway import end_jvm, start_jvm
from engine.spark.jvm.interrupt import held
from engine.spark.jvm.java import find_java
from engine.spark.jvm.launch import Launch
from engine.spark.jvm.processes import end_session
from engine.spark.scratch import scratch
from engine.spark.workers.ahead import daemon_ahead, socket_in
from engine.spark.workers.forking import import_what_tasks_need

SUBMITTED = "PYSPARK_GATEWAY_PORT"
"""The variable by which spark-submit tells a Python program where its JVM listens."""

NAME = "model-monitor"
"""What the session of a run is called."""


@dataclass(frozen=True, slots=True)
class Driver:
    """A JVM that has been started, and the folder for its files."""

    jvm: subprocess.Popen[bytes]
    folder: Path


@dataclass(slots=True)
class _Ahead:
    """A driver that waits for its session, as what it was started, what ends it, and whether a session has it."""

    driver: Driver
    launch: Launch
    end: ExitStack
    taken: bool = False


_AHEAD: ContextVar[_Ahead | None] = ContextVar("_AHEAD", default=None)


def launch_here(name: str, *, master: str | None = None, columns: int = 0) -> Launch:
    """Return how the JVM of a session called *name* is started on this host.

    Raises JobError where Java 17, Spark or what set-up fetches is missing.
    """
    java, beside = find_java(), jars()
    settings = {"spark.app.name": name, **({"spark.master": master} if master else {})}
    return Launch(java=java, jars=beside, options=shared_classes(java), settings=settings, columns=columns)


@contextmanager
def driver_ahead() -> Iterator[None]:
    """Start a run's JVM at once, for the first session that `driver_of` is asked for; it ends here where none was.

    Nothing of it is told where it cannot be started: the session tries again, and says why. Where spark-submit has
    started this process its JVM is there.
    """
    with ExitStack() as end:
        ahead = None if SUBMITTED in os.environ else _start_ahead(end)
        token = _AHEAD.set(ahead)
        try:
            yield
        finally:
            _AHEAD.reset(token)
            if ahead and not ahead.taken:
                end_session(ahead.driver.jvm)  # by force: it has done nothing that would have to be put in order


def _start_ahead(end: ExitStack) -> _Ahead | None:
    with suppress(Exception):  # the session tries again, and says why
        share_kernel_cache()
        launch = launch_here(NAME)
        driver = end.enter_context(_started(launch))
        import_what_tasks_need()
        end.enter_context(daemon_ahead(socket_in(driver.folder)))
        return _Ahead(driver, launch, end)
    return None


@contextmanager
def driver_of(launch: Launch) -> Iterator[Driver]:
    """Give the driver of *launch*, the one that was started ahead where that is like it, and end it afterwards.

    How many tasks run at a time depends on the columns, which nobody knows ahead: the session says it to both.
    """
    ahead = _AHEAD.get()
    if ahead is None or ahead.taken or ahead.launch != replace(launch, columns=0):
        with _started(launch) as driver:
            yield driver
        return
    ahead.taken = True
    with ahead.end.pop_all():
        yield ahead.driver


@contextmanager
def _started(launch: Launch) -> Iterator[Driver]:
    with scratch() as folder:
        jvm = None
        try:
            with held():
                jvm = start_jvm(launch, Path(folder))
            yield Driver(jvm, Path(folder))
        finally:
            if jvm is not None:
                end_jvm(jvm)
