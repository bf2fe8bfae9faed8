"""What can only be brought about around a whole process: the engine as a user starts it."""

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from messages.places import small_disk

ROOT = Path(__file__).parents[2]
Said = tuple[int, str]


def start(
    folder: Path, words: Sequence[str], environ: Mapping[str, str] | None = None, **options
) -> subprocess.Popen[str]:
    environ = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT), **(environ or {})}
    engine = [sys.executable, "-m", "engine", *words]
    return subprocess.Popen(
        engine, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **options
    )


def end(process: subprocess.Popen[str]) -> Said:
    _, text = process.communicate(timeout=60)
    return process.returncode, text


def children(pid: int) -> list[int]:
    """Return the processes that *pid* has started."""
    try:
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def taken_port(folder: Path, words: Sequence[str]) -> Said:
    """Name a port for Spark's driver, in Spark's own file of settings, that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = f"spark.driver.port {taken.getsockname()[1]}\nspark.port.maxRetries 0\n"
        (folder / "spark-defaults.conf").write_text(settings)
        return end(start(folder, words, {"SPARK_CONF_DIR": str(folder)}))


def java_that_is_killed(folder: Path, words: Sequence[str]) -> Said:
    """Kill the JVM as soon as it has started a Python worker."""
    process = start(folder, words)
    while process.poll() is None:
        for jvm in children(process.pid):
            if any(b"-m\0engine.spark.workers.daemon" in _command(child) for child in children(jvm)):
                os.kill(jvm, 9)
                return end(process)
        time.sleep(0.01)
    return end(process)


def small_files_only(folder: Path, words: Sequence[str]) -> Said:
    """Allow files of 512 KiB at most: documents of 2,000 columns are larger."""
    names, values = ",".join(f"c{number}" for number in range(2000)), ",".join(["1"] * 1999)
    (folder / "data" / "day.csv").write_text(f"{names}\n{values},SECRETCELL\n")
    limit = (512 * 1024, 512 * 1024)
    return end(start(folder, words, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)))


def full_home(folder: Path, words: Sequence[str]) -> Said:
    """Keep compiled code on a file system of two pages."""
    with small_disk(folder / "empty", "8k"):
        return end(start(folder, words, {"NUMBA_CACHE_DIR": str(folder / "empty")}))


PROCESSES: dict[str, Callable[[Path, Sequence[str]], Said]] = {
    each.__name__.replace("_", " "): each for each in (taken_port, java_that_is_killed, small_files_only, full_home)
}
