"""Where a dataset lies: a local path, or the address of a store that pyarrow reads (s3://, hdfs://)."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Protocol

from pyarrow import ArrowException, fs

from engine.documents.folder import DOCUMENTS
from engine.errors import NO_ROOM, DatasetError
from engine.job.listing import File as File
from engine.job.listing import Listing as Listing
from engine.readers.compression import MAGIC_BYTES, compression, decompressed
from engine.readers.documents import HEAD_BYTES, is_document, may_be_document
from engine.readers.walk import is_hidden, shown, walk
from engine.stores.address import is_address
from engine.stores.answers import NO_BUCKET, has_bucket, reason, refusal, say
from engine.stores.opening import open_system
from engine.stores.patience import PatientFile
from engine.stores.through import FileThrough, Source


class Stream(Protocol):
    """Bytes of a file, as far as they are read here."""

    def read(self, size: int, /) -> bytes:
        """Return about *size* bytes, and none only at the end."""

    def seek(self, offset: int, /) -> int:
        """Go on at *offset*."""

    def seekable(self) -> bool:
        """Whether it can go on anywhere."""


@dataclass(frozen=True, slots=True)
class Store:
    """A file system, opened once, and the place in it that the user's word *source* names. It travels to Spark's tasks.

    `listed` are its files where they have been listed before: a store of thousands is asked once.
    """

    source: str
    system: fs.FileSystem
    path: str
    listed: Listing | None = None

    @property
    def local(self) -> bool:
        """Whether it is this host's own file system."""
        return not is_address(self.source)

    def is_there(self) -> bool:
        """Whether there is a file or folder on this host, or may be: who lists it will say what is wrong."""
        try:
            return bool(self.system.get_file_info(self.path).type != fs.FileType.NotFound)
        except OSError:
            return True

    def files(self) -> tuple[File, ...]:
        """Return the files of the place: those of `listing`."""
        return self.listing().files

    def listing(self) -> Listing:
        """Return the files of the place, a file or a folder with all its sub-folders, in name order.

        What Spark takes for hidden or unfinished is passed over, files and folders alike: a name that begins with a dot,
        or with an underscore (but `_year=2024` names a partition), or that ends with `._COPYING_`. Links of a local folder
        are followed, and each file is read once. Documents of a run are no data. All of that is noted. Raises DatasetError where
        there is nothing, and where it cannot be listed.
        """
        return self.listed or self._listed_anew()

    def with_files(self, listed: Listing | None) -> "Store":
        """Return the same place with its files known to be *listed*; with None they are listed when they are asked for."""
        return replace(self, listed=listed)

    def _listed_anew(self) -> Listing:
        try:
            found = self._local_listing() if isinstance(self.system, fs.LocalFileSystem) else self._listing()
        except FileNotFoundError as error:
            if not has_bucket(self.system, self.path):
                raise say(NO_BUCKET, self.source, DatasetError) from error
            raise DatasetError(
                f"{self.source}: there is no such file or folder; name a file, or a folder of files, with the data",
                code="data-not-found",
            ) from error
        except UnicodeError as error:
            raise DatasetError(
                f"{self.source}: the name of a file in it is not UTF-8 text, and so it cannot be read; rename or remove it",
                code="data-name-not-utf8",
            ) from error
        except (OSError, ArrowException, ValueError) as error:
            if refused := refusal(error, self.system, self.path, self.source, DatasetError):
                raise refused from error
            raise DatasetError(f"{self.source}: cannot be listed: {reason(error)}", code="data-not-listed") from error

        return self._without_documents(found)

    def _without_documents(self, found: Listing) -> Listing:
        """Return *found* without the documents of runs that lie in the folder; what the user names is read."""
        own = [file for file in found.files if file.path != self.path and self._is_document(file)]
        if not own:
            return found
        data = set(found.files).difference(own)
        note = f"{shown([file.path for file in own], self.path)}: documents of a run and no data, passed over."
        return Listing(tuple(file for file in found.files if file in data), (*found.notes, note))

    def _is_document(self, file: File) -> bool:
        name = PurePosixPath(file.path).name
        if name not in DOCUMENTS:
            return False
        try:
            with self.reading(file.path, file.size) as stream:
                head = stream.read(HEAD_BYTES)
                return may_be_document(head) and is_document(name, head + stream.read(file.size))
        except DatasetError:  # who reads the data will say so
            return False

    def _local_listing(self) -> Listing:
        self.path.encode()
        status = os.stat(self.path)
        if stat.S_ISREG(status.st_mode):
            return Listing((File(self.path, status.st_size),))
        if not stat.S_ISDIR(status.st_mode):
            raise DatasetError(
                f"{self.source}: neither a file nor a folder, and so its size is unknown; write the data to a file first",
                code="data-not-a-file",
            )
        found = walk(self.path)
        return Listing(tuple(File(path, size) for path, size in found.sizes.items()), found.notes)

    def _listing(self) -> Listing:
        found = self.system.get_file_info(self.path)
        if found.type == fs.FileType.File:
            return Listing((File(found.path, found.size),))
        if found.type == fs.FileType.NotFound:
            raise FileNotFoundError(self.path)
        root = PurePosixPath(found.path)
        entries = self.system.get_file_info(fs.FileSelector(self.path, recursive=True))
        files = (File(entry.path, entry.size) for entry in entries if entry.type == fs.FileType.File)
        seen = [file for file in files if _is_data(PurePosixPath(file.path).relative_to(root))]
        if any("//" in file.path for file in seen):
            raise DatasetError(
                f"{self.source}: the key of an object in it has an empty part (//), and so it cannot be read; copy it under "
                f"another key, or remove it",
                code="data-key-with-empty-part",
            )
        return Listing(tuple(sorted(seen, key=lambda file: PurePosixPath(file.path).parts)))

    def compression(self, path: str) -> str | None:
        """Return how the file at *path* is compressed, by its first bytes; None where it is not."""
        with self._open(path) as raw:
            return compression(path, raw.read(MAGIC_BYTES))

    @contextmanager
    def reading(
        self, path: str, size: int | None = None, *, plain: bool = False, tell: Callable[[str], None] | None = None
    ) -> Iterator[Stream]:
        """Give the bytes of the file at *path*, decompressed; they can seek where they are not compressed.

        Its first bytes say how it is compressed, unless it is known to be *plain*; *tell* is called with its path where its
        name says another thing.

        Of a file that was listed with *size* bytes, so many are read: what has been written behind them since is not
        listed, and DatasetError is raised where there are fewer. It is raised, with the system's own words, where the
        bytes cannot be read, too.
        """
        with self._open(path, in_blocks=not plain) as opened:
            raw = opened if size is None else _Listed(opened, path, size)
            if plain:
                yield raw
                return
            with decompressed(raw, path, tell) as stream:
                yield stream

    @contextmanager
    def _open(self, path: str, *, in_blocks: bool = False) -> Iterator[Any]:
        """Open the file at *path*; one of S3 may be read *in_blocks* that grow, for what is read of it little by little."""
        try:
            with self.system.open_input_file(path) as opened:
                yield PatientFile(opened, in_blocks=in_blocks) if isinstance(self.system, fs.S3FileSystem) else opened
        except OSError as error:
            if error.errno in NO_ROOM:  # nothing that is read: compiled code has no room to be kept
                raise
            if refused := refusal(error, self.system, path, f"s3://{path}", DatasetError):
                raise refused from error
            raise DatasetError(f"{path}: cannot be read: {reason(error)}", code="data-unreadable") from error


class _Listed(FileThrough):
    """A file's bytes up to the size that it was listed with; an end before that is an error."""

    __slots__ = ("_path", "_size")

    def __init__(self, raw: Source, path: str, size: int) -> None:
        super().__init__(raw)
        self._path, self._size = path, size

    def read(self, size: int) -> bytes:
        at = self._raw.tell()
        read = self._raw.read(max(0, min(size, self._size - at)))
        if not read and size and at < self._size:
            raise DatasetError(
                f"{self._path}: it has become shorter since it was listed with {self._size} bytes; "
                f"start again when nobody writes to it",
                code="data-file-shortened",
            )
        return read


def open_store(source: str) -> Store:
    """Open the file system of *source*; DatasetError where its address is of no kind that can be read."""
    if not is_address(source):
        return Store(source, fs.LocalFileSystem(), source)
    return Store(source, *open_system(source, DatasetError))


def _is_data(path: PurePosixPath) -> bool:
    return not any(is_hidden(part) for part in path.parts)
