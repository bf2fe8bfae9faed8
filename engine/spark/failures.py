"""What a Spark job that failed means for the user: a sentence for what the user can mend; the rest is a defect."""

import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from py4j.protocol import Py4JError, Py4JJavaError
from pyspark.errors.exceptions.captured import CapturedException

from engine.errors import NO_ROOM, EngineError, JobError, Sentence, TaskFailure
from engine.spark.jvm.doorway import python_of_workers

_MEMORY = "give the job a machine with more memory, or with fewer cores for its memory"
_MEANINGS = (
    (
        r"No module named '(pyspark|pyarrow|numpy|numba|engine)\b",
        Sentence(
            "worker-without-module",
            "The Python of Spark's workers, {python}, has no module {found}: install there what the engine needs, or give "
            "spark-submit what `make dist` has packed (--archives environment.tar.gz#environment, and "
            "PYSPARK_PYTHON=./environment/bin/python)",
        ),
    ),
    (
        r"(PYTHON_VERSION_MISMATCH)",
        Sentence(
            "worker-of-another-python-version",
            "The Python of Spark's workers is of another version than {version}: use the same one on all hosts",
        ),
    ),
    (
        r'Cannot run program "([^"]+)"',
        Sentence(
            "worker-python-not-found",
            "Spark's workers cannot run the Python {found}: put the engine's Python there, on every host",
        ),
    ),
    (
        r"(java\.lang\.OutOfMemoryError)",
        Sentence("spark-out-of-memory", f"Spark ran out of memory while the data was read: {_MEMORY}"),
    ),
    (
        # One that ends before it has been given its work is an end of its connection.
        r"(Python worker exited unexpectedly)|java\.(?:io\.EOF|net\.Socket)Exception(?:[^\n]*\n\tat )+?\S*\.api\.python\.",
        Sentence(
            "worker-ended",
            f"A Python worker of Spark's ended in midst of work, as the system ends it where memory is short: {_MEMORY}",
        ),
    ),
)
"""What Spark's report of a failed job holds, and the sentence for it; the most telling first."""


@contextmanager
def explained() -> Iterator[None]:
    """Raise JobError in the place of an error of Spark's or the system's where the machine is to blame.

    An error of Spark's that means something else becomes a TaskFailure. Both hold text, since the error itself asks
    the JVM for its words, and so is mute once the session has ended.
    """
    try:
        with machine_blamed():
            yield
    except Py4JJavaError as error:
        raise TaskFailure(type(error).__name__, error.java_exception.toString()) from None


@contextmanager
def machine_blamed() -> Iterator[None]:
    """Raise JobError in the place of an error of Spark's or the system's where the machine is to blame; others pass."""
    try:
        yield
    except (Py4JJavaError, CapturedException) as error:
        report = error.java_exception.toString() if isinstance(error, Py4JJavaError) else str(error)
        if fault := _meaning(report):
            raise fault from None
        raise
    except (MemoryError, OSError) as error:
        if fault := _fault_of_machine(error):
            raise fault from error
        raise


def context_fault(error: Py4JError) -> JobError:
    """Return what it means that Spark cannot start its context, in Spark's own words."""
    said = str(error).splitlines()
    return JobError(
        f"Spark could not start its context{said[1] if said[1:] else said[0]}", code="spark-context-failed-to-start"
    )


def task_fault(error: Exception) -> EngineError | TaskFailure:
    """Return what a task sends home for *error*, to be raised there; a task that fails Spark would only try again."""
    if isinstance(error, EngineError):
        return error
    return _fault_of_machine(error) or TaskFailure(type(error).__name__, traceback.format_exc())


def _meaning(report: str) -> JobError | None:
    for pattern, sentence in _MEANINGS:
        if match := re.search(pattern, report):
            told = sentence.text.format(
                python=python_of_workers() or sys.executable, version=sys.version.split()[0], found=match[1]
            )
            return JobError(told, code=sentence.code)
    return None


def _fault_of_machine(error: Exception) -> JobError | None:
    if isinstance(error, MemoryError):
        return JobError(f"Memory ran out while the data was read: {_MEMORY}", code="task-out-of-memory")
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return JobError(
            "A disk filled up while the data was read: make room for temporary files (TMPDIR) and in MODEL_MONITOR_HOME",
            code="disk-full",
        )
    return None
