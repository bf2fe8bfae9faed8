"""Points and spans of time, as people and platforms write them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.errors import JobError
from engine.wording import quoted


@dataclass(frozen=True, slots=True)
class MonitoringWindow:
    """The time that a run looks at: from `start` on, before `end`; both with a time zone, None for no bound."""

    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        """Raise JobError for a window that ends before it begins."""
        if self.start and self.end and self.end < self.start:
            raise JobError(
                f"end_time is {self.end.isoformat()}, before start_time, {self.start.isoformat()}",
                code="window-ends-before-start",
            )


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_FORM = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}(?::?[0-5][0-9])?)?)?"
)
"""Of the many forms of ISO 8601 the ones that nobody reads otherwise: 13:00.5 is half of a minute to some."""

_SPAN = re.compile(r"(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?", re.IGNORECASE)
_OFFSET = re.compile(
    r"-?P(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?", re.ASCII | re.IGNORECASE
)
_UNITS = ("weeks", "days", "hours", "minutes", "seconds")


def moment(text: str, *, name: str) -> datetime:
    """Return the time that *text* is in ISO 8601, in UTC and with its zone; a date alone is its first moment.

    A time without an offset is UTC. What is finer than a microsecond is cut off. *name* is the setting's, for the
    JobError that anything else raises.
    """
    try:
        return _moment(text.strip())
    except (ValueError, OverflowError) as error:
        raise JobError(
            f"{name} is expected to be a time of ISO 8601, such as 2024-03-18T13:00:00Z; found {quoted(text)}",
            code="time-invalid",
        ) from error


def start_of_last(text: str, *, end: datetime) -> datetime:
    """Return when a span began that ends at *end*: weeks, days, hours and minutes, such as 6h, 30m, 2d, 1w or 1h30m.

    Raises JobError for anything else, for no time at all, and for a span that began before the year 1.
    """
    try:
        return end - _span(text.strip())
    except (ValueError, OverflowError) as error:
        raise JobError(
            f"--last is expected to be a span of time, such as 6h, 30m, 2d, 1w or 1h30m; found {quoted(text)}",
            code="time-span-invalid",
        ) from error


def offset(text: str, *, name: str) -> timedelta:
    """Return the span of ISO 8601 by which a schedule moves an end of its window back, such as -P1D or -PT1H30M.

    With or without its minus it leads back, for no window lies in the future. *name* is the setting's, for the JobError that
    anything else raises, as do months and years, which have no length.
    """
    found = _OFFSET.fullmatch(text.strip())
    given = [int(number or "0") for number in found.groups()] if found else []
    try:
        if found is None or found[0].upper().endswith(("P", "T")):
            raise ValueError(text)
        return timedelta(**dict(zip(_UNITS, given, strict=True)))
    except (ValueError, OverflowError) as error:
        raise JobError(
            f"{name} is expected to be a span of ISO 8601 in weeks, days, hours, minutes and seconds, such as -P1D or -PT1H; "
            f"found {quoted(text)}",
            code="time-offset-invalid",
        ) from error


def microseconds_of(time: datetime) -> int:
    """Return *time*, which has a zone, in microseconds since 1970."""
    return (time - EPOCH) // timedelta(microseconds=1)


def _moment(text: str) -> datetime:
    if not _FORM.fullmatch(text.upper()):
        raise ValueError(text)
    found = datetime.fromisoformat(text.upper())
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    weeks, days, hours, minutes = (int(number or "0") for number in found.groups())
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    if not span:
        raise ValueError(text)
    return span
