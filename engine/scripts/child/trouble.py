"""What goes wrong in a script's own process, on its way to the engine. Only the standard library, as in all of that."""

import json
import os
import traceback
from collections.abc import Mapping
from types import TracebackType

from engine.scripts.child.limit import lift_limit

LONGEST_LOG = 500
"""Lines of a traceback that are kept: its last ones, which say what happened."""

LONGEST_LINE = 8192
"""Characters of a line that are kept."""

_OWN = os.path.dirname(__file__)


class Trouble(Exception):
    """A fault of a script's: its kind (a name of `engine.scripts.faults.SENTENCES`) and what there is to say of it."""

    def __init__(self, kind: str, log: tuple[str, ...] = (), **details: object) -> None:
        super().__init__(kind)
        self.kind, self.log, self.details = kind, log, details

    def payload(self) -> bytes:
        """Return this trouble as it is sent."""
        return json.dumps({"kind": self.kind, "log": self.log, "details": self.details}).encode()


def trouble_of(payload: bytes) -> Trouble:
    """Return the trouble that was sent as *payload*; raises ValueError for what is none."""
    told = json.loads(payload)
    if not isinstance(told, Mapping) or not {"kind", "log", "details"} <= told.keys():
        raise ValueError("no trouble")
    return Trouble(told["kind"], tuple(told["log"]), **told["details"])


def raised(error: BaseException, path: str, *, kind: str = "raised") -> Trouble:
    """Return the trouble for *error*, which the script at *path* raised or let rise; it may be out of memory."""
    lift_limit()
    if isinstance(error, MemoryError):
        kind = "memory"
    return Trouble(kind, log_of(error), error=type(error).__name__, line=_line(error, path))


def log_of(error: BaseException) -> tuple[str, ...]:
    """Return the traceback of *error* in lines, from the user's own code on."""
    text = "".join(traceback.format_exception(type(error), error, _users_part(error.__traceback__)))
    return tuple(line[:LONGEST_LINE] for line in text.splitlines()[-LONGEST_LOG:])


def _line(error: BaseException, path: str) -> int | None:
    """Return the line of the script at *path* that the innermost call stood in, None where it was nowhere in it."""
    found, step = None, error.__traceback__
    while step is not None:
        found = step.tb_lineno if step.tb_frame.f_code.co_filename == path else found
        step = step.tb_next
    return found


def _users_part(step: TracebackType | None) -> TracebackType | None:
    while step is not None and os.path.dirname(step.tb_frame.f_code.co_filename) == _OWN:
        step = step.tb_next
    return step
