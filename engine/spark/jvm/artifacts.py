"""What set-up puts into the engine's home for the JVM: the Deequ jar, and archives of classes."""

import hashlib
import os
from functools import cache
from pathlib import Path

from engine.errors import JobError
from engine.home import engine_home
from engine.spark.jvm.java import JavaHome, find_java
from engine.spark.jvm.launch import spark_version

DEEQU_COORDINATE = "com.amazon.deequ:deequ:2.1.0-spark-3.5"
DEEQU_SHA256 = "ab902814dec56dc39ff16d1c5c80e7101a5dff8c1aa380fdafce522da1cd1546"
DEEQU_JAR = "deequ-2.1.0-spark-3.5.jar"

SILENT_ARCHIVES = "-Xlog:cds*=off:stderr"
"""The star takes in `cds,dynamic`, under which an archive of another class path is told; it would go where `MESSAGES` send the rest."""


def deequ_jar() -> Path:
    """Return the path of the Deequ jar. Raises JobError where set-up has not put the right one there."""
    jar = jar_place()
    if not jar.is_file():
        raise JobError(
            f"The Deequ jar is not in {jar.parent}: run `model-monitor setup` once, with a network.",
            code="deequ-jar-not-found",
        )
    if not is_deequ(jar):
        raise JobError(
            f"{jar} is not the jar of {DEEQU_COORDINATE}: remove it and run `model-monitor setup` again.",
            code="deequ-jar-damaged",
        )
    return jar


def jar_place() -> Path:
    """Return where the Deequ jar belongs."""
    return engine_home() / DEEQU_JAR


@cache
def is_deequ(jar: Path) -> bool:
    """Return whether the file's SHA-256 is that of the published jar (2 MB, some milliseconds)."""
    return hashlib.sha256(jar.read_bytes()).hexdigest() == DEEQU_SHA256


def class_archive() -> Path | None:
    """Return the class-data archive of the Java and Spark at hand, None where set-up made none."""
    archive = archive_place(find_java())
    return archive if archive.is_file() else None


def archive_place(java: JavaHome) -> Path:
    """Return where the class-data archive of *java* and the Spark at hand belongs."""
    return engine_home() / f"spark-{spark_version()}-java-{java.version}.jsa"


def java_archive_place(java: JavaHome) -> Path:
    """Return where the archive of Java's own classes belongs, for a Java that comes without one."""
    return engine_home() / f"java-{java.version}.jsa"


def shared_classes(java: JavaHome) -> tuple[str, ...]:
    """Return the JVM options that use the class-data archive; a JVM that it does not fit ignores it in silence."""
    archives = [path for path in (java_archive_place(java), archive_place(java)) if path.is_file()]
    if archive_place(java) not in archives:
        return ()
    return (f"-XX:SharedArchiveFile={os.pathsep.join(map(str, archives))}", "-Xshare:auto", SILENT_ARCHIVES)
