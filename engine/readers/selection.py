"""Which of a dataset's files are read."""

from dataclasses import dataclass

from engine.job.dataset import Dataset, FormatOptions
from engine.readers.store import File, Store


@dataclass(frozen=True, slots=True)
class Selection:
    """The files to read, in name order; `notes` are sentences for the log, in which what is passed over is counted.

    `store` is where they lie, where that is elsewhere than the dataset, which only names them.
    """

    files: tuple[File, ...]
    notes: tuple[str, ...] = ()
    store: Store | None = None


def all_files(store: Store, dataset: Dataset[FormatOptions]) -> Selection:  # noqa: ARG001 - the form of a format's `select`
    """Return all files of the dataset."""
    found = store.listing()
    return Selection(found.files, found.notes)
