"""Makes the seeded tables of the benchmark, as CSV or Parquet.

    python benchmarks/make_tables.py PATH [--rows N] [--columns N] [--different-texts]

Of each 25 columns 15 are floats (14 with every digit, one with two decimals), 5 integers and 5 texts of 50 values. Needs numpy
and pyarrow; the bytes are the same as long as both keep their versions.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

ROWS = 1_000_000
COLUMNS = 25
BATCH_CELLS = 2_500_000
SEED = 7
# Decimals of the 15 floats: None is every digit a double has, as an export of computed values writes it.
DECIMALS = (None,) * 14 + (2,)
INTEGERS = 5
TEXTS = 5
TEXT_VALUES = 50


@dataclass(frozen=True, slots=True)
class Table:
    """How large a table is, and whether its columns are texts that are all different instead of the usual mixture."""

    rows: int = ROWS
    columns: int = COLUMNS
    different_texts: bool = False


def write_table(path: Path, table: Table) -> None:
    """Write *table* to *path*, in the format that its name ends with; a file half written never stands under that name."""
    part = path.with_name(path.name + ".part")
    following = batches(table)
    first = next(following)
    if path.suffix == ".parquet":
        with pq.ParquetWriter(part, first.schema) as parquet:
            for batch in chain((first,), following):
                parquet.write_batch(batch)
    else:
        _write_csv(part, first, following)
    part.rename(path)


def batches(table: Table) -> Iterator[pa.RecordBatch]:
    """Yield the rows of *table*, some at a time."""
    rng = np.random.default_rng(SEED)
    step = max(1, BATCH_CELLS // table.columns)
    for start in range(0, table.rows, step):
        rows = min(step, table.rows - start)
        yield _different(rng, rows, table.columns) if table.different_texts else _mixed(rng, rows, table.columns)


def _write_csv(path: Path, first: pa.RecordBatch, others: Iterator[pa.RecordBatch]) -> None:
    with path.open("wb") as file:
        file.write((",".join(first.schema.names) + "\n").encode())
        options = csv.WriteOptions(include_header=False, quoting_style="none")
        with csv.CSVWriter(file, first.schema, write_options=options) as writer:
            writer.write_batch(first)
            for batch in others:
                writer.write_batch(batch)


def _mixed(rng: np.random.Generator, rows: int, columns: int) -> pa.RecordBatch:
    named: dict[str, pa.Array] = {}
    for group in range(-(-columns // COLUMNS)):
        end = f"_{group}" if group else ""
        named |= {f"float_{i}{end}": _floats(rng, rows, decimals) for i, decimals in enumerate(DECIMALS)}
        named |= {f"integer_{i}{end}": pa.array(rng.integers(0, 10 ** (i + 2), rows)) for i in range(INTEGERS)}
        named |= {f"text_{i}{end}": _texts(rng, rows) for i in range(TEXTS)}
    return pa.RecordBatch.from_pydict(dict(list(named.items())[:columns]))


def _floats(rng: np.random.Generator, rows: int, decimals: int | None) -> pa.Array:
    values = rng.normal(size=rows)
    return pa.array(values if decimals is None else values.round(decimals))


def _texts(rng: np.random.Generator, rows: int) -> pa.Array:
    values = pa.array([f"value_{i:02d}" for i in range(TEXT_VALUES)])
    return values.take(pa.array(rng.integers(0, TEXT_VALUES, rows)))


def _different(rng: np.random.Generator, rows: int, columns: int) -> pa.RecordBatch:
    """Return texts of 20 letters, as keys and free text have them: hardly one is there twice."""
    letters = rng.integers(ord("a"), ord("z") + 1, size=(columns, rows, 20), dtype=np.uint8)
    texts = (pa.array(each.view("S20")[:, 0].astype("U")) for each in letters)
    return pa.RecordBatch.from_pydict({f"text_{i}": each for i, each in enumerate(texts)})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--columns", type=int, default=COLUMNS)
    parser.add_argument("--different-texts", action="store_true", help="texts of 20 letters, hardly one there twice")
    arguments = parser.parse_args()
    write_table(arguments.path, Table(arguments.rows, arguments.columns, arguments.different_texts))
