"""Every format that can be read, as tables: what its columns are, and how a split of it is folded.

A format is one entry in DESCRIBE and one in READ.
"""

from collections.abc import Callable
from dataclasses import dataclass

from engine.job.dataset import Dataset
from engine.job.semantics import Semantics
from engine.readers.capture.files import Selection, select
from engine.readers.capture.look import describe_captures
from engine.readers.capture.options import CaptureFormat
from engine.readers.capture.split import read_captures
from engine.readers.capture.table import CaptureTable
from engine.readers.csv.options import CsvFormat
from engine.readers.csv.split import read_split as read_csv
from engine.readers.csv.table import CsvTable, describe_table
from engine.readers.splits import Split
from engine.readers.store import File, list_files
from engine.readers.stretch import Stretch
from engine.readers.text.batch import Fold

Table = CsvTable | CaptureTable


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look at a dataset shows: the files to read, and the columns; no table where there is no record."""

    selection: Selection
    table: Table | None


def look(
    dataset: Dataset, *, excluded: tuple[str, ...], known_names: tuple[str, ...] | None, semantics: Semantics
) -> Look:
    """Look at a dataset as it lies on this host; for the arguments see `describe`."""
    selection = choose_files(dataset, list_files(dataset.source))
    return Look(
        selection, describe(dataset, selection, excluded=excluded, known_names=known_names, semantics=semantics)
    )


def choose_files(dataset: Dataset, files: tuple[File, ...]) -> Selection:
    """Return which of *files* are read: of captured traffic those in the window, of one endpoint and variant."""
    captures = dataset.format
    if not isinstance(captures, CaptureFormat):
        return Selection(files, frozenset(), ())
    return select(dataset.source, files, dataset.window, endpoint=captures.endpoint, variant=captures.variant)


def describe(
    dataset: Dataset,
    selection: Selection,
    *,
    excluded: tuple[str, ...] = (),
    known_names: tuple[str, ...] | None = None,
    semantics: Semantics = Semantics.CORRECTED,
) -> Table | None:
    """Find the columns by a look at the first records of the chosen files; None where there is none.

    Columns without names take the *known_names* of a baseline, by position; those that are *excluded*, by name or by
    position, are not selected.
    """
    kind = CaptureFormat if dataset.preprocessor else type(dataset.format)
    return DESCRIBE[kind](dataset, selection, excluded, known_names, semantics)


def read_split(table: Table, split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:
    """Fold the records of *split*, in order; *begin* is the offset of its first record in its file, where known."""
    return READ[type(table)](table, split, fold, begin=begin)


Describe = Callable[[Dataset, Selection, tuple[str, ...], tuple[str, ...] | None, Semantics], Table | None]

DESCRIBE: dict[type, Describe] = {
    CsvFormat: lambda dataset, selection, excluded, known, _: describe_table(
        dataset, selection.files, excluded=excluded, known_names=known
    ),
    CaptureFormat: lambda dataset, selection, excluded, known, semantics: describe_captures(
        dataset, selection, excluded=excluded, known_names=known, semantics=semantics
    ),
}
"""How the columns of each format are found; a script's rows are found as those of captured traffic are."""

READ: dict[type, Callable[..., Stretch]] = {CsvTable: read_csv, CaptureTable: read_captures}
"""How a split of each kind of table is folded."""
