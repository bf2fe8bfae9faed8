"""The program `model-monitor`: signals are held before anything else is imported, which takes a while."""

import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import NoReturn

from engine.signals import Stopped, hold_signals, stopped_by_signals

RUNS = frozenset({"baseline", "monitor"})
"""The commands whose work is Spark's."""

COMMAND_LINE_FAILED = 2

_HELP = frozenset({"-h", "--help"})

_log = logging.getLogger("engine")

Started = Callable[[], AbstractContextManager[None]]
"""Starts what a run will need, for as long as it lasts."""


def enter() -> NoReturn:
    """Do what the words of this process's command line ask for, and end the process with the exit code."""
    hold_signals()
    code = command_line(sys.argv[1:], started=spark_started)
    from engine.ending import end_process  # noqa: PLC0415 - see above

    end_process(code)


def command_line(words: Sequence[str], *, started: Started = nullcontext) -> int:
    """Do what *words* ask for, and return the exit code; what a run needs is *started* before the rest is imported."""
    runs = words[:1] and words[0] in RUNS and not _HELP.intersection(words)
    try:
        with stopped_by_signals(), started() if runs else nullcontext():
            from engine.cli.main import main  # noqa: PLC0415 - it takes a while, in which Spark starts

            return main(words)
    except Stopped as stop:
        from engine.ending import fault_of  # noqa: PLC0415 - as above

        _log.error("model-monitor: %s", fault_of(stop).sentence)
        return COMMAND_LINE_FAILED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else COMMAND_LINE_FAILED


def spark_started() -> AbstractContextManager[None]:
    """Start Spark's JVM for a run of this process, where the system is one that runs are made for."""
    from engine.errors import JobError  # noqa: PLC0415 - only a run needs them
    from engine.machine import refuse_unsupported_system  # noqa: PLC0415 - as above

    try:
        refuse_unsupported_system()
        from engine.spark.jvm.driver import driver_ahead  # noqa: PLC0415 - not every system has what it needs
    except (JobError, ImportError):  # the run says it, and ends with the code of an error
        return nullcontext()
    return driver_ahead()
