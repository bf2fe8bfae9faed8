"""A first look at a dataset as it lies on this host: which files are read, and what the columns are."""

from dataclasses import dataclass, replace
from typing import Any

from engine.job.dataset import Dataset, FormatOptions
from engine.readers.formats import format_of
from engine.readers.scripted.options import Scripted
from engine.readers.store import File, open_store
from engine.readers.tables import Known, Table


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look shows: the files to read, sentences for the log, and the table; None where there is no record."""

    files: tuple[File, ...]
    notes: tuple[str, ...]
    table: Table | None


def look(dataset: Dataset[FormatOptions], known: Known) -> Look:
    """Look at *dataset*; raises DatasetError, or ScriptError, where it cannot be read as it is said to be."""
    read = _as_read(dataset)
    form = format_of(read.format)
    store = open_store(dataset.source)
    selection = form.select(store.with_files(dataset.listed), read)
    table = form.describe(selection.store or store, read, selection.files, known)
    return Look(selection.files, selection.notes, table)


def _as_read(dataset: Dataset[FormatOptions]) -> Dataset[Any]:
    """Return *dataset* in the format by which it is read: where a script makes rows of its records, that is another.

    The listing stays here, for the rest travels to Spark's tasks.
    """
    dataset = replace(dataset, listed=None)
    if dataset.preprocessor is None:
        return dataset
    return replace(dataset, format=Scripted(dataset.preprocessor, format_of(dataset.format).lines(dataset.format)))
