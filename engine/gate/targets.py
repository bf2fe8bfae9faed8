"""Where a run tells a pipeline what it has come to: files of this machine, each looked at before anything is read."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.errors import JobError
from engine.metrics.replacing import write_whole
from engine.stores.address import is_address

HERE = ""
"""What --summary is where it names no path."""


@dataclass(frozen=True, slots=True)
class Places:
    """The paths of the files; None for what is not wanted. `appended` says that the summary is added to what is there.

    `output` is the run's output folder: it may come to be after this, and what lies in it too.
    """

    junit: str | None = None
    summary: str | None = None
    appended: bool = False
    output: str | None = None


def places_of(junit: str | None, summary: str | None, *, of_step: str | None, output: str | None = None) -> Places:
    """Return where files go; *of_step* is the file of the step of GitHub Actions that runs this, None elsewhere.

    A folder that is absent is fine where it is *output*, the output folder of the run, or lies in it.
    Raises JobError for a summary without a path outside of GitHub Actions, and for a path that no file can be written to.
    """
    if summary == HERE and not of_step:
        raise JobError(
            "--summary names no path, and GITHUB_STEP_SUMMARY is not set, for this is no step of GitHub Actions; say "
            "--summary=PATH",
            code="summary-without-path",
        )
    places = Places(junit, summary or (None if summary is None else of_step), summary in (HERE, of_step), output)
    for word, path in (("--junit", places.junit), ("--summary", places.summary)):
        if path is not None:
            _refuse_path(word, path, places, appended=word == "--summary" and places.appended)
    return places


def write_junit(places: Places, text: str) -> None:
    """Write *text* to the path of JUnit's XML, whole; OSError where that fails."""
    if places.junit is not None:
        _make_folder(places, places.junit)
        write_whole(Path(places.junit), text)


def write_summary(places: Places, text: str) -> None:
    """Write *text* to the path of the summary, or add it to what other commands of the step have told; OSError as above."""
    if places.summary is None:
        return
    _make_folder(places, places.summary)
    if not places.appended:
        write_whole(Path(places.summary), text)
        return
    with open(places.summary, "a", encoding="utf-8") as file:
        file.write(text)


def _make_folder(places: Places, path: str) -> None:
    """Make the folder of the file *path* where the run's own folder may have it; another one is the user's affair."""
    if _is_made_later(places, path):
        Path(path).parent.mkdir(parents=True, exist_ok=True)


def _is_made_later(places: Places, path: str) -> bool:
    """Return whether the folder of the file *path* is absent, and is the output folder or lies in it."""
    folder = Path(path).parent
    if not places.output or is_address(places.output) or folder.exists():
        return False
    return folder.resolve().is_relative_to(Path(places.output).resolve())


def _refuse_path(word: str, path: str, places: Places, *, appended: bool) -> None:
    """Raise JobError where no file can be written to *path*; to a device or a pipe text can be *appended* alone."""
    if is_address(path):
        raise JobError(
            f"{word} is {path}, which is an address; name a path of this machine", code="gate-file-is-an-address"
        )
    with _explained(word, path):
        if Path(path).is_dir():
            raise IsADirectoryError(None, "it is a folder")
        if Path(path).exists() and not Path(path).is_file() and not appended:
            raise FileExistsError(None, "it is there and no plain file, and would be replaced by one")
        if not _is_made_later(places, path) and not os.access(Path(path).parent, os.W_OK | os.X_OK):
            raise PermissionError(None, "its folder is not there, or cannot be written to")


@contextlib.contextmanager
def _explained(word: str, path: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or "the path is none"
        raise JobError(
            f"{word} is {path}, which cannot be written ({cause}); name a file in a folder that is there and can be written to",
            code="gate-file-not-writable",
        ) from error
