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

from engine.wording import quoted, sentence

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""How the system says that a file cannot grow: a full disk, a quota, a limit. No reading fails for these."""

_USER_PART = re.compile(r"(?<=\w):/+(?=[^/:@]*[:@])(.*)@", re.DOTALL)
"""What may be a credential before an @: with a colon or an @ of its own before the first slash. The rest is a key's."""

_HARMLESS = r"(?:region|scheme|endpoint_override|tls_\w+|allow_\w+)="
_PARAMETER = rf"[?&](?!{_HARMLESS})[^=&?\s]{{1,80}}=(.*?)(?=&{_HARMLESS}|&[^=&\s]+=|$"
_IN_ADDRESS = re.compile(_PARAMETER + r")", re.DOTALL)
_IN_SENTENCE = re.compile(_PARAMETER + r"|['\"\n]|[:;,] | is )", re.DOTALL)
_KEYED = re.compile(r"[?&][^=&?]*(?:key|secret|token|pass|pw|sig|cred|auth)[^=&?]*=", re.IGNORECASE)
_USER = re.compile(r"\w+:/+([^/@]*)@")
_PASSWORD = re.compile(r"(\w+):/+[^/:]*:(\d*(?:/|$))?.*@", re.DOTALL)
_STORES_WITH_USERS = ("abfs:", "abfss:", "gs:", "gcs:", "hdfs:", "viewfs:")
"""Where a name before the @ is a container, a user or nobody, and no secret unless a password stands beside it."""


def without_credentials(text: str) -> str:
    """Return a sentence with *** wherever a credential may stand in an address: before an @, and behind a ? or an &.

    Nothing is parsed, for a secret may hold any character: where a colon or an @ stands before an address's first slash,
    all up to the last @ is masked, and so is the value of each parameter that is not known to be none. What is no
    credential may be masked as well; an @ in the key of an object is not.
    """
    return _masked(text, _IN_SENTENCE)


def public(address: str) -> str:
    """Return the same of a setting's whole value, whose last parameter runs to its end."""
    return _masked(address, _IN_ADDRESS)


def _masked(text: str, parameter: re.Pattern[str]) -> str:
    if ":/" not in text:
        return text
    shown, at = "", 0
    kinds = (_USER_PART, parameter) if "@" in text else (parameter,)
    for start, end in sorted(found.span(1) for kind in kinds for found in kind.finditer(text)):
        shown += f"{text[at:start]}***" if start >= at else ""
        at = max(at, end)
    return shown + text[at:]


def holds_credentials(address: str) -> bool:
    """Return whether a password, a key or a token stands in *address*, before an @ or as a parameter."""
    if ":/" not in address:
        return False
    if _KEYED.search(address):
        return True
    password = _PASSWORD.match(address)
    if password is not None:  # a port may stand there as well, and a bucket has none
        return not password[2] or password[1].lower().startswith("s3")
    return _USER.match(address) is not None and not address.lower().startswith(_STORES_WITH_USERS)


def refuse_credentials(address: str, *, name: str) -> None:
    """Raise JobError where the *address* that is given as *name* holds a credential, which would end up in logs."""
    if holds_credentials(address):
        raise JobError(
            f"{name} {quoted(public(address))} is an address with a password or a key in it, which "
            f"others could read in logs: leave it out, and let the store find credentials where it usually looks "
            f"(variables such as AWS_ACCESS_KEY_ID, a profile, the role of the job).",
            code="address-with-credentials",
        )


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
