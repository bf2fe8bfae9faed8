"""When a schedule is due, and which hours of data an execution looks at."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sagemaker_service.faults import Fault, invalid

HOUR = timedelta(hours=1)
NOW = "NOW"
"""The expression of a schedule that is due once, when it is made."""

_CRON = re.compile(r"cron\(0 (?:(\*)|(\d{1,2})(?:/(\d{1,2}))?) \? \* \* \*\)")
_OFFSET = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


@dataclass(slots=True)
class Clock:
    """The time of the service, which passes when a test says so."""

    now: datetime = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)

    def pass_hour(self) -> datetime:
        """Go on to the next full hour, and return it."""
        self.now = self.now.replace(minute=0, second=0, microsecond=0) + HOUR
        return self.now


@dataclass(frozen=True, slots=True)
class Window:
    """The time from *start* to *end*, which is no longer in it; both in UTC."""

    start: datetime
    end: datetime

    def hours(self) -> tuple[datetime, ...]:
        """Return the full hours that meet the window."""
        first = self.start.replace(minute=0, second=0, microsecond=0)
        count = -(-(self.end - first) // HOUR)
        return tuple(first + number * HOUR for number in range(count))


def folder_of(hour: datetime) -> str:
    """Return the folder of an hour's data: yyyy/mm/dd/hh."""
    return f"{hour:%Y/%m/%d/%H}"


def is_due(expression: str, hour: datetime) -> bool:
    """Say whether a schedule is due at the full *hour*. Raises Fault for an expression that the service does not take."""
    if expression == NOW:
        return False
    if not (found := _CRON.fullmatch(expression)):
        raise refusal_of(expression)
    every, first, step = found.groups()
    if every:
        return True
    if step:
        return hour.hour >= int(first) and (hour.hour - int(first)) % int(step) == 0
    return hour.hour == int(first)


def refusal_of(expression: str) -> Fault:
    """Return what is said of a schedule *expression* that is none."""
    return invalid(
        f"Invalid schedule expression: {expression}. Use cron(0 [00-23]/[00-24] ? * * *), hourly or rarer, or NOW."
    )


def since_last(expression: str, scheduled: datetime) -> Window:
    """Return the time between the execution that is due at *scheduled* and the one before."""
    before = scheduled - HOUR
    while expression != NOW and not is_due(expression, before):
        before -= HOUR
    return Window(before, scheduled)


def offset(text: str) -> timedelta:
    """Return a duration such as -PT1H or -P1D."""
    sign, *parts = _OFFSET.fullmatch(text).groups()
    days, hours, minutes = (int(part or 0) for part in parts)
    length = timedelta(days=days, hours=hours, minutes=minutes)
    return -length if sign else length
