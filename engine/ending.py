"""How a process ends: the fault that ended its work, in a sentence, and the way out."""

import atexit
import contextlib
import logging
import os
import sys
from dataclasses import dataclass
from typing import NoReturn

from engine.errors import EngineError, NoRecords, TaskFailure
from engine.signals import Stopped

STOPPED, DEFECT = "stopped", "defect"
"""The codes of what is no error of the user's."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a run has no result: a code for those who watch logs, and a sentence; `log` belongs into the log before it.

    `no_data` says that there was nothing to work on, and `traceback` that the log should hold one: it is our defect.
    """

    code: str
    sentence: str
    log: tuple[str, ...] = ()
    no_data: bool = False
    traceback: bool = False


def fault_of(error: BaseException) -> Fault:
    """Return what *error* means for whoever started the run."""
    if isinstance(error, EngineError):
        return Fault(error.code, str(error), error.log, no_data=isinstance(error, NoRecords))
    if isinstance(error, Stopped):
        return Fault(STOPPED, _stopped(error.signal_name))
    if isinstance(error, KeyboardInterrupt):
        return Fault(STOPPED, _stopped("SIGINT"))
    return Fault(DEFECT, _defect(error), traceback=True)


def _stopped(signal_name: str) -> str:
    return f"The job was stopped by {signal_name} before the analysis was complete."


def _defect(error: BaseException) -> str:
    """An error that the engine did not foresee is named without its text, which may quote data."""
    name = f"{error.kind} in a Spark task" if isinstance(error, TaskFailure) else type(error).__name__
    return f"The engine has a defect: {name}. Please report it, with the traceback in the log."


def end_process(code: int) -> NoReturn:
    """Clean up as Python does at its end and then end, whatever threads are left; Python itself would wait for them."""
    atexit._run_exitfuncs()
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


def end_fork(code: int) -> NoReturn:
    """End a process that has been forked, at once: what there is to clean up is its parent's."""
    os._exit(code)
