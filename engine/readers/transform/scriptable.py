"""What a script is given of a batch transform: the lines of files that are the data themselves."""

from dataclasses import dataclass, replace

from engine.errors import JobError
from engine.job.dataset import Dataset, FormatOptions
from engine.readers.format import LineFinder, Lines
from engine.readers.selection import Selection
from engine.readers.store import Store
from engine.readers.tally import Tally
from engine.readers.transform.look import no_manifests, select_files
from engine.readers.transform.manifests import has_manifests


@dataclass(frozen=True, slots=True)
class TransformLines:
    """The lines `of` the format in which the files are."""

    of: Lines

    @property
    def shape(self) -> str:
        """Return what a script is given for a line of that format."""
        return self.of.shape

    @property
    def missing_values(self) -> tuple[str, ...]:
        """Return the texts that mean a missing value there."""
        return self.of.missing_values

    def select(self, store: Store, dataset: Dataset[FormatOptions]) -> Selection:
        """Return the files of the window; JobError where they are manifests."""
        chosen = select_files(store, dataset.window)
        if has_manifests(store, chosen.files):
            raise JobError(
                "A preprocessing script makes rows of single records, and those of a batch transform are put together of two "
                "files: leave the script out",
                code="script-for-batch-transform",
            )
        return replace(chosen, notes=(*chosen.notes, no_manifests(store)))

    def encoding(self, dataset: Dataset[FormatOptions]) -> str:
        """Return the text encoding of the files."""
        return self.of.encoding(dataset)

    def finder(self, store: Store, dataset: Dataset[FormatOptions]) -> LineFinder:
        """Return what finds the lines."""
        return self.of.finder(store, dataset)

    def refuse(self, tally: Tally, *, source: str, rows: int) -> None:
        """Raise DatasetError where too many lines are no records."""
        self.of.refuse(tally, source=source, rows=rows)
