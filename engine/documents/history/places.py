"""Where files of metrics lie: a folder of this host, or one in a store. Many runs may write there at once."""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engine.documents.local import CAUSES, write_through
from engine.errors import JobError
from engine.stores.address import is_address

if TYPE_CHECKING:
    from engine.stores.objects import Objects


class FilesPlace(Protocol):
    """A place for files that are there as a whole or not at all. What fails there is a JobError."""

    def prepare(self) -> None:
        """Make the place where it is absent, and find out whether it can be written to."""

    def names(self) -> tuple[str, ...]:
        """Return the names of the files, sorted; hidden ones are not among them."""

    def write(self, name: str, text: str) -> None:
        """Write *text*, in UTF-8, to the file *name*, in the place of one that is there."""


def place_at(path: str) -> FilesPlace:
    """Return the place that the user calls *path*."""
    return _StorePlace(path) if is_address(path) else _LocalPlace(path)


@dataclass(frozen=True, slots=True)
class _LocalPlace:
    path: str

    def prepare(self) -> None:
        with _explained(self.path):
            Path(self.path).mkdir(parents=True, exist_ok=True)
            probe = self._unfinished("probe")
            probe.touch(exist_ok=False)
            probe.unlink()

    def names(self) -> tuple[str, ...]:
        with _explained(self.path):
            return tuple(sorted(each.name for each in Path(self.path).iterdir() if each.name[0] != "."))

    def write(self, name: str, text: str) -> None:
        unfinished = self._unfinished(name)
        try:
            with _explained(self.path):
                write_through(unfinished, (text.encode(),))
                unfinished.replace(Path(self.path, name))
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            raise

    def _unfinished(self, name: str) -> Path:
        return Path(self.path, f".{name}.{uuid.uuid4().hex}.unfinished")


@dataclass(frozen=True, slots=True)
class _StorePlace:
    path: str

    def prepare(self) -> None:
        probe = f".probe.{uuid.uuid4().hex}.unfinished"
        with _explained(self.path):
            objects = self._objects()
            objects.write(probe, b"")
            objects.delete(probe)

    def names(self) -> tuple[str, ...]:
        with _explained(self.path):
            return tuple(name for name in self._objects().names() if name[0] != ".")

    def write(self, name: str, text: str) -> None:
        with _explained(self.path):
            self._objects().write(name, text.encode())

    def _objects(self) -> "Objects":
        from engine.stores.objects import objects_in  # noqa: PLC0415 - Arrow, which only a run with addresses waits for

        return objects_in(self.path, JobError)


@contextlib.contextmanager
def _explained(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        cause = CAUSES.get(error.errno or 0, error.strerror or str(error) or "the cause is unknown")
        raise JobError(
            f"The metrics repository {path} is expected to be a folder that can be read and written: {cause}; name another "
            f"one",
            code="metrics-repository-not-usable",
        ) from error
