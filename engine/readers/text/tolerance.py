"""The share of records that may be bad: how it is said at both edges, and what it can be."""

from argparse import ArgumentTypeError
from collections.abc import Callable

from engine.errors import JobError
from engine.readers.format import Flag
from engine.readers.spelling import number
from engine.wording import quoted

USUAL = 0.01
"""The share that is taken where nobody says one."""

SETTING = "bad_records_share"


def _share(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(f"expected a number from 0 to 1, such as 0.02; found {quoted(text)}") from None


SHARE_FLAG = Flag(
    "--bad-records-share",
    {
        "type": _share,
        "metavar": "SHARE",
        "help": f"the share of records, from 0 to 1, that may be unreadable; if not said, {USUAL}",
    },
)
"""One flag, whichever of the formats that have it is meant."""


def share_set(get: Callable[[str], str | None]) -> float:
    """Return the share that the container's settings say, which *get* gives; JobError for what is no number."""
    text = get(SETTING)
    return USUAL if text is None else number(text, SETTING)


def refuse_no_share(share: float) -> None:
    """Raise JobError where *share* is not from 0 to 1."""
    if not 0 <= share <= 1:
        raise JobError(
            f"bad_records_share is expected to be from 0 to 1; found {share}",
            code="bad-records-share-out-of-range",
        )
