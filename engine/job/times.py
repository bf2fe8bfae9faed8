"""Points and spans of time, as people and platforms write them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from engine.errors import JobError


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


_MOMENT = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,](?P<fraction>[0-9]+))?"
    r"(?P<zone>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_SPAN = re.compile(r"(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?", re.IGNORECASE)


def moment(text: str, *, name: str) -> datetime:
    """Return the time that *text* is in ISO 8601, in UTC and with its zone; a date alone is its first moment.

    A time without an offset is UTC. What is finer than a microsecond is cut off. *name* is the setting's, for the
    JobError that anything else raises.
    """
    try:
        return _moment(text.strip())
    except (ValueError, OverflowError) as error:
        raise JobError(
            f"{name} is expected to be a time of ISO 8601, such as 2024-03-18T13:00:00Z; found {text!r}",
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
            f"--last is expected to be a span of time, such as 6h, 30m, 2d, 1w or 1h30m; found {text!r}",
            code="time-span-invalid",
        ) from error


def _moment(text: str) -> datetime:
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    # Whole seconds with a fraction, hours and minutes without one: 13:00.5 is half of a minute to some.
    if found["fraction"] and found["time"].count(":") < 2:
        raise ValueError(text)
    local = datetime.fromisoformat(f"{found['date']}T{found['time'] or '00:00'}")
    microseconds = int((found["fraction"] or "0")[:6].ljust(6, "0"))
    offset = _offset(found["zone"] or "Z")
    return local.replace(microsecond=microseconds, tzinfo=timezone(offset)).astimezone(UTC)


def _offset(zone: str) -> timedelta:
    if zone in "Zz":
        return timedelta()
    digits = zone[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or "0")
    if minutes > 59:
        raise ValueError(zone)
    return timedelta(hours=hours, minutes=minutes) * (-1 if zone.startswith("-") else 1)


def _span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    weeks, days, hours, minutes = (int(number or "0") for number in found.groups())
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    if not span:
        raise ValueError(text)
    return span
