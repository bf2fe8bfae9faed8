"""Starts and ends Spark's master and workers: the JVMs themselves, without shell scripts and web pages."""

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.errors import JobError
from engine.machine import this_host
from engine.spark.cluster.share import SERVICE_HEAP, executor_share
from engine.spark.cluster.team import HOST_VARIABLE, MASTER, WORKER, Team
from engine.spark.jvm.artifacts import jars, shared_classes
from engine.spark.jvm.interrupt import held
from engine.spark.jvm.java import JavaHome, find_java
from engine.spark.jvm.launch import OPTIONS, spark_class_path
from engine.spark.jvm.processes import end_session, yield_first
from engine.spark.sizing import MIB

_JVMS_OF_LEAD, _JVMS_OF_OTHERS = 4, 2
_MOST_STARTS = 5
_MOST_EXECUTORS = 10
_POLL_SECONDS = 0.02
_CONNECT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Service:
    """One of Spark's services on this host: its class, its port and its arguments."""

    name: str
    main_class: str
    port: int
    arguments: tuple[str, ...]


def master_of(team: Team) -> Service:
    """Return the service that gives executors to the driver."""
    return Service("master", "org.apache.spark.deploy.master.Master", MASTER, _addressed(team, MASTER))


def worker_of(team: Team, scratch: Path) -> Service:
    """Return the service that starts an executor on this host, and another where one ends."""
    host = this_host()
    share = executor_share(host, jvms=_JVMS_OF_LEAD if team.current == team.lead else _JVMS_OF_OTHERS)
    arguments = (
        *_addressed(team, WORKER),
        # The memory is what Spark may give away in its books; the first host decides what an executor takes.
        *("--cores", str(share.tasks), "--memory", f"{host.memory // MIB}m", "--work-dir", str(_work(scratch))),
        f"spark://{team.lead}:{MASTER}",
    )
    return Service("worker", "org.apache.spark.deploy.worker.Worker", WORKER, arguments)


class Running:
    """A service that is started, and started again where it ends, until it has ended too often."""

    def __init__(self, team: Team, service: Service, scratch: Path) -> None:
        self._start: Callable[[], subprocess.Popen[bytes]] = lambda: _start(team, service, scratch)
        self._name, self._host = service.name, team.current
        self._process = self._start()
        self._starts = 1

    @property
    def pid(self) -> int:
        """Return the number of its process."""
        return self._process.pid

    def alive(self) -> bool:
        """Say whether it has not ended."""
        return self._process.poll() is None

    def keep(self, most_starts: int = _MOST_STARTS) -> None:
        """Start the service again if it has ended. Raises JobError where it was started *most_starts* times."""
        if self.alive():
            return
        if self._starts >= most_starts:
            raise JobError(
                f"Spark's {self._name} on {self._host} has ended with exit code {self._process.returncode}, after "
                f"{self._starts} starts; its own words are above. "
                f"Check the memory and the disk of the host, and that nothing else uses its ports.",
                code="service-ended",
            )
        with held():
            end_session(self._process)
            self._process = self._start()
            self._starts += 1

    def end(self) -> None:
        """End the service, with all that it has started."""
        end_session(self._process)


@contextmanager
def run_service(team: Team, service: Service, scratch: Path) -> Iterator[Running]:
    """Give a service that runs meanwhile."""
    running = None
    try:
        with held():  # a signal that it has held back is raised where it ends, with the service there to be ended
            running = Running(team, service, scratch)
        yield running
    finally:
        if running is not None:
            running.end()


def wait_for_port(running: Running, address: str, port: int) -> None:
    """Return when *running* listens. Raises JobError where it ends before."""
    while True:
        running.keep(most_starts=1)
        with contextlib.suppress(OSError), socket.create_connection((address, port), _CONNECT_SECONDS):
            return
        time.sleep(_POLL_SECONDS)


def refuse_restless(scratch: Path) -> None:
    """Raise JobError where the worker that runs in *scratch* has started too many executors, of which one should do."""
    if sum(1 for _ in _work(scratch).glob("*/*")) > _MOST_EXECUTORS:
        raise restless()


def restless() -> JobError:
    """Return the error for executors that do not stay."""
    return JobError(
        "Spark's executors have ended again and again, as they do where memory is short: give the hosts more memory. "
        "What the executors said is in the logs of their hosts.",
        code="executors-ended",
    )


def executor_settings(java: JavaHome) -> dict[str, str]:
    """Return the driver's settings for the JVMs that the workers start."""
    share = executor_share(this_host(), jvms=_JVMS_OF_LEAD)
    return {
        "spark.executor.memory": f"{share.heap // MIB}m",
        # The order of the class-data archive's class path; Spark's own, behind it, is in no order.
        "spark.executor.extraClassPath": _class_path(),
        "spark.executor.extraJavaOptions": " ".join((*OPTIONS, *shared_classes(java))),
    }


def write_secret_options(team: Team, scratch: Path) -> tuple[str, ...]:
    """Write the secret into a file in *scratch*, and return the options by which a JVM knows its peers.

    They name the file, for a command line can be read by others.
    """
    path = scratch / "secret"
    if not path.exists():  # else a JVM may be reading it
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"-Dspark.authenticate.secret={team.key('spark')}\n")
    return (f"@{path}", *(f"-D{name}={value}" for name, value in AUTHENTICATION.items()))


AUTHENTICATION = {
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
    "spark.network.crypto.authEngineVersion": "2",
    "spark.network.crypto.saslFallback": "false",
}
"""Whoever connects proves that it knows the secret, and what crosses is encrypted (AES)."""


def _start(team: Team, service: Service, scratch: Path) -> subprocess.Popen[bytes]:
    java = find_java()
    options = (*OPTIONS, f"-Xmx{SERVICE_HEAP}", f"-Djava.io.tmpdir={scratch}", *shared_classes(java))
    own = ("-Dspark.port.maxRetries=0", *write_secret_options(team, scratch))
    command = (str(java.java), "-cp", _class_path(), *options, *own, service.main_class, *service.arguments)
    environment = _environment(team, java, scratch)
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
    yield_first(process.pid)
    return process


def _environment(team: Team, java: JavaHome, scratch: Path) -> Mapping[str, str]:
    """Return the environment of a service, which its executors and their Python workers inherit."""
    jars = spark_class_path()[-1].parent
    return {
        **os.environ,
        "JAVA_HOME": str(java.home),
        "SPARK_HOME": str(jars.parent),
        "SPARK_SCALA_VERSION": "2.12",  # by which the worker finds the jars
        "SPARK_LOCAL_DIRS": str(scratch),
        "SPARK_LOCAL_IP": "127.0.0.1",  # where the web page listens, which cannot be left out; the rest has --host
        HOST_VARIABLE: team.current,
    }


def _work(scratch: Path) -> Path:
    return scratch / "work"


def _addressed(team: Team, port: int) -> tuple[str, ...]:
    return ("--host", team.current, "--port", str(port), "--webui-port", "0")


def _class_path() -> str:
    return os.pathsep.join(str(place) for place in (*spark_class_path(), *jars()))
