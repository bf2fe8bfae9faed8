"""Which captured records are read, as a user says it."""

from dataclasses import dataclass

from engine.errors import JobError

CAPTURE_SIDES = ("endpointInput", "endpointOutput")
"""The sides of a captured record, in the order in which the record has them."""


@dataclass(frozen=True, slots=True)
class CaptureFormat:
    """Traffic as an endpoint captured it, one JSON record a line.

    `sides` are the sides to read, of CAPTURE_SIDES; empty for those that the first records have. `endpoint` and
    `variant` choose among several below one root; None takes all. A run fails where, of 100 records or more, a larger
    share than `bad_records_share` (0 to 1) cannot be read.
    """

    sides: tuple[str, ...] = ()
    endpoint: str | None = None
    variant: str | None = None
    bad_records_share: float = 0.01

    def __post_init__(self) -> None:
        """Raise JobError for a side that no record has, and for a share that is none."""
        for side in self.sides:
            if side not in CAPTURE_SIDES:
                raise JobError(
                    f"captureIndexNames holds {side!r}; a captured record has {' and '.join(CAPTURE_SIDES)} to choose from"
                )
        if not 0 <= self.bad_records_share <= 1:
            raise JobError(f"bad_records_share is expected to be from 0 to 1; found {self.bad_records_share}")
