"""The folder that documents lie in: whole files only, and nothing left of a former run."""

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.errors import DocumentError, JobError

_CAUSES = {
    errno.EACCES: "this user may not write there",
    errno.EPERM: "this user may not write there",
    errno.EROFS: "its file system is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the quota of this user is used up",
    errno.EEXIST: "a file of that name is in the way",
    errno.ENOTDIR: "a file is in the way",
    errno.EISDIR: "a folder of that name is in the way",
    errno.ENAMETOOLONG: "the name is too long",
}


def write(folder: str | Path, name: str, text: str) -> None:
    """Write the document *name* in UTF-8; under its name it is whole or absent, whatever happens on the way.

    The folder is made where it is absent. Raises JobError where it cannot be made or written to.
    """
    with _explained(f"The output folder {folder} cannot be created"):
        Path(folder).mkdir(parents=True, exist_ok=True)
    with _explained(f"{name} cannot be written to the output folder {folder}"):
        _write_whole(Path(folder), name, text.encode())


def read(path: str | Path) -> str:
    """Return the text of a document, without the byte order mark that some editors put before it."""
    try:
        return Path(path).read_bytes().decode().removeprefix("\ufeff")
    except FileNotFoundError as error:
        raise DocumentError(f"{path}: expected a document, found no file") from error
    except IsADirectoryError as error:
        raise DocumentError(f"{path}: expected a document, found a folder") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path}: expected UTF-8 text, found something else at byte {error.start + 1}") from error
    except OSError as error:
        raise DocumentError(f"{path}: expected a document, found what cannot be read ({error.strerror})") from error


def remove(folder: str | Path, names: Iterable[str]) -> None:
    """Remove the documents *names* of a former run, and what a write that was cut short left; absent ones are fine."""
    for name in names:
        with _explained(f"{name} of a former run cannot be removed from the output folder {folder}"):
            for path in (Path(folder, name), _unfinished(Path(folder), name)):
                with contextlib.suppress(FileNotFoundError):
                    path.unlink()


def _write_whole(folder: Path, name: str, content: bytes) -> None:
    unfinished = _unfinished(folder, name)
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / name)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def _unfinished(folder: Path, name: str) -> Path:
    return folder / f".{name}.unfinished"


@contextlib.contextmanager
def _explained(failure: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        cause = _CAUSES.get(error.errno or 0, error.strerror or "the cause is unknown")
        raise JobError(f"{failure}: {cause}. Name another folder with output_path.") from error
