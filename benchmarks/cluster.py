"""Compares a standalone cluster of a master and two workers of one core each, on this machine, with `local[2]`.

    PYTHONPATH=.:tests python benchmarks/cluster.py [--rows N] [--rounds N] [--folder FOLDER]

Both run the same baseline by spark-submit, in turn. Of Spark's own log of events come the time of the scan, from its first task's start
to its last one's end, the same from when each core has done its first task, without what that one waits for (Python's start, and an
executor's), and what the tasks have sent home. The cluster is that of the tests, so it needs their environment.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from make_tables import Table, write_table
from submit.clusters import JARS, SPARK, kept_environment, standalone

ROOT = Path(__file__).resolve().parents[1]
ROWS = 10_000_000
CORES = 2
"""Tasks at a time, of either."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took: seconds as a whole, of its scan, and of that from when each core has done its first task; the scan's tasks,
    and the bytes that they sent home.
    """

    wall: float
    scan: float
    warm: float
    tasks: int
    home: int


def main() -> None:
    """Read the command line, make the table, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "model-monitor-bench")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    data = arguments.folder / f"model-monitor-{arguments.rows}x25.csv"
    if not data.exists():
        write_table(data, Table(arguments.rows))
    with tempfile.TemporaryDirectory() as place, standalone(Path(place) / "cluster") as address:
        masters = {"`local[2]`": "local[2]", "a master, two workers of one core": address}
        runs: dict[str, list[Run]] = {title: [] for title in masters}
        for number in range(arguments.rounds):
            for title, master in masters.items():
                print(f"round {number + 1} of {arguments.rounds}: {title}", file=sys.stderr)
                runs[title].append(_run(master, data, Path(place) / f"{number}-{len(runs[title])}-{master[:5]}"))
    print("\n".join(_table(runs, data)))


def _run(master: str, data: Path, folder: Path) -> Run:
    (folder / "events").mkdir(parents=True)
    conf = {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": f"{folder}/events",
        "spark.driver.host": "127.0.0.1",
        "spark.executor.memory": "600m",
        "spark.driver.memory": "1g",
        "spark.python.daemon.module": "engine.spark.workers.daemon",
    }
    words = [word for name, value in conf.items() for word in ("--conf", f"{name}={value}")]
    job = ("--dataset-source", str(data), "--dataset-format", '{"csv": {"header": true} }')
    command = [
        f"{SPARK}/bin/spark-submit",
        "--master",
        master,
        "--jars",
        JARS,
        *words,
        str(ROOT / "submit" / "submit.py"),
        *job,
    ]
    python = {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "SPARK_LOCAL_IP": "127.0.0.1"}
    begin = time.perf_counter()
    subprocess.run(
        [*command, "--output-path", f"{folder}/out"],
        env={**kept_environment(), **python},
        check=True,
        capture_output=True,
    )
    wall = time.perf_counter() - begin
    tasks = [each for each in _events(folder / "events") if each["Event"] == "SparkListenerTaskEnd"]
    stage = max(
        {each["Stage ID"] for each in tasks},
        key=lambda number: sum(_seconds(each) for each in tasks if each["Stage ID"] == number),
    )
    scan = [each for each in tasks if each["Stage ID"] == stage]
    times = [each["Task Info"] for each in scan]
    last = max(each["Finish Time"] for each in times)
    span = last - min(each["Launch Time"] for each in times)
    warm = last - max(each["Finish Time"] for each in sorted(times, key=lambda each: each["Launch Time"])[:CORES])
    return Run(wall, span / 1000, warm / 1000, len(scan), sum(each["Task Metrics"]["Result Size"] for each in scan))


def _events(folder: Path) -> Iterator[dict]:
    for path in folder.iterdir():
        yield from map(json.loads, path.read_text().splitlines())


def _seconds(event: dict) -> float:
    return (event["Task Info"]["Finish Time"] - event["Task Info"]["Launch Time"]) / 1000


def _table(runs: dict[str, list[Run]], data: Path) -> Iterator[str]:
    yield f"{data.name}, {data.stat().st_size / 1e9:.2f} GB, {len(os.sched_getaffinity(0))} cores\n"
    yield "| medians | wall s | scan s | of it after the first tasks | tasks | MB sent home |"
    yield "|---|---:|---:|---:|---:|---:|"
    for title, known in runs.items():
        wall, scan, warm = (
            statistics.median(getattr(each, name) for each in known) for name in ("wall", "scan", "warm")
        )
        yield f"| {title} | {wall:.1f} | {scan:.1f} | {warm:.1f} | {known[0].tasks} | {known[0].home / 1e6:.2f} |"


if __name__ == "__main__":
    main()
