"""Starts and ends the JVM in which Spark's driver runs.

PySpark's own way runs two shell scripts and a first JVM that only prints the command of the second. Here the same
class, SparkSubmit, is started at once, and PySpark connects to it as it does to any gateway: by port and secret.
"""

import contextlib
import logging
import os
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from py4j.protocol import Py4JError, Py4JJavaError

from engine.errors import JobError
from engine.spark.jvm.doorway import ClientServer, join_gateway
from engine.spark.jvm.java import ended_at_start, not_runnable
from engine.spark.jvm.launch import Launch, command, environment
from engine.spark.jvm.processes import end_orphans, end_session, yield_first
from engine.spark.workers.ahead import socket_in
from engine.spark.workers.lent import PLACE

POLL_SECONDS = 0.005
EXIT_SECONDS = 120.0
BREAKING_SECONDS = 2.0


def start_jvm(launch: Launch, scratch: Path, output: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """Start Spark's JVM, which ends when its standard input does; what it prints goes to *output*, else with ours.

    It gets a process session of its own, so that an interrupt at the terminal reaches the driver alone. Raises JobError
    where the program cannot be run.
    """
    try:
        jvm = subprocess.Popen(
            command(launch, scratch),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env={**environment(launch), **_places(scratch)},
            start_new_session=True,
        )
    except OSError as error:
        raise not_runnable(launch.java, error) from error
    yield_first(jvm.pid)
    return jvm


def wait_for_gateway(jvm: subprocess.Popen[bytes], scratch: Path) -> None:
    """Return once the JVM listens. Raises JobError where it ends before."""
    while not _address(scratch).exists():
        if jvm.poll() is not None:
            raise ended_at_start(_program(jvm), jvm.returncode)
        time.sleep(POLL_SECONDS)


def connect(jvm: subprocess.Popen[bytes], scratch: Path) -> ClientServer:
    """Return PySpark's connection to the JVM, once it listens."""
    _silence_py4j()
    wait_for_gateway(jvm, scratch)
    port, secret = _take_address(scratch)
    told = {"PYSPARK_GATEWAY_PORT": str(port), "PYSPARK_GATEWAY_SECRET": secret}
    os.environ.update(told)
    try:
        return join_gateway()
    finally:
        for name in told:
            del os.environ[name]


def _silence_py4j() -> None:
    """Log nothing of what py4j logs as an error: it raises it too, and a traceback would stand before the sentence.

    Some of it goes to the root logger, which no level of py4j's own reaches.
    """
    logging.getLogger("py4j").setLevel(logging.CRITICAL)
    logging.getLogger().addFilter(_is_not_py4js)


def _is_not_py4js(record: logging.LogRecord) -> bool:
    return record.module != "java_gateway"


@contextmanager
def jvm_watched(jvm: subprocess.Popen[bytes]) -> Iterator[None]:
    """Raise JobError instead of the connection's errors where the JVM has ended; its exit code is minus a signal's."""
    try:
        yield
    except (Py4JError, OSError, EOFError) as error:
        if isinstance(error, Py4JJavaError) or not _has_ended(jvm):
            raise
        raise JobError(
            f"Spark's JVM ended in the midst of its work with exit code {jvm.returncode}, as the system ends it "
            f"where memory "
            f"is short: give the job a machine with more memory.",
            code="jvm-ended",
        ) from error


def end_jvm(jvm: subprocess.Popen[bytes]) -> None:
    """End the JVM in order, Spark's shutdown hooks included; by force where it does not end.

    Then its children end: a Python worker that it has left behind would take a moment to find out.
    """
    if jvm.stdin:
        jvm.stdin.close()
    try:
        jvm.wait(EXIT_SECONDS)
    finally:
        end_session(jvm)
        end_orphans(jvm.pid)


def _has_ended(jvm: subprocess.Popen[bytes]) -> bool:
    """Return whether the JVM has ended; its connections break a moment before."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        jvm.wait(BREAKING_SECONDS)
    return jvm.returncode is not None


def _program(jvm: subprocess.Popen[bytes]) -> str:
    """Return which program *jvm* runs; Python knows a command as one word or as several."""
    return os.fsdecode(jvm.args[0] if isinstance(jvm.args, tuple) else str(jvm.args))


def _take_address(scratch: Path) -> tuple[int, str]:
    """Return the port and the secret of the JVM, and remove them, so that a run that is killed leaves no secret.

    They are as Java's DataOutputStream has written them: both numbers with the high byte first.
    Source: Spark's class PythonGatewayServer.
    """
    content = _address(scratch).read_bytes()
    _address(scratch).unlink()
    head = struct.Struct(">ii")
    port, length = head.unpack_from(content)
    return port, content[head.size : head.size + length].decode()


def _places(scratch: Path) -> dict[str, str]:
    """Return the variables that name the JVM's files: its address, and the socket of a daemon that is there already."""
    daemon = socket_in(scratch)
    return {"_PYSPARK_DRIVER_CONN_INFO_PATH": str(_address(scratch)), PLACE: str(daemon or "")}


def _address(scratch: Path) -> Path:
    return scratch / "gateway"
