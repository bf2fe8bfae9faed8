"""engine.load gives the documents of a run as objects, whoever has written them and wherever they are."""

import subprocess
import sys
from pathlib import Path

import pytest
from notebook.folders import RUN, STATISTICS, written
from object_store import S3

import engine
from engine.documents.data_quality.statistics import Statistics
from engine.documents.json.codec import dumps
from engine.errors import DocumentError, JobError
from engine.job.quality import ProblemType


def test_the_documents_of_a_run_are_objects(tmp_path: Path) -> None:
    """By their fields; and the statistics are a document like any other, which a run can be compared with."""
    run = engine.load(written(tmp_path, RUN))

    assert isinstance(run.statistics, Statistics)
    assert [feature.name for feature in run.statistics.features] == ["age", "purpose"]
    assert run.constraints.features[1].domains == ("car", "home")
    assert [each.check for each in run.violations.violations] == ["completeness_check"]


def test_a_baseline_has_no_violations(tmp_path: Path) -> None:
    """Which is another thing than none."""
    run = engine.load(str(written(tmp_path, {"statistics.json": STATISTICS})))
    assert (run.constraints, run.violations) == (None, None)


def test_documents_lie_in_a_store(s3: S3) -> None:
    """As at a path."""
    s3.put_all({f"out/{name}": text for name, text in RUN.items()})
    run = engine.load(s3.address("out"))
    assert run.statistics.item_count == 4
    assert len(run.violations.violations) == 1


def test_a_folder_without_documents_is_an_error(tmp_path: Path) -> None:
    """It says what was looked for."""
    with pytest.raises(JobError, match=r"none of statistics\.json, .* is there to load; name the output folder"):
        engine.load(tmp_path)


def test_a_broken_document_is_an_error_with_its_place(tmp_path: Path) -> None:
    """And its name."""
    folder = written(tmp_path, {"statistics.json": STATISTICS.replace('"item_count" : 4', '"item_count" : "four"')})
    with pytest.raises(DocumentError, match=r"statistics\.json: dataset\.item_count: expected"):
        engine.load(folder)


def test_loading_starts_neither_spark_nor_needs_pandas(tmp_path: Path) -> None:
    """Both take seconds, and pandas may not be there."""
    program = "import sys, engine; engine.load(sys.argv[1])._repr_html_(); print('pyspark' in sys.modules, 'pandas' in sys.modules)"
    words = [sys.executable, "-c", program, str(written(tmp_path, RUN))]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == "False False\n"


@pytest.mark.parametrize("case", ["house_prices_2024_spark33", "sdk_data_quality_100x6"])
def test_documents_of_the_official_container_load(golden: Path, case: str) -> None:
    """Of the current generation and of one before: nothing is lost, and every feature has its row."""
    folder = golden / case / "expected"
    run = engine.load(folder)
    assert dumps(run.statistics.to_json()) == (folder / "statistics.json").read_text().rstrip("\n")
    assert len(run.statistics.to_pandas()) == len(run.statistics.features) == len(run.constraints.to_pandas())


def test_the_official_documents_about_a_model_load(golden: Path) -> None:
    """Its metrics are rows, and its constraints."""
    run = engine.load(golden / "sdk_model_quality_regression_100" / "expected")
    assert run.statistics.problem is ProblemType.REGRESSION
    assert run.statistics.item_count == 100
    metrics = run.statistics.to_pandas().set_index("metric")
    assert list(metrics.index) == list(run.constraints.to_pandas()["metric"])
    assert metrics["value"]["mae"] == 0.5040653554420981


def test_official_violations_of_2019_load(golden: Path, tmp_path: Path) -> None:
    """They have had the same three fields ever since."""
    text = (golden / "violation_fragments" / "legacy_2019_constraint_violations.json").read_text()
    run = engine.load(written(tmp_path, {"constraint_violations.json": text}))
    assert next(iter(run.violations.to_pandas()["feature_name"])) == "store_and_fwd_flag"


def test_a_line_of_text_tells_what_there_is(tmp_path: Path) -> None:
    """A notebook keeps it beside each cell's table, and a sketch has thousands of numbers."""
    run = engine.load(written(tmp_path, RUN))
    assert repr(run) == f"<{tmp_path}: 1 violations; statistics: 4 records, 2 features; constraints of 2 features>"
    assert repr(run.statistics) == "<statistics: 4 records, 2 features>"
    assert repr(run.compared_with(tmp_path)) == "<4 records beside 4>"
