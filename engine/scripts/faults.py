"""What is said of a script that failed."""

import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import ScriptError, Sentence
from engine.job.dataset import Script
from engine.scripts.child.frames import UNABLE
from engine.scripts.child.handlers import EXPECTED, PREPROCESS

SENTENCES: Mapping[str, Sentence] = {
    "absent": Sentence(
        "script-not-on-host",
        "{script}: there is no such file; name the script, a file of Python that is there on every host",
    ),
    "unreadable": Sentence(
        "script-unreadable", "{script}: cannot be read: {reason}; name the script, a file of Python"
    ),
    "start": Sentence("script-process-failed-to-start", "{script}: its process cannot be started: {reason}"),
    "syntax": Sentence(
        "script-not-python", "{script}{line}: not Python as {version} reads it ({error}); mend the script"
    ),
    "missing": Sentence(
        "script-import-not-found",
        "{script}{line}: it imports {module}, which is not there; put it into the script's folder, or install it "
        "for {python}",
    ),
    "import": Sentence(
        "script-failed-to-load", "{script}{line}: {error} while it was loaded; its traceback is in the log"
    ),
    "nameless": Sentence(
        "script-without-handler", "{script}: a function {handler} was expected, found {found}; define it"
    ),
    "parameters": Sentence(
        "script-handler-parameters-wrong", "{script}: {handler} is expected to take {expected}; it takes {found}"
    ),
    "raised": Sentence("script-raised-error", "{script}{line}: {error}{at}; its traceback is in the log"),
    "memory": Sentence(
        "script-out-of-memory",
        "{script}{line}: memory ran out{at}; it may take {memory} MiB here, so let it hold less at a time, or give "
        "the job a machine with more memory",
    ),
    "returned": Sentence(
        "script-result-wrong",
        "{script}: a dict for a row, a list of dicts, or [] to leave the record out was expected{at}; it returned "
        "{found}",
    ),
    "long": Sentence(
        "script-row-too-long",
        "{script}: rows of at most {most} million characters were expected{at}, and it returned a longer one; let it leave "
        "out or cut long texts",
    ),
    "record": Sentence(
        "script-record-not-an-object",
        "{script}: a JSON object was expected{at}, and no such record can be given to it; mend the file",
    ),
    "late": Sentence(
        "script-too-slow",
        "{script}: it took longer than {seconds} seconds{at} and was ended; make it faster, or give it more time with "
        "script_timeout",
    ),
    "exit": Sentence("script-exited", "{script}: its process ended with code {code}{at}; let it return instead"),
    "killed": Sentence(
        "script-killed",
        "{script}: its process was ended by SIGKILL{at}, as the system does where memory is short; let it hold less "
        "at a time, or give the job a machine with more memory",
    ),
    "signal": Sentence(
        "script-crashed", "{script}: its process was ended by {signal}{at}; look for a fault in what it imports"
    ),
    "pipe": Sentence(
        "script-pipe-broken",
        "{script}: the pipe for its answers was closed or written to{at}; let it close and write only what it has "
        "opened itself",
    ),
}
"""The sentence for each kind of fault, in which the {parts} are those that `explained` knows."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a dataset's file, as it stands there without its end; `line` counts from 1."""

    path: str
    line: int
    text: bytes


@dataclass(frozen=True, slots=True)
class Task:
    """What a script's process is for: the script, its handler, the shape of its records, the bytes that it may take."""

    script: Script
    handler: str
    shape: str | None
    memory: int


def explained(
    kind: str,
    task: Task,
    *,
    at: Record | str,
    details: Mapping[str, Any],
    log: tuple[str, ...] = (),
) -> ScriptError:
    """Return the error for a fault of the *kind*; *at* is the record that was handled, or what was done instead.

    *details* are those of the fault; *log* is what the log has not got yet: what was printed, the traceback.
    """
    parts = {
        **details,
        "script": task.script.path,
        "line": f", line {details['line']}" if details.get("line") else "",
        "handler": task.handler,
        "expected": _signatures(EXPECTED[task.handler]),
        "at": at if isinstance(at, str) else f" in {task.handler} on {at.path}, line {at.line}",
        "memory": task.memory >> 20,
        "seconds": f"{task.script.seconds:g}",
        "python": sys.executable,
    }
    sentence = SENTENCES[kind]
    return ScriptError(sentence.text.format(**parts), log, code=sentence.code)


def end_of(code: int) -> tuple[str, Mapping[str, Any]]:
    """Return the kind of fault that it is to end with *code*, negative for a signal, and its details."""
    if code == UNABLE:
        return "pipe", {}
    if code >= 0:
        return "exit", {"code": code}
    if code == -signal.SIGKILL:
        return "killed", {}
    known = {number.value: number.name for number in signal.Signals}
    return "signal", {"signal": known.get(-code, f"signal {-code}")}


def doing(handler: str, *, loaded: bool) -> str:
    """Return where a fault happened that belongs to no record."""
    if not loaded:
        return " while it was loaded"
    return "" if handler == PREPROCESS else f" in {handler}"


def _signatures(names: tuple[str, ...]) -> str:
    return f"({', '.join(names[:-1])}) or ({', '.join(names)})"
