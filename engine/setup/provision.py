"""What is done once before the first run: the jars fetched, the JVM's classes archived, the kernels compiled."""

import logging

from engine.errors import JobError
from engine.home import engine_home, share_kernel_cache
from engine.setup.archive import archive_classes
from engine.setup.download import fetch
from engine.spark.jvm.artifacts import JARS
from engine.spark.jvm.java import find_java


def provision(log: logging.Logger) -> None:
    """Do what is not done yet; a second call finds all of it there.

    Raises JobError where Java or Spark is missing, the engine's home cannot be written, or the download fails.
    """
    java = find_java()
    share_kernel_cache()
    try:
        engine_home().mkdir(parents=True, exist_ok=True)
        for jar in JARS:
            fetch(jar, log)
        archive_classes(java, log)
    except PermissionError as error:
        raise JobError(
            f"{engine_home()} cannot be written: set MODEL_MONITOR_HOME to a folder that can.", code="home-not-writable"
        ) from error
    compile_kernels(log)


def compile_kernels(log: logging.Logger) -> None:
    """Run each compiled kernel once, so that every later process finds it in the cache."""
    from engine import documents, profile, quality, readers

    log.info("Compiling the kernels")
    documents.prepare()
    profile.prepare()
    quality.prepare()
    readers.prepare()
