"""What a merge has found: how many records and labels there were, and what became of them."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there were of what.

    `captured` and `labels` are the records in the window and the labels that could be read. Of those with one id the last
    counts: `captured_again` and `labels_again` are the others. Each remaining record is `merged` with its label, or is
    `unlabelled`; each remaining label without a record is `unmatched`. `mixed` are merged ones whose label is in another
    encoding than the endpoint's answer. `outside` are captured records that were looked at and lie outside of the window.
    """

    captured: int = 0
    captured_again: int = 0
    merged: int = 0
    unlabelled: int = 0
    labels: int = 0
    labels_again: int = 0
    unmatched: int = 0
    mixed: int = 0
    outside: int = 0
    bad_captured: int = 0
    bad_labels: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


@dataclass(frozen=True, slots=True)
class MergedFile:
    """One file of merged records: its name below the output folder, and how many records and bytes it has."""

    name: str
    records: int
    size: int


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge has found and written: `files` in the order of their names, which is that of the records' times."""

    counts: Counts
    files: tuple[MergedFile, ...] = ()

    @property
    def missing_share(self) -> float | None:
        """The share of the captured records, doubled ones aside, that have no label, from 0 to 1; None for no record."""
        records = self.counts.merged + self.counts.unlabelled
        return self.counts.unlabelled / records if records else None

    def metrics(self) -> tuple[tuple[str, float], ...]:
        """Return the numbers that are worth watching, by their names; a share of nothing is absent."""
        counts, share = self.counts, self.missing_share
        named = {
            "captured_records": counts.captured,
            "ground_truth_records": counts.labels,
            "merged_records": counts.merged,
            "duplicate_captured_records": counts.captured_again,
            "duplicate_ground_truth_records": counts.labels_again,
            "missing_ground_truth": counts.unlabelled,
            "missing_ground_truth_share": share,
            "unmatched_ground_truth_records": counts.unmatched,
            "bad_captured_records": counts.bad_captured,
            "bad_ground_truth_records": counts.bad_labels,
        }
        return tuple((name, float(value)) for name, value in named.items() if value is not None)
