"""The variables that a user's script sees."""

import os
from collections.abc import Iterable, Mapping

from engine.home import NUMPY_TOLD

ENGINE = ("SPARK_", "PYSPARK_", "_PYSPARK", "HADOOP_", "JAVA_", "JDK_JAVA_", "NUMBA_", "MODEL_MONITOR_", "PYTHON")
"""How names begin that steer the engine, Spark and Java; what steers Python is set for the engine as well."""

KEPT = frozenset({"PYTHONHOME", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"})
"""Without the first a moved Python does not start; the others say how files are read and where none may be written."""


def environment_for_scripts(
    user: Mapping[str, str], process: Mapping[str, str], settings: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """Return what a script of the *user*'s sees, sorted by name: the user's own variables, all of them, and of the
    *process* those that are neither *settings* of the contract nor the engine's.

    A variable that no process can be given (a name that is empty or holds `=`, a NUL in either) is left out.
    """
    taken = frozenset(settings)
    inherited = {name: value for name, value in process.items() if name not in taken and not _engines(name, value)}
    return tuple(sorted((name, value) for name, value in {**inherited, **user}.items() if _possible(name, value)))


def _engines(name: str, value: str) -> bool:
    return (name.startswith(ENGINE) and name not in KEPT) or (name, value) == NUMPY_TOLD


def _possible(name: str, value: str) -> bool:
    try:
        return name != "" and "=" not in name and b"\0" not in os.fsencode(name + value)
    except UnicodeEncodeError:
        return False
