"""Large files on their way to their place, here or in a store: written beside it under a hidden name, and moved when all are there."""

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pyarrow import fs

from engine.errors import EngineError
from engine.stores.address import is_address
from engine.stores.answers import explained
from engine.stores.opening import open_system

_PREFIX, _SUFFIX = ".merge-", ".unfinished"
_STAGED = re.compile(rf"{re.escape(_PREFIX)}[0-9a-f]+{re.escape(_SUFFIX)}")


@dataclass(frozen=True, slots=True)
class Staging:
    """Files of the run `token` on their way to the folder that the user calls `folder`. It travels to Spark's tasks.

    What a store refuses is raised as a `kind`, all else as an OSError.
    """

    folder: str
    system: fs.FileSystem
    path: str
    token: str
    kind: type[EngineError]

    @contextmanager
    def writing(self, name: str) -> Iterator[Any]:
        """Give a stream for the bytes of the file *name*, which is not in its place yet; one of a lost task is replaced."""
        path = f"{self._staged}/{name}"
        with self._explained(path):
            self._make_folder(path)
            with self.system.open_output_stream(path, compression=None) as stream:
                yield stream

    def settle(self, names: Iterable[str]) -> None:
        """Move the files *names* to their places, in the order given."""
        for name in names:
            path = f"{self.path}/{name}"
            with self._explained(path):
                self._make_folder(path)
                self.system.move(f"{self._staged}/{name}", path)

    def discard(self) -> None:
        """Delete what was written and not moved."""
        with contextlib.suppress(OSError, EngineError):
            self.system.delete_dir(self._staged)

    def names(self) -> tuple[str, ...]:
        """Return the names of the files that are in place, in name order, and none that is on its way."""
        with self._explained(self.path):
            entries = self.system.get_file_info(fs.FileSelector(self.path, recursive=True, allow_not_found=True))
        files = (entry.path.removeprefix(f"{self.path}/") for entry in entries if entry.type == fs.FileType.File)
        return tuple(sorted(name for name in files if not _STAGED.match(name)))

    def delete(self, names: Iterable[str]) -> None:
        """Delete the files *names*; absent ones are fine."""
        for name in names:
            path = f"{self.path}/{name}"
            with self._explained(path), contextlib.suppress(FileNotFoundError):
                self.system.delete_file(path)

    def delete_left(self) -> None:
        """Delete what runs that were killed have left on its way."""
        with self._explained(self.path):
            for entry in self.system.get_file_info(fs.FileSelector(self.path, allow_not_found=True)):
                if _STAGED.fullmatch(entry.base_name):
                    self.system.delete_dir(entry.path)

    @property
    def _staged(self) -> str:
        return f"{self.path}/{_PREFIX}{self.token}{_SUFFIX}"

    def _make_folder(self, path: str) -> None:
        if not isinstance(self.system, fs.S3FileSystem):  # there a folder is a part of a name
            self.system.create_dir(path.rpartition("/")[0])

    def _explained(self, path: str) -> contextlib.AbstractContextManager[None]:
        return explained(self.system, path, self.folder, self.kind)


def staging_at(folder: str, token: str, kind: type[EngineError]) -> Staging:
    """Return the way to *folder*, a path or an address, for the run *token*, hexadecimal digits that no other run has."""
    if is_address(folder):
        return Staging(folder, *open_system(folder, kind), token, kind)
    return Staging(folder, fs.LocalFileSystem(), os.path.abspath(folder), token, kind)
