"""How captured traffic that was merged with ground truth is read, as a user says it."""

from dataclasses import dataclass

from engine.readers.text.tolerance import USUAL, refuse_no_share


@dataclass(frozen=True, slots=True)
class MergedFormat:
    """Captured records with their ground truth, one JSON record a line.

    A run fails where, of 100 records or more, a larger share than `bad_records_share` (0 to 1) cannot be read.
    """

    bad_records_share: float = USUAL

    def __post_init__(self) -> None:
        """Raise JobError for a share that is none."""
        refuse_no_share(self.bad_records_share)
