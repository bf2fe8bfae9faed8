"""The page of documents that lie in a folder: no Spark, no data, and whoever has written them."""

import json
import re
from pathlib import Path

import pytest
from page.conftest import numbers, statistics, texts
from page.test_model_page import binary

from engine.cli.main import main
from engine.documents.folder import REPORT, STATISTICS, SUGGESTIONS, VIOLATIONS
from engine.documents.json.codec import dumps
from engine.page.data_page import data_page
from engine.page.given import DataRun, WhatWasRead
from engine.page.render import render
from engine.page.written import page_of_documents

NOW, BEFORE = statistics(numbers("x", [1, 2, 3]), texts("y", {"a": 3})), statistics(numbers("x", [4, 5, 6]))
BROKEN = {
    "feature_name": "x",
    "constraint_check_type": "baseline_drift_check",
    "description": "Baseline drift distance: 1.0 exceeds threshold: 0.1",
}


@pytest.fixture
def folders(tmp_path):
    """Give a function that writes documents into folders, and the folder above them."""

    def written(**folders):
        for folder, documents in folders.items():
            (tmp_path / folder).mkdir()
            for name, document in documents.items():
                text = dumps(document.to_json()) if hasattr(document, "to_json") else json.dumps(document)
                (tmp_path / folder / name).write_text(text)
        return tmp_path

    return written


def test_the_page_is_that_of_the_run(folders, capsys):
    """What the run knows of its data alone is not there; the documents stay as they are."""
    place = folders(day={STATISTICS: NOW, VIOLATIONS: {"violations": [BROKEN]}}, baseline={STATISTICS: BEFORE})
    before = (place / "day" / VIOLATIONS).read_text()

    assert main(["report", f"{place}/day", "--baseline", f"{place}/baseline"]) == 0

    page = (place / "day" / REPORT).read_text()
    assert "100% of the values are at or below 3; in the baseline it was 0%." in page
    assert f"<dt>Baseline</dt><dd>{place}/baseline</dd>" in page
    assert (place / "day" / VIOLATIONS).read_text() == before


def test_a_page_goes_to_another_folder_where_one_is_named(folders):
    """It is made where it is absent, and the folder of the documents gets nothing."""
    place = folders(day={STATISTICS: NOW})
    assert main(["report", f"{place}/day", "-o", f"{place}/pages/day", "-q"]) == 0
    assert sorted(path.name for path in (place / "day").iterdir()) == [STATISTICS]
    assert (place / "pages" / "day" / REPORT).read_text() == render(data_page(DataRun(NOW, read=WhatWasRead())))


def test_a_baseline_shows_its_suggestions(folders):
    """A violations document alone would say that something was judged."""
    suggestion = {"rule": "R", "rule_description": "why", "current_value": "1.0", "description": "'x' is complete"}
    document = {"version": 0.0, "features": [{"name": "x", "suggestions": [suggestion]}]}
    place = folders(baseline={STATISTICS: NOW, SUGGESTIONS: document})
    page = page_of_documents(f"{place}/baseline", None)
    assert "<h1>Baseline</h1>" in page
    assert "&#39;x&#39; is complete" in page


def test_a_models_documents_make_a_models_page(folders):
    """The statistics say by their keys which problem it is, and the baseline's constraints what was promised."""
    promised = {"version": 0.0, "binary_classification_constraints": {"recall": {"threshold": 0.75}}}
    promised["binary_classification_constraints"]["recall"]["comparison_operator"] = "LessThanThreshold"
    broken = {"constraint_check_type": "LessThanThreshold", "description": "d", "metric_name": "recall"}
    place = folders(
        day={STATISTICS: binary(0.5), VIOLATIONS: {"violations": [broken]}},
        baseline={STATISTICS: binary(0.75), "constraints.json": promised},
    )
    page = page_of_documents(f"{place}/day", f"{place}/baseline")
    assert "Recall is 0.5 (with 95% confidence 0.2 to 0.8), and has to be at least 0.75." in page
    assert '<table class="matrix">' in page


def test_what_stopped_at_the_number_of_columns_has_violations_alone(folders):
    """So the official container ends, and its document is the whole page."""
    broken = BROKEN | {"feature_name": "Missing columns", "constraint_check_type": "missing_column_check"}
    place = folders(day={VIOLATIONS: {"violations": [broken]}})
    assert "<h1>1 violation</h1>" in page_of_documents(f"{place}/day", None)


@pytest.mark.parametrize("name", ["house_prices_2024_spark33", "sdk_data_quality_100x6"])
def test_a_page_of_the_official_containers_documents(golden, name):
    """Its sketches and categories are drawn as ours are."""
    page = page_of_documents(str(golden / name / "expected"), str(golden / name / "expected"))
    assert page.count('<svg class="small"') > 3
    assert "<h1>Baseline</h1>" in page


def test_documents_in_a_store_get_their_page_there(s3):
    """With the type by which a browser shows it rather than saves it."""
    s3.put_all({f"day/{STATISTICS}": dumps(NOW.to_json())})
    assert main(["report", s3.address("day"), "-q"]) == 0
    assert b"<h1>Baseline</h1>" in s3.get(f"day/{REPORT}")
    head = s3.client.head_object(Bucket=s3.bucket, Key=f"day/{REPORT}")
    assert head["ContentType"] == "text/html; charset=utf-8"


def test_the_command_of_the_page_about_it_works(folders, monkeypatch):
    """docs/report.md, as it is written there."""
    place = folders(out={})
    for folder in ("monitor", "baseline"):
        (place / "out" / folder).mkdir()
        (place / "out" / folder / STATISTICS).write_text(dumps(NOW.to_json()))
    monkeypatch.chdir(place)
    text = (Path(__file__).parents[2] / "docs" / "report.md").read_text()
    (command,) = re.findall(r"```sh\nmodel-monitor (.*)\n```", text)
    assert main(command.split()) == 0
    assert (place / "out" / "monitor" / REPORT).exists()


def test_a_baseline_of_another_dataset_is_told(folders, caplog):
    """The page is there, with nothing beside it; one feature in common is enough to say nothing."""
    other = statistics(numbers("secret", [4, 5, 6]))
    place = folders(
        day={STATISTICS: NOW, VIOLATIONS: {"violations": []}}, other={STATISTICS: other}, own={STATISTICS: BEFORE}
    )

    assert main(["report", f"{place}/day", "--baseline", f"{place}/own", "-q"]) == 0
    assert "another dataset" not in caplog.text
    assert main(["report", f"{place}/day", "--baseline", f"{place}/other", "-q"]) == 0
    assert "for none of its 1 features is among the 2 of" in caplog.text
    assert "secret" not in caplog.text
    assert (place / "day" / REPORT).exists()
