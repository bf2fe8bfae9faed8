"""The folder for temporary files goes with the run, or with the next one."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from engine.errors import JobError
from engine.spark.scratch import scratch

HOLDING = """
import sys, time
from engine.spark.scratch import scratch
with scratch() as folder:
    sys.stdout.write(folder + "\\n")
    sys.stdout.flush()
    time.sleep(600)
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Give a folder for temporary files, this process's and its children's."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def other(temporary):
    """Give another run's process and its folder, in which a file lies."""
    with subprocess.Popen([sys.executable, "-c", HOLDING], stdout=subprocess.PIPE, text=True) as process:
        folder = Path(process.stdout.readline().strip())
        (folder / "blocks").write_text("much")
        yield process, folder
        process.kill()


def test_the_folder_is_there_and_then_gone(temporary):
    """It is made in the folder for temporary files, and nothing is left there."""
    with scratch() as folder:
        assert Path(folder).parent == temporary
        Path(folder, "sub").mkdir()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_run_has_left_goes_with_the_next_one(temporary, other):
    """Nobody holds its folder any more."""
    process, folder = other
    process.kill()
    process.wait()
    assert folder.exists()
    with scratch():
        assert not folder.exists()


def test_the_folder_of_a_living_run_is_kept(other):
    """Runs may go on beside each other."""
    with scratch():
        pass
    assert (other[1] / "blocks").exists()


def test_folders_of_the_users_are_kept(temporary):
    """A name that begins alike makes no folder ours, and no link is followed."""
    (temporary / "model-monitor-results").mkdir()
    (temporary / "model-monitor-results" / "mine.csv").write_text("1")
    (temporary / "model-monitor-link").symlink_to(temporary / "model-monitor-results")
    with scratch():
        pass
    assert sorted(path.name for path in temporary.iterdir()) == ["model-monitor-link", "model-monitor-results"]


def test_a_comma_in_the_name(tmp_path, monkeypatch):
    """Spark would part the name there, and make folders elsewhere."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "a,b"))
    with pytest.raises(JobError, match="a comma in its name"), scratch():
        pass
