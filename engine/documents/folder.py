"""The folder that documents lie in: whole files only, all of a run or none, and nothing left of a former run."""

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from engine.documents.content import Content
from engine.documents.kinds import CONSTRAINTS as CONSTRAINTS
from engine.documents.kinds import DOCUMENTS as DOCUMENTS
from engine.documents.kinds import REPORT as REPORT
from engine.documents.kinds import SEGMENTS as SEGMENTS
from engine.documents.kinds import STATISTICS as STATISTICS
from engine.documents.kinds import SUGGESTIONS as SUGGESTIONS
from engine.documents.kinds import VIOLATIONS as VIOLATIONS
from engine.documents.local import LocalFolder
from engine.documents.remote import StoreFolder
from engine.errors import DocumentError, JobError, refuse_credentials
from engine.job.definition import BaselinePaths
from engine.stores.address import below, is_address, is_writable


class Folder(Protocol):
    """A place for documents, wherever it is. What fails there is a JobError."""

    def owned(self) -> AbstractContextManager[None]:
        """Own the place, as far as it can be owned: no other run writes to it meanwhile."""

    def create(self) -> None:
        """Make the place where it is absent."""

    def prepare(self) -> None:
        """Make the place where it is absent, and find out whether it can be written to."""

    def has(self, name: str) -> bool:
        """Whether there is a document called *name*."""

    def holds(self, document: str) -> bool:
        """Whether *document*, named in full, lies here."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove the documents *names*; absent ones are fine."""

    def write_all(self, documents: Mapping[str, Content]) -> None:
        """Write *documents*, contents by name, in UTF-8 and in the order given; where that fails, leave none."""


def folder_at(name: str | Path) -> Folder:
    """Return the folder that the user calls *name*, here or in a store."""
    return StoreFolder(str(name)) if is_address(str(name)) else LocalFolder(str(name))


def document_in(folder: str, name: str) -> str:
    """Return the path or the address of the document *name* in *folder*."""
    return below(folder, name) if is_address(folder) else os.path.join(folder, name)


def owned(folder: str | Path) -> AbstractContextManager[None]:
    """Own *folder*, where it is there: no other run writes to it meanwhile. Raises JobError where another run owns it."""
    return _output_at(folder).owned()


@contextlib.contextmanager
def owned_and_empty(output: str, baseline: BaselinePaths | None) -> Iterator[None]:
    """Make the folder *output* where it is absent, own it, and leave nothing of a former run in it.

    Raises JobError where that cannot be: it is *baseline*'s, another run's, or cannot be written to.
    """
    folder = _output_at(output)
    refuse_baseline_folder(output, baseline)
    folder.create()
    with folder.owned():
        folder.remove(DOCUMENTS)
        folder.prepare()
        yield


def prepare(folder: str | Path) -> None:
    """Make the folder where it is absent; raises JobError where it cannot be made or no file can be made in it."""
    _output_at(folder).prepare()


def clear(output: str, baseline: BaselinePaths | None) -> None:
    """Remove from the folder *output* what a former run has left there.

    Raises JobError, before anything is removed, for an empty name, where a document of *baseline* lies in that folder,
    under whatever name (a monitoring run writes constraints.json too, and would overwrite what it judges by), and where
    another run writes to the folder.
    """
    refuse_unnamed(output)
    refuse_baseline_folder(output, baseline)
    with owned(output):
        remove(output)


def refuse_unnamed(output: str) -> None:
    """Raise JobError where the folder *output* has an empty name."""
    if not output:
        raise JobError(
            "The output folder is expected to be a path, found an empty text; name the folder to write the documents to",
            code="output-folder-unnamed",
        )


def refuse_baseline_folder(output: str, baseline: BaselinePaths | None) -> None:
    """Raise JobError where a document of *baseline* lies in the folder *output*; nothing is changed there."""
    paths = () if baseline is None else (baseline.statistics, baseline.constraints)
    folder = _output_at(output)
    if any(path and folder.holds(path) for path in paths):
        raise JobError(
            f"The output folder {output} is the baseline's, and the baseline would be overwritten; name another one",
            code="output-folder-is-baseline",
        )


def write_all(folder: str | Path, documents: Mapping[str, Content]) -> None:
    """Write *documents*, contents by name, in UTF-8; they appear at once, as nearly as may be, and in the order given.

    Whatever fails or stops the writing leaves none. Of a process that is killed the last document, which says that the
    run is complete, is never there without the others; what else it leaves, `remove` knows. Raises JobError where the
    folder cannot be made or written to.
    """
    _output_at(folder).write_all(documents)


def read(path: str | Path) -> str:
    """Return the text of a document, without the byte order mark that some editors put before it."""
    try:
        return _content(str(path)).decode().removeprefix("\ufeff")
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
            f"{path}: expected a document, found what cannot be read ({error.strerror or error})",
            code="document-unreadable",
        ) from error


def _content(path: str) -> bytes:
    if not is_address(path):
        return Path(path).read_bytes()
    from engine.stores.objects import content_of  # noqa: PLC0415 - Arrow, which only a run with addresses waits for

    return content_of(path, DocumentError)


def remove(folder: str | Path, names: Iterable[str] = DOCUMENTS) -> None:
    """Remove the documents *names* of a former run, and what a write that was cut short left; absent ones are fine."""
    _output_at(folder).remove(names)


def _output_at(folder: str | Path) -> Folder:
    """Return the folder that documents are to be written to; JobError for an address where that cannot be."""
    name = str(folder)
    if is_address(name) and not is_writable(name):
        raise JobError(
            f"The output folder {folder} is an address that no documents can be written to; name a local path, s3:// or hdfs://",
            code="output-folder-is-an-address",
        )
    if is_address(name):
        refuse_credentials(name, name="The output folder")
    return folder_at(name)
