"""`model-monitor quality`: the merge and the measuring, in one command."""

import json
from functools import partial

import pytest
from events import capture, label, put

from engine import merging, pipeline
from engine.cli.main import main

HOUR = "capture/endpoint/AllTraffic/2024/03/18"
WINDOW = ("--start", "2024-03-18T13:00:00Z", "--end", "2024-03-18T14:00:00Z")
MODEL = ("--problem-type", "Regression", "--inference-attribute", "0")


@pytest.fixture
def measured(tmp_path, monkeypatch, session):
    """Give a function that measures what lies in *tmp_path* into `out`, with further words, and tells the exit code."""
    monkeypatch.setattr(merging, "merge", partial(merging.merge, session=session))
    monkeypatch.setattr(pipeline, "run", partial(pipeline.run, session=session))
    paths = ("--capture", f"{tmp_path}/capture", "--ground-truth", f"{tmp_path}/truth", "-o", f"{tmp_path}/out")
    return lambda *words: main(["quality", *paths, *MODEL, *words])


def test_records_are_merged_and_measured_in_one_command(tmp_path, measured, capsys):
    """Of the window alone, whatever lies in the folder of merged records from before; both reports are printed."""
    for hour, answer in (("12", "9"), ("13", "1.5")):
        records = (capture(f"{hour}-{n}", time=f"2024-03-18T{hour}:00:00Z", answer=answer) for n in range(20))
        put(tmp_path, f"{HOUR}/{hour}", *records)
    put(tmp_path, "truth/2024/03/18/13", *(label(f"{hour}-{n}", "1") for hour in ("12", "13") for n in range(15)))
    assert measured() == 0
    assert measured(*WINDOW) == 0

    statistics = json.loads((tmp_path / "out/statistics.json").read_text())
    assert statistics["dataset"]["item_count"] == 15
    assert statistics["dataset"]["start_time"] == "2024-03-18T13:00:00Z"
    assert statistics["regression_metrics"]["mae"]["value"] == 0.5
    said = capsys.readouterr().out
    assert "merged records" in said
    assert "mae" in said


def test_a_window_without_records_is_no_data(tmp_path, measured, caplog):
    """And leaves no documents; nobody has asked for a baseline, and nobody is told what one needs."""
    put(tmp_path, f"{HOUR}/12", capture("a", time="2024-03-18T12:00:00Z"))
    put(tmp_path, "truth/2024/03/18/13", label("a"))
    assert measured(*WINDOW) == 3
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["merged"]
    assert "a baseline needs" not in caplog.text


def test_what_is_wrong_with_the_model_is_said_before_anything_is_read(tmp_path, measured, caplog):
    """There are no data here at all."""
    assert measured("--problem-type", "Regression", "--inference-attribute", "") == 2
    assert "inference_attribute is not set" in caplog.text
