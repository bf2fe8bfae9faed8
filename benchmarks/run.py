"""Times whole processes side by side, the engine and its peers, and prints a table.

    python benchmarks/run.py [--big PATH] [--rounds N] [--deequ-jar JAR]

Every round runs each subject once, in the table's order; the figures are medians over the rounds.
"""

import argparse
import importlib.metadata
import importlib.util
import os
import platform
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from make_wide_csv import write_wide_csv
from measure import Use, adopt_orphans, measured, median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DEMO = ROOT / "sample_data" / "training.csv"
BIG = Path(tempfile.gettempdir()) / "model-monitor-wide.csv"
PACKAGES = ("pyspark", "pyarrow", "numpy", "numba", "duckdb", "pandas", "pydeequ")


@dataclass(frozen=True, slots=True)
class Subject:
    """A row of the table: a command, and the module without which it cannot run."""

    title: str
    module: str
    command: tuple[str, ...]


def main() -> None:
    """Read the command line, make the big file where it is missing, run, print."""
    arguments = _parsed()
    adopt_orphans()
    if not arguments.big.exists():
        print(f"making {arguments.big}", file=sys.stderr)
        write_wide_csv(arguments.big)
    print("\n".join(_machine(arguments.big)))
    with tempfile.TemporaryDirectory() as output:
        subjects = _subjects(arguments.big, output, arguments.deequ_jar)
        uses = _alternated(subjects, arguments.rounds, _environment(arguments.deequ_jar))
    print("\n".join(_table(subjects, uses)))


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--big", type=Path, default=BIG, help=f"the wide CSV, made where it is missing ({BIG})")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--deequ-jar", type=Path, help="time Deequ's profiler with this jar too: minutes a round")
    return parser.parse_args()


def _subjects(big: Path, output: str, deequ_jar: Path | None) -> tuple[Subject, ...]:
    deequ = (_peer("Deequ ColumnProfilerRunner with KLL, big", "pydeequ", "deequ_profiler", big),) if deequ_jar else ()
    return (
        _peer("bare pyspark session, one Python job", "pyspark", "bare_spark", big),
        _baseline("model-monitor baseline, demo", DEMO, output),
        _baseline("model-monitor baseline, big", big, output),
        _peer("DuckDB SUMMARIZE, big", "duckdb", "duckdb_summarize", big),
        _peer("pyarrow.csv read alone, big", "pyarrow", "pyarrow_read", big),
        _peer("pandas read and describe, big", "pandas", "pandas_describe", big),
        *deequ,
    )


def _baseline(title: str, data: Path, output: str) -> Subject:
    return Subject(title, "engine", (sys.executable, "-m", "engine", "baseline", str(data), "-o", output))


def _peer(title: str, module: str, name: str, data: Path) -> Subject:
    return Subject(title, module, (sys.executable, str(HERE / "peers.py"), name, str(data)))


def _environment(deequ_jar: Path | None) -> Mapping[str, str]:
    spark = {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_VERSION": "3.5"}
    return {**os.environ, **spark, "PYTHONPATH": str(ROOT), "DEEQU_JAR": str(deequ_jar or "")}


def _alternated(subjects: tuple[Subject, ...], rounds: int, environment: Mapping[str, str]) -> dict[Subject, list[Use]]:
    uses: dict[Subject, list[Use]] = {one: [] for one in subjects if _installed(one.module)}
    for number in range(1, rounds + 1):
        for subject, known in uses.items():
            print(f"round {number} of {rounds}: {subject.title}", file=sys.stderr)
            known.append(measured(subject.command, environment))
    return uses


def _installed(module: str) -> bool:
    # The engine stands in the repository and not always on this script's own path.
    return module == "engine" or importlib.util.find_spec(module) is not None


def _table(subjects: tuple[Subject, ...], uses: Mapping[Subject, list[Use]]) -> list[str]:
    head = ["| median of whole processes | wall s | CPU s | peak MB |", "|---|---:|---:|---:|"]
    return [*head, *(_row(one, uses.get(one)) for one in subjects)]


def _row(subject: Subject, uses: list[Use] | None) -> str:
    if uses is None:
        return f"| {subject.title} | {subject.module} is not installed | | |"
    use = median(uses)
    return f"| {subject.title} | {use.wall:.2f} | {use.cpu:.2f} | {use.memory / 1e6:.0f} |"


def _machine(big: Path) -> list[str]:
    versions = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return [
        f"{platform.platform()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}",
        versions,
        f"demo: {DEMO.name}, {DEMO.stat().st_size / 1e6:.1f} MB; big: {big.name}, {big.stat().st_size / 1e6:.0f} MB",
        "",
    ]


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


if __name__ == "__main__":
    main()
