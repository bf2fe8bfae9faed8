"""Whole runs over Parquet: as documents, beside CSV, and against the baseline of the other."""

import json
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typed_rows import FORMATS, ROWS, table_of, write

from engine import pipeline
from engine.__main__ import main
from engine.cli import main as cli
from engine.documents.folder import CONSTRAINTS, STATISTICS, VIOLATIONS
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.job.semantics import Semantics
from engine.pipeline import run
from engine.readers.csv.options import CsvFormat
from engine.readers.parquet.options import ParquetFormat


@pytest.fixture
def baseline(tmp_path, session):
    """Give a function that makes the baseline of a table as a file of one kind."""

    def baseline(table, kind):
        folder = tmp_path / f"baseline of {kind}"
        run(Job(write(table, folder, kind), str(folder / "out")), session=session)
        return BaselinePaths(str(folder / "out" / STATISTICS), str(folder / "out" / CONSTRAINTS))

    return baseline


def _without_distinct(document):
    for feature in document["features"]:
        feature.get("numerical_statistics", {}).pop("approximate_num_distinct_values", None)
        feature.get("string_statistics", {}).pop("distinct_count", None)
    return document


def test_the_same_rows_give_the_same_documents_in_every_format(baseline):
    """But for the distinct counts of what is no text in Parquet, for which each type has its own hash."""
    found = {kind: baseline(table_of(1), kind) for kind in FORMATS}
    constraints = {kind: Path(paths.constraints).read_text() for kind, paths in found.items()}
    statistics = {kind: Path(paths.statistics).read_text() for kind, paths in found.items()}
    assert len(set(constraints.values())) == 1
    assert statistics["csv"] == statistics["csv.gz"] == statistics["jsonl"]
    ours, theirs = json.loads(statistics["parquet"]), json.loads(statistics["csv"])
    purposes = [each["features"][4]["string_statistics"]["distinct_count"] for each in (ours, theirs)]
    assert purposes == [4.0, 4.0]
    assert _without_distinct(ours) == _without_distinct(theirs)


def test_types_of_the_documents_follow_from_the_types_of_the_columns(baseline):
    """A boolean is a String of two values, and so are times of as many as they have."""
    document = json.loads(Path(baseline(table_of(1), "parquet").constraints).read_text())
    types = {feature["name"]: feature["inferred_type"] for feature in document["features"]}
    assert types == {
        "id": "Integral", "age": "Integral", "income": "Fractional", "rate": "Fractional", "purpose": "String",
        "flag": "String", "day": "String", "time": "String", "nothing": "Unknown",
    }  # fmt: skip
    domains = {f["name"]: f["string_constraints"]["domains"] for f in document["features"] if "string_constraints" in f}
    assert sorted(domains["flag"]) == ["false", "true"]
    assert min(domains["day"]) == "2024-01-01"
    assert min(domains["time"]) == "2024-01-01 00:00:00"


@pytest.mark.parametrize(
    ("of_baseline", "of_window"),
    [("csv", "parquet"), ("jsonl", "parquet"), ("parquet", "csv"), ("parquet", "jsonl"), ("parquet", "parquet")],
)
@pytest.mark.parametrize("semantics", list(Semantics), ids=lambda each: each.value)
def test_a_window_of_either_format_is_compared_with_a_baseline_of_either(
    baseline, tmp_path, session, of_baseline, of_window, semantics
):
    """By name and by text: like rows violate nothing, and other ones the same checks."""
    paths = baseline(table_of(1), of_baseline)
    moved = table_of(1).set_column(4, "purpose", pa.array(["plane"] * ROWS))
    moved = moved.set_column(2, "income", table_of(1, income=5000.0)["income"])
    results = []
    for name, table in (("like", table_of(1)), ("moved", moved)):
        job = Job(write(table, tmp_path / name, of_window), str(tmp_path / name / "out"), paths, semantics)
        results.append({(each.feature_name, each.check) for each in run(job, session=session).violations})
    assert results[0] == set()
    assert results[1] == {
        ("purpose", "categorical_values_check"),
        ("purpose", "baseline_drift_check"),
        ("income", "baseline_drift_check"),
    }


def test_booleans_take_the_spelling_of_the_baseline(tmp_path, session):
    """Pandas writes True to CSV, where Parquet has a boolean without a spelling."""
    (tmp_path / "train.csv").write_text("flag,n\n" + "True,1\nFalse,2\n" * 50)
    run(Job(Dataset(str(tmp_path / "train.csv"), CsvFormat(header=True)), str(tmp_path / "base")), session=session)
    paths = BaselinePaths(str(tmp_path / "base" / STATISTICS), str(tmp_path / "base" / CONSTRAINTS))
    pq.write_table(pa.table({"flag": [True, False, None] * 40, "n": [1, 2, None] * 40}), tmp_path / "window.parquet")
    outcome = run(
        Job(Dataset(str(tmp_path / "window.parquet"), ParquetFormat()), str(tmp_path / "out"), paths), session=session
    )
    assert {(each.feature_name, each.check) for each in outcome.violations} == {
        ("flag", "completeness_check"),
        ("n", "completeness_check"),
    }


def test_lists_that_grow_are_read_again_in_a_run(tmp_path, session, caplog):
    """The log says so, and the last positions are there."""
    folder = tmp_path / "data"
    folder.mkdir()
    for number, width in enumerate((2, 4)):
        pq.write_table(pa.table({"l": [[1] * width], "z": [1]}), folder / f"{number}.parquet")
    with caplog.at_level("INFO", logger="engine"):
        outcome = run(Job(Dataset(str(folder), ParquetFormat()), str(tmp_path / "out")), session=session)
    assert [feature.name for feature in outcome.statistics.features] == ["l.0", "l.1", "l.2", "l.3", "z"]
    assert outcome.records == 2
    assert "2 columns more come later in the data: reading again" in caplog.text


def test_both_doors_read_parquet(tmp_path, monkeypatch, session, capsys):
    """The command line finds the format by itself; the container is told."""
    train, base, out, job = (str(tmp_path / name) for name in ("train", "base", "out", "job"))
    write(table_of(1), tmp_path / "train", "parquet")
    monkeypatch.setattr(cli, "run", lambda job: run(job, session=session))
    assert cli.main(["baseline", train, "-o", base]) == 0
    assert cli.main(["monitor", train, "--baseline", base, "-o", out]) == 0
    assert "income" in capsys.readouterr().out
    monkeypatch.setattr(pipeline, "run", partial(run, session=session))
    settings = {"dataset-source": train, "dataset-format": '{"Parquet": {}}', "output-path": job}
    assert main([f"--{name}={value}" for name, value in settings.items()], {}, root=tmp_path / "ml") == 0
    for name in (STATISTICS, CONSTRAINTS):
        assert Path(job, name).read_text() == Path(base, name).read_text()
    assert json.loads(Path(out, VIOLATIONS).read_text()) == {"violations": []}
