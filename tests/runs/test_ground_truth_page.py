"""docs/ground_truth.md is true: its command, over its labels and the sample data, prints and writes what it shows."""

import json
import re
import shlex
from functools import partial
from pathlib import Path

import pytest

from engine import merging, pipeline
from engine.__main__ import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ground_truth.md").read_text()
(LABELS,) = re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)
COMMAND, QUALITY = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
REPORT, BEGINNING = re.findall(r"```text\n(.*?)\n?```", PAGE, flags=re.DOTALL)
PATHS = ("sample_data/captures", "truth", "out/merged", "out/quality")
MERGED = "out/merged/2026/11/24/13/00-00-00000.jsonl"


@pytest.fixture
def here(tmp_path, monkeypatch, session):
    """Give a folder with the sample data and the page's labels, in which merges have the session of all tests."""
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    labels = tmp_path / "truth/2026/11/25/09/labels.jsonl"
    labels.parent.mkdir(parents=True)
    labels.write_text(LABELS)
    monkeypatch.chdir(tmp_path)
    for module, name in ((merging, "merge"), (pipeline, "run")):
        monkeypatch.setattr(module, name, partial(getattr(module, name), session=session))
    return tmp_path


def words(folder, command=COMMAND):
    """Return the words of a *command* of the page, whose paths lie in *folder*: the workers of the session have their own place."""
    return [str(folder / word) if word in PATHS else word for word in shlex.split(command)[1:]]


def test_the_command_prints_and_writes_what_the_page_shows(here, capsys):
    """For a person: the report on standard output, and the merged records in their hour."""
    assert main(words(here), {}) == 0
    assert capsys.readouterr().out == f"{REPORT}\n"
    assert MERGED in PAGE
    lines = (here / MERGED).read_text().splitlines()
    assert (len(lines), lines[0].startswith(BEGINNING)) == (2, True)


def test_the_container_does_the_same(here, caplog):
    """By the variables of the page, with the window moved back by offsets; the message is the page's."""
    environment = {
        "dataset_source": str(here / "sample_data/captures"),
        "ground_truth_source": str(here / "truth"),
        "output_path": str(here / "out/merged"),
        "start_time": "2026-11-25T13:00:00Z",
        "end_time": "2026-11-25T16:00:00Z",
        "start_time_offset": "-P1D",
        "end_time_offset": "-P1DT2H",
        "publish_cloudwatch_metrics": "Enabled",
        "categorical_drift_method": "LInfinity",
    }
    (here / "ml").mkdir()
    assert main([], environment, root=here / "ml") == 0
    message = (here / "ml/output/message").read_text()
    assert message == (
        "Completed: Job completed successfully with no violations. 2 of 200 captured records were merged with ground truth."
    )
    assert message in " ".join(PAGE.split())
    assert len((here / MERGED).read_text().splitlines()) == 2
    lines = (here / "ml/output/metrics/cloudwatch/cloudwatch_metrics.jsonl").read_text().splitlines()
    metrics = {each["MetricName"]: each["Value"] for each in map(json.loads, lines)}
    assert (metrics["merged_records"], metrics["missing_ground_truth_share"]) == (2.0, 0.99)
    assert all(f"`{name}`" in PAGE for name in metrics)
    assert "Without effect in a merge with ground truth: categorical_drift_method." in caplog.text


def test_both_are_done_in_one_command(here):
    """The two answers that have a label are measured."""
    assert main(words(here, QUALITY), {}) == 0
    statistics = json.loads((here / "out/quality/statistics.json").read_text())
    assert statistics["dataset"]["item_count"] == 2
    assert "binary_classification_metrics" in statistics


def test_an_empty_window_says_so(here, capsys):
    """Exit code 3 for a person, and a sentence in the platform's message."""
    assert main([*words(here)[:-4], "--start", "2027-01-01"], {}) == 3
    (here / "ml").mkdir()
    flags = ["--dataset-source=sample_data/captures", "--ground-truth-source=truth", "--output-path=out/merged"]
    assert main([*flags, "--start-time=2027-01-01"], {}, root=here / "ml") == 0
    assert (here / "ml/output/message").read_text().endswith("No records were found, so nothing was merged.")


def test_links_of_the_page_lead_somewhere():
    """Every relative link names a file of the repository, and a section of it where it says one."""
    for target, section in re.findall(r"\]\((?!https?:)([^)#]+)#?([^)]*)\)", PAGE):
        text = (ROOT / "docs" / target).read_text()
        headings = {line.lower().replace(" ", "-") for line in re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)}
        assert section in {"", *headings}
