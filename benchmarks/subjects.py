"""What is run over which table, and why a peer is left out of one."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from make_tables import Table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ENVIRONMENTS = ROOT / ".venv" / "peers"
"""Each folder in it is an environment for what is named in the file of that name in benchmarks/requirements."""

_FORMATS = {".csv": "CSV", ".parquet": "Parquet"}
_BASELINE_ROWS = 10_000
_CELLS_OF_SLOW_ONES, _COLUMNS_OF_SLOW_ONES = 30_000_000, 500


@dataclass(frozen=True, slots=True)
class Work:
    """A table of the benchmark: what it holds, and the format of its file."""

    table: Table
    suffix: str = ".csv"

    @property
    def title(self) -> str:
        """Its name in the results."""
        kind = " different texts" if self.table.different_texts else ""
        return f"{self.table.rows:,} x {self.table.columns:,}{kind}, {_FORMATS[self.suffix]}"

    @property
    def file(self) -> str:
        """The name of the file, which says what is in it: a table made once serves until something about it changes."""
        kind = "-different" if self.table.different_texts else ""
        return f"model-monitor-{self.table.rows}x{self.table.columns}{kind}{self.suffix}"


@dataclass(frozen=True, slots=True)
class Subject:
    """A command over a table, and what in it is not done that the engine does."""

    title: str
    command: tuple[str, ...]
    lacks: str = ""
    codes: tuple[int, ...] = (0,)
    python: Path = Path(sys.executable)


WORKS = (
    Work(Table(10_000)),
    Work(Table()),
    Work(Table(10_000_000)),
    Work(Table(200_000, 500)),
    Work(Table(5_000, 5_000)),
    Work(Table(1_000_000, 5, different_texts=True)),
    Work(Table(), ".parquet"),
    Work(Table(10_000_000), ".parquet"),
)


def baseline_of(work: Work) -> Work:
    """Return the table whose baseline *work* is compared with: as many columns, and 10,000 rows at the most."""
    rows = min(work.table.rows, _BASELINE_ROWS)
    return Work(Table(rows, work.table.columns, work.table.different_texts))


def subjects(work: Work, folder: Path) -> Iterator[Subject]:
    """Yield what is run over the file of *work* in *folder*, where the baselines lie beside it in folders of their own."""
    path, before = str(folder / work.file), baseline_of(work)
    documents = folder / before.file.replace(".", "-")
    engine = (sys.executable, "-m", "engine")
    yield Subject(
        "bare", _peer(sys.executable, "bare"), "everything: a Spark session and one job of one Python function"
    )
    yield Subject("model-monitor baseline", (*engine, "baseline", path, "-o", str(folder / "out")))
    monitor = (*engine, "monitor", path, "--baseline", str(documents), "-o", str(folder / "out"))
    yield Subject("model-monitor monitor", monitor, codes=(0, 1))
    fast = ENVIRONMENTS / "fast" / "bin" / "python"
    yield Subject(
        "DuckDB SUMMARIZE",
        _peer(fast, "duckdb", path),
        "sketches, types by value, frequent values, documents",
        python=fast,
    )
    values = work.table.rows * work.table.columns
    if work.table.columns <= _COLUMNS_OF_SLOW_ONES:
        lacks = "sketches, distinct counts, types by value, documents; holds the table in memory"
        yield Subject("polars describe", _peer(fast, "polars", path), lacks, python=fast)
    if values < _CELLS_OF_SLOW_ONES and work.table.columns <= _COLUMNS_OF_SLOW_ONES and work.suffix == ".csv":
        yield from _slow_ones(path, str(folder / before.file))


def _slow_ones(path: str, before: str) -> Iterator[Subject]:
    """Yield those that take minutes for more than some 30 million values."""
    whylogs, evidently = (ENVIRONMENTS / name / "bin" / "python" for name in ("whylogs", "evidently"))
    lacks = "constraints, drift, documents of Model Monitor; holds the table in memory"
    yield Subject("whylogs", _peer(whylogs, "whylogs", path), lacks, python=whylogs)
    lacks = "profiles; compares raw rows, both tables in memory"
    yield Subject("Evidently drift", _peer(evidently, "evidently", path, before), lacks, python=evidently)
    yield Subject("Deequ profiler, KLL", _peer(sys.executable, "deequ", path), "constraints, drift, documents")


def _peer(python: str | Path, name: str, *places: str) -> tuple[str, ...]:
    return (str(python), str(HERE / "peers.py"), name, *places)
