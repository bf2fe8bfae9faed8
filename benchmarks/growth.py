"""Shows how a baseline's cost grows with columns, with rows and with cores, on this machine.

    python benchmarks/growth.py [--rounds N] [--folder FOLDER]

Whole processes, medians over the rounds. Where start-up is taken off, it is what the smallest table of the same kind takes.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from make_tables import Table, write_table
from measure import Use, adopt_orphans, measured
from measure import median as median_of

ROOT = Path(__file__).resolve().parents[1]
SMALL = Table(10_000)
LARGE = Table(10_000_000)
WIDER = tuple(Table(5_000, columns) for columns in (100, 500, 2_000, 5_000))
LONGER = (SMALL, Table(1_000_000), LARGE)
MONITORED = (Table(5_000, 500), Table(200_000, 500))

_RUN = """
import resource, sys, time
from contextlib import contextmanager
from pathlib import Path
from engine.cli.program import command_line, spark_started

@contextmanager
def started():
    with spark_started():
        from engine import pipeline
        read = pipeline.read
        def timed(*given):
            global ended
            found = read(*given)
            ended = time.perf_counter()
            return found
        pipeline.read = timed
        yield

code = command_line(sys.argv[2:], started=started)
after, memory = time.perf_counter() - ended, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
Path(sys.argv[1]).write_text(f"{memory} {after}")
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run over a table takes: its use, the driver's own peak memory in bytes, and the seconds after all is read."""

    use: Use
    driver: float
    after: float


def main() -> None:
    """Read the command line, make what is missing, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "model-monitor-bench")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    adopt_orphans()
    every = os.sched_getaffinity(0)
    one = {min(every)}
    asked = [*((table, every) for table in (*WIDER, *LONGER)), (SMALL, one), (LARGE, one)]
    costs = [_cost(_path(arguments.folder, table), cores, arguments.rounds) for table, cores in asked]
    monitored = [_monitored(arguments.folder, table, every, arguments.rounds) for table in MONITORED]
    wide, long, alone = costs[: len(WIDER)], costs[len(WIDER) : -2], costs[-2:]
    print(
        "\n".join((*_columns(wide), *_rows(long), *_cores((long[0], long[-1]), alone, len(every)), *_after(monitored)))
    )


def _path(folder: Path, table: Table) -> Path:
    path = folder / f"model-monitor-{table.rows}x{table.columns}.csv"
    if not path.exists():
        write_table(path, table)
    return path


def _monitored(folder: Path, table: Table, cores: set[int], rounds: int) -> Cost:
    """Return what a monitoring run over *table* takes, with the same table for its baseline."""
    data = _path(folder, table)
    with tempfile.TemporaryDirectory() as baseline:
        words = (sys.executable, "-m", "engine", "baseline", str(data), "-o", baseline)
        measured(words, _environment())
        return _cost(data, cores, rounds, "monitor", "--baseline", baseline)


def _cost(data: Path, cores: set[int], rounds: int, command: str = "baseline", *more: str) -> Cost:
    print(f"{command}, {data.name}, {len(cores)} cores", file=sys.stderr)
    uses, told_of = [], []
    with tempfile.TemporaryDirectory() as folder:
        told, before = Path(folder) / "told", os.sched_getaffinity(0)
        for _ in range(rounds):
            shutil.rmtree(f"{folder}/out", ignore_errors=True)
            os.sched_setaffinity(0, cores)
            try:
                words = (sys.executable, "-c", _RUN, str(told), command, str(data), *more, "-o", f"{folder}/out")
                uses.append(measured(words, _environment()))
            finally:
                os.sched_setaffinity(0, before)
            told_of.append([float(word) for word in told.read_text().split()])
    return Cost(median_of(uses), *map(statistics.median, zip(*told_of, strict=True)))


def _environment() -> Mapping[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _columns(costs: Sequence[Cost]) -> Iterator[str]:
    yield from _grown("columns (5,000 rows)", [table.columns for table in WIDER], costs, "ms a column", 1e3)
    more = WIDER[-1].columns - WIDER[0].columns
    yield f"\nThe driver's peak grows by {(costs[-1].driver - costs[0].driver) / more / 1e3:.0f} KB a column.\n"


def _rows(costs: Sequence[Cost]) -> Iterator[str]:
    yield from _grown("rows (25 columns)", [table.rows for table in LONGER], costs, "microseconds a row", 1e6)
    yield ""


def _grown(title: str, sizes: Sequence[int], costs: Sequence[Cost], unit: str, scale: float) -> Iterator[str]:
    """Yield a table with a row for each of *sizes*; CPU in *unit* of what is beyond the first of them."""
    yield f"| {title} | wall s | CPU s | CPU {unit} beyond the first {sizes[0]:,} | peak MB | driver MB |"
    yield "|---:|---:|---:|---:|---:|---:|"
    for size, cost in zip(sizes, costs, strict=True):
        more = size - sizes[0]
        each = f"{(cost.use.cpu - costs[0].use.cpu) / more * scale:.2f}" if more else ""
        use, memory = cost.use, f"{cost.use.memory / 1e6:,.0f} | {cost.driver / 1e6:,.0f}"
        yield f"| {size:,} | {use.wall:.1f} | {use.cpu:.2f} | {each} | {memory} |"


def _cores(every: Sequence[Cost], one: Sequence[Cost], cores: int) -> Iterator[str]:
    """Yield a sentence on the small and the large table, on *every* core and on *one*."""
    (small, large), (small_alone, large_alone) = ([each.use.wall for each in costs] for costs in (every, one))
    yield (
        f"{LARGE.rows:,} rows take {large:.1f} s on {cores} cores and {large_alone:.1f} s on one, {large_alone / large:.2f} times as "
        f"long; without what {SMALL.rows:,} rows take ({small:.1f} s and {small_alone:.1f} s) it is "
        f"{(large_alone - small_alone) / (large - small):.2f} times."
    )


def _after(monitored: Sequence[Cost]) -> Iterator[str]:
    """Yield a sentence on what comes after the last record of a monitoring run."""
    first, *others = (
        f"{cost.after:.2f} s over {table.rows:,} rows" for table, cost in zip(MONITORED, monitored, strict=True)
    )
    yield (
        f"\nWhen all records are read a monitoring run over {MONITORED[0].columns} columns takes {' and '.join((first, *others))}: to "
        f"describe, suggest, compare, let Deequ judge, print and write, and to end Spark."
    )


if __name__ == "__main__":
    main()
