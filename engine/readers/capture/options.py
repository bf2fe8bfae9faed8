"""Which captured records are read, as a user says it."""

from dataclasses import dataclass

from engine.errors import JobError
from engine.readers.spelling import kind_of
from engine.readers.text.tolerance import USUAL, refuse_no_share
from engine.wording import quoted

CAPTURE_SIDES = ("endpointInput", "endpointOutput")
"""The sides of a captured record, in the order in which the record has them."""


@dataclass(frozen=True, slots=True)
class CaptureFormat:
    """Traffic as an endpoint captured it, one JSON record a line.

    `sides` are the sides to read, of CAPTURE_SIDES; empty for those that the first records have. `endpoint` and
    `variant` choose among several below one root; None takes all. A run fails where, of 100 records or more, a larger
    share than `bad_records_share` (0 to 1) cannot be read. `output_columns_position` is where the output's columns stand:
    "START", before the input's, or "END", behind them.
    """

    sides: tuple[str, ...] = ()
    endpoint: str | None = None
    variant: str | None = None
    bad_records_share: float = USUAL
    output_columns_position: str = "START"

    def __post_init__(self) -> None:
        """Raise JobError for a side that no record has, and for a share that is none."""
        for side in self.sides:
            if side not in CAPTURE_SIDES:
                raise JobError(
                    f"captureIndexNames holds {quoted(side)}; a captured record has {' and '.join(CAPTURE_SIDES)} to "
                    f"choose from",
                    code="capture-side-unknown",
                )
        refuse_no_share(self.bad_records_share)


POSITIONS = ("START", "END")
"""Where the output's columns may stand."""


def capture_sides(names: object) -> tuple[str, ...]:
    """Return the sides of a captured record that *names* choose, in the record's own order; none choose none.

    *names* are a list, or a text with commas; each is one of CAPTURE_SIDES in any case of letters, or its position
    there. Raises JobError for what is no text and no number, and leaves unknown ones to CaptureFormat.
    """
    given = names.split(",") if isinstance(names, str) else [] if names is None else names
    if not isinstance(given, list) or not all(type(name) in (str, int) for name in given):
        raise JobError(
            "captureIndexNames is expected to be a list of names, such as "
            f'["{CAPTURE_SIDES[0]}", "{CAPTURE_SIDES[1]}"], or of their positions; found {_found(given)}.',
            code="capture-index-names-invalid",
        )
    chosen = {_SIDES.get(word.casefold(), word) for name in given if (word := str(name).strip())}
    return (*(side for side in CAPTURE_SIDES if side in chosen), *sorted(chosen - set(CAPTURE_SIDES)))


def _found(given: object) -> str:
    """Return what *given* is, or of a list what the first one in it is that should not be there."""
    wrong = [value for value in given if type(value) not in (str, int)] if isinstance(given, list) else []
    return f"{kind_of(wrong[0])} in it" if wrong else kind_of(given)


_SIDES = {
    **{side.casefold(): side for side in CAPTURE_SIDES},
    **{str(position): side for position, side in enumerate(CAPTURE_SIDES)},
}
