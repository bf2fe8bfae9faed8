"""The folder that documents lie in: whole files only, all of a run or none, and nothing left of a former run."""

import contextlib
import errno
import logging
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from engine.errors import DocumentError, JobError
from engine.job.definition import BaselinePaths

STATISTICS, CONSTRAINTS, VIOLATIONS = "statistics.json", "constraints.json", "constraint_violations.json"
DOCUMENTS = (VIOLATIONS, CONSTRAINTS, STATISTICS)
"""All documents of a run, in the order in which they are removed."""

_log = logging.getLogger(__name__)

_CAUSES = {
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


@contextlib.contextmanager
def owned(folder: str | Path) -> Iterator[None]:
    """Own *folder*, where it is there: no other run writes to it meanwhile.

    The system keeps that in mind for the folder, by whatever name it is reached, and forgets it when this process ends,
    however it does. Raises JobError where another run owns it. A file system that keeps no locks lets everybody in.
    """
    lock = _locked(folder)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def _locked(folder: str | Path) -> int | None:
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


@contextlib.contextmanager
def owned_and_empty(output: str, baseline: BaselinePaths | None) -> Iterator[None]:
    """Make the folder *output* where it is absent, own it, and leave nothing of a former run in it.

    Raises JobError where that cannot be: it is *baseline*'s, another run's, or cannot be written to.
    """
    refuse_baseline_folder(output, baseline)
    with _explained(f"The output folder {output} cannot be created"):
        _refuse_address(output)
        Path(output).mkdir(parents=True, exist_ok=True)
    with owned(output):
        remove(output)
        prepare(output)
        yield


def prepare(folder: str | Path) -> None:
    """Make the folder where it is absent; raises JobError where it cannot be made or no file can be made in it."""
    with _explained(f"The output folder {folder} cannot be created"):
        _refuse_address(folder)
        Path(folder).mkdir(parents=True, exist_ok=True)
    with _explained(f"The output folder {folder} cannot be written"):
        probe = _unfinished(Path(folder), VIOLATIONS)
        probe.touch(exist_ok=False)
        probe.unlink(missing_ok=True)


def clear(output: str, baseline: BaselinePaths | None) -> None:
    """Remove from the folder *output* what a former run has left there.

    Raises JobError, before anything is removed, for an empty name, where a document of *baseline* lies in that folder,
    under whatever name (a monitoring run writes constraints.json too, and would overwrite what it judges by), and where
    another run writes to the folder.
    """
    if not output:
        raise JobError(
            "The output folder is expected to be a path, found an empty text; name the folder to write the documents to",
            code="output-folder-unnamed",
        )
    refuse_baseline_folder(output, baseline)
    with owned(output):
        remove(output)


def refuse_baseline_folder(output: str, baseline: BaselinePaths | None) -> None:
    """Raise JobError where a document of *baseline* lies in the folder *output*; nothing is changed there.

    A document lies where its path says and where links on that path lead, and it is any of the folder's documents that is
    the same file.
    """
    paths = () if baseline is None else (baseline.statistics, baseline.constraints)
    if any(path and _lies_in(path, output) for path in paths):
        raise JobError(
            f"The output folder {output} is the baseline's, and the baseline would be overwritten; name another one",
            code="output-folder-is-baseline",
        )


def _lies_in(path: str, folder: str) -> bool:
    same = (_same(path, os.path.join(folder, name)) for name in DOCUMENTS)
    return (
        _same(os.path.dirname(path) or ".", folder)
        or _same(os.path.dirname(os.path.realpath(path)), folder)
        or any(same)
    )


def _same(one: str, other: str) -> bool:
    """Whether both are one file or folder; of what is not there, whether both are to be at one place."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def write_all(folder: str | Path, documents: Mapping[str, str]) -> None:
    """Write *documents*, texts by name, in UTF-8; they appear at once, as nearly as may be, and in the order given.

    All are written under names of their own first: whatever fails or stops the writing leaves none, and a process that is
    killed leaves hidden files, which `remove` knows. Only a kill between two renames leaves a part, and never the last
    document, which says that the run is complete. Raises JobError where the folder cannot be made or written to.
    """
    prepare(folder)
    places = {name: (_unfinished(Path(folder), name), Path(folder, name)) for name in documents}
    try:
        for name, text in documents.items():
            with _explained(f"{name} cannot be written to the output folder {folder}"):
                _write_through(places[name][0], text.encode())
        for name, (unfinished, place) in places.items():
            with _explained(f"{name} cannot be written to the output folder {folder}"):
                unfinished.replace(place)
    except BaseException:
        for path in (path for pair in places.values() for path in pair):
            with contextlib.suppress(OSError):
                path.unlink()
        raise


def read(path: str | Path) -> str:
    """Return the text of a document, without the byte order mark that some editors put before it."""
    try:
        return Path(path).read_bytes().decode().removeprefix("\ufeff")
    except FileNotFoundError as error:
        raise DocumentError(f"{path}: expected a document, found no file", code="document-not-found") from error
    except IsADirectoryError as error:
        raise DocumentError(f"{path}: expected a document, found a folder", code="document-is-a-folder") from error
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{path}: expected UTF-8 text, found something else at byte {error.start + 1}", code="document-not-utf8"
        ) from error
    except OSError as error:
        raise DocumentError(
            f"{path}: expected a document, found what cannot be read ({error.strerror})", code="document-unreadable"
        ) from error


def remove(folder: str | Path, names: Iterable[str] = DOCUMENTS) -> None:
    """Remove the documents *names* of a former run, and what a write that was cut short left; absent ones are fine."""
    for name in names:
        with _explained(f"{name} of a former run cannot be removed from the output folder {folder}"):
            for path in (Path(folder, name), *Path(folder).glob(f".{name}*.unfinished")):
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                    path.unlink()


def _write_through(place: Path, content: bytes) -> None:
    with place.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _unfinished(folder: Path, name: str) -> Path:
    """Return a name that nobody else has: what others write stays theirs."""
    return folder / f".{name}.{uuid.uuid4().hex}.unfinished"


def _refuse_address(folder: str | Path) -> None:
    if "://" in str(folder):
        raise JobError(
            f"The output folder {folder} is an address, and documents are written to a local folder only",
            code="output-folder-is-an-address",
        )


@contextlib.contextmanager
def _explained(failure: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        cause = _CAUSES.get(error.errno or 0, error.strerror or "the cause is unknown")
        raise JobError(
            f"{failure}: {cause}. Name another folder with output_path.", code="output-folder-not-writable"
        ) from error
