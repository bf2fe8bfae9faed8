"""Objects of a store that are read and written whole."""

from contextlib import suppress
from dataclasses import dataclass

from pyarrow import fs

from engine.errors import EngineError
from engine.stores.answers import NO_BUCKET, explained, has_bucket, say
from engine.stores.opening import open_system
from engine.stores.patience import PatientFile

_PAGE = {"Content-Type": "text/html; charset=utf-8"}
"""What a browser has to be told to show a page that it gets from a store."""


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects of one folder at an address. What the store refuses is raised as a `kind`, all else as an OSError."""

    address: str
    system: fs.FileSystem
    path: str
    kind: type[EngineError]

    def has(self, name: str) -> bool:
        """Whether there is an object called *name*."""
        with explained(self.system, self.path, self.address, self.kind):
            found = self.system.get_file_info(f"{self.path}/{name}").type
        if found == fs.FileType.NotFound and not has_bucket(self.system, self.path):
            raise say(NO_BUCKET, self.address, self.kind)
        return bool(found == fs.FileType.File)

    def names(self) -> tuple[str, ...]:
        """Return the names of the objects in the folder, sorted; none where there is no such folder."""
        with explained(self.system, self.path, self.address, self.kind):
            found = self.system.get_file_info(fs.FileSelector(self.path, allow_not_found=True))
        return tuple(sorted(each.base_name for each in found if each.type == fs.FileType.File))

    def write(self, name: str, content: bytes) -> None:
        """Write *content* to the object *name*, which is there when all of it is, and not before."""
        path = f"{self.path}/{name}"
        with (
            explained(self.system, path, self.address, self.kind),
            self.system.open_output_stream(
                path, compression=None, metadata=_PAGE if name.endswith(".html") else None
            ) as stream,
        ):
            # At once: when the stream is closed all of it is there, or nothing where a part of it has been refused.
            stream.write(content)

    def delete(self, name: str) -> None:
        """Delete the object *name*; an absent one is fine."""
        path = f"{self.path}/{name}"
        with explained(self.system, path, self.address, self.kind), suppress(FileNotFoundError):
            self.system.delete_file(path)


def objects_in(folder: str, kind: type[EngineError]) -> Objects:
    """Return the objects in the folder at the address *folder*; what is wrong with it or with them is raised as a *kind*."""
    return Objects(folder, *open_system(folder, kind), kind)


def content_of(address: str, kind: type[EngineError]) -> bytes:
    """Return the bytes of the object at *address*.

    Raises a *kind* where the store refuses, and where there is no such bucket; FileNotFoundError where there is no such
    object in it, and OSError, with a sentence's end for its text, for all else.
    """
    system, path = open_system(address, kind)
    with explained(system, path, address, kind):
        try:
            with system.open_input_file(path) as file:
                return PatientFile(file).read(file.size())
        except FileNotFoundError as error:
            if not has_bucket(system, path):
                raise say(NO_BUCKET, address, kind) from error
            raise


def names_below(folder: str, kind: type[EngineError]) -> tuple[str, ...]:
    """Return the names of the objects in the folder at the address *folder*, and in folders in it, in their order.

    There are none where there is no such folder. Raises a *kind* where the store refuses, or has no such bucket.
    """
    system, path = open_system(folder, kind)
    with explained(system, path, folder, kind):
        found = system.get_file_info(fs.FileSelector(path, recursive=True, allow_not_found=True))
    if not found and not has_bucket(system, path):
        raise say(NO_BUCKET, folder, kind)
    start = len(f"{path}/")
    return tuple(sorted(each.path[start:] for each in found if each.type == fs.FileType.File))
