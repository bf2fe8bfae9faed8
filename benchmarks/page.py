"""The page about a benchmark: machine, versions, a table for each table that was read, and what follows for large data."""

import importlib.metadata
import os
import pickle
import platform
import subprocess
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from make_tables import COLUMNS, Table, batches
from measure import Use, median
from subjects import ENVIRONMENTS, Subject, Work

from engine.profile.state import DatasetState
from engine.readers.splits import SPLIT_BYTES

Results = Mapping[Work, Mapping[Subject, Sequence[Use]]]

LARGE = 2_000_000
"""A table of more rows is too large to be kept."""

ROW_BYTES = 348
"""About how long a row of the usual table is as CSV."""

BASELINE, DUCKDB, BARE = "model-monitor baseline", "DuckDB SUMMARIZE", "bare"

_TERABYTE = 10**12
_GROUPS = 128
_OURS = ("pyspark", "pydeequ", "numpy", "numba", "pyarrow")
_PEERS = ("duckdb", "polars", "whylogs", "evidently", "pandas")

_HEAD = """# Benchmarks

Made by `make bench` ([benchmarks/README.md](../benchmarks/README.md)), which runs the engine and its peers in turn, each as a
whole process from start to end with every core. Figures are medians over the rounds; the ratios are of wall time. Of each 25
columns 15 are floats (14 with every digit), 5 integers and 5 texts of 50 values. What a peer does not compute is said below:
none of them gives all that the engine's documents hold.
"""


def page(results: Results) -> str:
    """Return the page, in Markdown."""
    parts = (_HEAD, "\n".join(_machine()), *(_section(work, uses) for work, uses in results.items()), _lacks(results))
    return "\n".join((*parts, *_one_terabyte(results)))


def _machine() -> Iterator[str]:
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    yield f"{cores} cores ({_processor()}), {gib:.0f} GiB, {platform.system()}, Python {platform.python_version()};"
    yield f"{', '.join(f'{name} {importlib.metadata.version(name)}' for name in _OURS)};"
    yield f"{', '.join(_versions_of_peers())}.\n"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _versions_of_peers() -> Iterator[str]:
    for python in sorted(ENVIRONMENTS.glob("*/bin/python")):
        words = (python, "-m", "pip", "--disable-pip-version-check", "list", "--format", "freeze")
        listed = subprocess.run(words, check=True, capture_output=True, text=True).stdout
        found = dict(line.split("==", 1) for line in listed.splitlines() if "==" in line)
        yield from (f"{name} {found[name]}" for name in _PEERS if name in found)


def _section(work: Work, uses: Mapping[Subject, Sequence[Use]]) -> str:
    medians = {subject.title: median(known) for subject, known in uses.items()}
    head = "| | wall s | CPU s | peak MB | of DuckDB | of bare | rounds |\n|---|---:|---:|---:|---:|---:|---:|"
    rows = (_row(subject.title, medians, len(uses[subject])) for subject in uses)
    return "\n".join((f"## {work.title}\n", head, *rows, ""))


def _row(title: str, medians: Mapping[str, Use], rounds: int) -> str:
    use = medians[title]
    ratios = (f"{use.wall / medians[each].wall:.2f}" if each in medians else "" for each in (DUCKDB, BARE))
    return f"| {title} | {use.wall:.2f} | {use.cpu:.2f} | {use.memory / 1e6:,.0f} | {' | '.join(ratios)} | {rounds} |"


def _lacks(results: Results) -> str:
    lacking = {subject.title: subject.lacks for uses in results.values() for subject in uses if subject.lacks}
    rows = (f"| {title} | {lacks} |" for title, lacks in lacking.items())
    return "\n".join(("## What they do not compute\n", "| | not computed |\n|---|---|", *rows, ""))


def _one_terabyte(results: Results) -> Iterator[str]:
    """Yield what a cluster would need for 1 TB of CSV, by the CPU time of the rows that the larger of two tables has more."""
    measured = sorted(
        (work.table.rows, median(known).cpu)
        for work, uses in results.items()
        for subject, known in uses.items()
        if subject.title == BASELINE and work.suffix == ".csv" and work.table == Table(work.table.rows)
    )
    if len(measured) < 2:
        return
    (fewer, cpu_of_fewer), (more, cpu_of_more) = measured[-2:]
    row = (cpu_of_more - cpu_of_fewer) / (more - fewer)
    rows = _TERABYTE / ROW_BYTES
    hours = row * rows / 3600
    tasks, home = _TERABYTE / SPLIT_BYTES, state_bytes()
    yield "## What 1 TB would take\n"
    yield from textwrap.wrap(
        f"A row of {COLUMNS} columns ({ROW_BYTES} bytes) takes {row * 1e6:.2f} microseconds of CPU, {row / COLUMNS * 1e9:.0f} ns a "
        f"value: what {more:,} rows take less what {fewer:,} take, so that start-up is left out. 1 TB holds {rows / 1e9:.1f} billion "
        f"of them: {hours:.1f} core hours, in {tasks:,.0f} splits of {SPLIT_BYTES >> 20} MiB. Neighbouring splits are joined where "
        f"they are read, and {_GROUPS} states at the most come home, {home / 1e6:.2f} MB each whatever its rows: "
        f"{_GROUPS * home / 1e6:.0f} MB, which the driver joins along a fixed tree. On 16 hosts of 4 cores this is "
        f"{hours / 64 * 60:.1f} minutes of computing and {hours / 4:.1f} instance hours, as far as storage gives each of them the "
        f"{4 / row * ROW_BYTES / 1e6:,.0f} MB/s that four cores read; the cluster's own start comes on top. This is a calculation "
        "from one machine: no cluster of that size was run.",
        width=128,
    )
    yield ""


def state_bytes() -> int:
    """Return how many bytes the state of a split of the usual table has on its way to the driver."""
    batch = next(batches(Table(SPLIT_BYTES // ROW_BYTES)))
    state = DatasetState(batch.schema.names)
    state.update(batch)
    return len(pickle.dumps(state, protocol=pickle.HIGHEST_PROTOCOL))
