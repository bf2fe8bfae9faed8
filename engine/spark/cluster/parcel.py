"""What a task has found, on its way home: large ones lie in a file meanwhile, where driver and task are on one host.

What goes by way of Spark is held several times over by the JVM, which gives none of that back.
"""

import pickle
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Self, TypeVar
from uuid import uuid4

from pyspark.sql import SparkSession

from engine.spark.scratch import folder_of_session

LARGE = 4 << 20
"""Parcels of so many bytes are worth a file."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Parcel(Generic[Value]):
    """A value as bytes: `content`, or what is in the file at `place`, which is opened once."""

    content: bytes
    place: str = ""

    @classmethod
    def of(cls, value: Value, *, on_one_host: bool) -> Self:
        """Pack *value* in a task; *on_one_host* says that the driver can read what the task writes to a file."""
        content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        place = _kept(content) if on_one_host and len(content) >= LARGE else None
        return cls(content) if place is None else cls(b"", place)

    def open(self) -> Value:
        """Return the value; its file goes."""
        if not self.place:
            value: Value = pickle.loads(self.content)  # noqa: S301 - our own task wrote it
            return value
        with open(self.place, "rb") as file:
            value = pickle.load(file)  # noqa: S301 - our own task wrote it, to a folder of this user's
        Path(self.place).unlink(missing_ok=True)
        return value


def is_on_one_host(spark: SparkSession) -> bool:
    """Return whether the tasks of *spark* run where its driver does, so that files of the one are there for the other."""
    return str(spark.sparkContext.master).startswith("local")


def _kept(content: bytes) -> str | None:
    """Write *content* to a file of the session; None where there is no place or no room for it."""
    folder = folder_of_session()
    if not folder:
        return None
    place = Path(folder, f"{uuid4().hex}.parcel")
    try:
        place.write_bytes(content)
    except OSError:
        with suppress(OSError):
            place.unlink()
        return None
    return str(place)
