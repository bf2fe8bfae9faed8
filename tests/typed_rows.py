"""The same typed rows as a file of any format, with the texts that Spark prints."""

import datetime
import gzip
import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from engine.job.dataset import Dataset
from engine.profile.typed.casts import spark_texts
from engine.profile.typed.plain import plain
from engine.readers.csv.options import CsvFormat
from engine.readers.json_lines.options import JsonFormat
from engine.readers.parquet.options import ParquetFormat

ROWS = 4000
FORMATS = {
    "csv": CsvFormat(header=True),
    "csv.gz": CsvFormat(header=True),
    "jsonl": JsonFormat(lines=True),
    "parquet": ParquetFormat(),
}


def table_of(seed, *, income=2500.0):
    """Return typed rows: some values are missing in every column but the first."""
    draw = np.random.default_rng(seed)
    words, day = np.array(["car", "house", "boat, big", 'a "quote"']), datetime.date(2024, 1, 1)
    columns = {
        "id": pa.array(range(ROWS), pa.int64()),
        "age": pa.array(draw.integers(-3, 90, ROWS), pa.int16()),
        "income": pa.array(draw.normal(income, 300, ROWS).round(2)),
        "rate": pa.array(
            [Decimal(number).scaleb(-2) for number in draw.integers(0, 900, ROWS).tolist()], pa.decimal128(9, 2)
        ),
        "purpose": pa.array(words[draw.integers(0, 4, ROWS)]),
        "flag": pa.array(draw.random(ROWS) < 0.3),
        "day": pa.array([day + datetime.timedelta(days=days) for days in draw.integers(0, 40, ROWS).tolist()]),
        "time": pa.array([datetime.datetime(2024, 1, 1, hour) for hour in draw.integers(0, 24, ROWS).tolist()]),  # noqa: DTZ001
        "nothing": pa.nulls(ROWS, pa.float32()),
    }
    masks = {name: pa.array(draw.random(ROWS) < 0.05) for name in columns}
    return pa.table(
        {name: values if name == "id" else _without(values, masks[name]) for name, values in columns.items()}
    )


def _without(values, mask):
    return pa.array(
        [None if gone else value for value, gone in zip(values.to_pylist(), mask.to_pylist(), strict=True)], values.type
    )


def _lines(table: pa.Table) -> str:
    """Return *table* as JSON lines; numbers and booleans without quotes."""
    bare = {name for name in table.column_names if name in ("id", "age", "income", "rate", "flag")}
    columns = [_texts(column) for column in table.columns]
    cells = [
        [text if text == "null" or name in bare else json.dumps(text) for text in texts]
        for name, texts in zip(table.column_names, columns, strict=True)
    ]
    names = [json.dumps(name) for name in table.column_names]
    rows = zip(*cells, strict=True)
    return "".join("{" + ",".join(map(":".join, zip(names, row, strict=True))) + "}\n" for row in rows)


def _rows(table: pa.Table) -> str:
    """Return *table* as CSV."""
    rows = zip(*([_cell(text) for text in _texts(column)] for column in table.columns), strict=True)
    return "".join(",".join(row) + "\n" for row in (table.column_names, *rows))


def _texts(column: pa.ChunkedArray) -> list[str]:
    """Return the text of each value, `null` where it is missing."""
    values = plain(column.combine_chunks())
    texts = iter(spark_texts(values.drop_null()))
    return [next(texts) if there else "null" for there in values.is_valid().to_pylist()]


def _cell(text: str) -> str:
    if text == "null":
        return ""
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def write(table: pa.Table, folder: Path, kind: str) -> Dataset:
    """Write *table* to a file in *folder*."""
    path = folder / f"data.{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "parquet":
        pq.write_table(table, path, row_group_size=1500)
    elif kind == "csv.gz":
        path.write_bytes(gzip.compress(_rows(table).encode()))
    else:
        path.write_text(_lines(table) if kind == "jsonl" else _rows(table))
    return Dataset(str(path), FORMATS[kind])
