"""Makes the wide CSV of the benchmark: 1M rows, 15 floats, 5 integers, 5 texts of 50 values, about 348 MB.

    python benchmarks/make_wide_csv.py PATH [--rows N]

Needs numpy and pyarrow. Seeded; the bytes are the same as long as both keep their versions.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

ROWS = 1_000_000
BATCH_ROWS = 100_000
SEED = 7
# Decimals of the 15 floats: None is every digit a double has, as an export of computed values writes it.
DECIMALS = (None,) * 14 + (2,)
INTEGERS = 5
TEXTS = 5
TEXT_VALUES = 50


def write_wide_csv(path: Path, rows: int = ROWS) -> None:
    """Write *rows* rows and a header to *path*; a file half written never stands under that name."""
    part = path.with_name(path.name + ".part")
    schema = _batch(np.random.default_rng(SEED), 0).schema
    with part.open("wb") as file:
        file.write((",".join(schema.names) + "\n").encode())
        options = csv.WriteOptions(include_header=False, quoting_style="none")
        with csv.CSVWriter(file, schema, write_options=options) as writer:
            for batch in _batches(rows):
                writer.write_batch(batch)
    part.rename(path)


def _batches(rows: int) -> Iterator[pa.RecordBatch]:
    rng = np.random.default_rng(SEED)
    for start in range(0, rows, BATCH_ROWS):
        yield _batch(rng, min(BATCH_ROWS, rows - start))


def _batch(rng: np.random.Generator, rows: int) -> pa.RecordBatch:
    floats = {f"float_{i}": _floats(rng, rows, decimals) for i, decimals in enumerate(DECIMALS)}
    integers = {f"integer_{i}": pa.array(rng.integers(0, 10 ** (i + 2), rows)) for i in range(INTEGERS)}
    texts = {f"text_{i}": _texts(rng, rows) for i in range(TEXTS)}
    return pa.RecordBatch.from_pydict({**floats, **integers, **texts})


def _floats(rng: np.random.Generator, rows: int, decimals: int | None) -> pa.Array:
    values = rng.normal(size=rows)
    return pa.array(values if decimals is None else values.round(decimals))


def _texts(rng: np.random.Generator, rows: int) -> pa.Array:
    values = pa.array([f"value_{i:02d}" for i in range(TEXT_VALUES)])
    return values.take(pa.array(rng.integers(0, TEXT_VALUES, rows)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    arguments = parser.parse_args()
    write_wide_csv(arguments.path, arguments.rows)
