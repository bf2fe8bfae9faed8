"""A folder of documents in a store: no locks, no renames, but whole objects, of which the last says that all are there."""

import contextlib
import uuid
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.documents.content import Content, pieces_of
from engine.documents.kinds import VIOLATIONS
from engine.documents.local import explained
from engine.errors import EngineError, JobError
from engine.stores.address import lies_in

if TYPE_CHECKING:
    from engine.stores.objects import Objects


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """A folder in a store, by the address that the user has for it.

    A store keeps no locks: that no other run writes there is the user's to see to. A folder there is a part of a name.
    """

    name: str

    def owned(self) -> AbstractContextManager[None]:
        """Own nothing, for nothing can be."""
        return nullcontext()

    def create(self) -> None:
        """Make nothing: a folder is there with its first object."""

    def prepare(self) -> None:
        """Write an object and delete it: JobError where either cannot be done."""
        probe = f".{VIOLATIONS}.{uuid.uuid4().hex}.unfinished"
        with explained(f"The output folder {self.name} cannot be written"):
            objects = self._objects()
            objects.write(probe, b"")
            objects.delete(probe)

    def has(self, name: str) -> bool:
        """Whether there is a document called *name*, or may be."""
        try:
            return self._objects().has(name)
        except OSError:  # who reads it will say what is wrong
            return True

    def holds(self, document: str) -> bool:
        """Whether the object *document* lies here, whichever way its address is spelled."""
        return lies_in(document, self.name)

    def remove(self, names: Iterable[str]) -> None:
        """Delete the documents *names* of a former run; absent ones are fine."""
        for name in names:
            with explained(f"{name} of a former run cannot be removed from the output folder {self.name}"):
                self._objects().delete(name)

    def write_all(self, documents: Mapping[str, Content]) -> None:
        """Write *documents* in the order given; JobError where that fails, and then those before are deleted again."""
        objects = self._objects()
        try:
            for name, content in documents.items():
                with explained(f"{name} cannot be written to the output folder {self.name}"):
                    objects.write(name, b"".join(pieces_of(content)))
        except BaseException:
            for name in documents:
                with contextlib.suppress(OSError, EngineError):
                    objects.delete(name)
            raise

    def _objects(self) -> "Objects":
        from engine.stores.objects import objects_in  # noqa: PLC0415 - Arrow, which only a run with addresses waits for

        return objects_in(self.name, JobError)
