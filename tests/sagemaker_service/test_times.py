"""When schedules are due, and which hours their executions look at."""

from datetime import UTC, datetime, timedelta

import pytest
from sagemaker_service.faults import Fault
from sagemaker_service.times import Clock, Window, folder_of, is_due, offset, since_last

DAY = [datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in range(24)]


@pytest.mark.parametrize(
    ("expression", "hours"),
    [
        ("cron(0 * ? * * *)", list(range(24))),
        ("cron(0 5 ? * * *)", [5]),
        ("cron(0 17/6 ? * * *)", [17, 23]),
        ("NOW", []),
    ],
)
def test_due_hours(expression, hours):
    """Hourly, once a day, and every so many hours from one on; NOW is due by being made."""
    assert [hour.hour for hour in DAY if is_due(expression, hour)] == hours


@pytest.mark.parametrize("expression", ["cron(5 * ? * * *)", "rate(1 hour)", "hourly"])
def test_what_is_no_schedule(expression):
    """Only full hours can be asked for."""
    with pytest.raises(Fault, match="Invalid schedule expression"):
        is_due(expression, DAY[0])


def test_the_time_since_the_last_execution():
    """An hourly one looks at an hour, a daily one at a day."""
    assert since_last("cron(0 * ? * * *)", DAY[14]) == Window(DAY[13], DAY[14])
    assert since_last("cron(0 5 ? * * *)", DAY[5]) == Window(DAY[5] - timedelta(days=1), DAY[5])


def test_offsets():
    """As the API spells them."""
    assert [offset(text) for text in ("-PT1H", "-P1D", "-PT0H", "PT30M")] == [
        -timedelta(hours=1),
        -timedelta(days=1),
        timedelta(),
        timedelta(minutes=30),
    ]


def test_hours_that_meet_a_window():
    """The end is no longer in it."""
    window = Window(DAY[1] + timedelta(minutes=30), DAY[3])
    assert [folder_of(hour) for hour in window.hours()] == ["2026/11/24/01", "2026/11/24/02"]


def test_the_clock_strikes_full_hours():
    """Whatever the minute was."""
    clock = Clock(DAY[3] + timedelta(minutes=7))
    assert (clock.pass_hour(), clock.pass_hour()) == (DAY[4], DAY[5])
