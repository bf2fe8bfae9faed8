"""Documents of a run in the folder of the data."""

import json
import os

import pytest

from engine.page.data_page import data_page
from engine.page.given import DataRun
from engine.page.render import render
from engine.readers.store import open_store

FEATURES = [{"name": "id", "inferred_type": "Integral", "completeness": 1.0}]
DOCUMENTS = {
    "statistics.json": {"version": 0.0, "dataset": {"item_count": 2}, "features": FEATURES},
    "constraints.json": {"version": 0.0, "features": FEATURES, "monitoring_config": {}},
    "suggestions.json": {"version": 0.0, "features": [{"name": "id", "suggestions": []}]},
    "constraint_violations.json": {"violations": [{"feature_name": "id", "constraint_check_type": "data_type_check"}]},
}


@pytest.fixture
def listed(csv, tmp_path):
    """Give a function that writes files beside one of data and returns which are data, and the notes."""

    def listed(files):
        csv("id\n1\n", "d.csv")
        for name, content in files.items():
            csv(content if isinstance(content, str) else json.dumps(content, indent=2), name)
        found = open_store(str(tmp_path)).listing()
        return [os.path.relpath(file.path, tmp_path) for file in found.files], found.notes

    return listed


def test_the_documents_of_a_run_below_its_data(listed):
    """They are no rows of the next run, in whichever folder and of however many runs."""
    files = {f"{folder}/{name}": document for folder in ("out", "old/out") for name, document in DOCUMENTS.items()}
    data, notes = listed(files)
    assert (data, notes) == (["d.csv"], (f"{', '.join(sorted(files))}: documents of a run and no data, passed over.",))


def test_the_page_of_a_run(listed):
    """It begins as pages of this engine do; another page of that name is data like any other text."""
    page = render(data_page(DataRun(None)))
    assert listed({"report.html": page, "other/report.html": "id\n3\n"})[0] == ["d.csv", "other/report.html"]


def test_a_violation_document_without_violations(listed):
    """So a run ends that has found none."""
    assert listed({"constraint_violations.json": {"violations": []}})[0] == ["d.csv"]


def test_a_baseline_that_somebody_has_edited(listed):
    """The order of keys and a byte order mark do not matter."""
    edited = "\ufeff" + json.dumps(DOCUMENTS["constraints.json"], sort_keys=True)
    assert listed({"constraints.json": edited})[0] == ["d.csv"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("statistics.json", '{"player": "a", "goals": 2}\n{"player": "b", "goals": 3}\n'),
        ("statistics.json", '{"version": 1, "features": [1, 2]}\n{"version": 1, "features": [3, 4]}\n'),
        ("statistics.json", DOCUMENTS["constraints.json"]),
        ("constraints.json", {"features": [1, 2], "version": 3}),
        ("constraints.json", '{"version": 0.0, "features": [{"name": "id"'),
        ("constraint_violations.json", {"violations": 3}),
        ("constraint_violations.json", {"violations": [{"speed": 70}]}),
        ("constraints.json", ""),
        ("constraints.json.csv", "id\n1\n"),
        ("my_constraints.json", DOCUMENTS["constraints.json"]),
    ],
)
def test_a_file_of_the_users_is_data(listed, name, content):
    """Neither the name alone nor the content alone makes a document: nothing of a user's is passed over."""
    assert listed({name: content}) == (sorted(["d.csv", name]), ())


def test_a_document_that_is_named_itself(csv):
    """What the user names is read."""
    path = csv(json.dumps(DOCUMENTS["constraints.json"]), "constraints.json")
    assert len(open_store(str(path)).files()) == 1
