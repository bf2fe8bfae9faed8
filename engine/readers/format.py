"""What a format is: one value, in which the readers and both edges find all that they have to know of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from engine.job.dataset import Dataset, FormatOptions
from engine.profile.types import TypeCounts
from engine.readers.selection import Selection
from engine.readers.spelling import Options
from engine.readers.store import File, Store
from engine.readers.tables import Known, Table
from engine.readers.tally import Tally

Written = TypeVar("Written", bound=FormatOptions)
"""The options of one format: a frozen dataclass, by whose class FORMATS finds the format."""


class Likeness(IntEnum):
    """How much a dataset's first file looks like one of a format; of equals the first of FORMATS wins."""

    NONE = 0
    TEXT = 1
    """It is some text, and the format is a text."""
    BEGINNING = 2
    """Its text begins as the format does."""
    NAME = 3
    """Its name says so."""
    BYTES = 4
    """Its bytes say so, whatever the name."""


@dataclass(frozen=True, slots=True)
class Head:
    """The begin of a dataset's first file that has a byte.

    `suffix` is the end of its name, in small letters and without that of a compression. `start` are its first bytes,
    `text` the same as text, None where they are none. `first_line` reads on to the end of the first line.
    """

    suffix: str
    start: bytes
    text: str | None
    first_line: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Flag:
    """A word of the command line: `--no-header`; `parameters` are argparse's, the default among them."""

    word: str
    parameters: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of its value: `no_header`."""
        return self.word.removeprefix("--").replace("-", "_")

    @property
    def default(self) -> object:
        """Its value where nobody has said it."""
        return self.parameters.get("default", False if self.parameters.get("action") == "store_true" else None)


@dataclass(frozen=True, slots=True)
class CommandLine(Generic[Written]):
    """How a format is named and its options are given on the command line.

    `names` are what `--format` takes, with what each means, and `suffixes` those of them that the end of a file's name
    asks for; the first one is taken where nothing does. `read` makes the options of the name's meaning and of the
    values of all `flags`. A flag that was given for another format is refused: "--start `flags_choose`, and X is read as
    `read_as`; leave it out`, or_say`".
    """

    names: Mapping[str, Written]
    flags: tuple[Flag, ...]
    read: Callable[[Written, Mapping[str, Any]], Written]
    flags_choose: str
    read_as: str
    or_say: str = ""
    suffixes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Container(Generic[Written]):
    """How a format is named and its options are given in the container's settings.

    `key` is its key in dataset_format and `parse` reads what stands there. `variables` are further settings that belong
    to it, by their names in the contract, and `choose` adds them; where the data are of another format they are said to
    be without effect. `chooses_records`: they choose among the records.
    """

    key: str
    parse: Callable[[Options], Written]
    variables: tuple[str, ...] = ()
    choose: Callable[[Written, Callable[[str], str | None]], Written] = lambda written, _get: written
    chooses_records: bool = False


@dataclass(frozen=True, slots=True)
class Sides(Generic[Written]):
    """How the inputs and the outputs of a batch transform are written, and whether the output's columns come first."""

    input: Written
    output: Written
    output_first: bool = True


@dataclass(frozen=True, slots=True)
class FoundLines:
    """The lines of a block that are records: `places` is an array of (lines, 3), where each begins, where it ends and
    which line of the block it is, from 0; `tally` is what was odd about the others."""

    places: np.ndarray
    tally: Tally


class LineFinder(Protocol):
    """Finds the lines of one window after the other."""

    def __call__(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> FoundLines:
        """Return the records among the lines of *block*, which stands at the offset *begin* of the file at *path*.

        *final*: nothing follows there.
        """


class Lines(Protocol):
    """A format's records as lines of text, for a script that makes rows of them."""

    @property
    def shape(self) -> str:
        """What the script is given for a line: "capture", a captured record, or "line", its text."""

    @property
    def missing_values(self) -> tuple[str, ...]:
        """The texts of the script's rows that mean a missing value, beside the empty one."""

    def select(self, store: Store, dataset: Dataset[FormatOptions]) -> Selection:
        """Return which files are read."""

    def encoding(self, dataset: Dataset[FormatOptions]) -> str:
        """Return the text encoding of the files."""

    def finder(self, store: Store, dataset: Dataset[FormatOptions]) -> LineFinder:
        """Return what finds the lines that are records."""

    def refuse(self, tally: Tally, *, source: str, rows: int) -> None:
        """Raise DatasetError where too many lines are no records."""


@dataclass(frozen=True, slots=True)
class Sample(Generic[Written]):
    """A dataset of one small file, with which set-up compiles what reads the format."""

    name: str
    text: bytes
    written: Written


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What the first rows have shown: the columns' `names`, the `types` of their values, and the `path` of the file they are in."""

    names: Sequence[str]
    types: Sequence[TypeCounts]
    path: str


def _no_doubts(_dataset: Dataset[Any], _look: FirstLook) -> Iterator[str]:
    return iter(())


@dataclass(frozen=True, slots=True)
class Format(Generic[Written]):
    """One format of datasets: all that is known of it outside of its own folder.

    `title` is its name in a sentence. `detect` says how much a file looks like it. `select` chooses among the files of a
    dataset, and `describe` finds the columns by a look at the first records of the chosen ones: None where there is no
    record. `lines` are its records for a script; JobError where its options leave none. `shown` is what the log tells of
    the options. `has_times` says that its records have a time, by which a window chooses among them. `command_line` is
    None for what nobody names there, `container` likewise. `sides` are its options for what a batch transform has read
    and written; None for a format that no transform is in. `doubts` are sentences about what looks like a mistake in how the
    data are read.
    """

    title: str
    detect: Callable[[Head], Likeness]
    describe: Callable[[Store, Dataset[Written], tuple[File, ...], Known], Table | None]
    select: Callable[[Store, Dataset[Written]], Selection]
    shown: Callable[[Written], Mapping[str, object]]
    lines: Callable[[Written], Lines]
    command_line: CommandLine[Written] | None = None
    container: Container[Written] | None = None
    has_times: bool = False
    sides: Callable[[Written], Sides[Written]] | None = None
    samples: tuple[Sample[Written], ...] = field(default=())
    doubts: Callable[[Dataset[Written], FirstLook], Iterator[str]] = _no_doubts
