"""Files of metrics are written whole, and what is no such file is not overwritten."""

import os
import stat
from pathlib import Path

import pytest

from engine.errors import JobError
from engine.metrics.replacing import refuse_openmetrics_path, write_whole


def test_a_file_is_replaced_whole(tmp_path):
    """It is another file with the new text, open to whom the user's mask lets; nothing else is left in the folder."""
    path = tmp_path / "m.prom"
    path.write_text("former")
    former = path.open()
    write_whole(path, "new é")
    assert (path.read_text("utf-8"), former.read()) == ("new é", "former")
    assert os.listdir(tmp_path) == ["m.prom"]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask


def test_what_cannot_be_written_leaves_nothing(tmp_path):
    """A folder of that name is in the way: the hidden file is gone."""
    (tmp_path / "m.prom").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path / "m.prom", "new")
    assert os.listdir(tmp_path) == ["m.prom"]


@pytest.mark.parametrize("text", ["", "# HELP model_monitor_time_seconds Text\n"])
def test_a_file_of_the_engine_may_be_replaced(tmp_path, text):
    """And so may an empty one, which holds nothing."""
    (tmp_path / "m.prom").write_text(text)
    refuse_openmetrics_path(str(tmp_path / "m.prom"))
    assert (tmp_path / "m.prom").read_text() == text


def test_a_path_is_tried_without_a_trace(tmp_path):
    """Where nothing is yet, nothing is left."""
    refuse_openmetrics_path(str(tmp_path / "m.prom"))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("data.csv", "openmetrics-in-the-way"),
        ("folder", "openmetrics-in-the-way"),
        ("absent/m.prom", "openmetrics-not-writable"),
        ("data.csv/m.prom", "openmetrics-not-writable"),
        ("", "openmetrics-in-the-way"),
        ("s3://bucket/m.prom", "openmetrics-is-an-address"),
    ],
)
def test_a_path_that_will_not_do_is_refused(tmp_path, monkeypatch, name, code):
    """Before anything is read, and what is there stays."""
    monkeypatch.chdir(tmp_path)
    Path("data.csv").write_text("a,b\n1,2\n")
    Path("folder").mkdir()
    with pytest.raises(JobError) as raised:
        refuse_openmetrics_path(name)
    assert raised.value.code == code
    assert Path("data.csv").read_text() == "a,b\n1,2\n"
