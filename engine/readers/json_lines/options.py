"""How JSON is written, as a user says it."""

from dataclasses import dataclass

from engine.readers.text.tolerance import USUAL, refuse_no_share


@dataclass(frozen=True, slots=True)
class JsonFormat:
    """JSON objects, each of which is a row: one a line, or the only one of a file, or those of a list.

    Which of these a file is, it shows itself: `lines` is kept for the record. A run fails where, of 100 records or more, a
    larger share than `bad_records_share` (0 to 1) cannot be read.
    """

    lines: bool = True
    bad_records_share: float = USUAL

    def __post_init__(self) -> None:
        """Raise JobError for a share that is none."""
        refuse_no_share(self.bad_records_share)
