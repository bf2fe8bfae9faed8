"""The records to analyse, and the user's scripts."""

from dataclasses import Field, dataclass, field
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from engine.errors import JobError
from engine.job.listing import Listing
from engine.job.times import MonitoringWindow
from engine.wording import quoted


class FormatOptions(Protocol):
    """How a dataset is written: a dataclass of one format, by whose type the readers know the format."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Written = TypeVar("Written", bound=FormatOptions, covariant=True)
"""The options of one format."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script of the user's: its path, the variables that it sees (secrets among them), and how long it may take.

    `seconds` are for one record in a preprocessing script and for the whole of a postprocessing one.
    """

    path: str
    environment: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Dataset(Generic[Written]):
    """The records to analyse: a file or a folder, and how they are written.

    Of captured traffic `window` chooses the records. `preprocessor` makes rows of records. `listed` are the files of the
    source, where whoever made the job had to list them; it is no part of what the dataset is.
    """

    source: str
    format: Written
    text_encoding: str = "utf-8"
    window: MonitoringWindow | None = None
    preprocessor: Script | None = None
    listed: Listing | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raise JobError for an encoding that Python does not know."""
        refuse_unknown_encoding(self.text_encoding)


def refuse_unknown_encoding(name: str) -> None:
    """Raise JobError for a text encoding that Python does not know."""
    try:
        "a".encode(name)
    except (LookupError, ValueError) as error:
        raise JobError(
            f"text_encoding {quoted(name)} is unknown; known are utf-8, latin-1, cp1252, utf-16, ...",
            code="text-encoding-unknown",
        ) from error
