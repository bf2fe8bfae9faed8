"""Where a run's outcome goes: each place has its turn, whatever fails at another."""

from dataclasses import replace

import pytest

from engine import sinks
from engine.documents.json.numerals import shortest
from engine.errors import JobError
from engine.job.dataset import Dataset
from engine.job.definition import Job
from engine.outcome import Outcome
from engine.page import make
from engine.readers.csv.options import CsvFormat


def test_what_fails_at_one_place_keeps_the_outcome_from_no_other(monkeypatch):
    """The script is called though the metrics cannot be kept, and the run fails by the first fault all the same."""
    sent = []

    def fail(_job, _outcome):
        raise JobError("the repository is gone", code="metrics-repository-not-usable")

    places = {"one": sinks.Sink(send=fail), "other": sinks.Sink(send=lambda _job, outcome: sent.append(outcome))}
    monkeypatch.setattr(sinks, "SINKS", places)
    outcome = Outcome(1, None, None, ())

    with pytest.raises(JobError, match="the repository is gone"):
        sinks.send(Job(Dataset("data.csv", CsvFormat()), "out"), outcome)
    assert sent == [outcome]


def test_the_page_comes_before_the_documents_where_it_is_asked_for():
    """The last file says that the run is complete, and that is a document."""
    job = Job(Dataset("data.csv", CsvFormat()), "out")
    outcome = Outcome(0, None, None, ())

    assert list(sinks.files_of(job, outcome, shortest)) == ["constraint_violations.json"]
    files = sinks.files_of(replace(job, report=True), outcome, shortest)
    assert list(files) == ["report.html", "constraint_violations.json"]
    assert "No records" in files["report.html"]


def test_a_defect_of_the_page_costs_the_page_alone(monkeypatch, caplog):
    """The documents are there as without it; the log has the code to watch for, and the traceback."""

    def fail(_run):
        raise ZeroDivisionError("a picture of 5 widths")

    monkeypatch.setattr(make, "data_page", fail)
    job = Job(Dataset("data.csv", CsvFormat()), "out")
    outcome = Outcome(0, None, None, ())

    files = sinks.files_of(replace(job, report=True), outcome, shortest)

    assert files == sinks.files_of(job, outcome, shortest)
    assert any(record.exc_info for record in caplog.records)
    assert caplog.messages[-1].startswith("[defect] The engine has a defect: ZeroDivisionError.")
    assert caplog.messages[-1].endswith("The run goes on without its report.html.")
