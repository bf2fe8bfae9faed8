"""The errors a user can cause.

EngineError
├── JobError        the job asks for something the engine cannot do: a setting, an output folder, the machine
├── DatasetError    the data is absent, empty or not in the stated format: names the file, and the line where known
│   └── NoRecords   there is data of the right kind, and not one record in it
├── DocumentError   a baseline file is not what its name says: gives the path inside the document
└── ScriptError     the user's own script failed

A message is one sentence or two: what was expected, where, what was found, what to do. It never holds a data value or a
secret. Its code, such as output-folder-not-writable, names the kind of fault, and stays when the words or the place in
the source change: docs/messages.md lists all of them. Anything else that is raised is a defect of the engine;
TaskFailure is one that a Spark task has met.
"""

import errno
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Self

from engine.wording import sentence

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""How the system says that a file cannot grow: a full disk, a quota, a limit. No reading fails for these."""

_CREDENTIALS = re.compile(r"//[^/@\s]*@")


def without_credentials(text: str) -> str:
    """Return *text* with *** in the place of the name and the password in each address, as in s3://name:password@bucket."""
    return _CREDENTIALS.sub("//***@", text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said of one kind of fault, with {names} for what changes, where a table holds several of them."""

    code: str
    text: str


class EngineError(Exception):
    """A fault that the user can mend; its text is shown as it is, but for the credentials in an address.

    What it names of the user's is shown in one line and cut, by `engine.wording`, wherever it came from.

    `code` names the kind of fault, in words of a-z and 0-9 with a hyphen between. `log` holds lines that belong into the
    log before the text, and nowhere else: they may hold what no message may.
    """

    def __init__(self, text: str, log: tuple[str, ...] = (), *, code: str) -> None:
        super().__init__(text)
        self.log = log
        self.code = code

    def __str__(self) -> str:
        return sentence(without_credentials(super().__str__()))

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[str, tuple[str, ...]]]:
        """Keep the log and the code on the way home from a Spark task."""
        return partial(type(self), code=self.code), (self.args[0], self.log)


class JobError(EngineError):
    """The job asks for something that the engine or this machine cannot do."""


class DatasetError(EngineError):
    """The dataset is absent, empty, or not in the stated format."""


class NoRecords(DatasetError):
    """The dataset is there and holds no record."""


class DocumentError(EngineError):
    """A document is not what its name says."""


class ScriptError(EngineError):
    """A script of the user's failed; `log` is what it had printed, and its traceback."""


class TaskFailure(Exception):
    """What the engine did not foresee, in a Spark task: `kind` names the error there, the text is its traceback."""

    def __init__(self, kind: str, traceback: str) -> None:
        super().__init__(kind, traceback)
        self.kind = kind

    def __str__(self) -> str:
        return f"{self.kind} in a Spark task:\n{self.args[1]}"
