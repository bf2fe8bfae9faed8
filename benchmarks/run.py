"""Times whole processes side by side, the engine and its peers, and writes a page about it.

    python benchmarks/run.py [--rows N] [--rounds N] [--only WORD] [--folder FOLDER] [--page PATH]

Every round runs each subject of a table once, in the same order; the figures are medians over the rounds.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from make_tables import write_table
from measure import Use, adopt_orphans, measured
from page import LARGE, Results, page
from subjects import ROOT, WORKS, Subject, Work, baseline_of, subjects

from engine.spark.jvm.artifacts import deequ_jar

LONG_SECONDS = 60
"""A subject that took so long in the first round is run three times, and one of three times as long once."""


def main() -> None:
    """Read the command line, make the tables that are missing, run, write."""
    arguments = _parsed()
    adopt_orphans()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    results: dict[Work, dict[Subject, list[Use]]] = {}
    for work in _works(arguments.rows, arguments.only):
        _make(work, arguments.folder)
        results[work] = _alternated(work, arguments.folder, arguments.rounds)
        if not arguments.keep and work.table.rows > LARGE:
            (arguments.folder / work.file).unlink()
        _tell(results, arguments.page)
    if arguments.page is None:
        print(page(results))


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, help="no table has more rows: for a short run")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=[], help="tables whose title has one of these words in it")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "model-monitor-bench")
    parser.add_argument("--keep", action="store_true", help=f"keep tables of more than {LARGE:,} rows")
    parser.add_argument("--page", type=Path, help="where the page is written; it is printed else")
    return parser.parse_args()


def _works(rows: int | None, only: Sequence[str]) -> tuple[Work, ...]:
    chosen = [work for work in WORKS if not only or any(word in work.title for word in only)]
    if rows is None:
        return tuple(chosen)
    return tuple(
        dict.fromkeys(replace(work, table=replace(work.table, rows=min(rows, work.table.rows))) for work in chosen)
    )


def _make(work: Work, folder: Path) -> None:
    """Make the table of *work* where it is missing, and the baseline that it is compared with."""
    before = baseline_of(work)
    for each in (work, before):
        if not (folder / each.file).exists():
            print(f"making {folder / each.file}", file=sys.stderr)
            write_table(folder / each.file, each.table)
    documents = folder / before.file.replace(".", "-")
    if not documents.exists():
        words = ("baseline", str(folder / before.file), "-o", str(documents))
        subprocess.run([sys.executable, "-m", "engine", *words], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def _alternated(work: Work, folder: Path, rounds: int) -> dict[Subject, list[Use]]:
    uses: dict[Subject, list[Use]] = {one: [] for one in subjects(work, folder) if _is_there(one)}
    for number in range(1, rounds + 1):
        for subject, known in uses.items():
            if number > _rounds(known, rounds):
                continue
            print(f"{work.title}, round {number} of {rounds}: {subject.title}", file=sys.stderr)
            shutil.rmtree(folder / "out", ignore_errors=True)
            known.append(measured(subject.command, _environment(), subject.codes))
    return uses


def _is_there(subject: Subject) -> bool:
    if subject.python.exists():
        return True
    print(f"{subject.title} is left out: there is no {subject.python}; `make bench` makes it", file=sys.stderr)
    return False


def _rounds(known: Sequence[Use], rounds: int) -> int:
    """Return how often a subject is run that has used *known* so far."""
    if not known or known[0].wall < LONG_SECONDS:
        return rounds
    return min(rounds, 3) if known[0].wall < 3 * LONG_SECONDS else 1


def _environment() -> Mapping[str, str]:
    spark = {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_VERSION": "3.5"}
    return {**os.environ, **spark, "PYTHONPATH": str(ROOT), "DEEQU_JAR": str(deequ_jar())}


def _tell(results: Results, path: Path | None) -> None:
    """Write the page of what is there so far: a benchmark that is stopped after hours has told of the tables before."""
    if path is not None:
        part = path.with_name(path.name + ".part")
        part.write_text(page(results))
        part.replace(path)


if __name__ == "__main__":
    main()
