"""Where what set-up prepares lies, and what is said where it is missing; an archive that does not fit is never heard of."""

import shutil
import subprocess
from pathlib import Path

import pytest

from engine.errors import JobError
from engine.spark.jvm.artifacts import (
    DQDL,
    archive_place,
    class_archive,
    deequ_jar,
    dqdl_jar,
    jar_place,
    jars,
    shared_classes,
)
from engine.spark.jvm.java import JavaHome, find_java
from engine.spark.jvm.launch import OPTIONS, spark_class_path

JAVA = find_java()


@pytest.fixture(scope="module")
def deequ() -> Path:
    """Give the Deequ jar of this machine; module-wide, so that it is asked for before the empty home."""
    return deequ_jar()


@pytest.fixture(scope="module")
def both(deequ: Path) -> tuple[Path, Path]:
    """Give the jars of Deequ and DQDL of this machine."""
    return deequ, dqdl_jar()


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


def test_without_the_jar_of_rules_the_command_is_named(home):
    """A home that an earlier version has set up has no DQDL jar, and rules need it."""
    with pytest.raises(JobError, match=r"The DQDL jar is not in .*: run `model-monitor setup` once"):
        dqdl_jar()


def test_a_run_needs_the_jar_of_rules_only_for_rules(home, deequ):
    """Deequ's own jar is beside Spark's in every session, that of its rule language where it is there."""
    shutil.copyfile(deequ, jar_place())
    assert [path.name for path in jars()] == ["deequ-2.1.0-spark-3.5.jar"]


def test_both_jars_are_beside_those_of_spark(home, both):
    """Deequ's comes first: an archive of classes that was made without the other still fits."""
    for path, place in zip(both, (jar_place(), jar_place(DQDL)), strict=True):
        shutil.copyfile(path, place)
    assert [path.name for path in jars()] == ["deequ-2.1.0-spark-3.5.jar", "dqdl-1.0.0.jar"]


def test_an_archive_is_for_the_jars_that_are_there(home):
    """A home that is set up again gets one more jar: its former archive would fit no session, and another one is made."""
    without = archive_place(JAVA)
    (home / DQDL.name).touch()
    assert archive_place(JAVA) == without.with_name(f"{without.stem}-dqdl-1.0.0.jsa")


def test_without_an_archive_java_gets_no_option(home):
    """A class-data archive is a convenience: without it a session starts, slower."""
    assert class_archive() is None
    assert shared_classes(find_java()) == ()


def test_another_java_has_another_archive(home):
    """An archive of Java 17.0.9 is not offered to Java 17.0.1."""
    (home / "spark-3.5.9-java-17.0.9.jsa").touch()
    assert shared_classes(JavaHome(home=Path("/jdk"), version="17.0.1")) == ()


def java(*words: str, jars: int) -> subprocess.CompletedProcess[str]:
    """Run Java on the first so many of Spark's jars, with the options of a run and *words*; it has nothing to do."""
    classes = ":".join(map(str, spark_class_path()[:jars]))
    command = [JAVA.java, "-cp", classes, *OPTIONS, *shared_classes(JAVA), *words, "-version"]
    return subprocess.run(command, capture_output=True, text=True)


def test_an_archive_of_another_class_path_is_passed_over_in_silence():
    """Standard output is the report's, and a person can do nothing about it: Java says its version, no more."""
    assert shared_classes(JAVA) != ()
    done = java(jars=1)
    assert (done.returncode, done.stdout) == (0, "")
    assert [line for line in done.stderr.splitlines() if "version" not in line and "build" not in line] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-Xmx1",), "Too small maximum heap"),
        (("-XX:+UseG1GC",), "Multiple garbage collectors selected"),
        (("-XX:SharedArchiveFile=absent", "-Xshare:on"), "Unable to use shared archive"),
    ],
)
def test_why_java_does_not_start_is_on_standard_error(words, told):
    """Java itself would print it on standard output."""
    done = java(*words, jars=1)
    assert done.returncode != 0
    assert done.stdout == ""
    assert told in done.stderr


def test_a_warning_of_java_is_on_standard_error():
    """One that has nothing to do with archives stays to be read: here, that a part of the heap is larger than all."""
    done = java("-Xmx64m", "-Xmn128m", jars=1)
    assert (done.returncode, done.stdout) == (0, "")
    assert "[warning][gc,ergo]" in done.stderr
