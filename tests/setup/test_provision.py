"""Set-up as a whole: done once, and found done the next time."""

import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from messages.places import closed

from engine.errors import JobError
from engine.setup.provision import provision
from engine.spark.jvm.artifacts import DQDL, class_archive, deequ_jar, dqdl_jar, jar_place


@pytest.fixture
def jar() -> Path:
    """Give the Deequ jar of this machine; to be asked for before the empty home."""
    return deequ_jar()


@pytest.fixture
def jars(jar: Path) -> tuple[Path, Path]:
    """Give the jars of Deequ and DQDL of this machine; to be asked for before the empty home."""
    return jar, dqdl_jar()


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give an engine's home that is empty."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("MODEL_MONITOR_HOME", str(folder))
    return folder


def test_a_home_that_cannot_be_written_is_named(jar, home, monkeypatch, tmp_path):
    """The jar is at hand from a folder, and its own place is closed: nothing is left there, and the sentence says so."""
    place = tmp_path / "com/amazon/deequ/deequ/2.1.0-spark-3.5" / jar.name
    place.parent.mkdir(parents=True)
    shutil.copyfile(jar, place)
    monkeypatch.setenv("DEFAULT_ARTIFACT_REPOSITORY", tmp_path.as_uri())
    # This process keeps its kernels where it does.
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kernels"))
    with closed(home, mode=0o555), pytest.raises(JobError, match="home cannot be written: set MODEL_MONITOR_HOME"):
        provision(logging.getLogger(__name__))
    assert [path.name for path in home.iterdir()] == []


@pytest.mark.slow
def test_a_second_set_up_changes_nothing(jars, home):
    """With the jars at hand, set-up needs no network; it makes the archive once and finds it the next time."""
    for jar, place in zip(jars, (jar_place(), jar_place(DQDL)), strict=True):
        shutil.copyfile(jar, place)
    set_up()
    first = {path: path.stat().st_mtime_ns for path in home.glob("*.*")}
    assert class_archive() in first
    set_up()
    assert {path: path.stat().st_mtime_ns for path in home.glob("*.*")} == first


def set_up() -> None:
    """Run set-up in a process of its own, which settles where kernels are kept for as long as it lives."""
    program = "import logging; from engine.setup.provision import provision; provision(logging.getLogger())"
    subprocess.run([sys.executable, "-c", program], check=True)
