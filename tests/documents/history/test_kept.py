"""A repository of metrics: a file for each run, whole or absent, and read together."""

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.documents.history.kept import keep, milliseconds, prepare, runs_before
from engine.documents.history.run_metrics import Metric, RunMetrics
from engine.documents.json.codec import dumps
from engine.errors import JobError
from engine.job.repository import MetricsRepository

DAY = datetime(2024, 3, 18, 13, tzinfo=UTC)


def kept(path, days=0, size=1.0, *, tags=(), is_named=True):
    """Keep a run of so many *days* after the first, and return where."""
    repository = MetricsRepository(str(path), DAY + timedelta(days=days), tags, is_named)
    keep(repository, RunMetrics(milliseconds(repository.at), tags, (Metric("Size", None, size),)))
    return repository


def sizes(path, days, *, most=None, is_wanted=lambda run: True):
    """Return the numbers of records of the runs before that of so many *days*."""
    found = runs_before(MetricsRepository(str(path), DAY + timedelta(days=days)), is_wanted, most=most)
    return [run.value("Size", None) for run in found]


@pytest.fixture(params=["local", "store"])
def place(request, tmp_path):
    """Give an empty folder, here and in a store."""
    if request.param == "local":
        prepare(MetricsRepository(str(tmp_path / "a" / "history"), DAY))
        return tmp_path / "a" / "history"
    return request.getfixturevalue("s3").address("a/history")


def test_runs_are_read_in_the_order_of_their_times(place):
    """Up to that of the run that asks, whichever was kept first; of the newest so many as are asked for."""
    for day in (2, 0, 3, 1, 4):
        kept(place, day, float(day))
    assert sizes(place, 4) == [0.0, 1.0, 2.0, 3.0]
    assert sizes(place, 0) == []
    assert sizes(place, 9, most=2) == [3.0, 4.0]
    assert sizes(place, 9, is_wanted=lambda run: run.value("Size", None) != 3.0, most=2) == [2.0, 4.0]


def test_of_many_runs_no_more_are_read_than_are_asked_for(tmp_path, caplog):
    """Older ones may be damaged without a word; those that are looked at are told."""
    for day in range(40):
        kept(tmp_path, day, float(day))
    (tmp_path / sorted(os.listdir(tmp_path))[0]).write_text("{")
    assert sizes(tmp_path, 39, most=5) == [34.0, 35.0, 36.0, 37.0, 38.0]
    assert "left out" not in caplog.text
    assert sizes(tmp_path, 39) == [float(day) for day in range(1, 39)]
    assert "left out" in caplog.text


def test_a_run_that_is_repeated_replaces_its_file(place):
    """The history has it once, with what was found last; other tags are another run."""
    kept(place, 1, 5.0)
    kept(place, 1, 6.0)
    assert sizes(place, 2) == [6.0]
    kept(place, 1, 7.0, tags=(("endpoint", "b"),))
    assert sorted(sizes(place, 2)) == [6.0, 7.0]


def test_the_same_run_has_the_same_bytes(tmp_path):
    """Under the same name."""
    for folder in ("a", "b"):
        prepare(kept_at := MetricsRepository(str(tmp_path / folder), DAY))
        kept(kept_at.path, tags=(("k", "v"),))
    (one,), (other,) = (list((tmp_path / folder).iterdir()) for folder in ("a", "b"))
    assert (one.name, one.read_bytes()) == (other.name, other.read_bytes())
    assert one.name.startswith("2024-03-18T13-00-00.000Z-")


def test_runs_at_once_do_not_lose_a_result(place):
    """Of several endpoints at one time, and runs of now, which may be of the same millisecond."""
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: kept(place, tags=(("endpoint", f"{n}"),)), range(8)))
        list(threads.map(lambda _: kept(place, is_named=False), range(8)))
    assert len(sizes(place, 1)) == 16


def test_a_damaged_file_is_told_and_left_out(tmp_path, caplog):
    """By its name; the others count. Files of other kinds are nobody's business."""
    kept(tmp_path, 0, 4.0)
    (tmp_path / "x.json").write_text('{"version": 0.0}')
    (tmp_path / "y.json").write_bytes(b"\xff")
    (tmp_path / "z.json").mkdir()
    (tmp_path / "README.md").write_text("no metrics")
    (tmp_path / ".2024-03-18T12-00-00.000Z-0a.json.1.unfinished").write_text("[")
    assert sizes(tmp_path, 1) == [4.0]
    found = {
        "x": "expected the JSON of a metrics repository of Deequ's, found another document",
        "y": "expected UTF-8 text, found something else at byte 1",
        "z": "expected a document, found a folder",
    }
    left_out = "it is left out of the history: remove it, or put it right"
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert told == [f"{tmp_path}/{name}.json: {what}; {left_out}" for name, what in found.items()]


def test_files_of_other_names_are_read_as_well(tmp_path):
    """Such as one that a program with PyDeequ has saved, with several runs; those of later times do not count."""
    runs = [RunMetrics(milliseconds(DAY) + at, (), (Metric("Size", None, float(at)),)) for at in (-2, -1, 0, 1)]
    (tmp_path / "own.json").write_text(dumps([each for run in runs for each in run.to_json()]))
    kept(tmp_path, -1, 9.0)
    assert sizes(tmp_path, 0) == [9.0, -2.0, -1.0]
    assert sizes(tmp_path, 0, most=1) == [-1.0]


def test_a_write_that_fails_leaves_the_former_result(tmp_path, monkeypatch):
    """Nothing half-written has a final name, and nothing hidden stays."""
    kept(tmp_path, 0, 4.0)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(JobError, match="the disk is full"):
        kept(tmp_path, 0, 5.0)
    assert len(os.listdir(tmp_path)) == 1
    assert sizes(tmp_path, 1) == [4.0]
