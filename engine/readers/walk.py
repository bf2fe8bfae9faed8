"""The data files below a local folder: each of them once, however many ways lead to it."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

_LEADS_NOWHERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Walk:
    """The sizes in bytes of the files, by their paths and in name order; `notes` are sentences on what is none of them."""

    sizes: Mapping[str, int]
    notes: tuple[str, ...]


def walk(root: str) -> Walk:
    """Return the data files below the folder *root*.

    A file is what its device and its number say, and not its name: of several ways to one the first in name order is
    taken, and ways without a link before those through one, for the folders on the way may say which hour's data it is.
    Raises OSError where a folder cannot be listed, and UnicodeError for a name that is not UTF-8.
    """
    steps = _Steps(root)
    ways = [root]
    while ways:
        ways = _in_name_order(link for way in ways for link in steps.take(way))
    return Walk({path: steps.sizes[path] for path in _in_name_order(steps.sizes)}, tuple(steps.notes()))


def is_hidden(name: str) -> bool:
    """Whether Spark takes a file or folder called *name* for hidden or unfinished; `_year=2024` is a partition."""
    return name.startswith(".") or (name.startswith("_") and "=" not in name) or name.endswith("._COPYING_")


def shown(paths: Sequence[str], root: str) -> str:
    """Return *paths*, as they lie below *root*, for a sentence: the first ones, and how many more there are."""
    names = [os.path.relpath(path, root) for path in paths[:_MOST_NAMED]]
    text = ", ".join(name if name.isprintable() else ascii(name) for name in names)
    return text if len(paths) <= _MOST_NAMED else f"{text} and {len(paths) - _MOST_NAMED} more"


class _Steps:
    """What was met on the way: files, and what leads to nothing, to no file, or to what is known already."""

    __slots__ = ("_again", "_met", "_nowhere", "_others", "_root", "sizes")

    def __init__(self, root: str) -> None:
        self._root, self._met = root, set[tuple[int, int] | str]()
        self.sizes: dict[str, int] = {}
        self._nowhere: list[str] = []
        self._others: list[str] = []
        self._again: list[str] = []

    def take(self, way: str) -> Iterator[str]:
        """Take all that is at *way* and below it, but for the links below it: those are yielded."""
        ahead = [way]
        while ahead:
            path = ahead.pop()
            if path != way and os.path.islink(path):
                yield path
            elif (status := self._status(path)) is not None and self._is_new(path, status):
                ahead += self._enter(path, status)

    def notes(self) -> Iterator[str]:
        """Yield a sentence for each kind of what is no data file."""
        for paths, what in (
            (self._nowhere, "a link that leads nowhere"),
            (self._others, "neither a file nor a folder"),
            (self._again, "another way to what is read already"),
        ):
            if paths:
                yield f"{shown(_in_name_order(paths), self._root)}: {what}, passed over."

    def _status(self, path: str) -> os.stat_result | None:
        """Return the status of what *path* leads to; None where that is nothing, or nothing any more."""
        path.encode()
        try:
            return os.stat(path)
        except OSError as error:
            if error.errno not in _LEADS_NOWHERE:
                raise
        if os.path.islink(path):
            self._nowhere.append(path)
        return None

    def _is_new(self, path: str, status: os.stat_result) -> bool:
        # Some file systems number nothing.
        identity = (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(path)
        if identity in self._met:
            self._again.append(path)
            return False
        self._met.add(identity)
        return True

    def _enter(self, path: str, status: os.stat_result) -> list[str]:
        """Return what is in a folder, the first in name order last; a file is noted down."""
        if stat.S_ISDIR(status.st_mode):
            with os.scandir(path) as entries:
                names = sorted((entry.name for entry in entries if not is_hidden(entry.name)), reverse=True)
            return [os.path.join(path, name) for name in names]
        if stat.S_ISREG(status.st_mode):
            self.sizes[path] = status.st_size
        else:
            self._others.append(path)
        return []


def _in_name_order(paths: Iterable[str]) -> list[str]:
    return sorted(paths, key=lambda path: PurePosixPath(path).parts)
