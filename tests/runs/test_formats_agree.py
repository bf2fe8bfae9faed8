"""The same rows, however they are written: one table for docs/formats.md of what differs."""

import csv
import gzip
import json
from contextlib import nullcontext
from itertools import permutations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import engine
from engine.documents.folder import CONSTRAINTS, STATISTICS
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.pipeline import run
from engine.readers.csv.options import CsvFormat
from engine.readers.json_lines.options import JsonFormat
from engine.readers.parquet.options import ParquetFormat

ROWS = 3000
_DRAW = np.random.default_rng(5)
TABLE = pa.table(
    {
        "id": pa.array([f"K{number:05}" for number in range(ROWS)]),
        "town": pa.array(np.array(["Oslo", "Rome", "a, b", 'a "b"'])[_DRAW.integers(0, 4, ROWS)]),
        "age": pa.array(_DRAW.integers(-3, 90, ROWS)),
        "income": pa.array(_DRAW.normal(2500.0, 300.0, ROWS).round(2)),
        "flag": pa.array(_DRAW.random(ROWS) < 0.3),
    }
).set_column(0, "id", pa.array([None if number % 9 == 0 else f"K{number:05}" for number in range(ROWS)]))


def _texts():
    for row in TABLE.to_pylist():
        yield [_text(value) for value in row.values()]


def _text(value):
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _csv(path):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([TABLE.column_names, *_texts()])
    return CsvFormat(header=True)


def _tabs(path):
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter="\t").writerows([TABLE.column_names, *_texts()])
    return CsvFormat(header=True, field_delimiter="\t")


def _json(path):
    path.write_text("".join(json.dumps(row) + "\n" for row in TABLE.to_pylist()))
    return JsonFormat()


def _list(path):
    path.write_text(json.dumps(TABLE.to_pylist(), indent=1))
    return JsonFormat()


def _parquet(path):
    pq.write_table(TABLE, path)
    return ParquetFormat()


def _packed(write):
    def packed(path):
        written = write(path)
        path.write_bytes(gzip.compress(path.read_bytes()))
        return written

    return packed


FORMATS = {
    "csv": _csv,
    "tsv": _tabs,
    "csv.gz": _packed(_csv),
    "json lines": _json,
    "json list": _list,
    "json lines, gzip": _packed(_json),
    "parquet": _parquet,
}


@pytest.fixture(scope="module")
def datasets(tmp_path_factory):
    """Give the table in each format."""
    folder = tmp_path_factory.mktemp("formats")
    paths = {name: folder / f"data{number}" for number, name in enumerate(FORMATS)}
    return {name: Dataset(str(paths[name]), write(paths[name])) for name, write in FORMATS.items()}


@pytest.fixture(scope="module")
def baselines(datasets, tmp_path_factory, spark):
    """Give the folder of a baseline of each."""
    folders = {name: tmp_path_factory.mktemp("baseline") for name in datasets}
    for name, dataset in datasets.items():
        run(Job(dataset, str(folders[name]), suggestions=False), session=lambda *_, **__: nullcontext(spark))
    return folders


def _documents(folder, *, distinct=True):
    """Return the documents in *folder*, without the distinct counts where these are not *distinct*."""
    statistics = json.loads((folder / STATISTICS).read_text())
    for feature in statistics["features"] if not distinct else ():
        feature.get("numerical_statistics", {}).pop("approximate_num_distinct_values", None)
        feature.get("string_statistics", {}).pop("distinct_count", None)
    return statistics, json.loads((folder / CONSTRAINTS).read_text())


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_rows_give_the_same_documents(baselines, name):
    """But for Parquet's distinct counts of what is no text, which are those of the type."""
    distinct = name != "parquet"
    assert _documents(baselines[name], distinct=distinct) == _documents(baselines["csv"], distinct=distinct)


@pytest.mark.parametrize("name", FORMATS)
def test_texts_are_counted_alike_in_every_format(baselines, name):
    """A text has one hash, wherever it stood."""
    counts = [
        {feature["name"]: feature["string_statistics"]["distinct_count"] for feature in statistics["features"][:2]}
        for statistics, _ in (_documents(baselines["csv"]), _documents(baselines[name]))
    ]
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("of_baseline", "of_window"), list(permutations(("csv", "json lines", "parquet"), 2)))
def test_a_window_of_any_format_holds_to_a_baseline_of_any_other(
    datasets, baselines, tmp_path, session, of_baseline, of_window
):
    """By name: the same rows break nothing."""
    folder = baselines[of_baseline]
    paths = BaselinePaths(str(folder / STATISTICS), str(folder / CONSTRAINTS))
    assert run(Job(datasets[of_window], str(tmp_path / "out"), paths), session=session).violations == ()


def test_a_dataframe_of_the_rows_gives_the_bytes_of_parquet(spark, datasets, baselines, tmp_path):
    """In one partition, as the file is one split."""
    engine.baseline(spark.read.parquet(datasets["parquet"].source).coalesce(1), output=tmp_path)

    for name in (STATISTICS, CONSTRAINTS):
        assert (tmp_path / name).read_bytes() == (baselines["parquet"] / name).read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_a_dataframe_holds_to_a_baseline_of_any_format(spark, datasets, baselines, name):
    """By name: the same rows break nothing."""
    assert engine.monitor(spark.read.parquet(datasets["parquet"].source), baselines[name]).violations == ()


def test_a_window_of_csv_holds_to_the_baseline_of_a_dataframe(spark, datasets, session, tmp_path):
    """The other way round."""
    engine.baseline(spark.read.parquet(datasets["parquet"].source), output=tmp_path / "baseline")
    paths = BaselinePaths(str(tmp_path / "baseline" / STATISTICS), str(tmp_path / "baseline" / CONSTRAINTS))

    assert run(Job(datasets["csv"], str(tmp_path / "out"), paths), session=session).violations == ()
