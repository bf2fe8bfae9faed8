"""Where what set-up prepares lies, and what is said where it is missing."""

from pathlib import Path

import pytest

from engine.errors import JobError
from engine.spark.jvm.artifacts import class_archive, deequ_jar, jar_place, shared_classes
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
