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

_RUN = """
import resource, sys
from pathlib import Path
from engine.cli.main import main
code = main(sys.argv[2:])
Path(sys.argv[1]).write_text(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10))
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a baseline of a table takes: its use, and the driver's own peak memory in bytes."""

    use: Use
    driver: float


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
    wide, long, alone = costs[: len(WIDER)], costs[len(WIDER) : -2], costs[-2:]
    print("\n".join((*_columns(wide), *_rows(long), *_cores((long[0], long[-1]), alone, len(every)))))


def _path(folder: Path, table: Table) -> Path:
    path = folder / f"model-monitor-{table.rows}x{table.columns}.csv"
    if not path.exists():
        write_table(path, table)
    return path


def _cost(data: Path, cores: set[int], rounds: int) -> Cost:
    print(f"{data.name}, {len(cores)} cores", file=sys.stderr)
    uses, drivers = [], []
    with tempfile.TemporaryDirectory() as folder:
        told, before = Path(folder) / "told", os.sched_getaffinity(0)
        for _ in range(rounds):
            shutil.rmtree(f"{folder}/out", ignore_errors=True)
            os.sched_setaffinity(0, cores)
            try:
                words = (sys.executable, "-c", _RUN, str(told), "baseline", str(data), "-o", f"{folder}/out")
                uses.append(measured(words, _environment()))
            finally:
                os.sched_setaffinity(0, before)
            drivers.append(int(told.read_text()))
    return Cost(median_of(uses), statistics.median(drivers))


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


if __name__ == "__main__":
    main()
