"""Clusters of Spark on this machine: YARN with HDFS in one JVM, and a standalone one of a master and two workers."""

import logging
import os
import re
import signal
import subprocess
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.errors import JobError
from engine.setup.download import fetch
from engine.spark.jvm.artifacts import Jar, deequ_jar, dqdl_jar, jar_place
from engine.spark.jvm.java import find_java
from engine.spark.jvm.launch import spark_class_path

ROOT = Path(__file__).parents[2]
SPARK = spark_class_path()[-1].parents[1]
JAVA = str(find_java().java)
JARS = f"{deequ_jar()},{dqdl_jar()}"

MINICLUSTER = (
    Jar(
        "Hadoop's minicluster",
        "org.apache.hadoop:hadoop-client-minicluster:3.3.4",
        "cd8a1703393946c302bb3a52d0fcd23f6f8ded4554bc0dac5d2ee673dbe2b40e",
    ),
    Jar(
        "Bouncy Castle",
        "org.bouncycastle:bcprov-jdk15on:1.60",
        "7f1a0e6badab38666f8467a9a0ee96656b2f8ec8623867ed34f3cdc173b7ee07",
    ),
    Jar(
        "Bouncy Castle",
        "org.bouncycastle:bcpkix-jdk15on:1.60",
        "a82ac5bc24bcbf6ba9eb70f334d6782e25245c8da36d9848ad553b5b7b68efd1",
    ),
    Jar("JUnit", "junit:junit:4.13.2", "8e495b634469d64fb8acfa3495a065cbacc8a0fff55ce1e31007be4c16dc57d3"),
)
"""What the minicluster is made of, beside the jars of Spark."""


@dataclass(frozen=True, slots=True)
class Yarn:
    """A YARN with HDFS: the folder of its clients' settings."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def files(self) -> str:
        return re.search(r"hdfs://[^<]+", (self.folder / "core-site.xml").read_text())[0]

    def shell(self, *words: object) -> bytes:
        """Do what Hadoop's own shell of files does."""
        command = (JAVA, "-cp", f"{self.folder}:{SPARK}/jars/*", "org.apache.hadoop.fs.FsShell", *map(str, words))
        return subprocess.run(command, check=True, capture_output=True).stdout


def submit(*words: object, **environ: str) -> subprocess.CompletedProcess[str]:
    """Call spark-submit as a user does, with *environ* beside the test's environment, but nothing of the test's engine."""
    told = {**kept_environment(), **environ}
    return subprocess.run([f"{SPARK}/bin/spark-submit", *map(str, words)], env=told, capture_output=True, text=True)


def kept_environment() -> dict[str, str]:
    """Return the test's environment with what Spark needs, and without what leads to the test's engine."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "NUMBA_CACHE_DIR")}
    return {**kept, "SPARK_HOME": str(SPARK), "JAVA_HOME": str(find_java().home)}


@contextmanager
def minicluster(folder: Path) -> Iterator[Yarn]:
    """Start YARN and HDFS, and end them; the test is skipped where they cannot be had."""
    settings = folder / "settings"
    for place in (settings, folder / "tmp"):
        place.mkdir(parents=True)
    if not Path(JAVA).with_name("javac").exists():
        pytest.skip("there is no Java compiler, and the minicluster is started from its source")
    places = (*fetched(folder, MINICLUSTER), *SPARK.glob("jars/*.jar"))
    options = ("-Xmx768m", f"-Djava.io.tmpdir={folder}/tmp", "--add-opens", "java.base/java.lang=ALL-UNNAMED")
    words = (JAVA, *options, "-cp", os.pathsep.join(map(str, places)), f"{Path(__file__).parent}/MiniCluster.java")
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen((*words, settings), stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=folder) as process,
    ):
        try:
            while not (settings / "core-site.xml").exists():
                assert process.poll() is None, (folder / "log").read_text()[-2000:]
                time.sleep(0.2)
            yield Yarn(settings)
        finally:
            process.stdin.close()
            process.wait(60)


def fetched(folder: Path, jars: Iterable[Jar]) -> Iterator[Path]:
    """Yield *jars*, fetched into *folder* as set-up fetches its own; the test is skipped where one cannot be had."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODEL_MONITOR_HOME", str(folder / "jars"))
        (folder / "jars").mkdir()
        for jar in jars:
            try:
                fetch(jar, logging.getLogger(__name__))
            except JobError as error:
                pytest.skip(f"{jar.title} cannot be had: {error}")
            yield jar_place(jar)


@contextmanager
def standalone(folder: Path) -> Iterator[str]:
    """Start a master and two workers of one core each, and end them; give the master's address."""
    with _service(folder, "master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0") as log:
        address = _said(log, r"spark://127\.0\.0\.1:\d+")
        worker = ("worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "700m", "--webui-port", "0")
        with (
            _service(folder / "one", *worker, "--work-dir", folder / "one", address) as one,
            _service(folder / "two", *worker, "--work-dir", folder / "two", address) as two,
        ):
            for each in (one, two):
                _said(each, "registered with master")
            yield address


def kill_executor(folder: Path, former: Collection[str] = ()) -> bool:
    """Kill an executor of the standalone cluster in *folder* that has begun with a task; False where none has yet.

    Those of *former* applications, by the names of their folders, may still be at their end.
    """
    for environment in folder.glob("*/app-*/*/environment"):
        if environment.parents[1].name in former:
            continue
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (process / "cwd").readlink() == environment.parent and b"ExecutorBackend" in (
                    process / "cmdline"
                ).read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)
                    return True
    return False


@contextmanager
def _service(folder: Path, name: str, *words: object) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log"
    opened = ("--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")
    command = (
        JAVA,
        "-Xmx256m",
        *opened,
        "-cp",
        f"{SPARK}/jars/*",
        f"org.apache.spark.deploy.{name}",
        *map(str, words),
    )
    environ = {**os.environ, "SPARK_HOME": str(SPARK), "SPARK_SCALA_VERSION": "2.12", "SPARK_LOCAL_IP": "127.0.0.1"}
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, env=environ) as process:
        try:
            yield log
        finally:
            process.kill()


def _said(log: Path, pattern: str) -> str:
    """Return what a service has said when it has said it."""
    until = time.monotonic() + 120
    while not (found := re.search(pattern, log.read_text())):
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.2)
    return found[0]
