"""How the JVM of Spark's driver is started: class path, options, settings, environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from engine.errors import JobError
from engine.machine import this_host
from engine.spark.jvm.java import JavaHome
from engine.spark.sizing import Sizing, sized
from engine.spark.workers import daemon

# The packages that Spark 3.5 needs opened on Java 17; source: its class JavaModuleOptions.
OPENED = (
    *(f"java.base/java.{name}" for name in ("lang", "lang.invoke", "lang.reflect", "io", "net", "nio", "util")),
    *(f"java.base/java.util.{name}" for name in ("concurrent", "concurrent.atomic")),
    *(f"java.base/{name}" for name in ("jdk.internal.ref", "sun.nio.ch", "sun.nio.cs", "sun.security.action")),
    "java.base/sun.util.calendar",
    "java.security.jgss/sun.security.krb5",
)

MESSAGES = ("-XX:+DisplayVMOutputToStderr", "-Xlog:all=off:stdout", "-Xlog:all=warning:stderr")
"""The JVM's own words, its warnings and why it ends, go to standard error: standard output is the report's."""

# The heavy work is Python's, so the JVM takes what starts soonest: the quick compiler and the plain collector.
OPTIONS = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "-XX:+ExitOnOutOfMemoryError",
    *MESSAGES,
    *(f"--add-opens={package}=ALL-UNNAMED" for package in OPENED),
    "-Djdk.reflect.useDirectMethodHandle=false",
    "-Dlog4j2.disableJmx=true",
    f"-Dlog4j2.configurationFile={Path(__file__).with_name('log4j2.properties')}",
)

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.driver.maxResultSize": "0",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.python.daemon.module": daemon.MODULE,
}


# Who the JVM believes to be where the system has no name for this user id.
NAMELESS = "model-monitor"


@dataclass(frozen=True, slots=True)
class Launch:
    """One JVM to start: its Java, the jars beside Spark's own, and options and settings beside the usual ones.

    `columns` is how many columns the run is about, 0 for a number that is small or not known.
    """

    java: JavaHome
    jars: tuple[Path, ...]
    options: tuple[str, ...]
    settings: Mapping[str, str]
    columns: int = 0


def command(launch: Launch, scratch: Path) -> tuple[str, ...]:
    """Return the command line of a JVM that keeps its own files in *scratch*, sized for this host.

    Raises JobError where there is too little memory.
    """
    heap = sizing_here(launch.columns).heap
    own = {"spark.driver.memory": f"{heap}b", "spark.local.dir": str(scratch)}
    settings = {**SETTINGS, **own, **launch.settings, "spark.master": master_of(launch)}
    return (
        str(launch.java.java),
        *("-cp", os.pathsep.join(str(place) for place in (*spark_class_path(), *launch.jars))),
        *(f"-Xmx{heap}", *OPTIONS, f"-Djava.io.tmpdir={scratch}", *_user_options(scratch), *launch.options),
        "org.apache.spark.deploy.SparkSubmit",
        *(part for name, value in settings.items() for part in ("--conf", f"{name}={value}")),
        "pyspark-shell",
    )


def master_of(launch: Launch) -> str:
    """Return Spark's master: as many tasks at a time as there are cores and room for, unless *launch* names another.

    Raises JobError where there is too little memory.
    """
    return launch.settings.get("spark.master") or f"local[{sizing_here(launch.columns).tasks}]"


def sizing_here(columns: int) -> Sizing:
    """Return how a run over *columns* columns shares this host. Raises JobError where there is too little memory."""
    return sized(this_host(), columns=columns)


def environment(launch: Launch) -> dict[str, str]:
    """Return this process's environment with what Spark, Hadoop and the Python workers read from it."""
    spark = {"JAVA_HOME": str(launch.java.home), "SPARK_LOCAL_IP": "127.0.0.1"}
    return {**os.environ, **spark}


def spark_class_path() -> tuple[Path, ...]:
    """Return the jars of SPARK_HOME, with its settings and Hadoop's, or of the package pyspark; in the order of names.

    The order is fixed since a class-data archive holds for one class path alone. Raises JobError where no Spark is.
    """
    home = _spark_home()
    jars = sorted(Path(home, "jars").glob("*.jar")) if home else []
    if not home or not jars:
        raise JobError(
            "Spark is not there: install this package's extra `spark`, or set SPARK_HOME to a Spark 3.5.",
            code="spark-not-found",
        )
    configured = [os.environ.get(name) for name in ("HADOOP_CONF_DIR", "YARN_CONF_DIR")]
    folders = [Path(home, "conf"), *(Path(folder) for folder in configured if folder)]
    return (*(folder for folder in folders if folder.is_dir()), *jars)


def _spark_home() -> Path | None:
    """Return SPARK_HOME, else the folder of the package pyspark, None where neither is there."""
    if named := os.environ.get("SPARK_HOME"):
        return Path(named)
    package = find_spec("pyspark")
    return Path(package.origin).parent if package and package.origin else None


def spark_version() -> str:
    """Return the version in the name of Spark's own core jar, such as "3.5.9"."""
    names = [path.stem for path in spark_class_path() if path.name.startswith("spark-core_")]
    return names[0].rpartition("-")[2] if names else "unknown"


def _user_options(scratch: Path) -> tuple[str, ...]:
    """Return a name and a folder for a user who has none: Spark's resolver, which every start calls, wants a folder."""
    return () if has_name() else (f"-Duser.name={NAMELESS}", f"-Duser.home={scratch}")


def has_name() -> bool:
    """Return whether the system knows a name for this process's user id; in a container it may not."""
    import pwd  # Windows has none, where this is imported and never called

    try:
        pwd.getpwuid(os.getuid())
    except KeyError:
        return False
    return True
