"""Times captured traffic, JSON lines and Parquet against the same rows as CSV, and many small files against one.

    python benchmarks/captures.py [--big PATH] [--rows N] [--rounds N]

The first table is CPU seconds of one process that reads and folds all records, without Spark, so that nothing is lost in
workers; the second is wall seconds of whole `model-monitor baseline` processes.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
from pathlib import Path

from engine.home import share_kernel_cache

share_kernel_cache()  # as a run does, before numpy and numba are imported

import pyarrow.csv
import pyarrow.parquet
from make_captures import ENCODINGS, write_captures, write_json_lines, write_small_files
from make_tables import Table, write_table
from measure import adopt_orphans, measured

from engine.job.dataset import Dataset
from engine.profile.state import DatasetState
from engine.readers.capture.options import CaptureFormat
from engine.readers.csv.options import CsvFormat
from engine.readers.folding import folding_into
from engine.readers.json_lines.options import JsonFormat
from engine.readers.look import look
from engine.readers.parquet.options import ParquetFormat
from engine.readers.tables import Known

FILES, RECORDS_EACH = 5_000, 20


def main() -> None:
    """Read the command line, make the data, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--big", type=Path, help="the wide CSV of run.py, to take the rows from")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        _fold_table(Path(folder), arguments)
        _files_table(Path(folder), arguments)


def _fold_table(folder: Path, arguments: argparse.Namespace) -> None:
    datasets = _datasets(folder, arguments)
    names = _names(folder / "rows" / "rows.csv")
    uses: dict[str, list[float]] = {title: [] for title in datasets}
    for _ in range(arguments.rounds + 1):
        for title, dataset in datasets.items():
            uses[title].append(_cpu_of_fold(dataset, names))
    base = statistics.median(uses["CSV file"][1:])
    print(f"| {arguments.rows} rows of {len(names)} columns, one process | CPU s | times the CSV |\n|---|---:|---:|")
    for title, all_rounds in uses.items():
        median = statistics.median(all_rounds[1:])  # the first round compiles what no cache has
        print(f"| {title} | {median:.2f} | {median / base:.2f} |")


def _datasets(folder: Path, arguments: argparse.Namespace) -> dict[str, Dataset]:
    (folder / "rows").mkdir()
    if arguments.big:
        with arguments.big.open() as big, (folder / "rows" / "rows.csv").open("w") as rows:
            rows.writelines(line for line, _ in zip(big, range(arguments.rows + 1), strict=False))
    else:
        write_table(folder / "rows" / "rows.csv", Table(arguments.rows))
    for encoding in ENCODINGS:
        write_captures(folder / "rows" / "rows.csv", folder / encoding, encoding, arguments.rows)
    captures = {f"captures, {name} payload": Dataset(str(folder / name), CaptureFormat()) for name in ENCODINGS}
    write_json_lines(folder / "rows" / "rows.csv", folder / "rows.jsonl", arguments.rows)
    table = pyarrow.csv.read_csv(folder / "rows" / "rows.csv")
    pyarrow.parquet.write_table(table, folder / "rows.parquet", row_group_size=100_000)
    return {
        "CSV file": Dataset(str(folder / "rows"), CsvFormat(header=True)),
        "JSON lines": Dataset(str(folder / "rows.jsonl"), JsonFormat()),
        "Parquet": Dataset(str(folder / "rows.parquet"), ParquetFormat()),
        **captures,
    }


def _names(path: Path) -> tuple[str, ...]:
    with path.open() as file:
        return tuple(file.readline().rstrip("\n").split(","))


def _cpu_of_fold(dataset: Dataset, names: tuple[str, ...]) -> float:
    before = _cpu()
    shown = look(dataset, Known(names))
    for split in shown.table.splits(shown.files):
        shown.table.read(split, folding_into(DatasetState(shown.table.selected)))
    return _cpu() - before


def _cpu() -> float:
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime


def _files_table(folder: Path, arguments: argparse.Namespace) -> None:
    rows = folder / "rows" / "rows.csv"
    write_small_files(rows, folder / "many", FILES, RECORDS_EACH)
    write_captures(rows, folder / "one", "CSV", FILES * RECORDS_EACH)
    print(f"\n| {FILES * RECORDS_EACH} captured records, whole processes | wall s |\n|---|---:|")
    for name, title in (("one", "one file"), ("many", f"{FILES} files of {RECORDS_EACH} records")):
        command = (sys.executable, "-m", "engine", "baseline", str(folder / name), "-o", str(folder / "out"))
        walls = [measured(command, os.environ).wall for _ in range(arguments.rounds)]
        print(f"| {title} | {statistics.median(walls):.2f} |")


if __name__ == "__main__":
    main()
