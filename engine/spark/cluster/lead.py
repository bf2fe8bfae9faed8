"""A Spark session over several hosts, as the first of them opens it: it is Spark's master, a worker, and the driver."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.spark.cluster.printed import forward_output
from engine.spark.cluster.roster import DONE, SILENCE_SECONDS, WORK, Roster, Standing
from engine.spark.cluster.services import (
    Running,
    executor_settings,
    master_of,
    run_service,
    wait_for_port,
    worker_of,
    write_secret_options,
)
from engine.spark.cluster.status import serve_status
from engine.spark.cluster.team import (
    DRIVER,
    DRIVER_BLOCKS,
    EXECUTOR_BLOCKS,
    LOG_SECONDS,
    MASTER,
    PORT_RETRIES,
    WORKER,
    Team,
    refuse_taken,
    resolve,
)
from engine.spark.cluster.watch import Watched, cancel_when_lost, given_up_explained, wait_for_executors
from engine.spark.jvm.artifacts import jars, shared_classes
from engine.spark.jvm.java import find_java
from engine.spark.jvm.launch import Launch
from engine.spark.scratch import scratch
from engine.spark.session import open_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_TOLD_SECONDS = 0.1
_TELLING_SECONDS = 3.0
_log = logging.getLogger(__name__)


class Lead:
    """The first host's part: to open sessions over all hosts, and to tell the others how the run has ended."""

    def __init__(self, team: Team, roster: Roster, services: "_Services") -> None:
        self._team, self._roster, self._services = team, roster, services
        self._deadline = time.monotonic() + team.timeout

    @contextmanager
    def session(self, name: str, *, columns: int = 0) -> Iterator["SparkSession"]:
        """Give a session called *name*, for so many columns, with an executor on every host.

        Raises JobError where a host does not come in time, or is lost.
        """
        services = self._services
        watched = Watched(
            self._team, self._roster, services.wait_for_master(), services.start_worker(), services.folder
        )
        self._roster.proceed(Standing(WORK))
        launch = _launch(self._team, name, services.folder, columns)
        with open_session(launch) as spark, given_up_explained():
            wait_for_executors(spark, watched, self._deadline)
            _log.info("Spark runs on %d hosts: %s", len(self._team.names), ", ".join(self._team.names))
            with cancel_when_lost(spark, watched):
                yield spark

    def tell_end(self, code: int, *, hurried: Callable[[], bool] = lambda: False) -> None:
        """Let the other hosts know that the run has ended with *code*.

        A run that is complete is so for hosts that come later too, as long as hosts wait for each other. After another
        one, and once it is *hurried*, all have some seconds to hear.
        """
        self._roster.proceed(Standing(DONE, code))
        now = time.monotonic()
        if code == 0:
            self._wait_until_told(now + SILENCE_SECONDS, self._deadline, hurried)
        if code != 0 or hurried():
            end = time.monotonic() + _TELLING_SECONDS
            self._wait_until_told(end, end, lambda: False)

    def _wait_until_told(self, there: float, absent: float, hurried: Callable[[], bool]) -> None:
        """Wait for hosts that are *there*, and for those that are *absent*, each until that time at most."""
        told = time.monotonic()
        while not hurried():
            now = time.monotonic()
            coming = self._roster.absent() if now < absent else ()
            if not coming and (now >= there or not self._roster.untold()):
                return
            if now - told > LOG_SECONDS:
                told = now
                _log.info("Waiting for %s to hear that the run is done", ", ".join(coming or self._roster.untold()))
            time.sleep(_TOLD_SECONDS)


@contextmanager
def leading(team: Team) -> Iterator[Lead]:
    """Give the first host's part; meanwhile the other hosts can ask where the run stands.

    Spark's services end last, for a worker whose master is gone complains.
    """
    refuse_taken(team, (MASTER, WORKER, DRIVER, DRIVER_BLOCKS))
    roster = Roster(team.followers)
    with (
        serve_status(team, roster),
        scratch() as folder,
        forward_output(Path(folder) / "work"),
        ExitStack() as services,
    ):
        yield Lead(team, roster, _Services(team, Path(folder), services))


class _Services:
    """Spark's services on the first host, which end with `until`; the master starts at once, to be there when needed."""

    def __init__(self, team: Team, folder: Path, until: ExitStack) -> None:
        self.folder = folder
        self._team, self._until = team, until
        self._master = until.enter_context(run_service(team, master_of(team), folder))
        self._worker: Running | None = None

    def wait_for_master(self) -> Running:
        """Return Spark's master, once it listens."""
        wait_for_port(self._master, resolve(self._team.current, self._team.timeout), MASTER)
        return self._master

    def start_worker(self) -> Running:
        """Start this host's worker, once. It asks for its master at once, and then only after seconds."""
        if self._worker is None:
            service = worker_of(self._team, self.folder)
            self._worker = self._until.enter_context(run_service(self._team, service, self.folder))
        return self._worker


def _launch(team: Team, name: str, folder: Path, columns: int) -> Launch:
    java = find_java()
    settings = {
        "spark.app.name": name,
        "spark.master": f"spark://{team.lead}:{MASTER}",
        "spark.driver.host": team.lead,
        "spark.driver.bindAddress": team.lead,
        "spark.driver.port": str(DRIVER),
        "spark.driver.blockManager.port": str(DRIVER_BLOCKS),
        "spark.blockManager.port": str(EXECUTOR_BLOCKS),
        "spark.port.maxRetries": str(PORT_RETRIES),
        "spark.locality.wait": "1h",  # work that is for one host waits for that host
        **executor_settings(java),
    }
    return Launch(
        java=java,
        jars=jars(),
        options=(*shared_classes(java), *write_secret_options(team, folder)),
        settings=settings,
        columns=columns,
    )
