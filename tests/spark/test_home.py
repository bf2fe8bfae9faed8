"""Where what set-up prepares lies, and what is said where it is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import JobError
from engine.spark.home import class_archive, deequ_jar, engine_home, jar_place, put, shared_classes
from engine.spark.jvm.java import JavaHome, find_java


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give an engine's home that is empty."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("MODEL_MONITOR_HOME", str(folder))
    return folder


def test_without_the_jar_the_command_is_named(home):
    """Nothing is fetched at run time: the sentence says what to run."""
    with pytest.raises(JobError, match="run `model-monitor setup` once"):
        deequ_jar()


def test_a_damaged_jar_is_not_used(home):
    """A file that only has the jar's name is refused."""
    jar_place().write_bytes(b"half a jar")
    with pytest.raises(JobError, match="is not the jar of com"):
        deequ_jar()


def test_without_an_archive_java_gets_no_option(home):
    """A class-data archive is a convenience: without it a session starts, slower."""
    assert class_archive() is None
    assert shared_classes(find_java()) == ()


def test_another_java_has_another_archive(home):
    """An archive of Java 17.0.9 is not offered to Java 17.0.1."""
    (home / "spark-3.5.9-java-17.0.9.jsa").touch()
    assert shared_classes(JavaHome(home=Path("/jdk"), version="17.0.1")) == ()


def test_the_home_belongs_to_this_python(monkeypatch, tmp_path):
    """Without MODEL_MONITOR_HOME the home is in the environment that the engine is installed in."""
    monkeypatch.delenv("MODEL_MONITOR_HOME", raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert engine_home() == tmp_path / "share" / "model-monitor"


def test_a_python_that_cannot_be_written_leaves_it_to_the_user(monkeypatch, tmp_path):
    """Where this Python's folder cannot be written the home is the user's."""
    monkeypatch.delenv("MODEL_MONITOR_HOME", raising=False)
    monkeypatch.setattr(sys, "prefix", "/proc/self")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert engine_home() == tmp_path / "model-monitor"


def test_a_file_is_put_whole(tmp_path):
    """Only the file itself is in the folder afterwards, nothing half-written beside it."""
    (tmp_path / "made").write_text("content")
    (tmp_path / "folder").mkdir()
    put(tmp_path / "made", tmp_path / "folder" / "kept")
    assert {path.name: path.read_text() for path in (tmp_path / "folder").iterdir()} == {"kept": "content"}


def test_workers_find_the_kernels_where_the_driver_keeps_them(home):
    """Before numba is imported, its cache is put in the home, for this process and those it starts."""
    asked = "from engine.spark import home; home.share_kernel_cache(); import numba; print(numba.config.CACHE_DIR)"
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, env=environment, check=True)
    assert Path(done.stdout.strip()).parent == home / "kernels"
