"""The time at which a record was captured, as a number; compiled."""

from numba import njit

NO_TIME = -(1 << 62)

_MINUS, _COLON, _PLUS = 45, 58, 43


@njit
def _digits(block, at, end, count) -> int:
    """Return the number that *count* digits at *at* are, -1 where they are not."""
    if at + count > end:
        return -1
    value = 0
    for i in range(at, at + count):
        if not 48 <= block[i] <= 57:
            return -1
        value = value * 10 + block[i] - 48
    return value


@njit
def _days(year, month, day) -> int:
    """Return the days since 1970-01-01 (civil from days: H. Hinnant, "chrono-compatible low-level date algorithms")."""
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


@njit
def _days_of(year, month) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@njit
def _offset(block, at, end) -> int:
    """Return the minutes that the zone at *at* is before UTC: none and Z are UTC; NO_TIME for anything else."""
    if at == end or (at + 1 == end and block[at] | 32 == 122):
        return 0
    if block[at] != _PLUS and block[at] != _MINUS:
        return NO_TIME
    hours, minutes = _digits(block, at + 1, end, 2), 0
    if at + 3 != end:
        colon = at + 3 < end and block[at + 3] == _COLON
        minutes = _digits(block, at + 3 + colon, end, 2)
        if at + 5 + colon != end:
            return NO_TIME
    if not 0 <= hours <= 23 or not 0 <= minutes <= 59:
        return NO_TIME
    return (hours * 60 + minutes) * (1 if block[at] == _PLUS else -1)


@njit
def _fraction(block, at, end) -> tuple[int, int]:
    """Return the microseconds that the digits at *at* are, and where they end: no further than *at* where there is none."""
    fraction, scale = 0, 100_000
    while at < end and 48 <= block[at] <= 57:
        fraction += (block[at] - 48) * scale
        scale //= 10
        at += 1
    return fraction, at


@njit
def _separated(block, at) -> bool:
    return block[at + 4] == _MINUS and block[at + 7] == _MINUS and block[at + 13] == _COLON and block[at + 16] == _COLON


@njit
def microseconds(block, at, end) -> int:
    """Return the time of ISO 8601 that block[at:end] is, in microseconds since 1970; NO_TIME where it is none.

    It has seconds at least; a fraction is cut at microseconds.
    """
    year, month, day = _digits(block, at, end, 4), _digits(block, at + 5, end, 2), _digits(block, at + 8, end, 2)
    hour, minute, second = (
        _digits(block, at + 11, end, 2),
        _digits(block, at + 14, end, 2),
        _digits(block, at + 17, end, 2),
    )
    if min(hour, minute, second) < 0 or max(hour - 23, minute - 59, second - 59) > 0 or not _separated(block, at):
        return NO_TIME
    if year < 1 or not 1 <= month <= 12 or not 1 <= day <= _days_of(year, month):
        return NO_TIME
    at += 19
    fraction = 0
    if at < end and block[at] in (46, 44):
        fraction, stop = _fraction(block, at + 1, end)
        if stop == at + 1:
            return NO_TIME
        at = stop
    offset = _offset(block, at, end)
    if offset == NO_TIME:
        return NO_TIME
    seconds = _days(year, month, day) * 86400 + hour * 3600 + (minute - offset) * 60 + second
    return seconds * 1_000_000 + fraction
