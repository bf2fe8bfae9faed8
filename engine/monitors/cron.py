"""When schedules are due: the SDK's expressions, and what EventBridge Scheduler and the function make of them."""

import re
from collections.abc import Mapping

from engine.errors import JobError
from engine.wording import quoted

NOW = "NOW"
"""The expression of a schedule that is executed once, when it is made."""

_EXPRESSION = re.compile(r"cron\(0 (?:(\*)|(\d{1,2})(?:/(\d{1,2}))?) \? \* \* \*\)")
_OFFSET = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


class CronExpressionGenerator:
    """The expressions of schedules, by the SDK's names; hours are in UTC."""

    @staticmethod
    def hourly() -> str:
        """Return that of a schedule for each hour."""
        return "cron(0 * ? * * *)"

    @staticmethod
    def daily(hour: int = 0) -> str:
        """Return that of a schedule for each day, due at *hour*, 0 to 23."""
        return f"cron(0 {hour} ? * * *)"

    @staticmethod
    def daily_every_x_hours(hour_interval: int, starting_hour: int = 0) -> str:
        """Return that of a schedule due each *hour_interval* hours of a day from *starting_hour* on."""
        return f"cron(0 {starting_hour}/{hour_interval} ? * * *)"

    @staticmethod
    def now() -> str:
        """Return that of a schedule that is executed once."""
        return NOW


def hours_of(expression: str) -> list[int]:
    """Return the hours of the day at which *expression* is due. Raises JobError where it is none of the SDK's."""
    if expression == NOW:
        return list(range(24))
    if found := _EXPRESSION.fullmatch(expression):
        every, first, step = found.groups()
        hours = range(0 if every else int(first), 24, 1 if every else int(step or 24) or 24)
        if hours:
            return list(hours)
    raise JobError(
        f"schedule_cron_expression is expected to be cron(0 * ? * * *), cron(0 HOUR ? * * *), cron(0 HOUR/HOURS ? * * *) or "
        f"NOW; found {quoted(expression)}",
        code="schedule-expression-unknown",
    )


def expression_of(hours: list[int], delay_minutes: int) -> str:
    """Return the expression for EventBridge Scheduler: *delay_minutes*, 0 to 59, after each of *hours*."""
    told = "*" if len(hours) == 24 else ",".join(map(str, hours))
    return f"cron({delay_minutes} {told} * * ? *)"


def offset_of(text: str) -> int:
    """Return how many minutes an offset is, such as -PT1H. Raises JobError for another form."""
    if found := _OFFSET.fullmatch(text):
        sign, *parts = found.groups()
        days, hours, minutes = (int(part or 0) for part in parts)
        length = (days * 24 + hours) * 60 + minutes
        return -length if sign else length
    raise JobError(
        f"an offset is expected to be of days, hours and minutes, such as -PT1H or -P1DT30M; found {quoted(text)}",
        code="schedule-offset-unknown",
    )


def offsets_of(start: str | None, end: str | None) -> Mapping[str, list[int]]:
    """Return what an order says of offsets: nothing where there is no *start*; without *end* it is the window's."""
    return {"offsets": [offset_of(start), offset_of(end or "-PT0H")]} if start else {}
