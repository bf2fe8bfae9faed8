"""The engine's home: the folder for what pip cannot bring (the Deequ jar) and for what is prepared once."""

import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

from engine.errors import JobError
from engine.spark.jvm.java import JavaHome, find_java
from engine.spark.jvm.launch import spark_version

DEEQU_COORDINATE = "com.amazon.deequ:deequ:2.1.0-spark-3.5"
DEEQU_SHA256 = "ab902814dec56dc39ff16d1c5c80e7101a5dff8c1aa380fdafce522da1cd1546"
DEEQU_JAR = "deequ-2.1.0-spark-3.5.jar"

_WITH_KERNELS = ("profile", "readers")


def engine_home() -> Path:
    """Return MODEL_MONITOR_HOME, else `share/model-monitor` of this Python, else the same of the user.

    This Python's folder wins where it is filled or can be written; the user's is `$XDG_DATA_HOME` or `~/.local/share`.
    """
    named = os.environ.get("MODEL_MONITOR_HOME")
    if named:
        return Path(named).absolute()
    own = Path(sys.prefix) / "share" / "model-monitor"
    if own.exists() or _writable(own):
        return own
    data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return Path(data) / "model-monitor"


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


def shared_classes(java: JavaHome) -> tuple[str, ...]:
    """Return the JVM options that use the class-data archive; a JVM that it does not fit ignores it in silence."""
    archives = [path for path in (java_archive_place(java), archive_place(java)) if path.is_file()]
    if archive_place(java) not in archives:
        return ()
    return (f"-XX:SharedArchiveFile={os.pathsep.join(map(str, archives))}", "-Xshare:auto", "-Xlog:cds=off")


def java_archive_place(java: JavaHome) -> Path:
    """Return where the archive of Java's own classes belongs, for a Java that comes without one."""
    return engine_home() / f"java-{java.version}.jsa"


def put(file: Path, place: Path) -> None:
    """Copy *file* to *place* in one step: another process sees the whole of it or nothing."""
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        shutil.copyfile(file, beside)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def share_kernel_cache() -> None:
    """Let this process and Spark's Python workers keep compiled kernels in one place, a folder of the home's `kernels`.

    To be called before numba is imported, which reads NUMBA_CACHE_DIR once: where numba is there already, or the
    variable is set, nothing changes, so that process and workers still agree. Where the home is read-only they work
    in a folder of links to it, since numba reads no cache that it cannot write to.
    """
    if "numba" in sys.modules or os.environ.get("NUMBA_CACHE_DIR"):
        return
    kernels = engine_home() / "kernels" / _sources()
    os.environ["NUMBA_CACHE_DIR"] = str(kernels if _writable(kernels) else _linked(kernels))


def _sources() -> str:
    """Return a name for the kernels' sources as they are: numba looks at a kernel's own file, not at those it calls."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for folder in _WITH_KERNELS:
        for file in sorted((package / folder).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _linked(kernels: Path) -> Path:
    """Return a new folder with a link to each file of *kernels*; numba replaces a file as a whole, never within."""
    folder = Path(tempfile.mkdtemp(prefix="model-monitor-kernels-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for file in kernels.glob("*/*"):
        place = folder / file.relative_to(kernels)
        place.parent.mkdir(exist_ok=True)
        place.symlink_to(file)
    return folder


def _writable(folder: Path) -> bool:
    """Return whether files can be made in *folder*, or the folder itself where it does not exist yet."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    return os.access(existing, os.W_OK | os.X_OK)
