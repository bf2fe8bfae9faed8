"""The window of a merge, as a schedule moves it."""

from datetime import UTC, datetime, timedelta

from engine.job.merge import moved
from engine.job.times import MonitoringWindow

NOON = datetime(2024, 3, 18, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_offsets_move_both_ends_back():
    """Each by its own; labels then have that long to come."""
    assert moved(MonitoringWindow(NOON, NOON + HOUR), DAY, HOUR) == MonitoringWindow(NOON - DAY, NOON)


def test_an_end_that_is_open_or_without_an_offset_stays():
    """None is no bound, and no offset moves nothing."""
    assert moved(MonitoringWindow(None, NOON), DAY, None) == MonitoringWindow(None, NOON)
    assert moved(MonitoringWindow(NOON, None), None, DAY) == MonitoringWindow(NOON, None)


def test_no_window_begins_before_time_does():
    """The first moment that there is takes everything in."""
    first = datetime.min.replace(tzinfo=UTC)
    assert moved(MonitoringWindow(NOON, NOON), timedelta(days=10**6), None) == MonitoringWindow(first, NOON)
