"""What set-up puts into the engine's home for the JVM: two jars, and archives of classes."""

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.errors import JobError
from engine.home import engine_home
from engine.spark.jvm.java import JavaHome, find_java
from engine.spark.jvm.launch import spark_version


@dataclass(frozen=True, slots=True)
class Jar:
    """One jar of Maven Central: what it is called here, its coordinate (group:name:version) and its SHA-256 in hex."""

    title: str
    coordinate: str
    sha256: str

    @property
    def name(self) -> str:
        """The name of its file, name-version.jar."""
        _, name, version = self.coordinate.split(":")
        return f"{name}-{version}.jar"


DEEQU_SHA256 = "ab902814dec56dc39ff16d1c5c80e7101a5dff8c1aa380fdafce522da1cd1546"
DQDL_SHA256 = "8382887bd34e23a426e3824520e69ba59e9666f567a4f7bad2a6b40348cdaa6e"

DEEQU = Jar("Deequ", "com.amazon.deequ:deequ:2.1.0-spark-3.5", DEEQU_SHA256)
DQDL = Jar("DQDL", "software.amazon.glue:dqdl:1.0.0", DQDL_SHA256)
"""The language of Glue Data Quality's rules. Deequ's own list of what it needs names a version that is not published."""

JARS = (DEEQU, DQDL)

SILENT_ARCHIVES = "-Xlog:cds*=off:stderr"
"""The star takes in `cds,dynamic`, under which an archive of another class path is told; it would go where `MESSAGES` send the rest."""


def deequ_jar() -> Path:
    """Return the path of the Deequ jar. Raises JobError where set-up has not put the right one there."""
    return _checked(DEEQU)


def dqdl_jar() -> Path:
    """Return the path of the DQDL jar, which rules need. Raises JobError where set-up has not put the right one there."""
    return _checked(DQDL)


def jars() -> tuple[Path, ...]:
    """Return the jars beside Spark's own. Raises JobError without the Deequ jar; a run without rules needs no other."""
    return (deequ_jar(), *([dqdl_jar()] if jar_place(DQDL).is_file() else []))


def _checked(jar: Jar) -> Path:
    place = jar_place(jar)
    if not place.is_file():
        raise JobError(
            f"The {jar.title} jar is not in {place.parent}: run `model-monitor setup` once, with a network.",
            code="deequ-jar-not-found",
        )
    if not is_jar(jar, place):
        raise JobError(
            f"{place} is not the jar of {jar.coordinate}: remove it and run `model-monitor setup` again.",
            code="deequ-jar-damaged",
        )
    return place


def jar_place(jar: Jar = DEEQU) -> Path:
    """Return where *jar* belongs."""
    return engine_home() / jar.name


def is_deequ(path: Path) -> bool:
    """Return whether the file is the published Deequ jar."""
    return is_jar(DEEQU, path)


@cache
def is_jar(jar: Jar, path: Path) -> bool:
    """Return whether the file's SHA-256 is that of the published *jar* (2 MB, some milliseconds)."""
    return hashlib.sha256(path.read_bytes()).hexdigest() == jar.sha256


def class_archive() -> Path | None:
    """Return the class-data archive of the Java and Spark at hand, None where set-up made none."""
    archive = archive_place(find_java())
    return archive if archive.is_file() else None


def archive_place(java: JavaHome) -> Path:
    """Return where the class-data archive of *java*, the Spark at hand and `jars` belongs: it is for one class path."""
    dqdl = f"-{Path(DQDL.name).stem}" if jar_place(DQDL).is_file() else ""
    return engine_home() / f"spark-{spark_version()}-java-{java.version}{dqdl}.jsa"


def java_archive_place(java: JavaHome) -> Path:
    """Return where the archive of Java's own classes belongs, for a Java that comes without one."""
    return engine_home() / f"java-{java.version}.jsa"


def shared_classes(java: JavaHome) -> tuple[str, ...]:
    """Return the JVM options that use the class-data archive; a JVM that it does not fit ignores it in silence."""
    archives = [path for path in (java_archive_place(java), archive_place(java)) if path.is_file()]
    if archive_place(java) not in archives:
        return ()
    return (f"-XX:SharedArchiveFile={os.pathsep.join(map(str, archives))}", "-Xshare:auto", SILENT_ARCHIVES)
