"""A folder of this host for documents: locked by one run, written by way of names of its own and renames."""

import contextlib
import errno
import logging
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.documents.content import Content, pieces_of
from engine.documents.kinds import DOCUMENTS, VIOLATIONS
from engine.errors import JobError

_log = logging.getLogger(__name__)

CAUSES = {
    errno.EACCES: "this user may not write there",
    errno.EPERM: "this user may not write there",
    errno.EROFS: "its file system is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the quota of this user is used up",
    errno.EFBIG: "files of that size are not allowed there",
    errno.EEXIST: "a file of that name is in the way",
    errno.ENOTDIR: "a file is in the way",
    errno.EISDIR: "a folder of that name is in the way",
    errno.ENAMETOOLONG: "the name is too long",
}
"""Why a file cannot be written, in a sentence, by the system's numbers."""


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder of this host, by the name that the user has for it."""

    name: str

    @property
    def _path(self) -> Path:
        return Path(self.name)

    @contextlib.contextmanager
    def owned(self) -> Iterator[None]:
        """Own the folder, where it is there: no other run writes to it meanwhile.

        The system keeps that in mind for the folder, by whatever name it is reached, and forgets it when this process
        ends, however it does. Raises JobError where another run owns it. A file system that keeps no locks lets everybody
        in.
        """
        lock = _locked(self.name)
        try:
            yield
        finally:
            if lock is not None:
                os.close(lock)

    def create(self) -> None:
        """Make the folder where it is absent; JobError where it cannot be."""
        with explained(f"The output folder {self.name} cannot be created"):
            self._path.mkdir(parents=True, exist_ok=True)

    def prepare(self) -> None:
        """Make the folder where it is absent; JobError where it cannot be, or no file can be made in it."""
        self.create()
        with explained(f"The output folder {self.name} cannot be written"):
            probe = self._unfinished(VIOLATIONS)
            probe.touch(exist_ok=False)
            probe.unlink(missing_ok=True)

    def has(self, name: str) -> bool:
        """Whether there is a document called *name*."""
        return (self._path / name).is_file()

    def holds(self, document: str) -> bool:
        """Whether the file *document* lies here: where its path says, where links on it lead, or by a second name."""
        same = (_same(document, os.path.join(self.name, name)) for name in DOCUMENTS)
        return (
            _same(os.path.dirname(document) or ".", self.name)
            or _same(os.path.dirname(os.path.realpath(document)), self.name)
            or any(same)
        )

    def remove(self, names: Iterable[str]) -> None:
        """Remove the documents *names* of a former run, and what a write that was cut short left; absent ones are fine."""
        for name in names:
            with explained(f"{name} of a former run cannot be removed from the output folder {self.name}"):
                for path in (self._path / name, *self._path.glob(f".{name}*.unfinished")):
                    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                        path.unlink()

    def write_all(self, documents: Mapping[str, Content]) -> None:
        """Make the folder, write *documents* under names of their own, and rename them in the order given.

        A process that is killed leaves hidden files, which `remove` knows. Only a kill between two renames leaves a part of
        the documents. JobError where any of it fails.
        """
        self.prepare()
        places = {name: (self._unfinished(name), self._path / name) for name in documents}
        try:
            for name, content in documents.items():
                with explained(f"{name} cannot be written to the output folder {self.name}"):
                    write_through(places[name][0], pieces_of(content))
            for name, (unfinished, place) in places.items():
                with explained(f"{name} cannot be written to the output folder {self.name}"):
                    unfinished.replace(place)
        except BaseException:
            for path in (path for pair in places.values() for path in pair):
                with contextlib.suppress(OSError):
                    path.unlink()
            raise

    def _unfinished(self, name: str) -> Path:
        """Return a name that nobody else has: what others write stays theirs."""
        return self._path / f".{name}.{uuid.uuid4().hex}.unfinished"


def _locked(folder: str) -> int | None:
    try:
        import fcntl  # noqa: PLC0415 - not every system has it
    except ImportError:
        return None
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:  # it is not there, or is no folder that can be read: who writes says what is wrong
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise JobError(
            f"Another run writes to the output folder {folder}; wait until it has ended, or name another folder",
            code="output-folder-in-use",
        ) from error
    except OSError as error:
        os.close(lock)
        _log.debug("%s cannot be locked: %s", folder, error.strerror)
        return None
    return lock


def _same(one: str, other: str) -> bool:
    """Whether both are one file or folder; of what is not there, whether both are to be at one place."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def write_through(place: Path, pieces: Iterable[bytes]) -> None:
    """Write *pieces* to the file at *place*, one behind the other, and wait until the disk has them."""
    with place.open("wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def explained(failure: str) -> Iterator[None]:
    """Say *failure*, and why, in a JobError where the system or a store fails."""
    try:
        yield
    except OSError as error:
        cause = CAUSES.get(error.errno or 0, error.strerror or str(error) or "the cause is unknown")
        raise JobError(
            f"{failure}: {cause}. Name another folder with output_path (--output).", code="output-folder-not-writable"
        ) from error
